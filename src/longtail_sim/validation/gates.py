"""Detectors: who passes which point on the path of a movement, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.network import StreetNetwork
from longtail_sim.simulator import Simulator

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Gate:
    """A point on the path of one movement, ``at_m`` metres beyond its stop line (negative: before it)."""

    connector: int
    at_m: float = 0.0


@dataclass(frozen=True)
class Passings:
    """Fronts that passed gates, one row each, in the order of time."""

    gate: npt.NDArray[np.int64]  # index of the gate
    world: npt.NDArray[np.int64]
    trip: npt.NDArray[np.int64]
    time_s: FloatArray

    def at(self, gate: int, world: int) -> Passings:
        """Return the passings of one gate in one world."""
        rows = (self.gate == gate) & (self.world == world)
        return Passings(self.gate[rows], self.world[rows], self.trip[rows], self.time_s[rows])


def movement(network: StreetNetwork, leg: int, turn: int) -> int:
    """Return the connector of a movement through junction 0, from the rightmost lane of ``leg`` that allows it."""
    arrays = network.arrays
    first, last = arrays.approach_first[:2]
    lanes = [lane for lane in arrays.approach_lane[first:last] if arrays.lane_leg[lane] == leg]
    return next(int(arrays.lane_connector[lane, turn]) for lane in lanes if arrays.lane_connector[lane, turn] >= 0)


def meeting_point(network: StreetNetwork, connector: int, other: int) -> float:
    """Return where on ``connector`` the zone begins in which it meets ``other`` (m beyond the stop line).

    Raises:
        ValueError: the two do not meet.
    """
    arrays = network.arrays
    for row in range(arrays.conflict_first[connector], arrays.conflict_first[connector + 1]):
        if arrays.conflict_other[row] == other:
            return float(arrays.conflict_enter[row])
    raise ValueError(f"connectors {connector} and {other} do not meet")


def passings(
    simulator: Simulator, gates: Sequence[Gate], until_s: float, tell: Callable[[float], None] | None = None
) -> Passings:
    """Advance the simulator and return who passed the gates; times are interpolated within the steps."""
    begins = [_beginnings(simulator.network, gate.connector) for gate in gates]
    vehicles, start = simulator.state.vehicles, simulator.time_s
    rows: list[tuple[int, int, int, float]] = []
    lane, s = vehicles.lane.copy(), vehicles.s.copy()
    places = [begin[lane] + s for begin in begins]
    trips = vehicles.trip.copy()
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        lane, s, stayed = vehicles.lane.copy(), vehicles.s.copy(), vehicles.trip == trips
        for index, gate in enumerate(gates):
            now = begins[index][lane] + s  # front positions on the path, NaN for those elsewhere
            new = stayed & (places[index] < gate.at_m) & (now >= gate.at_m)
            for world, slot in zip(*np.nonzero(new), strict=True):
                beyond = (now[world, slot] - gate.at_m) / max(vehicles.speed[world, slot], 0.1)
                rows.append((index, int(world), int(trips[world, slot]), simulator.time_s - float(beyond)))
            places[index] = now
        trips = vehicles.trip.copy()
        if tell is not None:
            tell((simulator.time_s - start) / (until_s - start))
    return _in_time_order(rows)


def _beginnings(network: StreetNetwork, connector: int) -> FloatArray:
    """Return per lane where it begins on the path of the movement (m beyond the stop line), NaN off the path."""
    arrays = network.arrays
    begins = np.full(len(arrays.lane_kind) + 1, np.nan)  # the last row is lane -1: an empty slot
    before = arrays.connector_from[connector]
    begins[before] = -arrays.lane_length[before]
    begins[connector] = 0.0
    begins[arrays.connector_to[connector]] = arrays.lane_length[connector]
    return begins


def _in_time_order(rows: list[tuple[int, int, int, float]]) -> Passings:
    rows = sorted(rows, key=lambda row: row[3])
    gate, world, trip, time_s = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Passings(np.array(gate, int), np.array(world, int), np.array(trip, int), np.array(time_s, float))
