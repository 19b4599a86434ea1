"""HCM 7: pedestrians at signals and waiting for gaps."""

from __future__ import annotations

import pytest

from longtail_sim.validation.hcm.pedestrians import critical_headway_s, gap_delay_s, signal_delay_s


@pytest.mark.parametrize(("cycle_s", "delay_s"), [(60, 20.0), (90, 34.7)])
def test_at_a_signal(cycle_s: float, delay_s: float) -> None:
    assert signal_delay_s(cycle_s, walk_s=7) == pytest.approx(delay_s, abs=0.05)


@pytest.mark.parametrize(("flow", "critical_s", "delay_s"), [(400, 6, 2.5), (600, 9, 11.9), (800, 9, 19.8)])
def test_waiting_for_a_gap(flow: float, critical_s: float, delay_s: float) -> None:
    assert gap_delay_s(flow, critical_s) == pytest.approx(delay_s, abs=0.05)


def test_nobody_waits_where_nobody_drives() -> None:
    assert gap_delay_s(0, 9) == 0.0


@pytest.mark.parametrize(("speed_mps", "start_s", "seconds"), [(1.43, 0.0, 5.0), (1.07, 3.0, 9.7)])
def test_critical_headway(speed_mps: float, start_s: float, seconds: float) -> None:
    assert critical_headway_s(7.2, speed_mps, start_s) == pytest.approx(seconds, abs=0.05)
