"""T4.6 and T4.7: how often people crash among working signals with the default error rates, and conflicts beside it.

Crashes are rare, a few in a million miles.  Each kind of error is therefore made many times as frequent in a run of its
own and its crashes are divided by the factor: as long as errors are so rare that no crash needs two of them, crashes
are in proportion to each rate, and the kinds add up.  What happens at the default rates, a few crashes only, and
without any error is reported beside it.  The rates of lapses and of misjudged gaps are fitted, both to this one number;
that they share it about equally with red-light running, whose rate is published, is an assumption.

The benchmark of 4.68 per million miles counts what the police heard of.  Counted are vehicles whose speed a contact
changed by 5 mph or more (assumption: about what damages a car for more than the $1,000 from which on states want a
report); what people touch more gently is reported beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.scenario import Scenario
from longtail_sim.scenario.drivers import Errors
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import grid
from longtail_sim.validation.jackknife import pooled, ratio_by_group
from longtail_sim.validation.measuring import FloatArray
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

IntArray = npt.NDArray[np.int64]

MILE_M = 1609.344
DEMAND = 250.0  # vehicles per hour and entry lane, 0.6 of what this grid serves
HOURS = 1.5
NEAR_LINE_M = 20.0  # so near before a line, or within a vehicle's length behind it, a crash is one at a junction
REPORTED_DELTA_V = 2.235  # m/s, 5 mph
OFTEN = {"lapses_per_h": 200.0, "red_light_running": 20.0, "misjudged_gap": 20.0}  # times the default rate
KINDS = (("lapses_per_h",), ("red_light_running", "misjudged_gap"))  # of errors, a run for each row
USUAL = Errors()
ERRORS = (
    f"default errors: lapses {USUAL.lapses_per_h} per hour, misjudged gaps {USUAL.misjudged_gap}, "
    f"red-light running {USUAL.red_light_running}"
)
UNIT = "per million miles"
RATE = Target("T4.6", "crashed vehicles", UNIT, "4.68", 1.0, 15.0, "Kusano et al. 2023", "rate", calibrated=True)
AT_JUNCTIONS = Target("T4.6", "crashed vehicles at junctions", "-", "0.43", 0.30, 0.60, "USDOT", "share at junctions")
TOUCHED = Target(
    "T4.6", "vehicles in contacts of any severity", UNIT, "41-65", None, None, "100-Car; UMTRI 2023", "any"
)
PLAIN = Target("T4.6", "crashed vehicles, default rates as they are", UNIT, "4.68", None, None, ERRORS, "plain rate")
FAULTLESS = Target("T4.6", "crashed vehicles, nobody errs", UNIT, "no published value", None, None, "-", "no errors")
MILES = Target("T4.6", "driven in each of the four runs", "million miles", "-", None, None, ERRORS, "exposure")
RATIO = Target("T4.7", "conflicts (time to collision < 1.5 s) per crash", "-", "10³-10⁵", 1e3, 1e5, ERRORS)


def ordinary_traffic(errors: Mapping[str, float] | None = None) -> Scenario:
    """Return the homogeneous grid at 0.6 of its capacity; people err at the default rates, or at those given."""
    return grid(DEMAND, drivers={"errors": {"enabled": True, **(errors or {})}}, duration_s=HOURS * 3600)


def often(kind: tuple[str, ...]) -> dict[str, float]:
    """Return error rates of which those of ``kind`` are ``OFTEN`` times as high as usual and all others 0."""
    return {name: getattr(USUAL, name) * factor * (name in kind) for name, factor in OFTEN.items()}


class CrashWatch:
    """Notes every vehicle that has crashed, once: whether it stands at a junction, and how hard it was hit."""

    def __init__(self, simulator: Simulator) -> None:
        """Begin without crashes."""
        self._simulator = simulator
        self._seen: dict[tuple[int, int], tuple[bool, bool]] = {}  # (world, trip) -> (hard enough, at a junction)

    def look(self) -> None:
        """Take note of new ones."""
        vehicles = self._simulator.state.vehicles
        for world, slot in np.argwhere(vehicles.crashed_until_s > self._simulator.time_s).tolist():
            key = (world, int(vehicles.trip[world, slot]))
            _, at_junction = self._seen.get(key) or (False, self._is_at_junction(world, slot))
            self._seen[key] = (bool(vehicles.delta_v[world, slot] >= REPORTED_DELTA_V), at_junction)

    @property
    def touched(self) -> IntArray:
        """Number of vehicles in contacts, by world."""
        return self._count(list(self._seen))

    @property
    def crashed(self) -> IntArray:
        """How many of them were hit so hard that the police would hear of it."""
        return self._count([key for key, (hard, _) in self._seen.items() if hard])

    @property
    def at_junctions(self) -> IntArray:
        """How many of these at junctions."""
        return self._count([key for key, (hard, at_junction) in self._seen.items() if hard and at_junction])

    def _count(self, keys: list[tuple[int, int]]) -> IntArray:
        return np.bincount([world for world, _ in keys], minlength=self._simulator.num_worlds)

    def _is_at_junction(self, world: int, slot: int) -> bool:
        vehicle, arrays = self._simulator.state.vehicles[world, slot], self._simulator.network.arrays
        lane = int(vehicle.lane)
        if arrays.lane_street[lane] < 0 or (vehicle.came_from >= 0 and vehicle.s < 2 * vehicle.length):
            return True
        to_line = float(arrays.lane_length[lane] - vehicle.s)
        return bool(arrays.lane_junction[lane] >= 0 and to_line < NEAR_LINE_M)


@dataclass
class Rates:
    """What one run found per million miles, one number per group of seeds, and the million miles of each group."""

    miles: FloatArray
    crashed: FloatArray
    at_junctions: FloatArray
    touched: FloatArray
    conflicts: FloatArray


def run(scenario: Scenario, seeds: range, groups: int, effort: Effort, done: float, share: float) -> Rates:
    """Run all seeds to the end and tell of progress, of which ``share`` is this run's."""
    simulator = Simulator(scenario, seeds, threads=effort.threads)
    watch = CrashWatch(simulator)
    while not simulator.done:
        simulator.step()
        watch.look()
        effort.tell(done + share * simulator.time_s / scenario.duration_s)
    tally = simulator.state.tally
    miles = pooled(tally.vehicle_m.sum(axis=1) / MILE_M / 1e6, groups)
    counts = (watch.crashed, watch.at_junctions, watch.touched, tally.conflicts_ttc_ahead.sum(axis=1))
    return Rates(miles, *(pooled(count, groups) / miles for count in counts))


