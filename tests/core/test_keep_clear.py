"""Room behind the junction: none, enough, on its way, or already promised to somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core.codes import LEG_EAST, LEG_SOUTH, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.keep_clear import exit_is_clear


def is_clear(it: Any, slot: int) -> bool:
    """Return whether this vehicle sees room behind the junction."""
    connector = it.tables.vehicles[0, slot].connector
    return bool(exit_is_clear(0, slot, connector, it.state.vehicles, it.state.lanes, it.streets))


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
