"""Lane changes: who would be the neighbours, is there room, is it safe, is it worth it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.mobil import SAFE_BRAKING, incentive, is_safe, neighbours_in, pair_acceleration, room_for

Build = Callable[..., Any]
RIGHT, LEFT = 0, 1


@pytest.fixture
def street(stage: Build) -> Any:
    """A street of two lanes: vehicle 0 in the right lane at 60 m with 8 m/s."""
    it = stage()
    it.put(0, it.approach(codes.LEG_SOUTH, RIGHT), 60.0, 8.0)
    return it


def lane(street: Any, side: int) -> int:
    """Return a lane of the street."""
    return int(street.approach(codes.LEG_SOUTH, side))


def test_neighbours_are_those_around_the_own_place(street: Any) -> None:
    """The nearest ahead and the nearest behind in the other lane, whoever else is there; -1 where nobody is."""
    vehicles, lanes = street.state.vehicles, street.state.lanes
    assert neighbours_in(0, 0, lane(street, LEFT), vehicles, lanes) == (-1, -1)
    for slot, s in ((1, 120.0), (2, 80.0), (3, 40.0), (4, 20.0)):
        street.put(slot, lane(street, LEFT), s, 8.0)
    assert neighbours_in(0, 0, lane(street, LEFT), vehicles, lanes) == (2, 3)


@pytest.mark.parametrize(
    ("leader_s", "follower_s", "fits"),
    [(70.0, 40.0, True), (64.9, 40.0, False), (70.0, 55.0, False), (66.5, 53.5, True)],
)
def test_room_counts_bumpers(street: Any, leader_s: float, follower_s: float, fits: bool) -> None:
    """A vehicle 4.8 m long fits where its bumpers keep a little distance to both."""
    street.put(1, lane(street, LEFT), leader_s)
    street.put(2, lane(street, LEFT), follower_s)
    assert room_for(0, 0, 1, 2, street.state.vehicles) == fits


def test_alone_is_safe(street: Any) -> None:
    """An empty lane is safe and no better than an empty own lane."""
    assert is_safe(0, 0, -1, -1, SAFE_BRAKING, street.state.vehicles)
    assert incentive(0, 0, -1, -1, street.state.vehicles) == pytest.approx(0.0)


def test_cutting_in_before_a_fast_follower_is_unsafe(street: Any) -> None:
    """The follower would have to brake harder than allowed; one that is as slow need not."""
    row = street.put(1, lane(street, LEFT), 45.0, 14.0)
    assert not is_safe(0, 0, -1, 1, SAFE_BRAKING, street.state.vehicles)
    row.speed = 5.0
    assert is_safe(0, 0, -1, 1, SAFE_BRAKING, street.state.vehicles)


def test_closing_in_on_a_standing_leader_is_unsafe(street: Any) -> None:
    """Own braking counts as well."""
    street.put(1, lane(street, LEFT), 72.0, 0.0)
    assert not is_safe(0, 0, 1, -1, SAFE_BRAKING, street.state.vehicles)


def test_getting_out_from_behind_a_standing_vehicle_is_worth_it(street: Any) -> None:
    """The incentive is the own gain; politeness takes off what it costs the new follower."""
    vehicles = street.state.vehicles
    street.put(1, lane(street, RIGHT), 75.0, 0.0)
    street.tables.vehicles.ahead[0, 0] = 1
    alone = incentive(0, 0, -1, -1, vehicles)
    assert alone == pytest.approx(2.6 - pair_acceleration(0, 0, 1, vehicles))
    assert alone > 1.0
    street.put(2, lane(street, LEFT), 40.0, 9.0)
    assert incentive(0, 0, -1, 2, vehicles) < alone
