"""T4.1 to T4.3: the macroscopic fundamental diagram of a homogeneous grid, its critical density and its hysteresis.

Demand rises slowly from nothing to more than the grid can serve, and falls to nothing again.  The streets fill until
their density is highest, somewhat after demand is; the whole of this time, with the rising and the falling side of the
diagram, is what T4.1 and T4.2 are read from.  T4.3 compares the time in which demand rises with the time after it.
"""

from __future__ import annotations

import numpy as np

from longtail_sim.episode.mfd import Diagram, NetworkDetector, fit
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import LANE_CAPACITY, grid, ramp
from longtail_sim.validation.measuring import FloatArray
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

PEAK = 750.0  # vehicles per hour and entry lane, nine tenths of s g/C before any turn
UP_S = DOWN_S = 2640.0
END_S = 6600.0
INTERVAL_S = 60.0
BIN = 4.0  # veh/km per lane
LEAST_IN_BIN = 2  # samples of either branch
THEORY = "computed: s g/C, its density at 25 km/h, jam spacing"
UNIMODAL = Target(
    "T4.1", "diagram of a grid: one top", "-", "1 (yes)", 1.0, 1.0, "Geroliminis, Daganzo 2008", "one top", True
)
SMOOTH = Target(
    "T4.1", "diagram of a grid: R² while it fills", "-", ">= 0.9", 0.9, 1.0, "Geroliminis, Daganzo 2008", "R²", True
)
CAPACITY = Target(
    "T4.1", "diagram of a grid: capacity a lane", "of s g/C", "0.4-1.0", 0.4, 1.0, THEORY, "capacity", required=True
)
CRITICAL = Target("T4.2", "critical density", "veh/km/lane", "33", 25.0, 45.0, THEORY, "critical")
JAM = Target("T4.2", "highest density", "veh/km/lane", "<= 137", 0.0, 137.0, THEORY, "highest")
HYSTERESIS = Target(
    "T4.3", "flow in recovery / in loading, same density", "-", "<= 1", 0.0, 1.0, "Geroliminis, Sun 2011", required=True
)


def slow_ramp() -> Scenario:
    """Return the grid whose demand rises and falls."""
    return grid(PEAK, profile=ramp(UP_S, DOWN_S), duration_s=END_S)


def branches(diagram: Diagram) -> tuple[Diagram, Diagram]:
    """Return loading and recovery of a diagram."""
    return diagram.between(0.0, UP_S), diagram.between(UP_S, END_S)


def recovery_ratio(loading: Diagram, recovery: Diagram) -> float:
    """Return the flow in recovery over that in loading, mean over the densities that both have passed."""
    edges = np.arange(0.0, loading.density.max() + BIN, BIN)
    up, down = (_by_density(branch, edges) for branch in (loading, recovery))
    return float(np.nanmean(down / up))


def _by_density(branch: Diagram, edges: FloatArray) -> FloatArray:
    """Return the mean flow between successive densities, nan where there are too few samples."""
    cell = np.digitize(branch.density[:, 0], edges) - 1
    flows = [branch.flow[cell == number, 0] for number in range(len(edges))]
    return np.array([flow.mean() if flow.size >= LEAST_IN_BIN else np.nan for flow in flows])


def read(diagram: Diagram) -> dict[str, float]:
    """Return what one world shows, by the keys of the targets."""
    loading, recovery = branches(diagram)
    filling = diagram.between(0.0, float(diagram.time_s[np.argmax(diagram.density[:, 0])]))
    curve = fit(filling.density[:, 0], filling.flow[:, 0])
    return {
        UNIMODAL.key: float(curve.is_unimodal),
        SMOOTH.key: curve.r2,
        CAPACITY.key: curve.capacity / LANE_CAPACITY,
        CRITICAL.key: curve.critical_density,
        JAM.key: float(diagram.density.max()),
        HYSTERESIS.key: recovery_ratio(loading, recovery),
    }


def measure(effort: Effort) -> Readings:
    """Return the values of every seed."""
    simulator = Simulator(slow_ramp(), effort.seeds(2, 3), threads=effort.threads)
    detector = NetworkDetector(simulator, INTERVAL_S)
    while not simulator.done:
        simulator.step()
        detector.look()
        effort.tell(simulator.time_s / END_S)
    all_worlds = detector.diagram()
    rows = [
        read(Diagram(all_worlds.time_s, all_worlds.flow[:, [w]], all_worlds.density[:, [w]]))
        for w in range(simulator.num_worlds)
    ]
    return {key: [row[key] for row in rows] for key in rows[0]}


EXPERIMENTS = (
    Experiment(
        name="diagram of a grid",
        setup="Six by six streets, two lanes each way, blocks of 150 m, 50 km/h, cycle 60 s, green 26 s, 10 % left and "
        "15 % right; demand rises in 44 min to 750 vehicles an hour and lane and falls to nothing. Flow and density of "
        "all lanes together, by the minute. T4.1 and T4.2: a cubic through the origin, fitted to the whole time until "
        "the density is highest; bends of up to 5 % of its largest flow do not count as tops. T4.3: the time in which "
        "demand rises against the time after it.",
        targets=(UNIMODAL, SMOOTH, CAPACITY, CRITICAL, JAM, HYSTERESIS),
        measure=measure,
        bed=slow_ramp,
        quick=False,
    ),
)
