"""Poses lie on the drawn lanes without jumps; overlap agrees with cutting one rectangle by the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from longtail_sim.core import codes
from longtail_sim.core.footprints import body, overlap, pose

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float, float]

places = st.floats(-6.0, 6.0)
rectangles = st.tuples(places, places, st.floats(-4.0, 4.0), st.floats(0.5, 6.0), st.floats(0.5, 3.0))


def corners(rectangle: Rectangle) -> list[Point]:
    """Return the corners, counter-clockwise."""
    x, y, heading, length, width = rectangle
    c, s = math.cos(heading), math.sin(heading)
    halves = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    return [(x + a * length / 2 * c - b * width / 2 * s, y + a * length / 2 * s + b * width / 2 * c) for a, b in halves]


def common_area(a: Rectangle, b: Rectangle) -> float:
    """Return the area that two rectangles share (Sutherland and Hodgman's clipping)."""
    polygon, window = corners(a), corners(b)
    for (px, py), (qx, qy) in zip(window, window[1:] + window[:1], strict=True):
        sides = [(qx - px) * (y - py) - (qy - py) * (x - px) for x, y in polygon]
        cut: list[Point] = []
        for k, (here, side) in enumerate(zip(polygon, sides, strict=True)):
            before, other = polygon[k - 1], sides[k - 1]
            if side * other < 0:
                part = other / (other - side)
                cut.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if side >= 0:
                cut.append(here)
        polygon = cut
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


@settings(max_examples=500)
@given(a=rectangles, b=rectangles)
def test_overlap_agrees_with_clipping(a: Rectangle, b: Rectangle) -> None:
    """Two rectangles overlap exactly where they share an area; both orders give the same answer."""
    area = common_area(a, b)
    grown = (*b[:3], b[3] + 1e-6, b[4] + 1e-6)
    assume(area > 1e-9 or common_area(a, grown) == 0.0)  # not where they just touch
    assert overlap(*a, *b) == (area > 0.0)
    assert overlap(*b, *a) == (area > 0.0)


def test_overlap_by_hand() -> None:
    """Side by side, nose to tail, crossed like a plus sign, and corner to corner of a turned one."""
    car = (0.0, 0.0, 0.0, 4.8, 1.8)
    assert not overlap(*car, 0.0, 1.9, 0.0, 4.8, 1.8)
    assert overlap(*car, 0.0, 1.7, 0.0, 4.8, 1.8)
    assert not overlap(*car, 4.9, 0.0, 0.0, 4.8, 1.8)
    assert overlap(*car, 4.7, 0.0, 0.0, 4.8, 1.8)
    assert overlap(*car, 0.0, 0.0, math.pi / 2, 4.8, 1.8)
    assert not overlap(*car, 3.0, 2.2, -math.pi / 4, 4.8, 1.8)  # boxes along the axes would overlap


def test_pose_of_a_straight_lane(stage: Callable[..., Any]) -> None:
    """The end of an approach from the south lies below the junction; lateral points to the left, here to the west."""
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    length = float(it.network.arrays.lane_length[lane])
    x, y, heading = pose(it.streets, lane, length, 0.0)
    assert heading == pytest.approx(math.pi / 2)
    assert pose(it.streets, lane, length - 10.0, 0.0) == pytest.approx((x, y - 10.0, heading))
    assert pose(it.streets, lane, length, 1.5) == pytest.approx((x - 1.5, y, heading))
    assert pose(it.streets, lane, length + 3.0, 0.0) == pytest.approx((x, y + 3.0, heading))  # goes on straight


def test_pose_runs_along_every_lane_at_unit_speed(stage: Callable[..., Any]) -> None:
    """A small step along a lane is a small step on the ground, in the direction of the heading."""
    it = stage(network={"grid": {"columns": 2, "rows": 2, "lanes": 2}})
    for lane in range(it.network.num_lanes):
        length = float(it.network.arrays.lane_length[lane])
        for s in np.linspace(0.1, length - 0.2, 7):
            x, y, heading = pose(it.streets, lane, s, 0.0)
            ahead_x, ahead_y, _ = pose(it.streets, lane, s + 0.1, 0.0)
            assert math.dist((x, y), (ahead_x, ahead_y)) == pytest.approx(0.1, rel=0.01)
            assert ahead_x - x == pytest.approx(0.1 * math.cos(heading), abs=0.012)
            assert ahead_y - y == pytest.approx(0.1 * math.sin(heading), abs=0.012)


def test_pose_is_continuous_over_lane_ends(stage: Callable[..., Any]) -> None:
    """The end of a lane is the beginning of its connector, and the end of that the beginning of the next lane."""
    it = stage(network={"grid": {"columns": 2, "rows": 1, "lanes": 2}})
    arrays = it.network.arrays
    connectors = np.flatnonzero(arrays.lane_kind == codes.LANE_CONNECTOR)
    assert len(connectors) > 10
    for row in connectors.tolist():
        for before, after in ((int(arrays.connector_from[row]), row), (row, int(arrays.connector_to[row]))):
            end = pose(it.streets, before, float(arrays.lane_length[before]), 0.7)
            start = pose(it.streets, after, 0.0, 0.7)
            assert end[:2] == pytest.approx(start[:2], abs=1e-6)
            assert math.cos(end[2] - start[2]) == pytest.approx(1.0, abs=1e-9)


def test_body_does_not_jump_where_a_lane_ends(stage: Callable[..., Any]) -> None:
    """The centre of a vehicle moves on evenly while its front passes from the lane onto a turning connector."""
    it = stage()
    lane, connector = it.approach(codes.LEG_SOUTH), it.connector(codes.LEG_SOUTH, codes.TURN_RIGHT)
    row = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - 1e-6)
    before = body(it.streets, it.state.vehicles, 0, 0)
    row.lane, row.came_from, row.s = connector, lane, 0.0
    assert body(it.streets, it.state.vehicles, 0, 0) == pytest.approx(before, abs=1e-4)
    last = before
    for s in np.arange(0.05, float(it.network.arrays.lane_length[connector]), 0.05):
        row.s = s
        here = body(it.streets, it.state.vehicles, 0, 0)
        assert math.dist(here[:2], last[:2]) < 0.12
        last = here
