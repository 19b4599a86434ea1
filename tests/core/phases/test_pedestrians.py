"""People on foot: when they start, whom they wait for, who waits for them, who strikes them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.crossing import band_times
from longtail_sim.core.footprints import distance_outside, pose
from longtail_sim.core.impact import detect_people, walker_injury_probability
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases.pedestrians import go
from longtail_sim.core.phases.perceive import neighbours

Stage = Callable[..., Any]
SOUTH = codes.LEG_SOUTH
SPEED = 1.3


@pytest.fixture
def corner(stage: Stage) -> Callable[..., Any]:
    """Return a builder of one junction, one lane each way, with room for people on foot but nobody on the way."""

    def build(control: str = "two_way_stop", **sections: Any) -> Any:
        streets = [{"axis": "column", "index": 0, "major": True}]
        network = {
            "grid": {"columns": 1, "rows": 1, "lanes": 1},
            "junctions": {"control": control},
            "streets": streets,
        }
        people = {"per_hour_per_crosswalk": 60, **sections.pop("people", {})}
        it = stage(network=network, pedestrians=people, **sections)
        it.tables.crosswalks.next_s[:] = NEVER
        it.tables.junctions.control[:] = it.network.arrays.junction_control
        return it

    return build


def put_walker(it: Any, leg: int = SOUTH, state: int = codes.WALKER_WAITING, position: float = 0.0, **more: Any) -> Any:
    """Put somebody at the beginning of a crosswalk (on the south leg: the kerb of the northbound lane)."""
    crosswalks = it.tables.crosswalks
    room = it.tables.pedestrians.shape[1] // crosswalks.shape[1]
    row = it.tables.pedestrians[0, leg * room + crosswalks.present[0, leg]]
    row.person, row.state, row.position, row.speed, row.heeds = 7, state, position, SPEED, 1
    row.headway = 6.6 / SPEED + 3.0
    row.walking = SPEED if state == codes.WALKER_CROSSING else 0.0
    for name, value in more.items():
        setattr(row, name, value)
    crosswalks.present[0, leg] += 1
    crosswalks.arrived[0, leg] += 1
    return row


def go_on(it: Any, now: float = 100.0, steps: int = 1) -> None:
    """Let everybody on foot act, drivers looking first as in the step."""
    for n in range(steps):
        neighbours(0, it.state, it.streets)
        go(0, now + 0.1 * n, it.state, it.settings, it.streets)


def green(it: Any, axis: int, since: float) -> None:
    """Show green to one axis and red to the other."""
    it.tables.junctions.colour[0, 0, axis] = codes.COLOUR_GREEN
    it.tables.junctions.colour[0, 0, 1 - axis] = codes.COLOUR_RED
    it.tables.junctions.colour_since_s[0, 0, axis] = since


@pytest.mark.parametrize(
    ("axis", "since", "starts"), [(1, 0.0, True), (1, 10.9, True), (1, 11.1, False), (0, 0.0, False)]
)
def test_people_walk_with_the_parallel_green(corner: Callable[..., Any], axis: int, since: float, starts: bool) -> None:
    """Across the south leg while east-west has green: in 7 s of walk and 4 s of flashing don't walk."""
    it = corner("signal")
    green(it, axis, 100.0 - since)
    walker = put_walker(it)
    go_on(it)
    assert walker.state == (codes.WALKER_CROSSING if starts else codes.WALKER_WAITING)


def test_who_does_not_heed_the_light_takes_a_gap(corner: Callable[..., Any]) -> None:
    """On an empty street they go; before a vehicle with green they wait."""
    it = corner("signal")
    green(it, 0, 95.0)
    walker = put_walker(it, heeds=0)
    lane = it.approach(SOUTH)
    car = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - 50.0, 11.0)
    car.entry = codes.ENTRY_PASS
    go_on(it)
    assert walker.state == codes.WALKER_WAITING
    car.s -= 60.0
    go_on(it)
    assert walker.state == codes.WALKER_CROSSING


@pytest.mark.parametrize(("gap_s", "starts"), [(7.0, False), (8.0, False), (8.3, True), (9.0, True)])
def test_critical_headway_is_crossing_time_and_clearance(
    corner: Callable[..., Any], gap_s: float, starts: bool
) -> None:
    """t_c = 6.6 / 1.3 + 3 = 8.08 s until the front reaches the crosswalk, at a steady speed."""
    it = corner(drivers={"errors": {"enabled": False}, "yields_to_pedestrians": 0})
    walker = put_walker(it)
    lane = it.approach(SOUTH)
    car = it.put(0, lane, float(it.network.arrays.lane_length[lane]) + 1.0 - gap_s * 11.2, 11.2)
    car.entry = codes.ENTRY_PASS
    go_on(it)
    assert walker.state == (codes.WALKER_CROSSING if starts else codes.WALKER_WAITING)


