"""Connectors and conflicts of one junction, around its centre; junctions of one shape share them."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from longtail_sim.network.conflicts import ConflictRow, Path, find_conflicts
from longtail_sim.network.curve import Curve, connect
from longtail_sim.network.movements import movements
from longtail_sim.network.roads import LANE_WIDTH_M, SETBACK_M, FloatArray
from longtail_sim.network.streets import FORWARD, HEADING, RIGHT, IntArray

POINT_SPACING_M = 1.0
EXIT_LEG = np.array([[(leg + step) % 4 for step in (1, 2, 3)] for leg in range(4)])  # (leg, turn)
TURN_ANGLE = (math.pi / 2, 0.0, -math.pi / 2)


@dataclass(frozen=True)
class Shape:
    """All that the geometry of a junction depends on; legs in the order north, east, south, west."""

    lanes_in: tuple[int, ...]  # lanes that come in by each leg
    lanes_out: tuple[int, ...]  # lanes that go out by each leg
    allowed: tuple[tuple[bool, ...], ...]  # leg by turn


@dataclass(frozen=True)
class Plan:
    """Connectors of a junction with their points and conflicts, flat; positions are relative to its centre."""

    # one row per connector
    leg: IntArray
    lane: IntArray  # from the right
    turn: IntArray
    exit_leg: IntArray
    exit_lane: IntArray
    length: FloatArray
    radius: FloatArray  # the narrowest; infinite if straight
    points: IntArray  # how many
    conflicts: IntArray  # how many
    # one row per point
    x: FloatArray
    y: FloatArray
    heading: FloatArray
    # one row per conflict
    other: IntArray  # counted within the junction
    kind: IntArray
    enter: FloatArray
    exit: FloatArray
    other_enter: FloatArray
    other_exit: FloatArray


@functools.lru_cache(maxsize=4096)
def plan_junction(shape: Shape) -> Plan:
    """Return the connectors of a junction, ordered by leg, lane and turn."""
    rows = [
        (leg, move.lane, move.turn, int(EXIT_LEG[leg, move.turn]), move.target)
        for leg in range(4)
        for move in movements(shape.lanes_in[leg], _room(shape, leg))
    ]
    curves = [_curve(shape, *row) for row in rows]
    paths = [
        Path.of(curve, (leg, lane), (exit_leg, exit_lane))
        for curve, (leg, lane, _, exit_leg, exit_lane) in zip(curves, rows, strict=True)
    ]
    return _plan(rows, curves, find_conflicts(paths))


def join_plans(plans: Sequence[Plan]) -> Plan:
    """Return one table with the rows of all plans, one plan after the other."""
    return Plan(*(np.concatenate([getattr(plan, field.name) for plan in plans]) for field in fields(Plan)))


def _room(shape: Shape, leg: int) -> list[int]:
    """Return how many lanes each turn leads into, 0 where it is not allowed."""
    return [
        shape.lanes_out[EXIT_LEG[leg, turn]] if shape.lanes_in[leg] and shape.allowed[leg][turn] else 0
        for turn in range(3)
    ]


def _curve(shape: Shape, leg: int, lane: int, turn: int, exit_leg: int, exit_lane: int) -> Curve:
    towards = (leg + 2) % 4
    start = _place(shape, leg, towards, lane)
    end = _place(shape, exit_leg, exit_leg, exit_lane)
    return connect(start, float(HEADING[towards]), end, TURN_ANGLE[turn])


def _place(shape: Shape, leg: int, towards: int, lane: int) -> FloatArray:
    """Return where a lane on ``leg`` meets the junction, driving ``towards`` a leg."""
    across = _width(shape, (leg + 1) % 4)
    aside = _width(shape, leg) / 2 - (lane + 0.5) * LANE_WIDTH_M
    outward: FloatArray = FORWARD[leg] * (across / 2 + SETBACK_M)
    place: FloatArray = outward + RIGHT[towards] * aside
    return place


def _width(shape: Shape, leg: int) -> float:
    """Return the width of the road on a leg, which it keeps on the other side of the junction (m)."""
    return max(_lanes(shape, leg), _lanes(shape, (leg + 2) % 4)) * LANE_WIDTH_M


def _lanes(shape: Shape, leg: int) -> int:
    return shape.lanes_in[leg] + shape.lanes_out[leg]


def _plan(rows: Sequence[tuple[int, ...]], curves: Sequence[Curve], conflicts: Sequence[ConflictRow]) -> Plan:
    leg, lane, turn, exit_leg, exit_lane = np.array(rows, dtype=np.int64).T
    lines = [curve.at(_points(curve)) for curve in curves]
    x, y, heading = (np.concatenate(parts) for parts in zip(*lines, strict=True))
    table = np.array(conflicts, dtype=np.float64).reshape(-1, 7).T
    own, other, kind = table[:3].astype(np.int64)
    return Plan(
        leg=leg,
        lane=lane,
        turn=turn,
        exit_leg=exit_leg,
        exit_lane=exit_lane,
        length=np.array([curve.length for curve in curves]),
        radius=np.array([curve.radius for curve in curves]),
        points=np.array([len(line[0]) for line in lines]),
        conflicts=np.bincount(own, minlength=len(rows)),
        x=x,
        y=y,
        heading=heading,
        other=other,
        kind=kind,
        enter=table[3],
        exit=table[4],
        other_enter=table[5],
        other_exit=table[6],
    )


def _points(curve: Curve) -> FloatArray:
    """Return the arc lengths of the stored points: two are enough for a straight line."""
    return curve.samples(POINT_SPACING_M if curve.angle else curve.length)
