"""T4.4: a grid that is fed twice what it can serve locks up if people enter junctions that they cannot leave."""

from __future__ import annotations

import numpy as np

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import LANE_CAPACITY, grid
from longtail_sim.validation.measuring import FloatArray
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

SOURCE = "Daganzo 2007"
WATCHED_S = 2400.0
OFF = Target("T4.4", "first gridlock, nobody keeps clear", "min", "<= 30", 0.0, 30.0, SOURCE, "keep-clear off")
LATER = Target(
    "T4.4", "how much later if all keep clear", "min", "> 0", 0.0, WATCHED_S / 60, SOURCE, "keep-clear on", strict=True
)
LOST = Target("T4.4", "vehicles removed or lost", "-", "0", 0.0, 0.0, "design", "teleports")


def twice_the_capacity(keep_clear: float = 0.0) -> Scenario:
    """Return the grid with twice the demand that its signals could pass; ``keep_clear`` is the share of drivers."""
    return grid(2 * LANE_CAPACITY, drivers={"keep_clear": keep_clear}, duration_s=WATCHED_S)


def first_gridlock(simulator: Simulator, effort: Effort, done: float) -> FloatArray:
    """Return the minute in which each world's first gridlock is found; the watched time where there is none."""
    found = np.full(simulator.num_worlds, WATCHED_S)
    while not simulator.done and (found == WATCHED_S).any():
        simulator.step()
        new = (simulator.state.totals.gridlocks > 0) & (found == WATCHED_S)
        found[new] = simulator.time_s
        effort.tell(done + 0.5 * simulator.time_s / WATCHED_S)
    return found / 60


def lost(simulator: Simulator) -> FloatArray:
    """Return how many vehicles of each world neither wait outside, nor are in the map, nor have reached their end."""
    tally, entries = simulator.state.tally, simulator.state.entries
    waiting = (entries.arrived - entries.admitted).sum(axis=1)
    here = (simulator.state.vehicles.trip >= 0).sum(axis=1)
    return np.abs(np.asarray(tally.arrived.sum(axis=1) - waiting - here - tally.finished.sum(axis=1), np.float64))


def measure(effort: Effort) -> Readings:
    """Return one value per seed."""
    seeds = effort.seeds(2, 6)
    blocking, clear = (Simulator(twice_the_capacity(share), seeds, threads=effort.threads) for share in (0.0, 1.0))
    off = first_gridlock(blocking, effort, 0.0)
    on = first_gridlock(clear, effort, 0.5)
    return {
        OFF.key: off.tolist(),
        LATER.key: (on - off).tolist(),
        LOST.key: (lost(blocking) + lost(clear)).tolist(),
    }


EXPERIMENTS = (
    Experiment(
        name="gridlock",
        setup="The grid of the diagram above, fed 1,646 vehicles an hour on each entry lane, twice s g/C. Nobody, or "
        "everybody, keeps junctions clear that cannot be left. A gridlock is a circle of waiting lanes in which "
        "nothing has moved for 120 s; 40 minutes are watched, and count where there was none.",
        targets=(OFF, LATER, LOST),
        measure=measure,
        bed=twice_the_capacity,
        quick=False,
    ),
)