@pytest.mark.parametrize(("share", "distance", "yields"), [(1.0, 40.0, True), (0.0, 40.0, False), (1.0, 18.0, False)])
def test_a_driver_yields_who_wants_to_and_can(
    corner: Callable[..., Any], share: float, distance: float, yields: bool
) -> None:
    """11 m/s needs 2 m/s² over 40 m but more than 3 m/s² over 18 m: then nobody steps out and nobody brakes."""
    it = corner(drivers={"errors": {"enabled": False}, "yields_to_pedestrians": share})
    walker = put_walker(it)
    lane = it.approach(SOUTH)
    car = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - distance, 11.0)
    car.entry = codes.ENTRY_PASS
    for now in (100.0, 102.0):  # the second is barred by one who does not stop, so that the offer is seen
        go_on(it, now)
    assert (walker.state == codes.WALKER_CROSSING) == yields


def test_nobody_waits_for_a_vehicle_that_has_to_stop(corner: Callable[..., Any]) -> None:
    """On the leg with the stop sign, far away or held at the line."""
    it = corner(drivers={"errors": {"enabled": False}, "yields_to_pedestrians": 0})
    lane = it.approach(codes.LEG_EAST)
    end = float(it.network.arrays.lane_length[lane])
    it.put(0, lane, end - 0.4)
    it.put(1, lane, end - 70.0, 11.0)
    walker = put_walker(it, codes.LEG_EAST)
    go_on(it)
    assert walker.state == codes.WALKER_CROSSING


def test_a_walker_stops_before_a_lane_that_somebody_comes_fast(corner: Callable[..., Any]) -> None:
    """Who is past stopping gets the lane, and the walker goes on behind."""
    it = corner()
    lane = it.approach(codes.LEG_NORTH)
    out = it.connector(codes.LEG_NORTH, codes.TURN_STRAIGHT)  # southbound: the far half of the south crosswalk
    edge = float(it.network.arrays.passage_enter[it.network.arrays.passage_first[out] + 1])
    car = it.put(0, out, edge - 8.0, 11.0)
    car.came_from = lane
    walker = put_walker(it, state=codes.WALKER_CROSSING, position=3.3)
    go_on(it)
    assert (walker.walking, walker.position) == (0.0, 3.3)
    car.s = edge + 3.0 + 4.8 + 0.5
    go_on(it)
    assert walker.walking == SPEED


def test_people_in_the_own_path_are_a_hazard(corner: Callable[..., Any]) -> None:
    """Who will be in the own lane; not who will have left it in time, nor who is on a leg that the path avoids."""
    it = corner()
    lane = it.approach(SOUTH)
    car = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - 12.0, 6.0)
    for position, seen in ((0.1, True), (0.8, True), (1.7, False), (5.0, False)):
        it.tables.crosswalks.present[0] = 0
        put_walker(it, state=codes.WALKER_CROSSING, position=position)
        go_on(it)
        assert (car.hazard < NEVER) == seen, position
        assert not seen or car.hazard == pytest.approx(13.0, abs=0.01)
    it.tables.crosswalks.present[0] = 0
    put_walker(it, codes.LEG_EAST, codes.WALKER_CROSSING, 1.7)
    go_on(it)
    assert car.hazard == NEVER


def test_band_times_either_way(corner: Callable[..., Any]) -> None:
    """Two metres off a band of three metres, walking to and fro."""
    it = corner()
    put_walker(it, state=codes.WALKER_CROSSING, position=1.0)
    room = it.tables.pedestrians.shape[1] // 4
    first = SOUTH * room
    assert band_times(0, first, 3.0, 6.0, it.state) == pytest.approx((2.0 / SPEED, 5.0 / SPEED))
    it.tables.pedestrians.backwards[0, first] = 1
    assert band_times(0, first, 3.0, 6.0, it.state) == (0.0, 0.0)
    assert band_times(0, first, -2.0, 0.5, it.state) == pytest.approx((0.5 / SPEED, 3.0 / SPEED))


