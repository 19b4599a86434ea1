"""Turns at an all-way stop: order, ties, groups, forfeits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core.all_way_stop import (
    FULL_STOP_SPEED,
    GROUP_S,
    LOOK_ACROSS_S,
    STOPPED_SPEED,
    before_me,
    begin_group,
    choose_stop,
    goes_along,
    note_arrival,
    on_my_right,
    someone_before_me,
    update_turn,
)
from longtail_sim.core.codes import (
    LEG_EAST,
    LEG_NORTH,
    LEG_SOUTH,
    LEG_WEST,
    STOP_FULL,
    STOP_ROLLING,
    TURN_LEFT,
    TURN_STRAIGHT,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.core.right_of_way import someone_crosses

NOW = 100.0


def wait(it: Any, slot: int, leg: int, since_s: float, turn: int = TURN_STRAIGHT) -> Any:
    """Put a person who has waited at the line since ``since_s``, with nothing in the way."""
    lane = it.approach(leg)
    row = it.put(slot, lane, it.network.arrays.lane_length[lane] - 0.5, 0.0, turn)
    row.arrived_s, row.path_clear, row.exit_clear = since_s, 1, 1
    return row


def has_turn(it: Any, slot: int, now: float = NOW) -> bool:
    """Return whether it is this person's turn."""
    update_turn(0, slot, 0, now, it.state, it.streets)
    return bool(it.tables.vehicles[0, slot].my_turn_s < NEVER)


@pytest.fixture
def it(stage: Callable[..., Any]) -> Any:
    """One all-way stop at which somebody entered a moment ago."""
    it = stage(network={"junctions": {"control": "all_way_stop"}})
    it.state.junctions[0, 0].entered_s = NOW - 1.0
    return it


def test_who_is_on_the_right() -> None:
    """Coming from the south and driving north, the east leg is on the right hand."""
    assert on_my_right(LEG_SOUTH, LEG_EAST)
    assert not on_my_right(LEG_SOUTH, LEG_WEST)
    assert on_my_right(LEG_EAST, LEG_NORTH)


def test_first_stopped_first_served(it: Any) -> None:
    """Whatever the legs."""
    wait(it, 0, LEG_SOUTH, NOW - 5)
    wait(it, 1, LEG_EAST, NOW - 3)
    assert has_turn(it, 0)
    assert not has_turn(it, 1)


def test_ties_go_to_the_right(it: Any) -> None:
    """Two stop together: the one on the right of the other goes."""
    wait(it, 0, LEG_SOUTH, NOW - 3.0)
    wait(it, 1, LEG_EAST, NOW - 2.9)
    assert has_turn(it, 1)
    assert not has_turn(it, 0)


def test_four_ties_are_broken_in_the_end(it: Any) -> None:
    """Everybody has somebody on the right; when nothing has moved for a while the earliest goes, and only that one."""
    for slot, leg in enumerate((LEG_NORTH, LEG_EAST, LEG_SOUTH, LEG_WEST)):
        wait(it, slot, leg, NOW - 20.0 + 0.05 * slot)
    assert not any(someone_free(it, slot, NOW) for slot in range(4))
    it.state.junctions[0, 0].entered_s = NOW - 30.0
    assert someone_free(it, 0, NOW)
    assert not someone_free(it, 1, NOW)


def someone_free(it: Any, slot: int, now: float) -> bool:
    """Return whether nobody is before this person."""
    return not someone_before_me(0, slot, 0, now, False, it.state, it.streets)


def test_a_left_turn_lets_the_opposing_traffic_go_first(it: Any) -> None:
    """If both stop at the same time."""
    wait(it, 0, LEG_SOUTH, NOW - 3.0, TURN_LEFT)
    wait(it, 1, LEG_NORTH, NOW - 2.9)
    assert has_turn(it, 1)
    assert not has_turn(it, 0)


def test_opposing_traffic_goes_along(it: Any) -> None:
    """North stood at the line when south went: it need not wait for east, which came before it."""
    wait(it, 0, LEG_SOUTH, NOW - 6)
    wait(it, 1, LEG_EAST, NOW - 5)
    wait(it, 2, LEG_NORTH, NOW - 4)
    assert not has_turn(it, 2)
    begin_group(0, 0, 0, NOW, it.state, it.streets)
    assert goes_along(0, 2, 0, NOW + 1, it.state, it.streets)
    assert has_turn(it, 2, NOW + 1)
    assert not goes_along(0, 1, 0, NOW + 1, it.state, it.streets)
    assert not goes_along(0, 2, 0, NOW + GROUP_S + 0.1, it.state, it.streets)


