"""Contacts: who touches whom, how hard, whose fault, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.collision import driver_injury_probability, injury_probability
from longtail_sim.core.phases.contact import angle_between, detect, front_distance
from longtail_sim.core.phases.perceive import neighbours
from longtail_sim.scoring.injury import driver_serious

PEOPLE = 0


@pytest.mark.parametrize(
    ("side", "rear", "expected"), [(False, False, 0.114), (True, False, 0.183), (False, True, 0.014)]
)
def test_injury_probability_at_30_km_h(side: bool, rear: bool, expected: float) -> None:
    """Malliaris 1997: front, side and rear."""
    assert injury_probability(30 / 3.6, side, rear) == pytest.approx(expected, abs=0.001)


def test_injury_probability_of_drivers() -> None:
    """Lubbe et al. 2022, aged 45, closing speed of 50 km/h: 0.9 %; the scoring package has the same curve."""
    assert driver_injury_probability(50 / 3.6) == pytest.approx(0.009, abs=0.001)
    assert driver_injury_probability(20.0) == pytest.approx(driver_serious(72.0, 45.0))


def test_injury_probability_rises_with_the_change_of_speed() -> None:
    """From hardly any to nearly certain."""
    values = [injury_probability(speed, False, False) for speed in (0.0, 5.0, 10.0, 20.0, 40.0)]
    assert values == sorted(values)
    assert values[0] < 0.01
    assert values[-1] > 0.99


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(0.0, 0.5, 0.5), (3.0, -3.0, 2 * math.pi - 6), (0.0, math.pi, math.pi), (7 * math.pi, 0.0, math.pi)],
)
def test_angle_between(a: float, b: float, expected: float) -> None:
    """0 to pi, whichever way round and however often."""
    assert angle_between(a, b) == pytest.approx(expected)
    assert angle_between(b, a) == pytest.approx(expected)


def test_front_distance_tells_who_strikes() -> None:
    """The front of the one behind is inside the one ahead; the other's front is not inside it."""
    behind, ahead = (0.0, 0.0, 0.0, 4.8, 1.8), (4.0, 0.0, 0.0, 4.8, 1.8)
    assert front_distance(*behind[:4], *ahead) <= 0
    assert front_distance(*ahead[:4], *behind) > 0


def meet(it: Any, now: float = 10.0) -> None:
    """Let everybody look, then look for contacts."""
    neighbours(0, it.state, it.streets)
    detect(0, now, it.state, it.settings, it.streets)


def test_running_into_the_one_ahead(stage: Callable[..., Any]) -> None:
    """One contact, the follower's fault, not at an angle; half of the closing speed for each; both stand afterwards."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    ahead, behind = it.put(0, lane, 80.0, 2.0), it.put(1, lane, 75.4, 12.0)
    meet(it)
    tally = it.tables.tally
    assert tally.contacts[0].tolist() == [1, 0]
    assert tally.contacts_at_fault[0].tolist() == [1, 0]
    assert tally.angle_contacts[0].tolist() == [0, 0]
    expected = injury_probability(5.0, False, True) + injury_probability(5.0, False, False)
    assert tally.harm[0, PEOPLE] == pytest.approx(expected)
    low = 2 * driver_injury_probability(10.0)
    assert tally.harm_low[0, PEOPLE] == pytest.approx(low)
    assert tally.delta_v_max[0].tolist() == tally.delta_v_sum[0].tolist() == [5.0, 0.0]
    assert tally.contact_types[0, PEOPLE].tolist() == [0, 0, 1, 0, 0]
    assert ahead.crashed_until_s == behind.crashed_until_s > 10.0
    assert ahead.speed == behind.speed == 7.0
    assert ahead.delta_v == behind.delta_v == 5.0
    meet(it, 10.1)
    assert tally.contacts[0].tolist() == [1, 0]  # the same contact is not counted again


def test_a_gap_is_no_contact(stage: Callable[..., Any]) -> None:
    """Bumper to bumper with ten centimetres between."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, 80.0)
    it.put(1, lane, 75.1)
    meet(it)
    assert it.tables.tally.contacts[0].sum() == 0


