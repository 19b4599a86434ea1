"""The two Monte Carlo queues: beside values computed elsewhere, and below the formulas."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.validation.hcm import queue_at_signal, queue_at_stop
from longtail_sim.validation.hcm.all_way_stop import all_way_stop, balanced, mean_delay_s
from longtail_sim.validation.hcm.signal import LaneGroup, control_delay_s

CYCLE_S, GREEN_S = 60.0, 26.0


@pytest.mark.parametrize(("utilisation", "delay_s"), [(0.4, 11.9), (0.6, 13.7), (0.8, 17.7), (0.9, 23.4)])
def test_signal(utilisation: float, delay_s: float) -> None:
    group = LaneGroup.at(CYCLE_S, GREEN_S, utilisation)
    delays = queue_at_signal.mean_delays_s(group, 400)
    assert delays.mean() == pytest.approx(delay_s, abs=3.5 * delays.std() / 20 + 0.05)
    assert delays.mean() < control_delay_s(group)


def test_a_signal_without_red_delays_nobody_much() -> None:
    assert queue_at_signal.mean_delays_s(LaneGroup(60, 60, 200), 20).max() < 1.0


@pytest.mark.parametrize(("total", "delay_s"), [(400, 7.4), (800, 8.6), (1000, 9.7), (1200, 11.6), (1400, 19.5)])
def test_stop(total: float, delay_s: float) -> None:
    """The other computation does not say how the first of a queue is served, hence the tolerance."""
    delays = queue_at_stop.mean_delays_s(total, 200)
    assert delays.mean() == pytest.approx(delay_s, rel=0.12)
    assert delays.mean() < mean_delay_s(all_way_stop(balanced(total)))


def test_the_key_decides() -> None:
    group = LaneGroup.at(CYCLE_S, GREEN_S, 0.5)
    first, again, other = (queue_at_signal.mean_delays_s(group, 3, key=key) for key in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert queue_at_signal.mean_delays_s(LaneGroup(60, 26, 0), 2).tolist() == [0.0, 0.0]
