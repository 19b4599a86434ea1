"""Surrogate measures: published numbers, edges, and brute force where a formula is ours."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.footprints import overlap
from longtail_sim.errors import ResultsError
from longtail_sim.scoring.surrogates import (
    Body,
    braking_to_avoid,
    change_of_speed,
    crossing_braking_to_avoid,
    modified_braking_to_avoid,
    modified_time_to_collision,
    plane_time_to_collision,
    post_encroachment_time,
    stopping_distance_share,
    time_to_collision,
)

speeds = st.floats(0.0, 30.0)
gaps = st.floats(0.1, 200.0)


def test_published_vectors() -> None:
    assert time_to_collision(20, 15, 10) == 4.0
    assert braking_to_avoid(20, 15, 10) == 0.625
    assert modified_braking_to_avoid(20, 15, 10) == pytest.approx(0.8333, abs=1e-4)
    assert modified_time_to_collision(20, 15, 10, 1, 0) == pytest.approx(3.0623, abs=1e-4)
    assert crossing_braking_to_avoid(10, 20, 2.5) == pytest.approx(1.6)
    assert post_encroachment_time(10.0, 11.2) == pytest.approx(1.2)
    assert stopping_distance_share(12, 10) == pytest.approx(0.804)
    assert change_of_speed(1500, 10, 2000, 8, 90)[0] == pytest.approx(7.318, abs=1e-3)


def test_no_collision_course_is_infinitely_far_off() -> None:
    assert time_to_collision(20, 10, 10) == time_to_collision(20, 5, 10) == math.inf
    assert modified_time_to_collision(20, 10, 10, 0, 0) == math.inf
    assert modified_time_to_collision(20, 12, 10, -1, 0) == math.inf  # brakes in time
    assert modified_time_to_collision(20, 5, 10, -1, 0) == math.inf  # falls back ever more
    assert braking_to_avoid(20, 5, 10) == modified_braking_to_avoid(20, 5, 10) == 0.0
    assert crossing_braking_to_avoid(10, 30, 2.5) == crossing_braking_to_avoid(10, 20, 0) == 0.0
    assert stopping_distance_share(5, 0) == math.inf


def test_nothing_left_is_a_contact() -> None:
    assert time_to_collision(0, 10, 15) == modified_time_to_collision(-1, 10, 15, 0, 0) == 0.0
    assert braking_to_avoid(0, 15, 10) == math.inf
    assert modified_braking_to_avoid(5, 15, 10, reaction_s=1.0) == math.inf
    assert post_encroachment_time(11.2, 10.0) < 0


@given(gaps, speeds, speeds)
def test_constant_speeds_are_the_limit_of_constant_accelerations(gap: float, follower: float, leader: float) -> None:
    assert modified_time_to_collision(gap, follower, leader, 1.5, 1.5) == pytest.approx(
        time_to_collision(gap, follower, leader)
    )


@given(gaps, speeds, speeds, st.floats(-8, 3), st.floats(-8, 3))
def test_modified_time_is_the_first_root(gap: float, follower: float, leader: float, own: float, other: float) -> None:
    time = modified_time_to_collision(gap, follower, leader, own, other)

    def left(at: float) -> float:
        return gap - (follower - leader) * at - 0.5 * (own - other) * at * at

    if math.isfinite(time) and time < 1e6:
        assert left(time) == pytest.approx(0.0, abs=1e-6 * max(1.0, time * time))
    until = min(time, 60.0)
    assert all(left(at) > -1e-6 for at in np.linspace(0, until, 50)[:-1])


@given(gaps, speeds, speeds)
def test_the_deceleration_rate_just_suffices(gap: float, follower: float, leader: float) -> None:
    rate = braking_to_avoid(gap, follower, leader)
    if rate > 0:
        needed_m = (follower - leader) ** 2 / (2 * rate)
        assert needed_m == pytest.approx(gap)


def test_head_on_shares_the_speed_by_mass() -> None:
    one, other = change_of_speed(1000, 10, 3000, 10, 180)
    assert (one, other) == (pytest.approx(15.0), pytest.approx(5.0))
    assert change_of_speed(1000, 10, 1000, 10, 0) == (0.0, 0.0)


def car(x: float, y: float, degrees: float, speed: float) -> Body:
    """A car of 4.8 x 1.8 m."""
    return Body(x, y, math.radians(degrees), speed, 4.8, 1.8)


def test_following_in_the_plane_is_following() -> None:
    gap = 20.0
    assert plane_time_to_collision(car(0, 0, 0, 15), car(gap + 4.8, 0, 0, 10)) == pytest.approx(
        time_to_collision(gap, 15, 10)
    )


def test_plane_time_of_known_courses() -> None:
    assert plane_time_to_collision(car(0, 0, 0, 10), car(50, 0, 180, 10)) == pytest.approx((50 - 4.8) / 20)
    assert plane_time_to_collision(car(0, 0, 0, 10), car(50, 2.0, 180, 10)) == math.inf  # passes beside
    assert plane_time_to_collision(car(0, 0, 0, 10), car(2, 0, 90, 0)) == 0.0
    assert plane_time_to_collision(car(0, 0, 0, 10), car(-20, 0, 180, 10)) == math.inf  # they part
    assert plane_time_to_collision(car(0, 0, 0, 0), car(20, 0, 90, 0)) == math.inf
    # Both 20 m off a right-angled crossing: the first corner touches when a's front reaches b's side.
    crossing = plane_time_to_collision(car(-20, 0, 0, 10), car(0, -20, 90, 10))
    assert crossing == pytest.approx((20 - 2.4 - 0.9) / 10)


place = st.floats(-40, 40)
turn = st.floats(-180, 180)


@given(place, place, turn, st.floats(0, 20), turn, st.floats(0, 20))
def test_plane_time_agrees_with_stepping(
    x: float, y: float, heading: float, speed: float, own_heading: float, own_speed: float
) -> None:
    a, b = car(0, 0, own_heading, own_speed), car(x, y, heading, speed)
    found = plane_time_to_collision(a, b)

    def touch(at: float, shrink: float) -> bool:
        ax, ay = a.speed * at * math.cos(a.heading), a.speed * at * math.sin(a.heading)
        bx, by = x + b.speed * at * math.cos(b.heading), y + b.speed * at * math.sin(b.heading)
        size = (a.length - shrink, a.width - shrink)
        return bool(overlap(ax, ay, a.heading, *size, bx, by, b.heading, *size))

    times = np.arange(0, 5, 0.05)
    assert not any(touch(at, 1e-6) for at in times[times < found - 1e-6])
    if found < 5:
        assert touch(found + 1e-6, -1e-3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: time_to_collision(math.nan, 1, 1),
        lambda: modified_time_to_collision(1, 1, 1, math.nan, 1),
        lambda: braking_to_avoid(1, math.inf, 1),
        lambda: modified_braking_to_avoid(1, 1, 1, -1),
        lambda: crossing_braking_to_avoid(-1, 1, 1),
        lambda: post_encroachment_time(math.nan, 1),
        lambda: stopping_distance_share(1, -1),
        lambda: change_of_speed(1, 1, 1, 1, math.nan),
        lambda: plane_time_to_collision(car(math.nan, 0, 0, 0), car(0, 0, 0, 0)),
    ],
)
def test_what_is_no_number_is_refused(call: Callable[[], float]) -> None:
    with pytest.raises(ResultsError, match="must"):
        call()
