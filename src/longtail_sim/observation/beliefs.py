"""Belief and truth side by side: it believed X, it was Y."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from longtail_sim.core.perception_layout import COLUMN, FAR_M
from longtail_sim.errors import SimulationError
from longtail_sim.observation.view import FleetObservation, Observation

# What is recorded of the truth beside what was perceived, under these names with "true_" before them.
RECORDED = (
    *("is_green", "is_yellow", "is_red", "is_dark", "is_officer", "signal_known"),
    *("path_clear", "line_m", "gap_m", "leader_speed_mps"),
)
RECORDED_COLUMNS = [COLUMN[name] for name in RECORDED]
SHOWN = {
    "is_officer": "an officer",
    "is_green": "green",
    "is_yellow": "yellow",
    "is_red": "red",
    "is_dark": "dark",
    "is_all_way_stop": "an all-way stop",
    "is_stop": "a stop sign",
}
LIT = ("is_green", "is_yellow", "is_red")
NOTHING, UNSEEN = "nothing", "not seen"
SAME_M = 2.0  # two gaps nearer to each other than this and a twentieth are the same


class Belief(NamedTuple):
    """What one vehicle took for true at one moment, and what was.

    Signals are in words, gaps in m; a gap of 200 m means that nothing is ahead.
    """

    time_s: float
    world: int
    trip: int
    signal: str
    true_signal: str
    confidence: float
    gap_m: float
    true_gap_m: float

    @property
    def signal_is_wrong(self) -> bool:
        """Whether the signal was taken for something else, or not seen."""
        return self.signal != self.true_signal

    @property
    def gap_is_wrong(self) -> bool:
        """Whether the vehicle ahead was not seen, was not there, or was taken to be somewhere else."""
        return abs(self.gap_m - self.true_gap_m) > SAME_M + 0.05 * self.true_gap_m

    def in_words(self) -> str:
        """Return both, and how sure it was."""
        believed, true = f"{self.signal} (sure: {self.confidence:.2f})", self.true_signal
        ahead = f"; ahead {_distance(self.gap_m)}, it was {_distance(self.true_gap_m)}" if self.gap_is_wrong else ""
        return f"trip {self.trip} at {self.time_s:.1f} s believed {believed}, it was {true}{ahead}"


def signal_in_words(observation: Observation) -> str:
    """Return what the signal or sign ahead shows, or seems to: green, dark, not seen, nothing, ..."""
    if observation.feature("is_officer") > 0.5:
        colour = next((word for name, word in SHOWN.items() if name in LIT and observation.feature(name) > 0.5), "")
        return f"an officer who shows {colour}" if colour else "an officer"
    found = next((word for name, word in SHOWN.items() if observation.feature(name) > 0.5), "")
    return found or (UNSEEN if observation.signal.has_signal and not observation.signal.known else NOTHING)


def compare_beliefs(seen: FleetObservation, true: FleetObservation) -> list[Belief]:
    """Return belief and truth of every vehicle, of ``Simulator.observe()`` and ``observe_truth()`` at one moment.

    Raises:
        SimulationError: the rows are not of the same vehicles.
    """
    if not (np.array_equal(seen.trip, true.trip) and np.array_equal(seen.world, true.world)):
        raise SimulationError("belief and truth are of different vehicles; observe both at one moment.")
    return [_belief(one, other) for one, other in zip(seen, true, strict=True)]


def _belief(seen: Observation, true: Observation) -> Belief:
    shown = signal_in_words(seen), signal_in_words(true)
    return Belief(seen.time_s, seen.world, seen.trip, *shown, seen.signal.confidence, seen.gap_m, true.gap_m)


def _distance(gap_m: float) -> str:
    return "nothing" if gap_m >= FAR_M else f"{gap_m:.0f} m"
