"""Directed streets between neighbouring junctions, and their lanes, as flat tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.core import codes
from longtail_sim.network.roads import LANE_WIDTH_M, SETBACK_M, FloatArray, Layout

IntArray = npt.NDArray[np.int64]

# By the leg towards which a vehicle drives: north, east, south, west.
FORWARD: FloatArray = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, -1.0], [-1.0, 0.0]])
RIGHT: FloatArray = np.array([[1.0, 0.0], [0.0, -1.0], [-1.0, 0.0], [0.0, 1.0]])
HEADING: FloatArray = np.array([np.pi / 2, 0.0, -np.pi / 2, np.pi])


@dataclass(frozen=True)
class Streets:
    """One row per directed street."""

    road: IntArray  # index in Layout.roads
    towards: IntArray  # LEG_* towards which it leads
    lanes: IntArray
    from_junction: IntArray  # -1 at the map edge
    to_junction: IntArray  # -1 at the map edge
    start: FloatArray  # (street, 2): where it begins, on the axis of the road (m)
    end: FloatArray  # (street, 2): where it ends, on the axis of the road (m)
    half_width: FloatArray  # of the road, both directions together (m)
    speed_limit: FloatArray  # m/s

    @property
    def first_lane(self) -> IntArray:
        """Rightmost lane of each street."""
        return np.cumsum(self.lanes) - self.lanes

    @property
    def leg(self) -> IntArray:
        """Leg from which each street enters the junction at its end, -1 at the map edge."""
        return np.where(self.to_junction >= 0, (self.towards + 2) % 4, -1)

    def ending_at(self, junctions: int) -> IntArray:
        """Return (junction, leg): the street that comes in by the leg, -1 if none."""
        return self._by_leg(junctions, self.to_junction, self.leg)

    def beginning_at(self, junctions: int) -> IntArray:
        """Return (junction, leg): the street that goes out by the leg, -1 if none."""
        return self._by_leg(junctions, self.from_junction, self.towards)

    @staticmethod
    def _by_leg(junctions: int, junction: IntArray, leg: IntArray) -> IntArray:
        table = np.full((junctions, 4), -1, dtype=np.int64)
        inside = np.flatnonzero(junction >= 0)
        table[junction[inside], leg[inside]] = inside
        return table


@dataclass(frozen=True)
class StreetLanes:
    """One row per street lane; lanes of a street are consecutive from right to left."""

    street: IntArray
    number: IntArray  # 0 is the rightmost
    start: FloatArray  # (lane, 2), m
    end: FloatArray  # (lane, 2), m

    @property
    def length(self) -> FloatArray:
        """Length of each lane (m)."""
        along: FloatArray = np.abs(self.end - self.start).sum(axis=1)  # all streets run along an axis
        return along


def lay_streets(layout: Layout) -> Streets:
    """Cut every road at its junctions into directed streets."""
    junction = np.arange(len(layout.rows) * len(layout.columns)).reshape(len(layout.rows), len(layout.columns))
    pieces = []
    stops = _cut(layout.y, layout.half_height, layout.entry_m)
    for column, x in enumerate(layout.x):
        ends = [np.column_stack([np.full_like(stop, x), stop]) for stop in stops]
        pieces += _both_directions(layout, column, (codes.LEG_NORTH, codes.LEG_SOUTH), junction[:, column], ends)
    stops = _cut(layout.x, layout.half_width, layout.entry_m)
    for row, y in enumerate(layout.y):
        ends = [np.column_stack([stop, np.full_like(stop, y)]) for stop in stops]
        number = len(layout.columns) + row
        pieces += _both_directions(layout, number, (codes.LEG_EAST, codes.LEG_WEST), junction[row], ends)
    return Streets(*(np.concatenate(parts) for parts in zip(*pieces, strict=True)))


def lay_street_lanes(streets: Streets) -> StreetLanes:
    """Place the lanes of every street; all lanes of both directions lie centred on the axis of the road."""
    street = np.repeat(np.arange(len(streets.lanes)), streets.lanes)
    number = np.arange(len(street)) - streets.first_lane[street]
    aside = streets.half_width[street] - (number + 0.5) * LANE_WIDTH_M
    shift = aside[:, None] * RIGHT[streets.towards[street]]
    return StreetLanes(street, number, streets.start[street] + shift, streets.end[street] + shift)


def _cut(places: FloatArray, half_box: FloatArray, entry_m: float) -> tuple[FloatArray, FloatArray]:
    """Return where the pieces of a road begin and end, in the increasing direction, map edge to map edge."""
    before, after = places - half_box - SETBACK_M, places + half_box + SETBACK_M
    return np.concatenate([[before[0] - entry_m], after]), np.concatenate([before, [after[-1] + entry_m]])


def _both_directions(
    layout: Layout,
    number: int,
    towards: tuple[int, int],
    junctions: IntArray,
    ends: Sequence[FloatArray],
) -> list[tuple[npt.NDArray[Any], ...]]:
    """Return the columns of ``Streets`` for one road, one tuple per direction that has lanes.

    ``ends`` are the (piece, 2) points where its pieces begin and end in the increasing direction.
    """
    road, (begin, end) = layout.roads[number], ends
    source, target = np.append(-1, junctions), np.append(junctions, -1)
    ways = ((source, target, begin, end), (target[::-1], source[::-1], end[::-1], begin[::-1]))
    count = len(source)
    return [
        (
            np.full(count, number),
            np.full(count, leg),
            np.full(count, lanes),
            *way,
            np.full(count, road.width / 2),
            np.full(count, road.speed_limit_mps),
        )
        for way, leg, lanes in zip(ways, towards, road.lanes, strict=True)
        if lanes
    ]
