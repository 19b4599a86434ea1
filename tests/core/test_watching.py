"""What a person who watches the automation sees to be wrong, and what not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases.obstacles import stand
from longtail_sim.core.phases.perceive import neighbours
from longtail_sim.core.watching import (
    CALM,
    IDLE_S,
    NOTHING,
    URGENT,
    can_stay_back,
    overlooked_ahead,
    what_is_wrong,
)

Stage = Callable[..., Any]
NOW = 100.0
MPS = 11.2
TRUCK = {"kind": "stopped_vehicle", "vehicle": "truck", "where": {"side": "east", "direction": "away"}, "at_s": 0}


@pytest.fixture
def automated(stage: Stage) -> Callable[..., Any]:
    """Return a builder of one automated vehicle that comes to a junction which shows red; the stage and the row."""

    def build(to_line: float, speed: float = MPS, entry: int = codes.ENTRY_PASS) -> tuple[Any, Any, int]:
        it = stage()
        lane = it.approach(codes.LEG_WEST)
        row = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - to_line, speed)
        row.driver, row.fleet, row.entry = codes.DRIVER_AUTOMATED, 1, entry
        row.action_longitudinal = codes.ACT_PROCEED
        it.tables.junctions.control[0, 0] = codes.CONTROL_SIGNAL
        it.tables.junctions.colour[0, 0] = codes.COLOUR_RED
        it.tables.junctions.colour_since_s[0, 0] = NOW - 10.0
        neighbours(0, it.state, it.streets)
        return it, row, lane

    return build


def seen(it: Any, lane: int, now: float = NOW) -> int:
    return int(what_is_wrong(0, 0, lane, now, it.state, it.settings, it.streets))


@pytest.mark.parametrize(
    ("to_line", "entry", "what"),
    [
        (60.0, codes.ENTRY_PASS, NOTHING),  # nobody brakes yet
        (38.0, codes.ENTRY_PASS, URGENT),  # the person would brake by now
        (25.0, codes.ENTRY_HOLD, NOTHING),  # it means to hold, and can
        (18.0, codes.ENTRY_HOLD, URGENT),  # it means to hold, and brakes too late
    ],
)
def test_a_red_light_that_it_does_not_hold_for(
    automated: Callable[..., Any], to_line: float, entry: int, what: int
) -> None:
    it, _, lane = automated(to_line, entry=entry)
    assert seen(it, lane) == what


def test_a_fresh_red_and_a_green_are_no_reason(automated: Callable[..., Any]) -> None:
    it, _, lane = automated(30.0)
    it.tables.junctions.colour_since_s[0, 0] = NOW - 0.5
    assert seen(it, lane) == NOTHING
    it.tables.junctions.colour_since_s[0, 0] = NOW - 10.0
    it.tables.junctions.colour[0, 0] = codes.COLOUR_GREEN
    assert seen(it, lane) == NOTHING


def test_fog_hides_the_light_from_the_person_too(automated: Callable[..., Any]) -> None:
    it, _, lane = automated(38.0)
    it.tables.weather.visibility_m[0] = 30.0
    assert seen(it, lane) == NOTHING


@pytest.mark.parametrize(("accel", "what"), [(0.0, URGENT), (-2.0, NOTHING)])
def test_who_is_ahead_and_not_braked_for(automated: Callable[..., Any], accel: float, what: int) -> None:
    it, row, lane = automated(100.0)
    row.leader, row.gap, row.leader_speed, row.accel = 1, 30.0, 0.0, accel
    assert seen(it, lane) == what


def test_standing_for_nothing_is_noticed_after_a_while(automated: Callable[..., Any]) -> None:
    it, row, lane = automated(60.0, speed=0.0)
    found = [seen(it, lane) for _ in range(int(10 * IDLE_S) + 1)]
    assert found[0] == NOTHING
    assert found[-1] == CALM
    row.gap = 5.0  # behind somebody
    assert seen(it, lane) == NOTHING


@pytest.mark.parametrize(("distance", "noticed", "what"), [(60.0, 0.0, -1), (38.0, 0.0, 0), (38.0, 1.0, -1)])
def test_a_truck_that_the_automation_has_not_made_out(stage: Stage, distance: float, noticed: float, what: int) -> None:
    """The person sees it, and wants to brake where people begin to; what the automation knows is its own affair."""
    network = {"grid": {"columns": 2, "rows": 1, "lanes": 1, "block_m": 150}}
    it = stage(network=network, events=[{**TRUCK, "noticed_by_automated": noticed}])
    lane = it.approach(codes.LEG_WEST, junction=1)
    it.tables.obstacles[0, 0].s = 100.0
    neighbours(0, it.state, it.streets)
    stand(0, NOW, it.state, it.settings, it.streets)
    row = it.put(0, lane, 100.0 - distance, MPS)
    row.driver, row.fleet = codes.DRIVER_AUTOMATED, 1
    neighbours(0, it.state, it.streets)
    stand(0, NOW, it.state, it.settings, it.streets)
    assert (row.obstacle_m < NEVER) == (noticed > 0)
    assert overlooked_ahead(0, 0, lane, it.state, it.settings, it.streets) == what


@pytest.mark.parametrize(("action", "what"), [(codes.ACT_PROCEED, 0), (codes.ACT_YIELD, -1)])
@pytest.mark.parametrize("state", [codes.STATE_DRIVING, codes.STATE_TAKEOVER_REQUESTED])
def test_a_closure_that_the_agent_does_not_halt_for(stage: Stage, action: int, what: int, state: int) -> None:
    """It is the same while the person has been called: until they act the automation goes on as before."""
    network = {"grid": {"columns": 2, "rows": 1, "lanes": 1, "block_m": 150}}
    event = {**TRUCK, "kind": "road_closure", "what": "flood", "noticed_by_automated": 1}
    del event["vehicle"]
    it = stage(network=network, events=[event])
    lane = it.approach(codes.LEG_WEST, junction=1)
    it.tables.obstacles[0, 0].s = 100.0
    neighbours(0, it.state, it.streets)
    stand(0, NOW, it.state, it.settings, it.streets)
    row = it.put(0, lane, 65.0, MPS)
    row.driver, row.fleet, row.action_longitudinal, row.state = codes.DRIVER_AUTOMATED, 1, action, state
    assert overlooked_ahead(0, 0, lane, it.state, it.settings, it.streets) == what


@pytest.mark.parametrize(("s", "speed", "stays"), [(1.0, 2.0, True), (1.0, 11.0, False), (12.0, 0.0, False)])
def test_who_takes_over_just_behind_the_line_stays_there(stage: Stage, s: float, speed: float, stays: bool) -> None:
    """If the car can still stop before it is in anybody's way, and only while the light is red."""
    it = stage()
    connector = it.connector(codes.LEG_WEST, codes.TURN_STRAIGHT)
    it.put(0, connector, s, speed)
    it.tables.junctions.control[0, 0] = codes.CONTROL_SIGNAL
    it.tables.junctions.colour[0, 0] = codes.COLOUR_RED
    assert can_stay_back(0, 0, connector, it.state, it.streets) == stays
    it.tables.junctions.colour[0, 0] = codes.COLOUR_GREEN
    assert not can_stay_back(0, 0, connector, it.state, it.streets)
