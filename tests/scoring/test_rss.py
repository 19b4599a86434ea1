"""RSS distances against the published parameter sets, and what must hold of any safe distance."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.rss import AD_RSS, ASSERTIVE, JRC, Parameters, following_distance, lateral_distance
from longtail_sim.scoring.rss import meeting_distance as meeting

speeds = st.floats(0.0, 30.0)
sets = st.sampled_from([AD_RSS, JRC, ASSERTIVE])
KMH_50 = 13.89


@pytest.mark.parametrize(
    ("set_", "both", "other_stands"), [(AD_RSS, 41.4, 53.4), (JRC, 16.9, 33.0), (ASSERTIVE, 13.6, 25.7)]
)
def test_published_distances(set_: Parameters, both: float, other_stands: float) -> None:
    assert following_distance(KMH_50, KMH_50, set_) == pytest.approx(both, abs=0.1)
    assert following_distance(KMH_50, 0.0, set_) == pytest.approx(other_stands, abs=0.1)


def test_thirty() -> None:
    assert following_distance(8.33, 8.33) == pytest.approx(23.2, abs=0.1)


@given(speeds, speeds, sets)
def test_the_distance_just_suffices(rear: float, front: float, set_: Parameters) -> None:
    """Drive the worst case: the rear one accelerates, then brakes; the front one brakes at once."""
    rho, faster = set_.reaction_s, rear + set_.reaction_s * set_.acceleration
    rear_m = rho * (rear + faster) / 2 + faster**2 / (2 * set_.braking_least)
    left = following_distance(rear, front, set_) + front**2 / (2 * set_.braking_most) - rear_m
    assert left >= -1e-9
    assert left == pytest.approx(0.0, abs=1e-9) or following_distance(rear, front, set_) == 0.0


def test_a_much_faster_leader_needs_no_distance() -> None:
    assert following_distance(0.0, 30.0) == 0.0


def test_meeting_is_both_stops() -> None:
    # 10 m/s each, rho 1, a 3.5: 11.75 m while reacting, then 13.5^2 / 6 and 13.5^2 / 8.
    assert meeting(10, 10) == pytest.approx(2 * 11.75 + 13.5**2 / 6 + 13.5**2 / 8)
    assert meeting(10, 10) > following_distance(10, 0)


def test_lateral() -> None:
    # At rest both drift 0.1 m towards each other while reacting and 0.2^2 / 1.6 m while braking.
    assert lateral_distance(0, 0) == pytest.approx(0.10 + 2 * (0.1 + 0.04 / 1.6))
    assert lateral_distance(0.5, -0.5) > lateral_distance(0, 0) > lateral_distance(-0.5, 0.5) == 0.10


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_what_is_no_speed_is_refused(value: float) -> None:
    with pytest.raises(ResultsError, match="rear_speed"):
        following_distance(value, 1.0)
