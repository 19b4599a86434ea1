"""Shapes to draw: carriageways, junction areas, crosswalks, stop lines and the blocks between the streets."""

from __future__ import annotations

import numpy as np

from longtail_sim.network.roads import CROSSWALK_GAP_M, CROSSWALK_M, LANE_WIDTH_M, SETBACK_M, FloatArray, Layout
from longtail_sim.network.streets import FORWARD, RIGHT, IntArray, StreetLanes, Streets

_CORNER_POINTS = 7
# Quadrants of a junction, counter-clockwise from north-east.
_SIGN = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])


def junction_centres(layout: Layout) -> FloatArray:
    """Return (junction, 2) in metres."""
    x, y = np.meshgrid(layout.x, layout.y)
    return np.column_stack([x.ravel(), y.ravel()])


def map_bounds(layout: Layout) -> tuple[float, float, float, float]:
    """Return xmin, ymin, xmax, ymax of the map (m)."""
    margin_x = layout.half_width + SETBACK_M + layout.entry_m
    margin_y = layout.half_height + SETBACK_M + layout.entry_m
    return (
        float(layout.x[0] - margin_x[0]),
        float(layout.y[0] - margin_y[0]),
        float(layout.x[-1] + margin_x[-1]),
        float(layout.y[-1] + margin_y[-1]),
    )


def stop_lines(streets: Streets, lanes: StreetLanes) -> tuple[FloatArray, IntArray]:
    """Return (n, 4) end points x0, y0, x1, y1 across the lane (m), and the lane of each."""
    lane = np.flatnonzero(streets.to_junction[lanes.street] >= 0)
    aside = RIGHT[streets.towards[lanes.street[lane]]] * (LANE_WIDTH_M / 2)
    return np.hstack([lanes.end[lane] - aside, lanes.end[lane] + aside]), lane


def street_polygons(streets: Streets) -> FloatArray:
    """Return (street, 4, 2): the carriageway of each directed street, counter-clockwise from its right start (m)."""
    right = RIGHT[streets.towards]
    outer = right * streets.half_width[:, None]
    inner = outer - right * (streets.lanes * LANE_WIDTH_M)[:, None]
    corners = [streets.start + outer, streets.end + outer, streets.end + inner, streets.start + inner]
    return np.stack(corners, axis=1)


def crosswalks(layout: Layout) -> FloatArray:
    """Return (junction * 4, 4, 2): crosswalks junction by junction, on the north, east, south and west leg (m)."""
    width, height = _half_boxes(layout)
    pieces = []
    for leg in range(4):
        box, side = (height, width) if leg % 2 == 0 else (width, height)
        near, far = box + CROSSWALK_GAP_M, box + CROSSWALK_GAP_M + CROSSWALK_M
        corners = ((near, side), (far, side), (far, -side), (near, -side))
        pieces.append(np.stack([_outward(leg, ahead, aside) for ahead, aside in corners], axis=1))
    around = np.stack(pieces, axis=1)  # (junction, leg, corner, 2)
    return (around + junction_centres(layout)[:, None, None, :]).reshape(-1, 4, 2)


def junction_polygons(layout: Layout) -> FloatArray:
    """Return (junction, k, 2): the area between the stop lines, with rounded kerbs (m), counter-clockwise."""
    width, height = _half_boxes(layout)
    centre_x, centre_y = width + SETBACK_M, height + SETBACK_M
    pieces = []
    for quadrant, angle in enumerate(_kerb_angles()):
        centre = np.column_stack([centre_x, centre_y]) * _SIGN[quadrant]
        arc = SETBACK_M * np.column_stack([np.cos(angle), np.sin(angle)])
        pieces.append(centre[:, None, :] + arc[None, :, :])
    return np.concatenate(pieces, axis=1) + junction_centres(layout)[:, None, :]


def blocks(layout: Layout) -> FloatArray:
    """Return (block, k, 2): the land between the streets, with rounded corners (m), counter-clockwise.

    Includes the land beyond the outermost streets, up to the map edge.
    """
    xmin, ymin, xmax, ymax = map_bounds(layout)
    west, east = _gaps(layout.x, layout.half_width, xmin, xmax)
    south, north = _gaps(layout.y, layout.half_height, ymin, ymax)
    return np.array(
        [
            _rounded(west[column], south[row], east[column], north[row])
            for row in range(len(south))
            for column in range(len(west))
        ]
    )


def _outward(leg: int, ahead: FloatArray, aside: FloatArray) -> FloatArray:
    shifted: FloatArray = FORWARD[leg] * ahead[:, None] + RIGHT[leg] * aside[:, None]
    return shifted


def _half_boxes(layout: Layout) -> tuple[FloatArray, FloatArray]:
    """Return half the width and half the height of each junction box (m)."""
    width, height = np.meshgrid(layout.half_width, layout.half_height)
    return width.ravel(), height.ravel()


def _kerb_angles() -> list[FloatArray]:
    """Return, for each quadrant, the angles of its kerb around the kerb's centre, in counter-clockwise order."""
    first = np.linspace(-np.pi / 2, -np.pi, _CORNER_POINTS)
    return [first + quadrant * np.pi / 2 for quadrant in range(4)]


def _gaps(places: FloatArray, half: FloatArray, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    return np.append(low, places + half), np.append(places - half, high)


def _rounded(west: float, south: float, east: float, north: float) -> FloatArray:
    """Return a rectangle with rounded corners, counter-clockwise from its north-east corner."""
    inset = SETBACK_M
    corner_x, corner_y = np.array([east, west, west, east]), np.array([north, north, south, south])
    angle = np.linspace(0, np.pi / 2, _CORNER_POINTS)
    pieces = []
    for quadrant in range(4):
        centre = np.array([corner_x[quadrant], corner_y[quadrant]]) - inset * _SIGN[quadrant]
        turned = angle + quadrant * np.pi / 2
        pieces.append(centre + inset * np.column_stack([np.cos(turned), np.sin(turned)]))
    return np.concatenate(pieces)
