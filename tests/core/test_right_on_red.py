"""Right turns on red: only to the right, only where allowed, only after a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core.codes import COLOUR_GREEN, COLOUR_RED, CONTROL_SIGNAL, LEG_SOUTH, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.right_on_red import may_turn_on_red, turns_on_red


@pytest.mark.parametrize(
    ("turn", "colour", "allowed", "may"),
    [
        (TURN_RIGHT, COLOUR_RED, True, True),
        (TURN_STRAIGHT, COLOUR_RED, True, False),
        (TURN_RIGHT, COLOUR_GREEN, True, False),
        (TURN_RIGHT, COLOUR_RED, False, False),
    ],
)
def test_when_it_is_allowed(stage: Callable[..., Any], turn: int, colour: int, allowed: bool, may: bool) -> None:
    """A junction of its own may forbid what the map allows."""
    here = {"at": {"0,0": {"right_on_red": allowed}}}
    it = stage(network={"junctions": here})
    it.state.junctions[0, 0].control = CONTROL_SIGNAL
    it.state.junctions[0, 0].colour[0] = colour
    lane = it.approach(LEG_SOUTH)
    row = it.put(0, lane, it.network.arrays.lane_length[lane] - 0.5, 0.0, turn)
    assert bool(may_turn_on_red(0, 0, lane, 0, it.state, it.streets)) == may
    assert not turns_on_red(0, 0, lane, 0, it.state, it.streets)
    row.arrived_s = 3.0
    assert bool(turns_on_red(0, 0, lane, 0, it.state, it.streets)) == may
