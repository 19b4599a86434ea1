"""Yellow, clearance and cycle."""

from __future__ import annotations

import pytest

from longtail_sim.validation.hcm.timing import (
    cycle_for_utilisation_s,
    red_clearance_s,
    webster_cycle_s,
    yellow_at_limit_s,
    yellow_s,
)


@pytest.mark.parametrize(("limit_mph", "seconds"), [(25, 3.3), (30, 3.7), (35, 4.1), (40, 4.4), (45, 4.8)])
def test_yellow_by_limit(limit_mph: float, seconds: float) -> None:
    assert yellow_at_limit_s(limit_mph) == pytest.approx(seconds, abs=0.05)


def test_yellow_by_speed_and_grade() -> None:
    assert yellow_s(50 / 3.6) == pytest.approx(3.3, abs=0.05)
    assert yellow_s(50 / 3.6, grade=0.05) < yellow_s(50 / 3.6) < yellow_s(50 / 3.6, grade=-0.05)


def test_red_clearance() -> None:
    assert red_clearance_s(18.5, 5.5, 50 / 3.6) == pytest.approx(1.7, abs=0.05)
    assert red_clearance_s(30, 6, 50 / 3.6, reduced=True) == pytest.approx(36 * 3.6 / 50 - 1)
    assert red_clearance_s(18.5, 5.5, 50 / 3.6, reduced=True) == 1.0


@pytest.mark.parametrize(("lost_s", "ratio", "cycle_s"), [(8, 0.5, 34), (8, 0.7, 56.7), (10, 0.8, 100)])
def test_webster(lost_s: float, ratio: float, cycle_s: float) -> None:
    assert webster_cycle_s(lost_s, ratio) == pytest.approx(cycle_s, abs=0.05)


def test_no_cycle_serves_too_much() -> None:
    with pytest.raises(ValueError, match="no cycle"):
        webster_cycle_s(8, 1.0)
    with pytest.raises(ValueError, match="cannot be had"):
        cycle_for_utilisation_s(8, 0.9, 0.9)


def test_a_cycle_gives_the_utilisation_that_was_wanted() -> None:
    cycle = cycle_for_utilisation_s(8, 0.6, 0.9)
    assert 0.6 * cycle / (cycle - 8) == pytest.approx(0.9)
