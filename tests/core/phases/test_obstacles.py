"""What is in the road: when it appears, who notices it, who halts, who drives in, who turns back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.driving import HARDEST_BRAKING
from longtail_sim.core.limits import NEVER
from longtail_sim.core.obstruction import is_barred, is_closed, turn_back, turn_elsewhere
from longtail_sim.core.phases import heed
from longtail_sim.core.phases.lane_choice import take_other_way
from longtail_sim.core.phases.obstacles import stand
from longtail_sim.core.phases.perceive import neighbours

Stage = Callable[..., Any]
AT_M = 60.0
NOW = 100.0
CLOSURE = {"kind": "road_closure", "where": {"side": "east", "direction": "away"}, "at_s": 0}


@pytest.fixture
def road(stage: Stage) -> Callable[..., Any]:
    """Return a builder of two junctions and an event between them; it returns the stage and the lanes eastbound."""

    def build(event: dict[str, Any], lanes: int = 1, **more: Any) -> tuple[Any, list[int]]:
        network = {"grid": {"columns": 2, "rows": 1, "lanes": lanes, "block_m": 150}}
        it = stage(network=network, events=[event], **more)
        return it, [it.approach(codes.LEG_WEST, lane, junction=1) for lane in range(lanes)]

    return build


def look(it: Any, now: float = NOW, steps: int = 1) -> None:
    """Bring the road up to date; nobody moves."""
    for n in range(steps):
        neighbours(0, it.state, it.streets)
        stand(0, now + 0.1 * n, it.state, it.settings, it.streets)


def automate(row: Any, action: int = codes.ACT_PROCEED) -> Any:
    """Hand a vehicle to an agent."""
    row.driver, row.fleet, row.action_longitudinal = codes.DRIVER_AUTOMATED, 1, action
    return row


def place(it: Any, s: float, row: int = 0) -> Any:
    """Put an obstacle at another place; return its row."""
    obstacle = it.tables.obstacles[0, row]
    obstacle.s = s
    return obstacle


def test_a_world_without_events_has_no_room_for_obstacles(stage: Stage) -> None:
    it = stage()
    assert it.tables.obstacles.shape == (1, 0)
    assert it.tables.clock.obstacles[0] == 0


def test_it_is_there_from_its_time_to_its_end(road: Callable[..., Any]) -> None:
    it, (lane,) = road({**CLOSURE, "at_s": 50, "duration_s": 20})
    seen = []
    for now in (49.9, 50.0, 69.9, 70.0):
        look(it, now)
        seen.append(int(it.tables.lanes.obstacle[0, lane]))
    assert seen == [-1, 0, 0, -1]


def test_nothing_is_put_before_who_cannot_stop(road: Callable[..., Any]) -> None:
    it, (lane,) = road({**CLOSURE, "what": "hoses"})
    obstacle = place(it, AT_M)
    car = it.put(0, lane, AT_M - 10.0, 11.0)
    look(it)
    assert obstacle.phase == codes.PHASE_PLANNED
    car.speed = 0.0
    look(it)
    assert obstacle.phase == codes.PHASE_PRESENT


@pytest.mark.parametrize(("distance", "share", "known"), [(30.0, 1.0, True), (50.0, 1.0, False), (30.0, 0.0, False)])
def test_an_automated_vehicle_notices_what_it_recognises(
    road: Callable[..., Any], distance: float, share: float, known: bool
) -> None:
    it, (lane,) = road({**CLOSURE, "what": "hoses", "noticed_by_automated": share, "automated_sight_m": 40})
    place(it, AT_M)
    car = automate(it.put(0, lane, AT_M - distance))
    look(it)
    assert (car.obstacle == 0) == known
    assert car.obstacle_m == (pytest.approx(distance) if known else NEVER)


def test_it_is_seen_across_the_junction_before(road: Callable[..., Any]) -> None:
    it, (lane,) = road({**CLOSURE, "people_sight_m": 100})
    place(it, 20.0)
    before = it.approach(codes.LEG_WEST)
    length = float(it.network.arrays.lane_length[before])
    car = it.put(0, before, length - 15.0)
    look(it)
    connector = it.network.arrays.lane_connector[before, codes.TURN_STRAIGHT]
    assert car.obstacle_m == pytest.approx(15.0 + it.network.arrays.lane_length[connector] + 20.0)
    assert it.network.arrays.connector_to[connector] == lane


@pytest.mark.parametrize("driver", ["person", "automated"])
def test_nobody_brakes_harder_than_a_wet_road_allows(road: Callable[..., Any], driver: str) -> None:
    it, (lane,) = road({"kind": "stopped_vehicle", "where": {"side": "east", "direction": "away"}, "at_s": 0})
    place(it, AT_M)
    car = it.put(0, lane, AT_M - 8.0, 12.0)
    if driver == "automated":
        automate(car, codes.ACT_YIELD)
    it.tables.weather.friction[0] = 0.4
    it.tables.obstacles[0, 0].phase = codes.PHASE_PRESENT
    it.tables.clock.obstacles[0] = 1
    look(it)
    heed.obstacles(0, NOW + 9.0, it.state, it.settings)
    assert car.obstacle == 0
    assert car.accel == pytest.approx(-0.4 * HARDEST_BRAKING)


@pytest.mark.parametrize(
    ("action", "brakes"), [(codes.ACT_PROCEED, False), (codes.ACT_YIELD, True), (codes.ACT_STOP, True)]
)
def test_the_agent_decides_whether_to_halt_before_a_closure(
    road: Callable[..., Any], action: int, brakes: bool
) -> None:
    it, (lane,) = road({**CLOSURE, "what": "hoses", "noticed_by_automated": 1})
    place(it, AT_M)
    car = automate(it.put(0, lane, AT_M - 20.0, 10.0), action)
    car.obstacle_since_s, car.accel = 0.0, 1.0
    it.tables.obstacles[0, 0].phase = codes.PHASE_PRESENT
    look(it)
    heed.obstacles(0, NOW + 1.0, it.state, it.settings)
    assert (car.accel < 0) == brakes


def test_everybody_follows_a_body_after_a_reaction(road: Callable[..., Any]) -> None:
    """A person after 1.5 s on average, the executor after 0.4 s, whatever the agent says."""
    it, (lane,) = road({"kind": "stopped_vehicle", "at_s": 0})
    obstacle = place(it, AT_M)
    obstacle.phase = codes.PHASE_PRESENT
    person = it.put(0, lane, AT_M - 20.0, 10.0)
    person.reaction = it.settings[0]["reaction_s"]
    machine = automate(it.put(1, lane, AT_M - 21.0, 10.0))
    look(it)
    braking = []
    for late in (0.3, 0.5, 1.4, 1.6):
        person.accel = machine.accel = 0.0
        heed.obstacles(0, NOW + late, it.state, it.settings)
        braking.append((machine.accel < -1, person.accel < -1))
    assert braking == [(False, False), (True, False), (True, False), (True, True)]


def test_nobody_sees_while_attention_is_elsewhere(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "stopped_vehicle", "at_s": 0})
    place(it, AT_M).phase = codes.PHASE_PRESENT
    car = it.put(0, lane, AT_M - 20.0, 10.0)
    car.lapse_until_s = NOW + 5.0
    look(it)
    heed.obstacles(0, NOW + 4.0, it.state, it.settings)
    assert car.accel == 0.0


@pytest.mark.parametrize(("what", "stuck"), [("hoses", False), ("flood", True)])
def test_who_drives_in_is_counted_once_and_may_be_stuck(road: Callable[..., Any], what: str, stuck: bool) -> None:
    it, (lane,) = road({**CLOSURE, "what": what})
    obstacle = place(it, AT_M)
    obstacle.phase, obstacle.since_s = codes.PHASE_PRESENT, 0.0
    car = automate(it.put(0, lane, AT_M + 0.5, 8.0))
    look(it, steps=3)
    assert it.tables.tally.intrusions[0].tolist() == [0, 1]
    assert (car.crashed_until_s > NOW) == stuck


def test_who_is_already_inside_when_it_begins_has_not_driven_in(road: Callable[..., Any]) -> None:
    it, (lane,) = road({**CLOSURE, "what": "flood"})
    place(it, AT_M)
    it.put(0, lane, AT_M + 0.3, 8.0)
    look(it, steps=3)
    assert it.tables.tally.intrusions[0].sum() == 0


def test_a_body_is_hit(road: Callable[..., Any]) -> None:
    """A plastic impact of 1500 kg at 10 m/s with 2500 kg: 10 * 2500 / 4000 = 6.25 m/s."""
    it, (lane,) = road({"kind": "stopped_vehicle", "at_s": 0})
    obstacle = place(it, AT_M)
    obstacle.phase, obstacle.since_s = codes.PHASE_PRESENT, 0.0
    car = automate(it.put(0, lane, AT_M + 0.5, 10.0))
    look(it, steps=3)
    tally = it.tables.tally
    assert tally.contacts[0].tolist() == tally.contacts_at_fault[0].tolist() == [0, 1]
    assert car.delta_v == pytest.approx(6.25)
    assert tally.delta_v_max[0, 1] == tally.delta_v_sum[0, 1] == pytest.approx(6.25)
    assert tally.contact_types[0, 1].tolist() == [0, 1, 0, 0, 0]
    assert car.speed == pytest.approx(3.75)
    assert 0 < tally.harm[0, 1] < 0.1
    assert obstacle.phase == codes.PHASE_PRESENT


@pytest.mark.parametrize(("kind", "arms"), [(codes.OBSTACLE_STOP_ARM, 1), (codes.OBSTACLE_HOSES, 0)])
def test_stop_arms_are_told_from_closures(road: Callable[..., Any], kind: int, arms: int) -> None:
    """Both are intrusions."""
    it, (lane,) = road({**CLOSURE, "what": "hoses"})
    obstacle = place(it, AT_M)
    obstacle.phase, obstacle.since_s, obstacle.kind = codes.PHASE_PRESENT, 0.0, kind
    automate(it.put(0, lane, AT_M + 0.5, 8.0))
    look(it, steps=3)
    assert it.tables.tally.intrusions[0].tolist() == [0, 1]
    assert it.tables.tally.stop_arms_passed[0].tolist() == [0, arms]


def test_a_body_beside_the_path_is_passed(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "stopped_vehicle", "at_s": 0})
    obstacle = place(it, AT_M)
    obstacle.phase, obstacle.since_s, obstacle.lateral = codes.PHASE_PRESENT, 0.0, 2.5
    it.put(0, lane, AT_M + 0.5, 10.0)
    look(it, steps=3)
    assert it.tables.tally.contacts[0].sum() == 0


def test_a_wrong_way_driver_is_at_fault_and_stops_in_the_crash(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "wrong_way_driver", "at_s": 0, "speed_mps": 10})
    obstacle = place(it, AT_M)
    obstacle.phase, obstacle.since_s = codes.PHASE_PRESENT, 0.0
    it.put(0, lane, AT_M - 0.5, 0.0)
    look(it, steps=3)
    assert it.tables.tally.contacts[0].tolist() == [1, 0]
    assert it.tables.tally.contacts_at_fault[0].tolist() == [0, 0]
    assert (obstacle.phase, obstacle.speed) == (codes.PHASE_STRUCK, 0.0)
    assert it.tables.vehicles[0, 0].delta_v == pytest.approx(5.0)


def test_a_wrong_way_driver_leaves_at_the_beginning_of_the_lane(road: Callable[..., Any]) -> None:
    it, _ = road({"kind": "wrong_way_driver", "at_s": 0, "speed_mps": 10})
    obstacle = place(it, 2.5)
    look(it, steps=5)
    assert obstacle.phase == codes.PHASE_GONE


def test_a_child_runs_out_before_who_comes_and_may_be_struck(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "child_runs_out", "at_s": 0, "warning_s": 2})
    child = place(it, AT_M)
    car = it.put(0, lane, AT_M - 25.0, 10.0)
    look(it)
    assert child.phase == codes.PHASE_PLANNED
    car.s = AT_M - 19.0
    look(it)
    assert child.phase == codes.PHASE_PRESENT
    look(it, NOW + 0.1, steps=7)
    car.s = AT_M + 0.5
    look(it, NOW + 0.8)
    assert child.phase == codes.PHASE_STRUCK
    assert it.tables.tally.pedestrian_contacts[0].tolist() == [1, 0]
    assert car.crashed_until_s > NOW


def test_nobody_runs_into_the_side_of_a_vehicle(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "child_runs_out", "at_s": 0, "warning_s": 5})
    child = place(it, AT_M)
    first = it.put(0, lane, AT_M + 2.0, 10.0)
    it.put(1, lane, AT_M - 20.0, 10.0)
    look(it)
    assert child.phase == codes.PHASE_PLANNED
    first.s = AT_M + 8.0
    look(it)
    assert child.phase == codes.PHASE_PRESENT


@pytest.mark.parametrize(
    ("automated", "speed", "steps_out"), [(True, 8.0, True), (True, 20.0, False), (False, 8.0, False)]
)
def test_a_prankster_picks_automated_vehicles_that_can_stop(
    road: Callable[..., Any], automated: bool, speed: float, steps_out: bool
) -> None:
    it, (lane,) = road({"kind": "prankster", "at_s": 0})
    row = place(it, AT_M)
    car = it.put(0, lane, AT_M - 25.0, speed)
    if automated:
        automate(car)
    look(it)
    assert (row.phase == codes.PHASE_PRESENT) == steps_out


def test_the_stop_arm_closes_both_directions_while_the_bus_stands(road: Callable[..., Any]) -> None:
    it, (lane,) = road({"kind": "school_bus", "where": {"side": "east"}, "at_s": 100, "arm_out_s": 10})
    back = int(it.tables.obstacles[0, 2].lane)
    assert back != lane
    arms = []
    for now in (100.0, 102.9, 103.1, 113.0, 114.2):
        look(it, now)
        arms.append([int(it.tables.obstacles[0, row].phase) for row in (0, 1, 2)])
    there, planned, gone = codes.PHASE_PRESENT, codes.PHASE_PLANNED, codes.PHASE_GONE
    assert arms == [[there, planned, planned]] * 2 + [[there] * 3] * 2 + [[gone] * 3]


def test_a_street_is_closed_when_all_its_lanes_are(road: Callable[..., Any]) -> None:
    for lanes, closed in (("all", True), ("right", False)):
        it, (right, left) = road({**CLOSURE, "where": {**CLOSURE["where"], "lanes": lanes}}, lanes=2)
        look(it)
        street = it.network.arrays.lane_street[right]
        assert is_closed(0, street, it.state, it.streets) == closed
        it.put(0, left if closed else right, 30.0)
        assert is_barred(0, 0, right, it.state)
        assert is_barred(0, 0, left, it.state) == closed


def test_drivers_take_another_turn_than_into_a_closed_street(road: Callable[..., Any]) -> None:
    it, (lane,) = road(CLOSURE)
    look(it)
    before = it.approach(codes.LEG_WEST)
    line = float(it.network.arrays.lane_length[before])
    street = it.network.arrays.lane_street[lane]
    taken = []
    for slot in (0, 1):
        it.put(slot, before, line - 40.0 - slot * 10, 8.0)
        turn_elsewhere(0, slot, before, 40.0, street, it.state, it.streets)
        taken.append(int(it.tables.vehicles[0, slot].turn))
    assert taken == [codes.TURN_RIGHT, codes.TURN_LEFT]
    late = it.put(2, before, line - 5.0, 8.0)
    turn_elsewhere(0, 2, before, 5.0, street, it.state, it.streets)
    assert late.turn == codes.TURN_STRAIGHT


def test_who_stands_before_a_closed_street_turns_back_when_there_is_room(road: Callable[..., Any]) -> None:
    it, (lane,) = road(CLOSURE)
    look(it)
    back = int(it.tables.obstacles[0, 0].back)
    length = float(it.network.arrays.lane_length[back])
    car = it.put(0, lane, 30.0)
    look(it)
    turn_back(0, 0, NOW, it.state, it.streets)
    assert car.lane == lane  # has not stood long enough
    car.standing_s = 30.0
    other = it.put(1, back, length - 30.0, 5.0)
    turn_back(0, 0, NOW, it.state, it.streets)
    assert car.lane == lane  # somebody comes on the other side
    other.s = length - 5.0
    other.length = 4.0
    turn_back(0, 0, NOW, it.state, it.streets)
    assert (car.lane, car.s) == (back, pytest.approx(length - 30.0 + 4.8))
    assert it.tables.lanes.count[0, lane] == 0


@pytest.mark.parametrize(("action", "turns"), [(codes.ACT_YIELD, True), (codes.ACT_PROCEED, False)])
def test_an_automated_vehicle_turns_back_if_its_agent_holds(road: Callable[..., Any], action: int, turns: bool) -> None:
    it, (lane,) = road({**CLOSURE, "noticed_by_automated": 1})
    look(it)
    car = automate(it.put(0, lane, 30.0), action)
    car.standing_s = 30.0
    look(it)
    turn_back(0, 0, NOW, it.state, it.streets)
    assert (car.lane != lane) == turns


@pytest.mark.parametrize(("speed", "turns"), [(0.0, True), (2.0, False)])
def test_an_agent_may_turn_back_from_what_it_has_not_seen(road: Callable[..., Any], speed: float, turns: bool) -> None:
    it, (lane,) = road({**CLOSURE, "noticed_by_automated": 0})
    look(it)
    car = automate(it.put(0, lane, 30.0, speed))
    car.action_lateral = codes.LATERAL_TURN_BACK
    look(it)
    assert car.obstacle == -1
    take_other_way(0, 0, lane, 70.0, NOW, it.state, it.streets)
    assert (car.lane != lane) == turns


def test_an_agent_may_take_another_turn_once(road: Callable[..., Any]) -> None:
    it, _ = road({**CLOSURE, "at_s": 1000})
    before = it.approach(codes.LEG_WEST, 0, junction=0)
    car = automate(it.put(0, before, it.network.arrays.lane_length[before] - 40.0, 8.0))
    car.turn, car.action_lateral = codes.TURN_STRAIGHT, codes.LATERAL_OTHER_TURN
    car.connector = it.network.arrays.lane_connector[before, codes.TURN_STRAIGHT]
    take_other_way(0, 0, before, 40.0, NOW, it.state, it.streets)
    assert car.turn == codes.TURN_RIGHT
    take_other_way(0, 0, before, 40.0, NOW, it.state, it.streets)
    assert (car.turn, car.action_lateral) == (codes.TURN_RIGHT, codes.LATERAL_KEEP)
