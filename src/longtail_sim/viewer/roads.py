"""Roads and what is painted on them: asphalt, lane lines, centre lines, stop lines, crosswalks, arrows."""

from __future__ import annotations

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.poses import lane_points
from longtail_sim.viewer.shapes import Layer, band

DASH_M = 3.0
DASH_PERIOD_M = 9.0
SOLID_M = 18.0  # lane lines are solid this far before a stop line
LINE_M = 0.15
STOP_LINE_M = 0.5
STRIPE_M = 0.55
STRIPE_PERIOD_M = 1.2
ARROW_BACK_M = (8.0, 26.0)


def layers(network: StreetNetwork) -> list[Layer]:
    """Return the layers of the streets, lowest first."""
    lines, centre = _lane_lines(network)
    stop = np.asarray(network.stop_lines, float).reshape(-1, 4)
    return [
        Layer.of(lambda theme: theme.asphalt, network.street_polygons),
        Layer.of(lambda theme: theme.junction, network.junction_polygons),
        Layer.of(lambda theme: theme.crosswalk, _zebras(network), from_scale=1.3),
        Layer.of(lambda theme: theme.marking, lines, from_scale=1.6),
        Layer.of(lambda theme: theme.centre_line, centre, from_scale=0.5),
        Layer.of(lambda theme: theme.stop_line, band(stop[:, :2], stop[:, 2:], STOP_LINE_M), from_scale=1.6),
        Layer.of(lambda theme: theme.marking, _arrows(network), from_scale=4.0),
    ]


def lane_edge(network: StreetNetwork, lane: int, side: float) -> Array:
    """Return points (k, 2) along a lane's edge; ``side`` is +1 for the left edge, -1 for the right one."""
    x, y, heading = lane_points(network.arrays, lane)
    half = side * float(network.lane_width[lane]) / 2
    return np.stack([x - np.sin(heading) * half, y + np.cos(heading) * half], axis=1)


def _lane_lines(network: StreetNetwork) -> tuple[list[Array], list[Array]]:
    arrays = network.arrays
    lines: list[Array] = []
    centre: list[Array] = []
    streets = np.flatnonzero(arrays.lane_kind == codes.LANE_STREET)
    inner_edges = {int(lane): lane_edge(network, int(lane), +1) for lane in streets if arrays.lane_left[lane] < 0}
    facing = _facing(inner_edges)
    for lane in streets:
        if arrays.lane_left[lane] >= 0:
            ends_at_line = bool(arrays.lane_junction[lane] >= 0)
            lines.extend(_dashes(lane_edge(network, int(lane), +1), ends_at_line))
        elif int(lane) in facing:
            centre.extend(_double(inner_edges[int(lane)]))
    return lines, centre


def _facing(edges: dict[int, Array]) -> set[int]:
    """Return the lanes whose left edge lies on the left edge of a lane in the other direction."""
    middles = {lane: np.round(edge[[0, -1]].mean(axis=0)).astype(int) for lane, edge in edges.items()}
    places: dict[tuple[int, int], list[int]] = {}
    for lane, (x, y) in middles.items():
        places.setdefault((int(x), int(y)), []).append(lane)
    near = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return {
        lane
        for lane, (x, y) in middles.items()
        if any(other != lane for dx, dy in near for other in places.get((int(x) + dx, int(y) + dy), []))
    }


def _along(edge: Array, at: Array) -> Array:
    steps = np.hypot(*np.diff(edge, axis=0).T)
    place = np.concatenate([[0.0], np.cumsum(steps)])
    return np.stack([np.interp(at, place, edge[:, 0]), np.interp(at, place, edge[:, 1])], axis=1)


def _length(edge: Array) -> float:
    return float(np.hypot(*np.diff(edge, axis=0).T).sum())


def _dashes(edge: Array, ends_at_line: bool) -> list[Array]:
    length = _length(edge)
    solid = min(SOLID_M, length / 3) if ends_at_line else 0.0
    starts = np.arange(DASH_PERIOD_M - DASH_M, max(length - solid - DASH_M, 0.0), DASH_PERIOD_M)
    ends = starts + DASH_M
    if solid:
        starts, ends = np.append(starts, length - solid), np.append(ends, length)
    return list(band(_along(edge, starts), _along(edge, ends), LINE_M))


def _double(edge: Array) -> list[Array]:
    """Return one half of a double line; the lane in the other direction paints the other half."""
    start, end = edge[:-1], edge[1:]
    along = end - start
    right = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None] * 0.16
    return list(band(start + right, end + right, LINE_M * 1.2))


def _zebras(network: StreetNetwork) -> list[Array]:
    stripes: list[Array] = []
    for polygon in network.crosswalks:
        quad = np.asarray(polygon, float)
        if len(quad) != 4:
            continue
        if np.hypot(*(quad[1] - quad[0])) < np.hypot(*(quad[2] - quad[1])):
            quad = np.roll(quad, -1, axis=0)  # the long sides are now 0-1 and 3-2
        length = float(np.hypot(*(quad[1] - quad[0])))
        count = max(int(length / STRIPE_PERIOD_M), 1)
        share = ((np.arange(count) + 0.5) / count)[:, None]
        near = quad[0] + (quad[1] - quad[0]) * share
        far = quad[3] + (quad[2] - quad[3]) * share
        stripes.extend(band(near, far, STRIPE_M))
    return stripes


_SHAFT = np.array([(-1.6, -0.12), (0.4, -0.12), (0.4, 0.12), (-1.6, 0.12)])
_SHORT_SHAFT = np.array([(-1.6, -0.12), (-0.26, -0.12), (-0.26, 0.12), (-1.6, 0.12)])
_HEAD = np.array([(0.3, -0.45), (1.6, 0.0), (0.3, 0.45)])
_SIDE_SHAFT = np.array([(-0.5, 0.0), (-0.26, 0.0), (-0.26, 0.75), (-0.5, 0.75)])
_SIDE_HEAD = np.array([(-0.83, 0.7), (0.07, 0.7), (-0.38, 1.55)])


def _arrow(turns: Array) -> list[Array]:
    """Return the polygons of a lane arrow that points to +x, for the turns that the lane allows."""
    shaft = _SHAFT if turns[codes.TURN_STRAIGHT] else _SHORT_SHAFT
    parts: list[Array] = [shaft]
    if turns[codes.TURN_STRAIGHT]:
        parts.append(_HEAD)
    for turn, side in ((codes.TURN_LEFT, 1.0), (codes.TURN_RIGHT, -1.0)):
        if turns[turn]:
            parts += [_SIDE_SHAFT * [1.0, side], _SIDE_HEAD * [1.0, side]]
    return parts


def _arrows(network: StreetNetwork) -> list[Array]:
    arrays = network.arrays
    polygons: list[Array] = []
    lanes = np.flatnonzero((arrays.lane_kind == codes.LANE_STREET) & (arrays.lane_junction >= 0))
    for lane in lanes:
        x, y, heading = lane_points(arrays, int(lane))
        parts = _arrow(arrays.lane_connector[lane] >= 0)
        cos, sin = np.cos(heading[-1]), np.sin(heading[-1])
        turn = np.array([[cos, sin], [-sin, cos]])
        for back in ARROW_BACK_M:
            if arrays.lane_length[lane] > back + 10:
                place = np.array([x[-1] - cos * back, y[-1] - sin * back])
                polygons.extend(part @ turn + place for part in parts)
    return polygons
