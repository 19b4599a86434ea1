"""Crosswalks for people on foot, and where the paths of vehicles pass over them.

A crosswalk lies across one leg of a junction, between the stop line and the junction box; crosswalk = 4 junction + leg.
Every connector passes over two: the one of the leg by which it comes in and the one of the leg by which it goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.network.connectors import Connectors
from longtail_sim.network.drawing import junction_centres
from longtail_sim.network.junction import Plan
from longtail_sim.network.roads import CROSSWALK_GAP_M, CROSSWALK_M, SETBACK_M, FloatArray, Layout
from longtail_sim.network.streets import FORWARD, RIGHT

Columns = dict[str, npt.NDArray[Any]]

LEGS = 4
_SAMPLE_M = 0.05
_NEAR_M = SETBACK_M - CROSSWALK_GAP_M - CROSSWALK_M  # from the box to the crosswalk's inner edge
_FAR_M = _NEAR_M + CROSSWALK_M


def crosswalk_columns(layout: Layout) -> Columns:
    """Return beginning, direction and length of every crosswalk, four to a junction (m).

    A crosswalk runs to the right of whoever looks from the junction along its leg.
    """
    width, height = (half.ravel() for half in np.meshgrid(layout.half_width, layout.half_height))
    box = np.stack([height, width, height, width], axis=1)  # (junction, leg): from the centre to the box edge
    side = np.stack([width, height, width, height], axis=1)  # half the width of the street on the leg
    ahead = (box + (_NEAR_M + _FAR_M) / 2)[:, :, None] * FORWARD
    begin = junction_centres(layout)[:, None, :] + ahead - side[:, :, None] * RIGHT
    along = np.broadcast_to(RIGHT, begin.shape)
    return {
        "crosswalk_x": begin[:, :, 0].ravel(),
        "crosswalk_y": begin[:, :, 1].ravel(),
        "crosswalk_along_x": along[:, :, 0].ravel(),
        "crosswalk_along_y": along[:, :, 1].ravel(),
        "crosswalk_length": 2.0 * side.ravel(),
    }


def passage_columns(layout: Layout, connectors: Connectors, street_lanes: int) -> Columns:
    """Return where every connector passes over its two crosswalks, and which passages cross which crosswalk.

    ``low`` and ``high`` bound the connector's centre line on the crosswalk, measured along it from its beginning.
    """
    plan, row = connectors.plan, connectors.row
    begin, end = _passages(plan, plan.leg, backwards=False), _passages(plan, plan.exit_leg, backwards=True)
    legs = np.stack([plan.leg[row], plan.exit_leg[row]], axis=1)
    crosswalk = (connectors.junction[:, None] * LEGS + legs).ravel()
    enter, leave, low, high = np.stack([begin[row], end[row]], axis=1).reshape(-1, 4).T
    half = crosswalk_columns(layout)["crosswalk_length"] / 2
    count = np.concatenate([np.zeros(street_lanes, dtype=np.int64), np.full(len(row), 2)])
    return {
        "passage_first": np.append(0, np.cumsum(count)),
        "passage_connector": np.repeat(street_lanes + np.arange(len(row)), 2),
        "passage_crosswalk": crosswalk,
        "passage_enter": enter,
        "passage_exit": leave,
        "passage_low": low + half[crosswalk],
        "passage_high": high + half[crosswalk],
        "crossed_first": np.append(0, np.cumsum(np.bincount(crosswalk, minlength=len(half)))),
        "crossed_passage": np.argsort(crosswalk, kind="stable"),
    }


def _passages(plan: Plan, legs: npt.NDArray[np.int64], *, backwards: bool) -> FloatArray:
    """Return (connector of the plan, 4): enter and exit on the connector, low and high across the leg (m)."""
    first = np.cumsum(plan.points) - plan.points
    rows: Sequence[FloatArray] = [
        _passage(np.column_stack([plan.x[a : a + n], plan.y[a : a + n]]), length, leg, backwards)
        for a, n, length, leg in zip(first, plan.points, plan.length, legs, strict=True)
    ]
    return np.array(rows).reshape(-1, 4)


def _passage(line: FloatArray, length: float, leg: int, backwards: bool) -> FloatArray:
    """Return enter, exit, low, high of one centre line, whose end (or beginning) is at the leg's stop line."""
    s = np.linspace(0.0, length, int(np.ceil(length / _SAMPLE_M)) + 1)
    stored = np.linspace(0.0, length, len(line))
    points = np.column_stack([np.interp(s, stored, line[:, axis]) for axis in (0, 1)])
    outward, across = points @ FORWARD[leg], points @ RIGHT[leg]
    edge = outward[-1 if backwards else 0] - SETBACK_M  # of the box
    on = np.flatnonzero((outward >= edge + _NEAR_M - 1e-9) & (outward <= edge + _FAR_M + 1e-9))
    return np.array([s[on[0]], s[on[-1]], across[on].min(), across[on].max()])
