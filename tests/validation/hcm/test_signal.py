"""HCM 7 chapter 19: capacity and control delay; Webster."""

from __future__ import annotations

import pytest

from longtail_sim.validation.hcm.signal import (
    LaneGroup,
    control_delay_s,
    uniform_delay_s,
    upstream_filtering,
    webster_delay_s,
)

UTILISATIONS = (0.4, 0.6, 0.8, 0.9, 0.95, 1.0, 1.1)
DELAYS_S = {
    (60, 26): (13.1, 16.2, 22.8, 30.6, 37.7, 48.4, 79.4),
    (90, 40): (18.3, 22.1, 29.4, 37.7, 45.0, 56.0, 87.0),
}


@pytest.mark.parametrize(("cycle_s", "green_s"), DELAYS_S)
def test_control_delay(cycle_s: float, green_s: float) -> None:
    delays = [control_delay_s(LaneGroup.at(cycle_s, green_s, x)) for x in UTILISATIONS]
    assert delays == pytest.approx(DELAYS_S[cycle_s, green_s], abs=0.05)


@pytest.mark.parametrize(("cycle_s", "green_s", "capacity"), [(60, 26, 823), (90, 40, 844)])
def test_capacity(cycle_s: float, green_s: float, capacity: float) -> None:
    assert LaneGroup(cycle_s, green_s, 0).capacity == pytest.approx(capacity, abs=0.5)
    assert LaneGroup(cycle_s, green_s, 0, lanes=2).capacity == pytest.approx(2 * capacity, abs=1)


def test_without_demand_one_waits_half_of_red_if_one_comes_in_red() -> None:
    assert uniform_delay_s(LaneGroup(60, 26, 0)) == pytest.approx(34 / 60 * 34 / 2)


@pytest.mark.parametrize(("utilisation", "delay_s"), [(0.5, 13.0), (0.8, 21.1), (0.9, 31.9)])
def test_webster(utilisation: float, delay_s: float) -> None:
    assert webster_delay_s(LaneGroup.at(60, 26, utilisation)) == pytest.approx(delay_s, abs=0.05)


def test_a_busy_signal_upstream_meters() -> None:
    assert upstream_filtering(0.0) == 1.0
    assert upstream_filtering(0.7) == pytest.approx(0.65, abs=0.005)
    assert upstream_filtering(1.3) == 0.09
