"""The core's formulas against hand-computed values and against those of the scoring package."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.surrogate import DRAC_MOST, braking_behind, braking_for_zone, rss_distance
from longtail_sim.scoring.rss import JRC, following_distance
from longtail_sim.scoring.surrogates import braking_to_avoid

speeds = st.floats(0.0, 30.0)


@pytest.mark.parametrize(("rear", "front", "expected"), [(13.89, 13.89, 16.9), (13.89, 0.0, 33.0)])
def test_rss_distance_of_jrc(rear: float, front: float, expected: float) -> None:
    """50 km/h both, and against somebody who stands."""
    assert rss_distance(rear, front) == pytest.approx(expected, abs=0.1)


@given(speeds, speeds)
def test_rss_distance_is_that_of_the_scoring_package(rear: float, front: float) -> None:
    assert max(rss_distance(rear, front), 0.0) == pytest.approx(following_distance(rear, front, JRC))


def test_braking_behind() -> None:
    """Gap 20 m, 15 and 10 m/s; nobody who falls back brakes; a contact counts as the most that there is."""
    assert braking_behind(5.0, 20.0) == pytest.approx(0.625)
    assert braking_behind(-1.0, 20.0) == 0.0
    assert braking_behind(5.0, 0.0) == braking_behind(100.0, 1.0) == DRAC_MOST


@given(st.floats(0.1, 20.0), st.floats(0.5, 100.0), speeds)
def test_braking_behind_is_that_of_the_scoring_package(closing: float, gap: float, ahead: float) -> None:
    expected = min(braking_to_avoid(gap, ahead + closing, ahead), DRAC_MOST)
    assert braking_behind(ahead + closing - ahead, gap) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("speed", "distance", "clears_s", "expected"),
    [
        (10.0, 20.0, 2.5, 1.6),  # T1.6
        (10.0, 20.0, 2.0, 0.0),  # the other is gone by then
        (10.0, 20.0, 4.0, 2.5),  # just comes to a stand at the zone ...
        (10.0, 20.0, 1e18, 2.5),  # ... as before somebody who stays there
        (10.0, 0.0, 1.0, DRAC_MOST),
    ],
)
def test_braking_for_zone(speed: float, distance: float, clears_s: float, expected: float) -> None:
    assert braking_for_zone(speed, distance, clears_s) == pytest.approx(expected)


@given(st.floats(1.0, 20.0), st.floats(0.5, 60.0), st.floats(0.1, 20.0))
def test_braking_for_zone_brings_it_there_in_time(speed: float, distance: float, clears_s: float) -> None:
    """Who brakes so is at the zone at that moment, or stands before it."""
    braking = float(braking_for_zone(speed, distance, clears_s))
    if not 0.0 < braking < DRAC_MOST:
        return
    until = min(clears_s, speed / braking)
    assert speed * until - 0.5 * braking * until**2 <= distance + 1e-6
    assert math.isclose(speed * until - 0.5 * braking * until**2, distance, rel_tol=1e-6)
