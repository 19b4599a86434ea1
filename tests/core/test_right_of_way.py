"""Who must yield, by how much, and what a clear path is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.codes import (
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    LEG_EAST,
    LEG_NORTH,
    LEG_SOUTH,
    LEG_WEST,
    TURN_LEFT,
    TURN_RIGHT,
    TURN_STRAIGHT,
)
from longtail_sim.core.right_of_way import axis_of, is_major, must_yield

LEGS = (LEG_NORTH, LEG_EAST, LEG_SOUTH, LEG_WEST)
TURNS = (TURN_LEFT, TURN_STRAIGHT, TURN_RIGHT)


def test_axes() -> None:
    """Opposite legs lie on one axis."""
    assert [axis_of(leg) for leg in LEGS] == [0, 1, 0, 1]


@pytest.mark.parametrize("control", [CONTROL_SIGNAL, CONTROL_TWO_WAY_STOP, CONTROL_ALL_WAY_STOP, CONTROL_DARK])
@pytest.mark.parametrize("other", [TURN_STRAIGHT, TURN_RIGHT])
def test_left_yields_to_the_opposing_traffic(control: int, other: int) -> None:
    """Opposite legs: a left turn yields to whoever does not turn left, and nobody to it."""
    for leg in LEGS:
        opposite = (leg + 2) % 4
        assert must_yield(control, leg, TURN_LEFT, True, opposite, other, True)
        assert not must_yield(control, opposite, other, True, leg, TURN_LEFT, True)
        assert not must_yield(control, leg, TURN_LEFT, True, opposite, TURN_LEFT, True)


def test_the_smaller_road_yields_at_a_two_way_stop() -> None:
    """Whatever the turns."""
    for mine in TURNS:
        for others in TURNS:
            assert must_yield(CONTROL_TWO_WAY_STOP, LEG_NORTH, mine, False, LEG_EAST, others, True)
            assert not must_yield(CONTROL_TWO_WAY_STOP, LEG_EAST, mine, True, LEG_NORTH, others, False)


@pytest.mark.parametrize("control", [CONTROL_SIGNAL, CONTROL_ALL_WAY_STOP, CONTROL_DARK, CONTROL_TWO_WAY_STOP])
def test_two_movements_never_yield_to_each_other(control: int) -> None:
    """Or both would wait for ever."""
    for my_leg in LEGS:
        for other_leg in LEGS:
            for mine in TURNS:
                for others in TURNS:
                    majors = (my_leg % 2 == 1, other_leg % 2 == 1)
                    forth = must_yield(control, my_leg, mine, majors[0], other_leg, others, majors[1])
                    back = must_yield(control, other_leg, others, majors[1], my_leg, mine, majors[0])
                    assert not (forth and back)


def test_the_bigger_road_is_the_one_that_is_flagged(stage: Callable[..., Any]) -> None:
    """The column is flagged, so its legs are the major ones."""
    it = stage(network={"streets": [{"axis": "column", "index": 0, "major": True}]})
    assert [bool(is_major(0, leg, it.streets)) for leg in LEGS] == [True, False, True, False]


def test_legs_of_the_network_are_those_of_the_codes(stage: Callable[..., Any]) -> None:
    """Who comes from the south drives north, and his straight way leads to the north side."""
    it = stage()
    arrays = it.network.arrays
    for leg, (dx, dy) in {LEG_NORTH: (0, -1), LEG_EAST: (-1, 0), LEG_SOUTH: (0, 1), LEG_WEST: (1, 0)}.items():
        connector = it.connector(leg, codes.TURN_STRAIGHT)
        first, last = arrays.point_first[connector], arrays.point_first[connector + 1] - 1
        gone = (arrays.point_x[last] - arrays.point_x[first], arrays.point_y[last] - arrays.point_y[first])
        assert gone[0] * dx + gone[1] * dy > 10
