"""Where names stand in a chart, so that none covers another name or a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LETTER = 8.6  # width of a bold letter of 13 px, about
HIGH = 15.0
BESIDE, STEP = 12.0, 16.0


class Box(NamedTuple):
    """A rectangle, y downwards."""

    west: float
    north: float
    east: float
    south: float

    def meets(self, other: Box) -> bool:
        """Return whether the two have a place in common."""
        return (
            self.west < other.east and other.west < self.east and self.north < other.south and other.north < self.south
        )


class Label(NamedTuple):
    """Where a name begins or ends, and which of both."""

    x: float
    y: float
    anchor: str


def labels(marks: Sequence[tuple[float, float, str]], inside: Box, covered: Sequence[Box] = ()) -> list[Label]:
    """Return a free place for every name beside its mark, the nearest first; ``marks`` are x, y and name."""
    taken = [*covered, *(Box(x - 8, y - 8, x + 8, y + 8) for x, y, _ in marks)]
    found = []
    for x, y, name in marks:
        label, box = _free(x, y, LETTER * len(name), taken, inside)
        taken.append(box)
        found.append(label)
    return found


def _free(x: float, y: float, wide: float, taken: Sequence[Box], inside: Box) -> tuple[Label, Box]:
    places = [_place(x, y + dy, wide, right) for dy in _heights() for right in (True, False)]
    within = [place for place in places if _holds(inside, place[1])] or places
    free = [place for place in within if not any(place[1].meets(other) for other in taken)]
    return (free or within)[0]


def _heights() -> list[float]:
    """Return offsets of the line of writing: above, below, then farther away."""
    return [offset for step in range(12) for offset in (-8 - step * STEP, 18 + step * STEP)]


def _place(x: float, y: float, wide: float, right: bool) -> tuple[Label, Box]:
    at = x + BESIDE if right else x - BESIDE
    west = at if right else at - wide
    return Label(at, y, "start" if right else "end"), Box(west, y - HIGH + 3, west + wide, y + 3)


def _holds(outer: Box, box: Box) -> bool:
    return outer.west <= box.west and box.east <= outer.east and outer.north <= box.north and box.south <= outer.south
