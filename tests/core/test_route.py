"""Turns are drawn in the wanted proportions, among those that a street allows, and the same every time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.route import any_connector, choose_turn, set_connector

TRIPS = 4000


def turn_of(it: Any, trip: int, passed: int, street: int) -> int:
    """Return the turn drawn with the world's proportions."""
    left, right = it.settings[0].turn_left, it.settings[0].turn_right
    return choose_turn(0, trip, passed, street, left, right, it.settings, it.streets)


def shares(it: Any, street: int) -> list[float]:
    """Return the shares of left, straight and right over many trips."""
    turns = [turn_of(it, trip, 2, street) for trip in range(TRIPS)]
    return (np.bincount(turns, minlength=3) / TRIPS).tolist()


def test_turns_come_in_the_wanted_proportions(stage: Callable[..., Any]) -> None:
    """Within four standard deviations of 20 : 50 : 30."""
    it = stage(demand={"turns": {"left": 0.2, "right": 0.3}})
    street = int(it.network.arrays.entry_street[0])
    for share, wanted in zip(shares(it, street), (0.2, 0.5, 0.3), strict=True):
        assert abs(share - wanted) < 4 * (wanted * (1 - wanted) / TRIPS) ** 0.5


def test_turns_that_are_banned_are_not_chosen(stage: Callable[..., Any]) -> None:
    """What is left shares the traffic in proportion."""
    it = stage(
        demand={"turns": {"left": 0.2, "right": 0.2}},
        network={"junctions": {"turn_bans": ["south:left"]}},
    )
    street = int(it.network.arrays.lane_street[it.approach(codes.LEG_SOUTH)])
    left, straight, right = shares(it, street)
    assert left == 0.0
    assert straight == pytest.approx(0.75, abs=0.03)
    assert right == pytest.approx(0.25, abs=0.03)


def test_the_only_turn_is_taken_although_nobody_wants_it(stage: Callable[..., Any]) -> None:
    """Where only left is allowed, everybody goes left."""
    it = stage(
        demand={"turns": {"left": 0.0, "right": 0.0}},
        network={"junctions": {"turn_bans": ["south:straight", "south:right"]}},
    )
    street = int(it.network.arrays.lane_street[it.approach(codes.LEG_SOUTH)])
    assert shares(it, street) == [1.0, 0.0, 0.0]


def test_no_turn_where_the_map_ends(stage: Callable[..., Any]) -> None:
    """A street that leads out of the map has none."""
    it = stage()
    out = int(np.flatnonzero(it.network.street_to_junction == -1)[0])
    assert turn_of(it, 7, 1, out) == -1


def test_a_turn_depends_on_trip_and_junction_only(stage: Callable[..., Any]) -> None:
    """The same draw again gives the same turn; the next junction is another draw."""
    it = stage(demand={"turns": {"left": 0.3, "right": 0.3}})
    street = int(it.network.arrays.entry_street[0])
    first = [turn_of(it, trip, 0, street) for trip in range(50)]
    assert first == [turn_of(it, trip, 0, street) for trip in range(50)]
    assert first != [turn_of(it, trip, 1, street) for trip in range(50)]


def test_connector_of_a_lane_that_does_not_allow_the_turn(stage: Callable[..., Any]) -> None:
    """It is -1, and the lane offers another way."""
    it = stage()
    right_lane = it.approach(codes.LEG_SOUTH, 0)
    row = it.put(0, right_lane, 10.0, turn=codes.TURN_LEFT)
    set_connector(0, 0, it.state.vehicles, it.streets)
    assert row.connector == -1
    assert any_connector(right_lane, it.streets) == (
        codes.TURN_STRAIGHT,
        it.connector(codes.LEG_SOUTH, codes.TURN_STRAIGHT),
    )
