"""T4.6 and T4.7: how often people crash among working signals with the default error rates, and conflicts beside it.

Every vehicle in a contact counts, however slight the contact; the benchmark of 4.68 per million miles counts what the
police heard of, a third to two thirds of all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import grid
from longtail_sim.validation.jackknife import pooled, ratio_by_group
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

IntArray = npt.NDArray[np.int64]

MILE_M = 1609.344
DEMAND = 250.0  # vehicles per hour and entry lane, 0.6 of what this grid serves
HOURS = 1.5
NEAR_LINE_M = 20.0  # so near before a line, or within a vehicle's length behind it, a crash is one at a junction
ERRORS = "default errors: lapses 0.5 per hour, misjudged gaps 0.002, red-light running 0.004"
RATE = Target("T4.6", "crashed vehicles", "per million miles", "4.68", 1.0, 15.0, "Kusano et al. 2023", "rate")
AT_JUNCTIONS = Target("T4.6", "crashed vehicles at junctions", "-", "0.43", 0.30, 0.60, "USDOT", "share at junctions")
MILES = Target("T4.6", "driven in all seeds", "million miles", "-", None, None, ERRORS, "exposure")
RATIO = Target("T4.7", "conflicts (time to collision < 1.5 s) per crash", "-", "10³-10⁵", 1e3, 1e5, ERRORS)


def ordinary_traffic() -> Scenario:
    """Return the homogeneous grid at 0.6 of its capacity; people err at the default rates."""
    return grid(DEMAND, drivers={"errors": {"enabled": True}}, duration_s=HOURS * 3600)


class CrashWatch:
    """Notes every vehicle that has crashed, once, and whether it stands at a junction."""

    def __init__(self, simulator: Simulator) -> None:
        """Begin without crashes."""
        self._simulator = simulator
        self._seen: dict[tuple[int, int], bool] = {}  # (world, trip) -> at a junction

    def look(self) -> None:
        """Take note of new ones."""
        vehicles = self._simulator.state.vehicles
        for world, slot in np.argwhere(vehicles.crashed_until_s > self._simulator.time_s).tolist():
            key = (world, int(vehicles.trip[world, slot]))
            if key not in self._seen:
                self._seen[key] = self._is_at_junction(world, slot)

    @property
    def crashed(self) -> IntArray:
        """Number of vehicles by world."""
        return self._count(list(self._seen))

    @property
    def at_junctions(self) -> IntArray:
        """How many of them at junctions."""
        return self._count([key for key, at_junction in self._seen.items() if at_junction])

    def _count(self, keys: list[tuple[int, int]]) -> IntArray:
        return np.bincount([world for world, _ in keys], minlength=self._simulator.num_worlds)

    def _is_at_junction(self, world: int, slot: int) -> bool:
        vehicle, arrays = self._simulator.state.vehicles[world, slot], self._simulator.network.arrays
        lane = int(vehicle.lane)
        if arrays.lane_street[lane] < 0 or (vehicle.came_from >= 0 and vehicle.s < 2 * vehicle.length):
            return True
        to_line = float(arrays.lane_length[lane] - vehicle.s)
        return bool(arrays.lane_junction[lane] >= 0 and to_line < NEAR_LINE_M)


def measure(effort: Effort) -> Readings:
    """Return the rate of every seed, and one value per group of seeds of what needs many crashes."""
    simulator = Simulator(ordinary_traffic(), effort.seeds(2, 12), threads=effort.threads)
    groups = effort.choose(2, 6)
    watch = CrashWatch(simulator)
    while not simulator.done:
        simulator.step()
        watch.look()
        effort.tell(simulator.time_s / (HOURS * 3600))
    tally = simulator.state.tally
    miles = tally.vehicle_m.sum(axis=1) / MILE_M / 1e6
    return {
        RATE.key: (watch.crashed / miles).tolist(),
        AT_JUNCTIONS.key: ratio_by_group(pooled(watch.at_junctions, groups), pooled(watch.crashed, groups)).tolist(),
        MILES.key: [float(miles.sum())],
        RATIO.key: ratio_by_group(
            pooled(tally.conflicts_ttc.sum(axis=1), groups), pooled(tally.contacts.sum(axis=1), groups)
        ).tolist(),
    }


EXPERIMENTS = (
    Experiment(
        name="ordinary traffic, errors on",
        setup="The grid of the diagram at 250 vehicles an hour and entry lane, all signals at work, people only, "
        "errors at their default rates; every vehicle in a contact is counted once. Shares and ratios are those of all "
        "seeds together, their intervals by the jackknife over groups of seeds.",
        targets=(RATE, AT_JUNCTIONS, MILES, RATIO),
        measure=measure,
        bed=ordinary_traffic,
        quick=False,
    ),
)