def test_an_empty_street_is_crossed_in_length_over_speed(corner: Callable[..., Any]) -> None:
    """Out of the slot at the other kerb, mean speed the own speed."""
    it = corner()
    put_walker(it)
    go_on(it, steps=60)
    crosswalks = it.tables.crosswalks
    assert (crosswalks.crossed[0, SOUTH], crosswalks.present[0, SOUTH]) == (1, 0)
    assert crosswalks.speed_sum[0, SOUTH] == pytest.approx(SPEED, rel=1e-6)
    assert (it.tables.pedestrians.person[0] == -1).all()


@pytest.mark.parametrize(("kmh", "expected"), [(20, 0.05), (30, 0.105), (40, 0.20), (50, 0.36), (60, 0.55)])
def test_injury_probability_of_people_on_foot(kmh: float, expected: float) -> None:
    """Lubbe et al. 2022 at 45 years, MAIS3+ or death."""
    assert walker_injury_probability(kmh / 3.6) == pytest.approx(expected, abs=0.012)


@pytest.mark.parametrize(("x", "y", "expected"), [(0.0, 0.0, 0.0), (3.0, 0.0, 0.6), (0.0, 1.0, 0.1), (2.7, 1.3, 0.5)])
def test_distance_of_a_point_from_a_footprint(x: float, y: float, expected: float) -> None:
    """Inside, ahead, beside, and off a corner; the same when everything is turned."""
    assert distance_outside(x, y, 0.0, 0.0, 0.0, 4.8, 1.8) == pytest.approx(expected)
    turned = (x * math.cos(1.0) - y * math.sin(1.0) + 5.0, x * math.sin(1.0) + y * math.cos(1.0) - 2.0)
    assert distance_outside(*turned, 5.0, -2.0, 1.0, 4.8, 1.8) == pytest.approx(expected)


def test_who_is_struck_lies_there_and_is_taken_away(corner: Callable[..., Any]) -> None:
    """One contact however long they touch, harm by impact speed, the driver stays, the slot is free after 300 s."""
    it = corner()
    connector = it.connector(SOUTH, codes.TURN_STRAIGHT)
    car = it.put(0, connector, 3.0, 8.0)
    car.came_from = it.approach(SOUTH)
    walker = put_walker(it, state=codes.WALKER_CROSSING, position=1.65)
    for now in (100.0, 100.1):
        detect_people(0, now, it.state, it.settings, it.streets)
    tally = it.tables.tally
    assert tally.pedestrian_contacts[0].tolist() == tally.contacts_at_fault[0].tolist() == [1, 0]
    assert tally.harm[0, 0] == pytest.approx(walker_injury_probability(8.0))
    assert walker.state == codes.WALKER_STRUCK
    assert car.crashed_until_s > 100.0
    go_on(it, 399.0)
    assert it.tables.crosswalks.present[0, SOUTH] == 1
    assert car.hazard == 0.0  # somebody lies before the bumper
    go_on(it, 401.0)
    assert it.tables.crosswalks.present[0, SOUTH] == 0
    assert it.tables.crosswalks.struck[0, SOUTH] == 1


def test_a_standing_car_strikes_nobody(corner: Callable[..., Any]) -> None:
    """Whoever walks against it."""
    it = corner()
    it.put(0, it.connector(SOUTH, codes.TURN_STRAIGHT), 3.0).came_from = it.approach(SOUTH)
    put_walker(it, state=codes.WALKER_CROSSING, position=1.65)
    detect_people(0, 100.0, it.state, it.settings, it.streets)
    assert it.tables.tally.pedestrian_contacts[0].sum() == 0


def test_place_of_a_walker_is_on_the_path_of_the_lane(corner: Callable[..., Any]) -> None:
    """The middle of the passage, in the plane, is where the connector is."""
    it = corner()
    arrays = it.network.arrays
    connector = it.connector(SOUTH, codes.TURN_LEFT)
    for row in range(arrays.passage_first[connector], arrays.passage_first[connector + 1]):
        c = arrays.passage_crosswalk[row]
        s = (arrays.passage_enter[row] + arrays.passage_exit[row]) / 2
        x, y, _ = pose(it.streets, connector, s, 0.0)
        place = (arrays.passage_low[row] + arrays.passage_high[row]) / 2
        on_walk = np.array([arrays.crosswalk_x[c], arrays.crosswalk_y[c]]) + place * np.array(
            [arrays.crosswalk_along_x[c], arrays.crosswalk_along_y[c]]
        )
        assert math.hypot(x - on_walk[0], y - on_walk[1]) < 0.3
