"""Who is in the map, for how long, and in which order: counted from outside, vehicle by vehicle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.simulator import Simulator

OUT_OF_ORDER_M = 0.02  # who passed the end of a lane in this step may lie this much out of order for the moment


@dataclass
class Account:
    """What was counted in some worlds.

    Attributes:
        lost: vehicles missing or counted twice, over all looks.
        overtakes: pairs that changed their order within a lane.
        little: per world, mean number in the system / (arrival rate x mean time in the system).
    """

    lost: int
    overtakes: int
    little: npt.NDArray[np.float64]


class _Sojourns:
    """Times in the system of the trips that end, backlog included, summed by world."""

    def __init__(self, simulator: Simulator) -> None:
        self.trips, self.arrival_s = self._present(simulator)
        self.number = np.zeros(simulator.num_worlds)
        self.seconds = np.zeros(simulator.num_worlds)

    def look(self, simulator: Simulator, count: bool) -> None:
        """Note who has left since the last look, in the middle of the time between."""
        trips, arrival_s = self._present(simulator)
        if count:
            left = (self.trips >= 0) & (trips != self.trips)
            middle = simulator.time_s - 0.5 * simulator.decision_interval_s
            self.number += left.sum(axis=1)
            self.seconds += np.where(left, middle - self.arrival_s, 0.0).sum(axis=1)
        self.trips, self.arrival_s = trips, arrival_s

    @staticmethod
    def _present(simulator: Simulator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        vehicles = simulator.state.vehicles
        return vehicles.trip.copy(), vehicles.arrival_s.copy()


def watch(simulator: Simulator, from_s: float, until_s: float, tell: Callable[[float], None]) -> Account:
    """Advance to ``until_s`` and count from ``from_s`` on; nobody decides for the fleet."""
    lost = overtakes = looks = 0
    sojourns, present, arrived = _Sojourns(simulator), np.zeros(simulator.num_worlds), np.zeros(simulator.num_worlds)
    before = _places(simulator)
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        measured = simulator.time_s > from_s + 1e-9
        if not measured:
            arrived = _arrived(simulator)
        lost += _lost(simulator)
        after = _places(simulator)
        overtakes += _overtakes(before, after)
        before = after
        sojourns.look(simulator, measured)
        if measured:
            looks += 1
            present += _arrived(simulator) - simulator.state.tally.finished.sum(axis=1)
        tell(simulator.time_s / until_s)
    rate = (_arrived(simulator) - arrived) / (until_s - from_s)
    spent = sojourns.seconds / np.maximum(sojourns.number, 1.0)
    return Account(lost, overtakes, present / looks / (rate * spent))


def _arrived(simulator: Simulator) -> npt.NDArray[np.float64]:
    return np.asarray(simulator.state.entries.arrived.sum(axis=1), np.float64)


def _lost(simulator: Simulator) -> int:
    """Return |arrived - finished - in the map - in the backlog|, and how many trips are in the map twice."""
    state = simulator.state
    here = state.vehicles.trip >= 0
    backlog = (state.entries.arrived - state.entries.admitted).sum(axis=1)
    missing = state.entries.arrived.sum(axis=1) - state.tally.finished.sum(axis=1) - here.sum(axis=1) - backlog
    listed = state.lanes.count.sum(axis=1) - here.sum(axis=1)
    doubled = sum(
        int(row.sum()) - len(np.unique(trips[row])) for row, trips in zip(here, state.vehicles.trip, strict=True)
    )
    return int(np.abs(missing).sum() + np.abs(listed).sum()) + doubled


Places = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.float64]]


def _places(simulator: Simulator) -> Places:
    vehicles = simulator.state.vehicles
    return vehicles.trip.copy(), vehicles.lane.copy(), vehicles.s.copy()


def _overtakes(before: Places, after: Places) -> int:
    """Return how many neighbours changed their order, of those who were in one lane then and still are."""
    stayed = (before[0] >= 0) & (before[0] == after[0]) & (before[1] == after[1])
    w, i = np.nonzero(stayed)
    order = np.lexsort((before[2][w, i], before[1][w, i], w))
    w, i = w[order], i[order]
    together = (w[1:] == w[:-1]) & (after[1][w[1:], i[1:]] == after[1][w[:-1], i[:-1]])
    behind = after[2][w[1:], i[1:]] < after[2][w[:-1], i[:-1]] - OUT_OF_ORDER_M
    return int((together & behind).sum())
