"""The macroscopic fundamental diagram: flow against density of a whole network, taken as by detectors everywhere.

Edie's generalised definitions (1963) over all lanes, of length L together, and an interval T, with d(T) the distance
driven and t(T) the time spent inside the map by all vehicles:

    flow q = d / (L T),   density k = t / (L T),   speed v = d / t
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.core.codes import TURN_STRAIGHT
from longtail_sim.network import StreetNetwork
from longtail_sim.simulator import Simulator

FloatArray = npt.NDArray[np.float64]

DEGREE = 3  # of the smooth fit: with a rise, a top and a fall, the least that can bend twice
POINTS = 400
SMALL_BEND = 0.05  # of the capacity: what falls before the top or rises after it by less is no top of its own


@dataclass(frozen=True, eq=False)
class Diagram:
    """Samples of all worlds, arrays of shape (samples, worlds); ``time_s`` (samples,) is the end of each interval.

    Attributes:
        time_s: end of the interval (s).
        flow: mean over all lanes (veh/h per lane).
        density: mean over all lanes (veh/km per lane).
    """

    time_s: FloatArray
    flow: FloatArray
    density: FloatArray

    @property
    def speed(self) -> FloatArray:
        """Mean speed of all vehicles in km/h; nan where nobody was in the map."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.flow / self.density)

    def between(self, start_s: float, end_s: float) -> Diagram:
        """Return the intervals that end after ``start_s`` and not after ``end_s``."""
        rows = (self.time_s > start_s + 1e-9) & (self.time_s <= end_s + 1e-9)
        return Diagram(self.time_s[rows], self.flow[rows], self.density[rows])


@dataclass(frozen=True)
class Fit:
    """A polynomial q(k) = c1 k + c2 k^2 + c3 k^3 through the samples of one world; there is no flow without vehicles.

    Attributes:
        coefficients: c1, c2, c3.
        most: largest density among the samples (veh/km per lane).
        r2: share of the flow's variance that the curve explains.
    """

    coefficients: tuple[float, ...]
    most: float
    r2: float

    def flow(self, density: FloatArray) -> FloatArray:
        """Return the flow (veh/h per lane) at densities (veh/km per lane)."""
        return np.asarray(_powers(density) @ np.array(self.coefficients))

    @property
    def critical_density(self) -> float:
        """Density of the largest flow within the samples' range (veh/km per lane)."""
        range_ = self._range()
        return float(range_[np.argmax(self.flow(range_))])

    @property
    def capacity(self) -> float:
        """Largest flow within the samples' range (veh/h per lane)."""
        return float(self.flow(self._range()).max())

    @property
    def is_unimodal(self) -> bool:
        """Whether the curve first rises and then, if at all, falls, but for bends of up to 5 % of the capacity."""
        flow = self.flow(self._range())
        top = int(np.argmax(flow))
        falls_before = np.maximum.accumulate(flow[: top + 1]) - flow[: top + 1]
        rises_after = flow[top:] - np.minimum.accumulate(flow[top:])
        return max(float(falls_before.max()), float(rises_after.max())) <= SMALL_BEND * self.capacity

    def _range(self) -> FloatArray:
        return np.linspace(0.0, self.most, POINTS)


class NetworkDetector:
    """Watches the sums of distance and time of a simulator; call ``look`` after every step."""

    def __init__(self, simulator: Simulator, interval_s: float = 60.0) -> None:
        """Begin now, with intervals of ``interval_s``, a multiple of the simulator's decision interval."""
        self._simulator = simulator
        self._interval_s = interval_s
        self._lane_km = lane_km(simulator.network)
        self._before = self._sums()
        self._due_s = simulator.time_s + interval_s
        self._rows: list[tuple[float, FloatArray, FloatArray]] = []

    def look(self) -> None:
        """Close the interval if its end has come."""
        if self._simulator.time_s < self._due_s - 1e-9:
            return
        now = self._sums()
        driven_km, spent_h = now - self._before
        span = self._lane_km * self._interval_s / 3600
        self._rows.append((self._simulator.time_s, driven_km / span, spent_h / span))
        self._before, self._due_s = now, self._due_s + self._interval_s

    def diagram(self) -> Diagram:
        """Return the intervals so far."""
        worlds = self._simulator.num_worlds
        flow = np.array([row[1] for row in self._rows]).reshape(-1, worlds)
        density = np.array([row[2] for row in self._rows]).reshape(-1, worlds)
        return Diagram(np.array([row[0] for row in self._rows]), flow, density)

    def _sums(self) -> FloatArray:
        """Return vehicle-km and vehicle-hours inside the map so far, shape (2, worlds)."""
        tally = self._simulator.state.tally
        driven = tally.vehicle_m.sum(axis=1) / 1000
        spent = (tally.vehicle_s - tally.backlog_s).sum(axis=1) / 3600
        return np.array([driven, spent])


def lane_km(network: StreetNetwork) -> float:
    """Return the length of all lanes; inside junctions only the ways straight on count, which carry the lanes on."""
    arrays = network.arrays
    counted = (arrays.lane_street >= 0) | (arrays.connector_turn == TURN_STRAIGHT)
    return float(arrays.lane_length[counted].sum()) / 1000


def fit(density: FloatArray, flow: FloatArray) -> Fit:
    """Return the smooth curve through the samples of one world, by least squares."""
    coefficients = np.linalg.lstsq(_powers(density), flow, rcond=None)[0]
    rest = flow - _powers(density) @ coefficients
    r2 = 1.0 - float(rest @ rest) / float(((flow - flow.mean()) ** 2).sum())
    return Fit(tuple(coefficients.tolist()), float(density.max()), r2)


def _powers(density: FloatArray) -> FloatArray:
    return np.asarray(density[:, None] ** np.arange(1, DEGREE + 1))
