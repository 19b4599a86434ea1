"""Timing of fixed-time signals: green splits and offsets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longtail_sim.network.names import find_junction
from longtail_sim.network.roads import FloatArray, Layout, Road
from longtail_sim.network.spec import MIN_GREEN_S, NetworkSpec, SignalsSpec
from longtail_sim.network.streets import IntArray

NORTH_SOUTH = 0
EAST_WEST = 1


@dataclass(frozen=True)
class Timing:
    """Per junction: which axis is the bigger road, and the signal program (s)."""

    major: IntArray
    green: FloatArray  # (junction, axis)
    offset: FloatArray  # start of the north-south green


def time_signals(spec: NetworkSpec, layout: Layout) -> Timing:
    """Return the timing of all junctions, whether they have a signal or not."""
    major = _major(layout)
    green = _greens(spec.signals, layout)
    offset = np.zeros(major.shape)
    if spec.signals.offsets == "green_wave":
        offset = _green_wave(spec.signals, layout, major, green)
    return Timing(major.ravel(), green.reshape(-1, 2), _with_own_offsets(spec, offset.ravel()))


def _with_own_offsets(spec: NetworkSpec, offset: FloatArray) -> FloatArray:
    """Return the offsets of all junctions, those replaced that are given one by one."""
    own = offset.copy()
    for text, junction in spec.junctions.at.items():
        if junction.offset_s is not None:
            own[find_junction(text, spec.column_names, spec.row_names)] = junction.offset_s % spec.signals.cycle_s
    return own


def _major(layout: Layout) -> IntArray:
    """Return (row, column): the axis whose road is flagged major or else has more lanes; ties go east-west."""
    column = np.array([(road.major, sum(road.lanes)) for road in layout.columns])
    row = np.array([(road.major, sum(road.lanes)) for road in layout.rows])
    weight_column, weight_row = (rank[:, 0] * 100 + rank[:, 1] for rank in (column, row))
    return np.where(weight_column[None, :] > weight_row[:, None], NORTH_SOUTH, EAST_WEST)


def _greens(signals: SignalsSpec, layout: Layout) -> FloatArray:
    """Return (row, column, axis): both greens fill what yellow and all-red leave of the cycle, 5 s at least each."""
    total = signals.cycle_s - 2 * (signals.yellow_s + signals.all_red_s)
    shape = (len(layout.rows), len(layout.columns))
    share = np.full(shape, 0.5)
    if signals.split == "by_lanes":
        column = np.array([max(road.lanes) for road in layout.columns])[None, :]
        row = np.array([max(road.lanes) for road in layout.rows])[:, None]
        share = column / (column + row)
    north_south = np.clip(total * share, MIN_GREEN_S, total - MIN_GREEN_S)
    return np.stack([north_south, total - north_south], axis=-1)


def _green_wave(signals: SignalsSpec, layout: Layout, major: IntArray, green: FloatArray) -> FloatArray:
    """Return (row, column): offsets that let traffic along the bigger roads meet green after green.

    Only one axis can have its wave exactly: the one that is the bigger road at most junctions.  Parallel roads of that
    axis are then shifted against each other so that the roads across come as near as possible to a wave of their own.
    """
    lost = signals.yellow_s + signals.all_red_s
    north_south_leads = bool((major == NORTH_SOUTH).sum() > (major == EAST_WEST).sum())
    along = _progression(layout.columns, layout.y, signals.cycle_s).T  # (row, column)
    across = _progression(layout.rows, layout.x, signals.cycle_s)  # (row, column)
    if north_south_leads:
        start = _shifted(along.T, across.T - green[..., NORTH_SOUTH].T, signals.cycle_s).T
    else:
        start = _shifted(across, along - green[..., EAST_WEST], signals.cycle_s)
        start = start - green[..., NORTH_SOUTH] - lost
    return np.mod(start, signals.cycle_s)


def _progression(roads: tuple[Road, ...], places: FloatArray, cycle_s: float) -> FloatArray:
    """Return (road, junction): when the green of each junction should begin for a wave along each road (s).

    One-way: later by distance / speed limit in the direction of travel.  Two-way: neighbouring junctions switch
    together or half a cycle apart, whichever is nearer to the travel time; this serves both directions alike.
    """
    waves = []
    for road in roads:
        travel = np.diff(places) / road.speed_limit_mps
        steps = travel
        if road.lanes[0] == 0:
            steps = -travel
        elif road.lanes[1] > 0:
            half = cycle_s / 2
            steps = half * (np.round(travel / half) % 2)
        waves.append(np.append(0.0, np.cumsum(steps)))
    return np.array(waves)


def _shifted(wave: FloatArray, wanted: FloatArray, cycle_s: float) -> FloatArray:
    """Shift each road's wave as a whole so that its steps to the road before it suit the roads across.

    Both arrays are (road, junction): the wave along the roads, and the starts that the roads across would like, up to
    a constant for each of those.  The best shift is the circular mean of what is missing, if there is one.
    """
    missing = np.diff(wanted, axis=0) - np.diff(wave, axis=0)
    turn = 2 * np.pi / cycle_s
    mean = np.exp(1j * turn * missing).mean(axis=1)
    shift = np.where(np.abs(mean) > 1e-6, np.angle(mean), 0.0) / turn
    shifted: FloatArray = wave + np.append(0.0, np.cumsum(shift))[:, None]
    return shifted
