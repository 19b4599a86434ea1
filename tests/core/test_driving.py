"""Formulas of one vehicle against numbers worked out elsewhere and against brute force."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.driving import (
    STOP_BRAKING,
    approach_term,
    braking_needed,
    following_acceleration,
    free_acceleration,
    keep_to_profile,
    profile_acceleration,
    travel_time,
)
from longtail_sim.core.params import DT_S

speeds = st.floats(0.0, 30.0)
accelerations = st.floats(0.5, 4.0)


def ballistic(s: float, speed: float, accel: float) -> tuple[float, float]:
    """Return place and speed one step later; nobody rolls back."""
    after = speed + accel * DT_S
    if after < 0.0:
        return s + speed * speed / (-2.0 * accel), 0.0
    return s + (speed + 0.5 * accel * DT_S) * DT_S, after


def test_free_road_numbers() -> None:
    """Full acceleration at rest, none at the desired speed, the fourth power between, a gentle pull above."""
    assert free_acceleration(0.0, 13.9, 2.6) == 2.6
    assert free_acceleration(13.9, 13.9, 2.6) == 0.0
    assert free_acceleration(6.95, 13.9, 2.6) == pytest.approx(2.6 * (1 - 0.5**4))
    assert free_acceleration(27.8, 13.9, 2.6) == pytest.approx(-2.6)


@pytest.mark.parametrize("speed", [0.0, 5.0, 10.0, 13.0])
def test_equilibrium_gap_is_standstill_gap_plus_headway(speed: float) -> None:
    """IDM+: at equal speeds nobody accelerates exactly at s0 + v T."""
    gap = 2.5 + 0.9 * speed
    assert following_acceleration(speed, gap, speed, 0.9, 1.8, approach_term(1.8, 2.0), 2.5) == pytest.approx(
        0.0, abs=1e-12
    )
    assert following_acceleration(speed, gap * 1.01, speed, 0.9, 1.8, approach_term(1.8, 2.0), 2.5) > 0
    assert following_acceleration(speed, gap * 0.99, speed, 0.9, 1.8, approach_term(1.8, 2.0), 2.5) < 0


@pytest.mark.parametrize("speed", [5.0, 10.0])
def test_followers_settle_at_the_equilibrium_gap(speed: float) -> None:
    """From far behind and faster, a follower ends at s0 + v T within 1 %."""
    leader, s, own = 80.0, 0.0, 13.0
    for _ in range(3000):
        gap = leader - 4.8 - s
        accel = min(
            free_acceleration(own, 13.89, 1.8),
            following_acceleration(own, gap, speed, 0.9, 1.8, approach_term(1.8, 2.0), 2.5),
        )
        s, own = ballistic(s, own, accel)
        leader += speed * DT_S
    assert leader - 4.8 - s == pytest.approx(2.5 + 0.9 * speed, rel=0.01)


@pytest.mark.parametrize(("delay_s", "collides"), [(0.0, False), (1.5, True)])
def test_late_reactions_make_crashes_possible(delay_s: float, collides: bool) -> None:
    """A leader brakes with 8 m/s^2; who reacts at once stops behind it, who reacts 1.5 s late hits it."""
    leader, leader_speed = 0.0, 12.5
    s, speed = -(2.0 + 12.5 * 1.0), 12.5
    lag = round(delay_s / DT_S)
    seen: list[tuple[float, float, float]] = [(-s, speed, leader_speed)] * (lag + 1)
    smallest = math.inf
    for _ in range(200):
        leader, leader_speed = ballistic(leader, leader_speed, -8.0 if leader_speed > 0 else 0.0)
        seen.append((leader - s, speed, leader_speed))
        gap, then, ahead = seen[-1 - lag]
        command = following_acceleration(then, gap, ahead, 1.0, 1.5, approach_term(1.5, 2.0), 2.0)
        s, speed = ballistic(s, speed, max(min(command, free_acceleration(then, 13.89, 1.5)), -8.0))
        smallest = min(smallest, leader - s)
    assert (smallest < 0.0) == collides


@given(speed=speeds, gap=st.floats(-5.0, 300.0), leader=speeds)
def test_following_never_exceeds_the_own_acceleration(speed: float, gap: float, leader: float) -> None:
    """The interaction term is finite whatever the gap, overlap included, and at most a."""
    command = following_acceleration(speed, gap, leader, 1.2, 2.6, approach_term(2.6, 3.0), 2.5)
    assert math.isfinite(command)
    assert command <= 2.6


@pytest.mark.parametrize("speed", [0.5, 3.0, 8.0, 13.9, 20.0])
def test_stopping_profile_arrives_without_overshoot(speed: float) -> None:
    """A vehicle that keeps to the profile stops at the place, to two centimetres, and in finite time."""
    place, s, peak = 100.0, 0.0, 0.0
    for _ in range(1500):
        accel = max(
            min(free_acceleration(speed, 20.0, 2.0), profile_acceleration(speed, place - s, 0.0, STOP_BRAKING)), -9
        )
        s, speed = ballistic(s, speed, accel)
        peak = min(peak, accel)
        assert s <= place + 0.02
    assert speed < 0.01
    assert place - s < 0.1
    assert peak > -1.25 * STOP_BRAKING


def test_profile_towards_a_turn_arrives_at_its_speed() -> None:
    """Who slows down for a connector reaches it at the turning speed."""
    place, s, speed = 60.0, 0.0, 13.9
    while s < place:
        s, speed = ballistic(s, speed, max(min(0.0, profile_acceleration(speed, place - s, 5.0, 2.0)), -9))
    assert speed == pytest.approx(5.0, abs=0.3)


@given(distance=st.floats(0.0, 200.0), speed=speeds, acceleration=accelerations, limit=st.floats(3.0, 25.0))
def test_travel_time_agrees_with_small_steps(distance: float, speed: float, acceleration: float, limit: float) -> None:
    """The closed form is what a vehicle needs that accelerates up to the limit."""
    step, gone, now, time = 0.01, 0.0, speed, 0.0
    while gone < distance:
        push = acceleration if now < limit else 0.0
        gone += now * step + 0.5 * push * step * step
        now = max(speed, min(now + push * step, limit))
        time += step
    assert travel_time(distance, speed, acceleration, limit) == pytest.approx(time, abs=0.03, rel=0.01)


def test_nothing_takes_no_time() -> None:
    """Who is there already needs no time."""
    assert travel_time(0.0, 5.0, 2.0, 10.0) == 0.0
    assert travel_time(-3.0, 0.0, 2.0, 10.0) == 0.0


def test_braking_needed() -> None:
    """v^2 / 2 d, and finite at the line itself."""
    assert braking_needed(10.0, 25.0) == pytest.approx(2.0)
    assert math.isfinite(braking_needed(10.0, 0.0))


@given(
    command=st.floats(-9.0, 3.0),
    speed=speeds,
    distance=st.floats(-2.0, 200.0),
    end_speed=st.floats(0.0, 12.0),
    braking=st.floats(1.0, 5.0),
)
def test_what_does_not_bind_need_not_be_worked_out(
    command: float, speed: float, distance: float, end_speed: float, braking: float
) -> None:
    """The short cut gives the same bits as the smaller of command and profile."""
    whole = min(command, profile_acceleration(speed, distance, end_speed, braking))
    assert keep_to_profile(command, speed, distance, end_speed, braking) == whole
