"""Lane arrows of one approach."""

from __future__ import annotations

import pytest

from longtail_sim.core.codes import TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.network.movements import movements

CASES = [
    # lanes, (left, straight, right) room, expected (lane, turn, target)
    (1, (1, 1, 1), [(0, TURN_LEFT, 0), (0, TURN_STRAIGHT, 0), (0, TURN_RIGHT, 0)]),
    (2, (3, 2, 2), [(0, TURN_STRAIGHT, 0), (0, TURN_RIGHT, 0), (1, TURN_LEFT, 2), (1, TURN_STRAIGHT, 1)]),
    (3, (0, 3, 0), [(0, TURN_STRAIGHT, 0), (1, TURN_STRAIGHT, 1), (2, TURN_STRAIGHT, 2)]),
    (1, (2, 0, 2), [(0, TURN_LEFT, 1), (0, TURN_RIGHT, 0)]),
    (3, (2, 0, 2), [(0, TURN_RIGHT, 0), (1, TURN_RIGHT, 1), (2, TURN_LEFT, 1)]),
    (3, (2, 0, 0), [(0, TURN_LEFT, 0), (1, TURN_LEFT, 0), (2, TURN_LEFT, 1)]),
    (3, (0, 0, 1), [(0, TURN_RIGHT, 0), (1, TURN_RIGHT, 0), (2, TURN_RIGHT, 0)]),
    (2, (0, 0, 0), []),
]


@pytest.mark.parametrize(("lanes", "room", "expected"), CASES)
def test_movements(lanes: int, room: tuple[int, int, int], expected: list[tuple[int, int, int]]) -> None:
    assert movements(lanes, room) == expected


@pytest.mark.parametrize("lanes", range(1, 6))
@pytest.mark.parametrize("left", range(6))
@pytest.mark.parametrize("straight", [False, True])
@pytest.mark.parametrize("right", range(6))
def test_every_lane_leads_somewhere_and_paths_of_one_turn_do_not_cross(
    lanes: int, left: int, straight: bool, right: int
) -> None:
    room = (left, lanes if straight else 0, right)
    found = movements(lanes, room)
    assert {move.lane for move in found} == (set(range(lanes)) if any(room) else set())
    assert all(0 <= move.target < room[move.turn] for move in found)
    for turn in range(3):
        targets = [move.target for move in found if move.turn == turn]
        assert targets == sorted(targets)
        assert bool(targets) == (room[turn] > 0)