def test_who_is_pushed_is_not_at_fault(stage: Callable[..., Any]) -> None:
    """A standing car of the fleet is hit and pushed into the one ahead: two contacts, one fault, the person's."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, 80.0)
    it.put(1, lane, 75.0).fleet = 1
    it.put(2, lane, 70.3, 12.0)
    meet(it)
    it.tables.vehicles[0, 1].s = 75.4
    meet(it, 10.1)
    assert it.tables.tally.contacts[0].sum() == 2
    assert it.tables.tally.contacts_at_fault[0].tolist() == [1, 0]


def test_fault_of_the_fleet_is_the_fleets(stage: Callable[..., Any]) -> None:
    """A contact with a fleet vehicle counts for the fleet; the fault for whoever strikes."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, 80.0).fleet = 1
    it.put(1, lane, 76.0, 5.0)
    meet(it)
    assert it.tables.tally.contacts[0].tolist() == [0, 1]
    assert it.tables.tally.contacts_at_fault[0].tolist() == [1, 0]
    # Seen by the fleet's vehicle, which stands.
    assert it.tables.tally.contact_types[0].tolist() == [[0] * 5, [1, 0, 0, 0, 0]]


def places_that_cross(it: Any) -> list[tuple[int, float]]:
    """Return where two vehicles straight on, from the south and the east, are in each other: (connector, s) of both."""
    places = []
    arrays = it.network.arrays
    for slot, leg in enumerate((codes.LEG_SOUTH, codes.LEG_EAST)):
        connector = it.connector(leg, codes.TURN_STRAIGHT)
        other = it.connector((codes.LEG_EAST, codes.LEG_SOUTH)[slot], codes.TURN_STRAIGHT)
        rows = range(arrays.conflict_first[connector], arrays.conflict_first[connector + 1])
        zone = next(k for k in rows if arrays.conflict_other[k] == other)
        places.append((connector, float(arrays.conflict_enter[zone] + arrays.conflict_exit[zone]) / 2 + 2.4))
    return places


@pytest.mark.parametrize(("clear", "fault"), [((1, 1), [0, 1]), ((0, 1), [1, 0]), ((1, 0), [0, 1]), ((0, 0), [0, 1])])
def test_who_cuts_in_is_at_fault(stage: Callable[..., Any], clear: tuple[int, int], fault: list[int]) -> None:
    """A fleet car strikes somebody who crosses: its fault, unless only the other had no clear path."""
    it = stage()
    (south, s), (east, its_s) = places_that_cross(it)
    struck, striker = it.put(0, south, s, 8.0), it.put(1, east, its_s - 2.0, 6.0)
    struck.path_clear, striker.path_clear = clear
    striker.fleet = 1
    meet(it)
    assert it.tables.tally.contacts_at_fault[0].tolist() == fault


def test_crossing_paths_meet_at_an_angle(stage: Callable[..., Any]) -> None:
    """Two vehicles in the middle of the junction from the south and the east: harm of a side impact."""
    it = stage()
    places = places_that_cross(it)
    it.put(0, places[0][0], places[0][1], 8.0)
    it.put(1, places[1][0], places[1][1], 6.0)
    meet(it)
    tally = it.tables.tally
    assert tally.contacts[0, PEOPLE] == tally.angle_contacts[0, PEOPLE] == tally.right_angle_contacts[0, PEOPLE] == 1
    delta_v = 0.5 * math.hypot(8.0, 6.0)
    expected = injury_probability(delta_v, True, False) + injury_probability(delta_v, False, False)
    assert tally.harm[0, PEOPLE] == pytest.approx(expected, rel=1e-6)


def test_opposite_directions_do_not_touch(stage: Callable[..., Any]) -> None:
    """Two that pass in the junction, each on its own side."""
    it = stage()
    for slot, leg in enumerate((codes.LEG_SOUTH, codes.LEG_NORTH)):
        connector = it.connector(leg, codes.TURN_STRAIGHT)
        it.put(slot, connector, float(it.network.arrays.lane_length[connector]) / 2, 10.0)
    meet(it)
    assert it.tables.tally.contacts[0].sum() == 0


def test_a_heap_of_three_is_counted_once(stage: Callable[..., Any]) -> None:
    """Three cars that stand in each other, and drive off one after the other, are two contacts and no more."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    for slot, s in enumerate((60.0, 56.0, 52.0)):
        it.put(slot, lane, s, speed=0.0 if slot == 0 else 3.0)
    for now in range(2000):
        neighbours(0, it.state, it.streets)
        detect(0, float(now), it.state, it.settings, it.streets)
        for slot in range(3):
            row = it.tables.vehicles[0, slot]
            row.speed = 0.0 if now < row.crashed_until_s else 0.5  # stands, then creeps
    assert it.tables.tally.contacts[0, PEOPLE] == 2
