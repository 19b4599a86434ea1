"""Positions, states and reasons of everybody, taken while a run goes on: what a replay is cut from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.report.words import FLASHING_COLOUR, signal_ahead, taken_for
from longtail_sim.viewer.frame import Frame, capture
from longtail_sim.viewer.scene import Scene

EVERY_S = 0.5
WALKER = 9  # a kind beside KIND_*
OBSTACLE = 20  # + OBSTACLE_*: what is in the road, kinds beside KIND_* as well
_FIRST_OBSTACLE = 1_000_000_000  # keys of people on foot are negative, too, but nearer to 0
WALKER_LENGTH_M, WALKER_WIDTH_M = 0.5, 0.8
CRASHED, BRAKING, ASKING = 1, 2, 4  # bits of the flags

# One row per road user and picture; the last columns hold small numbers that seldom change.
ROW = np.dtype(
    [
        *((name, "i8") for name in ("key", "frame")),
        *((name, "f8") for name in ("x", "y", "heading", "length", "width")),
        *((name, "u1") for name in ("kind", "fleet")),
        *((name, "u1") for name in ("look", "state", "action", "signal", "belief", "mistakes", "flags")),
        ("reason", "u2"),
    ]
)
STATES = ("look", "state", "action", "signal", "belief", "mistakes", "flags")


class Signals(NamedTuple):
    """What the junctions show in one picture, shape (junction, 3): control, and colours of both axes.

    Where a colour flashes, FLASHING_COLOUR is added to it.
    """

    shown: Array
    waiting: Array  # (junction,) vehicles


class Film:
    """Takes a picture every half second of simulated time."""

    def __init__(self) -> None:
        """Begin without pictures."""
        self.times_s: list[float] = []
        self.rows: list[Array] = []
        self.signals: list[Signals] = []
        self.reasons: dict[str, int] = {"": 0}
        self._last: dict[
            int, int
        ] = {}  # of a trip, the number of the last reason: who stands for good is asked no more

    def look(self, scene: Scene, reasons: Mapping[int, str]) -> None:
        """Take a picture if one is due; ``reasons`` are the agent's, by trip."""
        if self.times_s and scene.time_s < self.times_s[-1] + EVERY_S - 1e-9:
            return
        frame, number = capture(scene, 0), len(self.times_s)
        self.times_s.append(frame.time_s)
        vehicles = self._vehicles(frame, scene.network, reasons, number)
        self.rows.append(np.concatenate([vehicles, _walkers(frame, number), _obstacles(frame, number)]))
        self.signals.append(Signals(_shown(frame), np.array(scene.state.junctions[0]["waiting"])))

    def _vehicles(self, frame: Frame, network: StreetNetwork, reasons: Mapping[int, str], number: int) -> Array:
        rows = np.zeros(len(frame.trip), ROW)
        for name in ("x", "y", "heading", "length", "width", "kind", "fleet", "look", "state", "action"):
            rows[name] = getattr(frame, name)
        truth = signal_ahead(frame, network)
        asking = (frame.assist >= codes.ASSIST_SENDING) & (frame.assist <= codes.ASSIST_ANSWERING)
        rows["key"], rows["frame"], rows["signal"], rows["belief"] = frame.trip, number, truth, taken_for(frame, truth)
        rows["mistakes"] = frame.mistakes
        rows["flags"] = frame.crashed * CRASHED + frame.braking * BRAKING + asking * ASKING
        self._last.update({trip: self._number_of(reason) for trip, reason in reasons.items()})
        automated = np.flatnonzero(frame.fleet & (frame.driver == codes.DRIVER_AUTOMATED))
        rows["reason"][automated] = [self._last.get(trip, 0) for trip in frame.trip[automated].tolist()]
        return rows

    def _number_of(self, reason: str) -> int:
        """Return the number of a reason; of more than 65,535 different ones the rest is left out."""
        if reason not in self.reasons and len(self.reasons) > 0xFFFF:
            return 0
        return self.reasons.setdefault(reason, len(self.reasons))


def _walkers(frame: Frame, number: int) -> Array:
    walkers = frame.walkers
    rows = np.zeros(len(walkers.person), ROW)
    rows["key"], rows["frame"], rows["kind"] = -1 - walkers.person, number, WALKER
    rows["x"], rows["y"], rows["heading"] = walkers.x, walkers.y, walkers.heading
    rows["length"], rows["width"], rows["flags"] = WALKER_LENGTH_M, WALKER_WIDTH_M, walkers.struck * CRASHED
    return rows


def _obstacles(frame: Frame, number: int) -> Array:
    found = frame.obstacles
    rows = np.zeros(len(found.row), ROW)
    rows["key"], rows["frame"], rows["kind"] = -_FIRST_OBSTACLE - found.row, number, OBSTACLE + found.kind
    for name in ("x", "y", "heading", "length", "width"):
        rows[name] = getattr(found, name)
    rows["flags"] = found.struck * CRASHED
    return rows


def _shown(frame: Frame) -> Array:
    flashing = np.asarray(frame.flashing)
    colours = np.where(flashing > codes.COLOUR_NONE, FLASHING_COLOUR + flashing, frame.colour)
    return np.column_stack([frame.control, colours]).astype(np.uint8)
