"""T4.6 and T4.7: how often people crash among working signals with the default error rates, and conflicts beside it.

Crashes of people are so rare (4.68 vehicles per million miles reported to the police) that an affordable run sees a
handful at most.  What was driven and what happened is reported; the verdict stays open until rare events are estimated.
"""

from __future__ import annotations

import numpy as np

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import grid
from longtail_sim.validation.measuring import FloatArray
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

MILE_M = 1609.344
DEMAND = 400.0  # vehicles per hour and entry lane, half of s g/C
HOURS = 1.5
NEAR_LINE_M = 20.0  # so near before a line, or within a vehicle's length behind it, a crash is one at a junction
SOURCE = "Kusano et al. 2023"
REMARK = "default errors: lapses 0.5 per hour, misjudged gaps 0.002, red-light running 0.004"
MILES = Target(
    "T4.6", "miles driven by people, all seeds", "million", "0.7 for a verdict", None, None, REMARK, "exposure"
)
CRASHED = Target("T4.6", "crashed vehicles, all seeds", "-", "4.68 per million miles", None, None, SOURCE, "crashed")
AT_JUNCTIONS = Target("T4.6", "of them at junctions", "-", "30-60 %", None, None, "USDOT", "at junctions")
CONFLICTS = Target(
    "T4.7", "conflicts (time to collision < 1.5 s) per million miles", "-", "10³-10⁵ per crash", None, None, REMARK
)


def ordinary_traffic() -> Scenario:
    """Return the homogeneous grid at half of its signals' capacity; people err at the default rates."""
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
    def crashed(self) -> int:
        """Number of vehicles."""
        return len(self._seen)

    @property
    def at_junctions(self) -> int:
        """How many of them at junctions."""
        return sum(self._seen.values())

    def _is_at_junction(self, world: int, slot: int) -> bool:
        vehicle, arrays = self._simulator.state.vehicles[world, slot], self._simulator.network.arrays
        lane = int(vehicle.lane)
        if arrays.lane_street[lane] < 0 or (vehicle.came_from >= 0 and vehicle.s < 2 * vehicle.length):
            return True
        to_line = float(arrays.lane_length[lane] - vehicle.s)
        return bool(arrays.lane_junction[lane] >= 0 and to_line < NEAR_LINE_M)


def measure(effort: Effort) -> Readings:
    """Return sums over all seeds, one number each."""
    simulator = Simulator(ordinary_traffic(), effort.seeds(2, 8), threads=effort.threads)
    watch = CrashWatch(simulator)
    while not simulator.done:
        simulator.step()
        watch.look()
        effort.tell(simulator.time_s / (HOURS * 3600))
    miles: FloatArray = simulator.state.tally.vehicle_m.sum(axis=1) / MILE_M / 1e6
    conflicts: FloatArray = simulator.state.tally.conflicts_ttc.sum(axis=1)
    return {
        MILES.key: [float(miles.sum())],
        CRASHED.key: [float(watch.crashed)],
        AT_JUNCTIONS.key: [float(watch.at_junctions)],
        CONFLICTS.key: (conflicts / miles).tolist(),
    }


EXPERIMENTS = (
    Experiment(
        name="ordinary traffic, errors on",
        setup="The grid of the diagram at 400 vehicles an hour and entry lane, all signals at work, people only, "
        "errors at their default rates; every vehicle in a contact is counted once.",
        targets=(MILES, CRASHED, AT_JUNCTIONS, CONFLICTS),
        measure=measure,
        bed=ordinary_traffic,
        quick=False,
    ),
)