def test_who_comes_later_does_not_go_along(it: Any) -> None:
    """Or one street could keep the other waiting for ever."""
    wait(it, 0, LEG_SOUTH, NOW - 6)
    begin_group(0, 0, 0, NOW, it.state, it.streets)
    wait(it, 2, LEG_NORTH, NOW + 0.5)
    assert not goes_along(0, 2, 0, NOW + 1, it.state, it.streets)


def test_nobody_waits_for_those_who_do_not_take_their_turn(it: Any) -> None:
    """A turn not taken for three seconds is forfeited."""
    first = wait(it, 0, LEG_SOUTH, NOW - 9)
    wait(it, 1, LEG_EAST, NOW - 3)
    first.my_turn_s = NOW - 4
    assert has_turn(it, 1)


def test_nobody_waits_for_those_who_cannot_leave(it: Any) -> None:
    """The earliest has no room behind the junction."""
    wait(it, 0, LEG_SOUTH, NOW - 9).exit_clear = 0
    wait(it, 1, LEG_EAST, NOW - 3)
    assert has_turn(it, 1)


@pytest.mark.parametrize(("how", "arrives"), [(STOP_ROLLING, True), (STOP_FULL, False)])
def test_a_rolling_stop_counts_only_for_those_who_roll(it: Any, how: int, arrives: bool) -> None:
    """Who stops fully has arrived when the wheels stand."""
    row = wait(it, 0, LEG_SOUTH, NEVER)
    row.speed, row.stop = STOPPED_SPEED, how
    note_arrival(0, 0, 1.0, NOW, it.state.vehicles)
    assert (row.arrived_s == NOW) == arrives
    row.speed = FULL_STOP_SPEED
    note_arrival(0, 0, 1.0, NOW + 1, it.state.vehicles)
    assert row.arrived_s == (NOW if arrives else NOW + 1)


def test_cross_traffic_in_sight_makes_everybody_stop(stage: Callable[..., Any]) -> None:
    """With nobody across, all roll through if the share of full stops is 0."""
    it = stage(network={"junctions": {"control": "all_way_stop"}}, drivers={"full_stop": 0.0})
    row = wait(it, 0, LEG_SOUTH, NEVER)
    choose_stop(0, 0, 0, it.state, it.settings, it.streets)
    assert row.stop == STOP_ROLLING
    wait(it, 1, LEG_EAST, NEVER)
    choose_stop(0, 0, 0, it.state, it.settings, it.streets)
    assert row.stop == STOP_FULL


def test_order_is_never_mutual(it: Any) -> None:
    """Two people never both go before each other."""
    for other in (LEG_NORTH, LEG_EAST, LEG_WEST):
        for apart in (0.0, 0.2, 0.5):
            wait(it, 0, LEG_SOUTH, NOW - 5)
            wait(it, 1, other, NOW - 5 + apart)
            forth = before_me(0, 0, 1, LEG_SOUTH, other, False, it.state.vehicles)
            back = before_me(0, 1, 0, other, LEG_SOUTH, False, it.state.vehicles)
            assert forth != back


def test_one_looks_round_while_the_path_is_not_free_yet(it: Any) -> None:
    """It is this person's turn, but the time after which it is forfeited does not run."""
    row = wait(it, 0, LEG_SOUTH, NOW - 9)
    row.my_turn_s, row.path_clear = NOW - 2.9, 0
    assert has_turn(it, 0)
    assert row.my_turn_s == NOW - LOOK_ACROSS_S


@pytest.mark.parametrize(("turn", "since_s", "waits"), [
    (TURN_STRAIGHT, NOW - 1, True),
    (TURN_LEFT, NOW - 3, True),
    (TURN_LEFT, NOW - 1, False),
    (TURN_LEFT, NEVER, True),
])  # fmt: skip
def test_nobody_waits_for_the_left_turner_behind_an_oncoming_vehicle(
    it: Any, turn: int, since_s: float, waits: bool
) -> None:
    """Its turn came after the group's; where it leaves the path free is seen. Who took no turn is waited for."""
    it.state.junctions[0, 0].group_since_s = NOW - 2
    inside = it.connector(LEG_SOUTH, turn, lane=1)
    it.put(0, inside, 1.0).my_turn_s = since_s
    it.state.junctions[0, 0].active = it.streets.lanes[inside].bit
    assert someone_crosses(0, it.connector(LEG_WEST, TURN_STRAIGHT), 0, it.state, it.streets) == waits
