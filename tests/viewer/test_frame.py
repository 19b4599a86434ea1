"""The copy of a world that is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer import frame
from longtail_sim.viewer.frame import between, capture
from longtail_sim.viewer.poses import lane_points


def test_the_footprint_stands_half_a_length_behind_the_front_bumper(empty_city):
    lane = empty_city.longest_lane()
    x, y, heading = lane_points(empty_city.network.arrays, lane)
    empty_city.put(3, lane, 30.0, length=5.0)
    shot = capture(empty_city)
    assert shot.slot.tolist() == [3]
    assert shot.x[0] == pytest.approx(x[0] + np.cos(heading[0]) * 27.5)
    assert shot.y[0] == pytest.approx(y[0] + np.sin(heading[0]) * 27.5)


def test_lateral_is_positive_to_the_left(empty_city):
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 30.0)
    empty_city.put(1, lane, 30.0, lateral=1.5)
    shot = capture(empty_city)
    left = np.array([-np.sin(shot.heading[0]), np.cos(shot.heading[0])])
    assert np.allclose([shot.x[1] - shot.x[0], shot.y[1] - shot.y[0]], left * 1.5)


def test_a_vehicle_on_a_connector_follows_its_curve(empty_city):
    arrays = empty_city.network.arrays
    left_turns = np.flatnonzero(arrays.connector_turn == codes.TURN_LEFT)
    lane = int(left_turns[0])
    _, _, heading = lane_points(arrays, lane)
    empty_city.put(0, lane, float(arrays.lane_length[lane]) / 2)
    shot = capture(empty_city)
    turned = (shot.heading[0] - heading[0]) / (heading[-1] - heading[0])
    assert 0.3 < turned < 0.7


@pytest.mark.parametrize(
    ("state", "look"),
    [
        (codes.STATE_DRIVING, frame.LOOK_FLEET),
        (codes.STATE_AWAITING_ASSISTANCE, frame.LOOK_AWAITING),
        (codes.STATE_TAKEOVER_REQUESTED, frame.LOOK_TAKEOVER),
        (codes.STATE_PERSON_DRIVING, frame.LOOK_PERSON_DRIVING),
        (codes.STATE_MINIMAL_RISK_MANOEUVRE, frame.LOOK_MINIMAL_RISK),
        (codes.STATE_MINIMAL_RISK_CONDITION, frame.LOOK_MINIMAL_RISK),
        (codes.STATE_RETRIEVED, frame.LOOK_PERSON_DRIVING),
    ],
)
def test_every_state_of_the_automation_has_a_look(empty_city, state, look):
    empty_city.put(0, empty_city.longest_lane(), 30.0)
    empty_city.automate(0, state)
    assert capture(empty_city).look[0] == look


def test_people_and_the_twins_fleet_look_different(empty_city):
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 30.0)
    empty_city.put(1, lane, 50.0, fleet=1, driver=codes.DRIVER_PERSON)
    assert capture(empty_city).look.tolist() == [frame.LOOK_PERSON, frame.LOOK_FLEET_BY_PERSON]


def test_a_frame_is_a_copy(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 30.0)
    shot = capture(empty_city)
    before = [np.array(field, copy=True) for field in shot._replace(narrows=0)]
    empty_city.put(0, empty_city.longest_lane(), 60.0, speed=9.0, width=2.5)
    for junction in range(empty_city.network.num_junctions):
        empty_city.darken(junction)
    assert all(np.array_equal(old, new) for old, new in zip(before, shot._replace(narrows=0), strict=True))


def test_between_moves_vehicles_and_not_those_whose_slot_was_given_to_another(empty_city):
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 20.0)
    empty_city.put(1, lane, 60.0)
    first = capture(empty_city)
    empty_city.time_s = 0.5
    empty_city.put(0, lane, 30.0)
    empty_city.put(1, lane, 5.0, trip=999)
    second = capture(empty_city)
    halfway = between(first, second, 0.5)
    assert halfway.time_s == pytest.approx(0.25)
    assert halfway.x[0] == pytest.approx((first.x[0] + second.x[0]) / 2)
    assert (halfway.x[1], halfway.y[1]) == (second.x[1], second.y[1])
    assert between(first, second, 1.0) is second


def test_between_turns_by_the_shorter_way(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 20.0)
    shot = capture(empty_city)
    first, second = shot._replace(heading=np.array([np.pi - 0.1])), shot._replace(heading=np.array([-np.pi + 0.1]))
    assert np.cos(between(first, second, 0.5).heading[0]) == pytest.approx(-1.0)


def test_waits_are_those_of_requests_under_way_longest_first(empty_city):
    lane = empty_city.longest_lane()
    empty_city.time_s = 100.0
    stages = (codes.ASSIST_NONE, codes.ASSIST_QUEUED, codes.ASSIST_ANSWERED, codes.ASSIST_SENDING)
    for slot, stage in enumerate(stages):
        empty_city.put(slot, lane, 10.0 + 10 * slot, assist=stage, assist_since_s=10.0 * slot)
    assert capture(empty_city).waits().tolist() == [90.0, 70.0]
