"""Which lane may go where: the lane arrows painted on one approach of a junction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from longtail_sim.core.codes import TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT


class Movement(NamedTuple):
    """From a lane of the approach into a lane of the next street; lanes count from the right."""

    lane: int
    turn: int
    target: int


def movements(lanes: int, room: Sequence[int]) -> list[Movement]:
    """Return the movements of an approach, ordered by lane and turn.

    ``lanes`` is its number of lanes; ``room[turn]`` is the number of lanes of the street that the turn leads into, 0
    where the turn is not allowed (the street ahead, being the same road, has as many lanes as the approach).

    Straight from every lane into the lane in line; right only from the rightmost lane into the rightmost, left only
    from the leftmost into the leftmost.  Where straight is not allowed, the lanes between would lead nowhere: the right
    half of them (all, if there is no left turn) turns right beside the first, the others turn left.  Lanes that find no
    lane of their own merge into the farthest one.  Where nothing is allowed the list is empty.
    """
    rights, lefts = _turning_lanes(lanes, room)
    found = [Movement(lane, TURN_STRAIGHT, lane) for lane in range(lanes) if room[TURN_STRAIGHT]]
    found += [Movement(lane, TURN_RIGHT, min(lane, room[TURN_RIGHT] - 1)) for lane in range(rights)]
    found += [Movement(lanes - 1 - lane, TURN_LEFT, max(room[TURN_LEFT] - 1 - lane, 0)) for lane in range(lefts)]
    return sorted(found)


def _turning_lanes(lanes: int, room: Sequence[int]) -> tuple[int, int]:
    """Return how many lanes turn right and how many turn left."""
    right, left = room[TURN_RIGHT] > 0, room[TURN_LEFT] > 0
    if room[TURN_STRAIGHT] or (lanes == 1 and right and left):
        return int(right), int(left)
    if right and left:
        return (lanes + 1) // 2, lanes // 2
    return (lanes if right else 0), (lanes if left else 0)
