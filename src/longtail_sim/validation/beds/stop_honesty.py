"""T3.10: people stop for good where they see somebody to stop for, and roll through where they do not.

A *legal stop* is a speed below 0.1 m/s within the last 5 m before the line.  Traffic is looked at when the vehicle
comes within these 5 m: *visible conflict* means that a vehicle from the crossing street is inside the junction or
within 20 m of its own line; *no conflict* that nobody at all is inside or within 20 m of another line.  Who meets
only somebody from the opposite side is in neither group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, junction
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

Flags = npt.NDArray[np.bool_]

STOPPED_MPS = 0.1
ZONE_M = 5.0
SIGHT_M = 20.0
WARM_UP_S = 120.0
LEBBON = "Lebbon et al. 2007: 4.6 % without, 100 % with conflicting traffic"
NAME = "share of legal stops at an all-way stop"
WITHOUT = Target("T3.10", NAME, "-", "0.05-0.40", 0.05, 0.40, LEBBON, "nobody in sight")
WITH = Target("T3.10", NAME, "-", ">= 0.95", 0.95, 1.0, LEBBON, "cross traffic in sight")


class Passing(NamedTuple):
    """How one vehicle passed the stop line."""

    world: int
    stopped: bool
    conflict: bool  # crossing traffic was in sight
    alone: bool  # nobody was


class Watch:
    """Follows everybody through the last metres before a stop line; arrays have shape (world, vehicle slot)."""

    def __init__(self, simulator: Simulator) -> None:
        """Begin to watch."""
        self.simulator = simulator
        self.lanes = simulator.network.arrays
        shape = simulator.state.vehicles.trip.shape
        self.trip = np.full(shape, -1)  # who is followed in this slot, -1: nobody
        self.passed = np.zeros(shape, np.int64)
        self.stopped, self.conflict, self.alone = (np.zeros(shape, bool) for _ in range(3))

    def look(self) -> Iterator[Passing]:
        """Take note of the present moment; yield those who have just passed the line."""
        vehicles = self.simulator.state.vehicles
        over = (self.trip >= 0) & (vehicles.trip == self.trip) & (vehicles.junctions_passed > self.passed)
        for world, slot in np.argwhere(over).tolist():
            yield Passing(world, *(bool(flag[world, slot]) for flag in (self.stopped, self.conflict, self.alone)))
        self.trip[over] = -1
        self._follow(self._to_line() <= ZONE_M)

    def _to_line(self) -> npt.NDArray[np.float64]:
        vehicles = self.simulator.state.vehicles
        on_approach = (vehicles.lane >= 0) & (self.lanes.connector_from[vehicles.lane] < 0)
        on_approach &= self.lanes.lane_junction[vehicles.lane] >= 0
        return np.where(on_approach, self.lanes.lane_length[vehicles.lane] - vehicles.s, np.inf)

    def _follow(self, near: Flags) -> None:
        vehicles = self.simulator.state.vehicles
        new = near & (self.trip != vehicles.trip)
        if new.any():
            self.conflict[new], self.alone[new] = (seen[new] for seen in self._in_sight())
            self.stopped[new] = False
            self.trip[new], self.passed[new] = vehicles.trip[new], vehicles.junctions_passed[new]
        self.stopped |= near & (vehicles.speed < STOPPED_MPS)

    def _in_sight(self) -> tuple[Flags, Flags]:
        """Return for every slot whether crossing traffic is in sight of it, and whether nobody from elsewhere is."""
        vehicles = self.simulator.state.vehicles
        inside = (vehicles.lane >= 0) & (self.lanes.connector_from[vehicles.lane] >= 0)
        there = inside | (self._to_line() <= SIGHT_M)
        leg = self.lanes.lane_leg[vehicles.lane]
        by_leg = np.stack([(there & (leg == number)).any(axis=1) for number in range(4)], axis=1)  # (world, leg)
        right, opposite, left = (np.take_along_axis(by_leg, (leg + turn) % 4, axis=1) for turn in (1, 2, 3))
        return right | left, ~(right | opposite | left)


def bed() -> Scenario:
    """Return an all-way stop in light traffic."""
    return junction("all_way_stop", demand=150, turns=BALANCED, decision_interval_s=0.1)


def measure(effort: Effort) -> Readings:
    """Return the shares of legal stops, one value per seed."""
    simulator = Simulator(bed(), effort.seeds(4, 20), threads=effort.threads)
    until_s = WARM_UP_S + effort.choose(1800.0, 3600.0)
    watch = Watch(simulator)
    found: list[Passing] = []
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        found += [passing for passing in watch.look() if simulator.time_s > WARM_UP_S]
        if round(simulator.time_s * 10) % 600 == 0:
            effort.tell(simulator.time_s / until_s)
    worlds = range(simulator.num_worlds)
    alone = [[p.stopped for p in found if p.world == w and p.alone] for w in worlds]
    conflict = [[p.stopped for p in found if p.world == w and p.conflict] for w in worlds]
    return {
        WITHOUT.key: [float(np.mean(stops)) for stops in alone],
        WITH.key: [float(np.mean(stops)) for stops in conflict],
    }


EXPERIMENTS = (
    Experiment(
        name="full stops at an all-way stop",
        setup="Two streets, one lane each way, 50 km/h, an all-way stop, 600 veh/h in total, 10 % left, 10 % right. "
        "Legal stop: below 0.1 m/s within 5 m of the line. In sight: inside the junction or within 20 m of a "
        "line when the vehicle comes within these 5 m.",
        targets=(WITHOUT, WITH),
        measure=measure,
        bed=bed,
    ),
)
