"""What a contact does to speeds, and how right angles are told."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core import codes
from longtail_sim.core.collision import is_right_angle, path_of, speed_afterwards

SOUTH, EAST = codes.LEG_SOUTH, codes.LEG_EAST
speeds, masses = st.floats(0.0, 40.0), st.floats(500.0, 20000.0)


@given(mass=masses, speed=speeds, other_mass=masses, other_speed=speeds)
def test_same_direction_keeps_momentum(mass: float, speed: float, other_mass: float, other_speed: float) -> None:
    """Both go on with one speed, and together have the momentum that they had."""
    after = speed_afterwards(mass, speed, other_mass, other_speed, 0.0)
    assert after == pytest.approx(speed_afterwards(other_mass, other_speed, mass, speed, 0.0))
    assert (mass + other_mass) * after == pytest.approx(mass * speed + other_mass * other_speed)


@pytest.mark.parametrize(
    ("other_speed", "angle", "expected"), [(0.0, 0.0, 5.0), (10.0, math.pi / 2, 5.0), (20.0, math.pi, 0.0)]
)
def test_speed_afterwards(other_speed: float, angle: float, expected: float) -> None:
    """A standing car ahead, one that crosses, one that comes towards it and is faster: nobody drives backwards."""
    assert speed_afterwards(1500.0, 10.0, 1500.0, other_speed, angle) == pytest.approx(expected)


def right_angle(it: Any) -> bool:
    """Return whether the vehicles in slots 0 and 1 met at a right angle, whichever is named first."""
    found = [bool(is_right_angle(0, *pair, it.state.vehicles, it.streets)) for pair in ((0, 1), (1, 0))]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("turn", "other_leg", "other_turn", "expected"),
    [
        (codes.TURN_STRAIGHT, EAST, codes.TURN_STRAIGHT, True),
        (codes.TURN_LEFT, EAST, codes.TURN_STRAIGHT, False),
        (codes.TURN_LEFT, codes.LEG_NORTH, codes.TURN_STRAIGHT, False),
        (codes.TURN_STRAIGHT, SOUTH, codes.TURN_STRAIGHT, False),
    ],
)
def test_right_angle_inside_a_junction(
    stage: Callable[..., Any], turn: int, other_leg: int, other_turn: int, expected: bool
) -> None:
    """By the legs that both came from and by their turns."""
    it = stage()
    lane = 1 if turn == codes.TURN_LEFT else 0
    it.put(0, it.connector(SOUTH, turn, lane), 9.0, 5.0)
    it.put(1, it.connector(other_leg, other_turn), 4.0, 5.0)
    assert right_angle(it) == expected


def test_no_right_angle_on_the_street(stage: Callable[..., Any]) -> None:
    """One behind the other."""
    it = stage()
    it.put(0, it.approach(SOUTH), 60.0)
    it.put(1, it.approach(SOUTH), 56.0)
    assert not right_angle(it)


def test_a_tail_is_still_on_its_connector(stage: Callable[..., Any]) -> None:
    """Who has just left the junction is told by the connector until the tail has left it."""
    it = stage()
    connector = it.connector(SOUTH, codes.TURN_STRAIGHT)
    row = it.put(0, int(it.network.arrays.connector_to[connector]), 3.0)
    row.came_from = connector
    assert path_of(0, 0, it.state.vehicles, it.streets) == connector
    row.s = 5.0
    assert path_of(0, 0, it.state.vehicles, it.streets) == -1
