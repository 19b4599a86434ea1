"""Trucks and buses: as many as asked for, as large and as slow as their sources say, and nobody else is touched."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes, kinds
from longtail_sim.core.collision import injury_probability
from longtail_sim.core.footprints import body_part
from longtail_sim.core.longitudinal import hardest_braking
from longtail_sim.core.manners import fill_driver, fill_kind
from longtail_sim.core.phases.arrivals import is_fleet, kind_of
from longtail_sim.core.phases.contact import detect
from longtail_sim.core.phases.perceive import neighbours

TRIPS = 6000
TRAITS = ("speed_factor", "time_headway", "acceleration", "deceleration", "standstill_gap", "reaction", "keeps_clear")


def drawn(it: Any) -> Any:
    """Return the kinds of many trips."""
    return np.array([kind_of(0, trip, False, it.settings) for trip in range(TRIPS)])


def test_shares_come_out(stage: Callable[..., Any]) -> None:
    """Within four standard deviations, with no fleet on the road."""
    found = drawn(stage(demand={"trucks": 0.2, "buses": 0.05}, fleet={"share": 0}))
    for kind, share in ((codes.KIND_TRUCK, 0.2), (codes.KIND_BUS, 0.05), (codes.KIND_CAR, 0.75)):
        assert abs((found == kind).sum() - TRIPS * share) < 4 * (TRIPS * share * (1 - share)) ** 0.5


def test_the_fleet_has_cars(stage: Callable[..., Any]) -> None:
    """Whatever the shares, and the same trips in the twin."""
    it = stage(demand={"trucks": 0.6, "buses": 0.4}, fleet={"share": 0.3})
    members = np.array([bool(is_fleet(0, trip, it.settings)) for trip in range(TRIPS)])
    found = drawn(it)
    assert (found[members] == codes.KIND_CAR).all()
    assert (found[~members] != codes.KIND_CAR).all()
    it.settings["fleet_automated"][0] = 0
    assert (drawn(it) == found).all()


def test_none_are_asked_for_by_default(stage: Callable[..., Any]) -> None:
    assert (drawn(stage()) == codes.KIND_CAR).all()


def test_a_kind_is_a_draw_of_its_own(stage: Callable[..., Any]) -> None:
    """Who is a truck at a share of 10 % is one at 20 %, and no driver's traits change."""
    few, many = (stage(demand={"trucks": share}, fleet={"share": 0}) for share in (0.1, 0.2))
    assert (drawn(many)[drawn(few) == codes.KIND_TRUCK] == codes.KIND_TRUCK).all()
    for trip in range(50):
        for it in (few, many):
            fill_driver(0, 0, trip, it.state.vehicles, it.settings)
        assert [few.tables.vehicles[name][0, 0] for name in TRAITS] == [
            many.tables.vehicles[name][0, 0] for name in TRAITS
        ]


@pytest.mark.parametrize(
    ("kind", "length", "width", "acceleration", "braking", "hardest"),
    [
        (codes.KIND_CAR, 4.8, 1.85, 2.6, 4.5, 9.0),
        (codes.KIND_TRUCK, 7.1, 2.4, 1.3, 4.0, 7.0),
        (codes.KIND_BUS, 12.0, 2.5, 1.2, 4.0, 7.0),
    ],
)
def test_size_and_power(
    stage: Callable[..., Any],
    kind: int,
    length: float,
    width: float,
    acceleration: float,
    braking: float,
    hardest: float,
) -> None:
    """SUMO's vehicle classes, for a driver who would have 2.6 and 4.5 m/s^2 in a car."""
    it = stage(drivers={"spread": 0, "acceleration_mps2": 2.6, "deceleration_mps2": 4.5})
    fill_driver(0, 0, 1, it.state.vehicles, it.settings)
    headway = float(it.tables.vehicles.time_headway[0, 0])
    fill_kind(0, 0, kind, it.state.vehicles)
    row = it.tables.vehicles[0, 0]
    assert (row.kind, row.length, row.width) == (kind, length, width)
    assert (row.acceleration, row.deceleration) == (pytest.approx(acceleration), pytest.approx(braking))
    assert row.time_headway == headway
    assert hardest_braking(0, 0, it.state.vehicles) == hardest


def test_heavy_vehicles_turn_more_slowly(stage: Callable[..., Any]) -> None:
    """On turning connectors only."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    straight, right = (it.connector(codes.LEG_SOUTH, turn) for turn in (codes.TURN_STRAIGHT, codes.TURN_RIGHT))
    row = it.put(0, lane, 50.0)
    speeds = {}
    for kind in (codes.KIND_CAR, codes.KIND_BUS):
        row.kind = kind
        speeds[kind] = [kinds.desired_speed(0, 0, at, it.state.vehicles, it.streets) for at in (lane, straight, right)]
    car, bus = speeds.values()
    assert bus[:2] == car[:2]
    assert bus[2] == pytest.approx(kinds.HEAVY_TURNING * car[2])
    assert bus[2] < bus[1]


def test_a_long_body_lies_on_its_path(stage: Callable[..., Any]) -> None:
    """The parts of a bus in a turn are a part's length from each other along the path, and turn one by one."""
    it = stage()
    lane, connector = it.approach(codes.LEG_SOUTH), it.connector(codes.LEG_SOUTH, codes.TURN_RIGHT)
    row = it.put(0, connector, 6.0)
    row.kind, row.length = codes.KIND_BUS, kinds.BUS_LENGTH_M
    assert row.came_from == lane
    parts = [body_part(it.streets, it.state.vehicles, 0, 0, part, 3) for part in range(3)]
    for (x, y, _), (behind_x, behind_y, _) in pairwise(parts):
        assert 3.0 < math.dist((x, y), (behind_x, behind_y)) <= 4.0 + 1e-6
    headings = [heading for _, _, heading in parts]
    assert headings == sorted(headings)  # turning right: the foremost has turned most
    assert headings[-1] == pytest.approx(math.pi / 2)


def test_the_rear_of_a_bus_can_be_struck(stage: Callable[..., Any]) -> None:
    """11 m behind its front; a car there would be long past."""
    for kind, length, contacts in ((codes.KIND_BUS, 12.0, 1), (codes.KIND_CAR, 4.8, 0)):
        it = stage()
        lane = it.approach(codes.LEG_SOUTH)
        ahead = it.put(0, lane, 80.0)
        ahead.kind, ahead.length, ahead.width = kind, length, kinds.width_of(kind)
        it.put(1, lane, 68.5, 8.0)
        neighbours(0, it.state, it.streets)
        detect(0, 10.0, it.state, it.settings, it.streets)
        assert it.tables.tally.contacts[0, 0] == contacts


def test_the_lighter_one_suffers_more(stage: Callable[..., Any]) -> None:
    """A truck runs into a standing car: the car's change of speed is eight ninths of the closing speed."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, 80.0)
    truck = it.put(1, lane, 75.4, 9.0)
    truck.kind, truck.length, truck.width = codes.KIND_TRUCK, kinds.TRUCK_LENGTH_M, kinds.TRUCK_WIDTH_M
    neighbours(0, it.state, it.streets)
    detect(0, 10.0, it.state, it.settings, it.streets)
    expected = injury_probability(8.0, False, True) + injury_probability(1.0, False, False)
    assert it.tables.tally.harm[0, 0] == pytest.approx(expected)