def measure(effort: Effort) -> Readings:
    """Return rates, and their ratios, one value per group of seeds."""
    groups, seeds = effort.choose(2, 6), effort.seeds(2, 12)
    usual = run(ordinary_traffic(), seeds, groups, effort, 0.0, 0.25)
    faultless = run(ordinary_traffic(dict.fromkeys(OFTEN, 0.0)), seeds, groups, effort, 0.25, 0.25)
    crashed, at_junctions, touched = (np.zeros(groups) for _ in range(3))
    for number, kind in enumerate(KINDS):
        found = run(ordinary_traffic(often(kind)), seeds, groups, effort, 0.5 + 0.25 * number, 0.25)
        factor = OFTEN[kind[0]]
        crashed += found.crashed / factor
        at_junctions += found.at_junctions / factor
        touched += found.touched / factor
    return {
        RATE.key: crashed.tolist(),
        AT_JUNCTIONS.key: ratio_by_group(at_junctions, crashed).tolist(),
        TOUCHED.key: touched.tolist(),
        PLAIN.key: usual.crashed.tolist(),
        FAULTLESS.key: faultless.crashed.tolist(),
        MILES.key: [float(usual.miles.sum())],
        RATIO.key: ratio_by_group(usual.conflicts, crashed / 2).tolist(),  # two vehicles to a crash
    }


EXPERIMENTS = (
    Experiment(
        name="ordinary traffic, errors on",
        setup=f"The grid of the diagram at {DEMAND:g} vehicles an hour and entry lane, all signals at work, people "
        f"only. {OFTEN['lapses_per_h']:g} times as many lapses as by default in one run, {OFTEN['misjudged_gap']:g} "
        "times as many misjudged gaps and red lights run in another, their crashes divided by these factors; conflicts "
        "in a third run at the default rates; a fourth without errors. Crashed: speed changed by 5 mph or "
        "more, each vehicle counted once. Shares and ratios are those of all seeds together, their intervals by the "
        "jackknife over groups of seeds.",
        targets=(RATE, AT_JUNCTIONS, TOUCHED, PLAIN, FAULTLESS, MILES, RATIO),
        measure=measure,
        bed=ordinary_traffic,
        quick=False,
    ),
)
