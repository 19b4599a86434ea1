"""The plain integrator against closed forms; numbers of the targets are checked by the test beds."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.driving import approach_term, following_acceleration, free_acceleration
from longtail_sim.validation.platoon import (
    Driver,
    advance,
    discharge,
    equilibrium_gap,
    least_gap_behind_emergency_stop,
    ring_flow,
    saturation_headway,
    stop_at_obstacle,
)

PLUS = Driver(model="idm_plus")


@given(st.floats(0, 20), st.floats(0, 20), st.floats(-9, 3), st.sampled_from([0.05, 0.1, 0.5, 1.0]))
def test_nobody_rolls_back(place: float, speed: float, accel: float, dt: float) -> None:
    then, after = advance(place, speed, accel, dt)
    assert then >= place
    assert after >= 0.0


def test_a_step_is_exact_for_a_constant_acceleration() -> None:
    place, speed = 0.0, 10.0
    for _ in range(7):
        place, speed = advance(place, speed, -2.0, 0.9)
    assert (place, speed) == (pytest.approx(25.0), 0.0)


def test_the_two_models_differ_as_published() -> None:
    """IDM adds the terms, IDM+ takes the smaller: never less than IDM, and equal to it at rest behind nobody."""
    for speed, gap, leader in ((0.0, 30.0, 0.0), (5.0, 8.0, 5.0), (10.0, 15.0, 8.0), (13.0, 200.0, 13.0)):
        free = free_acceleration(speed, 13.89, 1.8)
        following = following_acceleration(speed, gap, leader, 0.9, 1.8, approach_term(1.8, 2.0), 2.5)
        assert Driver().command(speed, gap, leader) == pytest.approx(free + following - 1.8)
        assert PLUS.command(speed, gap, leader) == pytest.approx(min(free, following))
        assert Driver().command(speed, gap, leader) <= PLUS.command(speed, gap, leader) + 1e-12


@given(st.floats(1.0, 12.0))
def test_equilibrium_gap_by_the_closed_form(speed: float) -> None:
    asked = 2.5 + 0.9 * speed
    assert equilibrium_gap(PLUS, speed) == pytest.approx(asked, rel=1e-3)
    assert equilibrium_gap(Driver(), speed) == pytest.approx(asked / math.sqrt(1 - (speed / 13.89) ** 4), rel=1e-3)


def test_a_full_ring_stands_and_an_empty_one_is_free() -> None:
    assert ring_flow(Driver(), 136, 1000.0) < 100.0
    assert ring_flow(Driver(), 2, 1000.0) == pytest.approx(2 * 13.89 * 3.6, rel=0.01)


def test_a_queue_leaves_in_order_and_one_by_one() -> None:
    times = discharge(Driver(), 12, 0.1)
    assert len(times) == 12
    assert times[0] == 0.0
    assert all(later > earlier + 1.0 for earlier, later in pairwise(times))


def test_headways_do_not_depend_on_the_queue_behind() -> None:
    assert discharge(Driver(), 20, 0.1)[:10] == pytest.approx(discharge(Driver(), 10, 0.1))


def test_longer_cars_discharge_more_slowly() -> None:
    assert saturation_headway(Driver(length=12.0), 0.1) > saturation_headway(Driver(length=4.8), 0.1) + 0.3


def test_who_is_late_collides_and_who_is_not_does_not() -> None:
    driver = Driver(time_headway=1.0, acceleration=1.5, standstill_gap=2.0, hardest_braking=8.0)
    gaps = [least_gap_behind_emergency_stop(driver, 12.5, 8.0, delay) for delay in (0.0, 0.5, 1.0, 1.5)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 1.5
    assert gaps[-1] < 0.0


def test_an_obstacle_too_near_is_hit() -> None:
    driver = Driver(hardest_braking=8.0)
    assert stop_at_obstacle(driver, 150.0, 0.1).final_gap > 1.5
    assert stop_at_obstacle(driver, 5.0, 0.1).final_gap < 0.0
