"""Room behind the junction: none, enough, on its way, or already promised to somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core.codes import LEG_EAST, LEG_SOUTH, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.keep_clear import cannot_leave, exit_is_clear
from longtail_sim.core.phases.perceive import neighbours


def is_clear(it: Any, slot: int) -> bool:
    """Return whether this vehicle sees room behind the junction."""
    neighbours(0, it.state, it.streets)  # says who is inside
    return bool(exit_is_clear(0, slot, it.tables.vehicles[0, slot].connector, it.state, it.streets))


@pytest.mark.parametrize(
    ("tail_s", "tail_speed", "clear"), [(None, 0.0, True), (6.0, 0.0, False), (12.5, 0.0, True), (6.0, 5.0, True)]
)
def test_room_behind_the_last_one(
    stage: Callable[..., Any], tail_s: float | None, tail_speed: float, clear: bool
) -> None:
    """A vehicle of 4.8 m with a gap of 2.5 m needs 7.3 m, or a tail that moves on."""
    it = stage()
    it.put(0, it.approach(LEG_SOUTH), 50.0, 0.0)
    if tail_s is not None:
        it.put(1, int(it.network.arrays.connector_to[it.connector(LEG_SOUTH, TURN_STRAIGHT)]), tail_s, tail_speed)
    assert is_clear(it, 0) == clear


def test_those_on_the_way_there_count(stage: Callable[..., Any]) -> None:
    """Somebody who turns into the same lane will take the room."""
    it = stage()
    it.put(0, it.approach(LEG_SOUTH), 50.0, 0.0)
    exit_lane = int(it.network.arrays.connector_to[it.connector(LEG_SOUTH, TURN_STRAIGHT)])
    it.put(1, exit_lane, 14.0, 0.0)
    assert is_clear(it, 0)
    merging = [
        c
        for leg in range(4)
        for c in (it.connector(leg, TURN_RIGHT),)
        if it.network.arrays.connector_to[c] == exit_lane
    ]
    assert it.connector(LEG_EAST, TURN_RIGHT) in merging or merging
    it.put(2, merging[0], 3.0, 2.0, TURN_RIGHT)
    assert not is_clear(it, 0)


@pytest.mark.parametrize(("length", "clear"), [(4.8, True), (12.0, False)])
def test_a_bus_on_the_way_takes_a_place_of_its_length(stage: Callable[..., Any], length: float, clear: bool) -> None:
    """Two cars need 14.6 m, a car behind a bus 21.8 m."""
    it = stage()
    it.put(0, it.approach(LEG_SOUTH), 50.0, 0.0)
    connector = it.connector(LEG_SOUTH, TURN_STRAIGHT)
    it.put(1, int(it.network.arrays.connector_to[connector]), 20.0, 0.0)  # its tail 15.2 m behind the junction
    it.put(2, connector, 13.0, 5.0).length = length
    assert is_clear(it, 0) == clear


def is_blocked(it: Any, slot: int) -> bool:
    """Return whether this vehicle stands where others cross and has no room to leave."""
    lane = int(it.tables.vehicles[0, slot].lane)
    return bool(cannot_leave(0, slot, lane, it.state.vehicles, it.state.lanes, it.streets))


@pytest.mark.parametrize(
    ("tail_s", "tail_speed", "blocked"), [(None, 0.0, False), (6.0, 0.0, True), (12.5, 0.0, False), (6.0, 5.0, False)]
)
def test_who_stands_inside_blocks_it_only_without_room_behind(
    stage: Callable[..., Any], tail_s: float | None, tail_speed: float, blocked: bool
) -> None:
    """Somebody who gives way inside has room to leave by, and blocks nothing in this sense."""
    it = stage()
    connector = it.connector(LEG_SOUTH, TURN_STRAIGHT)
    if tail_s is not None:
        it.put(1, int(it.network.arrays.connector_to[connector]), tail_s, tail_speed)
    it.put(0, connector, 10.0)
    assert is_blocked(it, 0) == blocked


def test_those_ahead_inside_take_their_room_first(stage: Callable[..., Any]) -> None:
    it = stage()
    connector = it.connector(LEG_SOUTH, TURN_STRAIGHT)
    it.put(1, int(it.network.arrays.connector_to[connector]), 14.0)  # room for one behind it, not for two
    it.put(2, connector, 16.0)
    it.put(0, connector, 8.0)
    assert not is_blocked(it, 2)
    assert is_blocked(it, 0)


@pytest.mark.parametrize(("ahead_s", "blocked"), [(8.0, True), (12.5, False)])
def test_a_tail_that_reaches_back_blocks(stage: Callable[..., Any], ahead_s: float, blocked: bool) -> None:
    it = stage()
    connector = it.connector(LEG_SOUTH, TURN_STRAIGHT)
    exit_lane = int(it.network.arrays.connector_to[connector])
    it.put(1, exit_lane, ahead_s)
    it.put(0, exit_lane, 0.5).came_from = connector
    assert is_blocked(it, 0) == blocked


def test_nobody_blocks_who_has_only_passed_the_line_or_left(stage: Callable[..., Any]) -> None:
    it = stage()
    connector = it.connector(LEG_SOUTH, TURN_STRAIGHT)
    exit_lane = int(it.network.arrays.connector_to[connector])
    it.put(1, exit_lane, 11.0)
    it.put(2, exit_lane, 5.0).came_from = connector
    it.put(0, connector, 0.01)
    assert not is_blocked(it, 2)
    assert not is_blocked(it, 0)
