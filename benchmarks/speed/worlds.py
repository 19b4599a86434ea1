"""The worlds that are timed.  Streets and demand are those of the comparison with SUMO (``benchmarks/fidelity``)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from contest import Turn

from longtail_sim import Scenario, Simulator
from longtail_sim.core.params import DT_S

sys.path.append(str(Path(__file__).parents[1] / "fidelity"))

from our_world import scenario
from settings import BALANCED, BLOCK_M, Streets, Traffic

GRID_DEMAND = 360.0  # vehicles per hour and entry lane: about 2,000 in the 10 x 10 grid once it is in balance
SETTLED_S = 900.0  # by then it is


def streets(size: int) -> Streets:
    """Return a grid of two-lane streets with a signal at every crossing, 150 m apart."""
    return Streets(size=size, lanes=2, entry_m=BLOCK_M)


def traffic(per_entry_lane: float) -> Traffic:
    """Return this many vehicles per hour and entry lane; a tenth turns left and a tenth right at every crossing."""
    return Traffic(per_entry_lane, BALANCED)


def grid(size: int, per_entry_lane: float = GRID_DEMAND, *, dark: bool = False) -> Scenario:
    """Return people in a grid of ``size`` by ``size`` crossings; they err, change lanes, and nothing is left out."""
    return scenario(streets(size), traffic(per_entry_lane), dark=dark, errors=True)


def junction() -> Scenario:
    """Return a single signalised crossing, the small world of vector environments; about 20 vehicles after a minute."""
    network = {"grid": {"rows": 1, "columns": 1, "lanes": 1, "entry_m": 120}}
    return Scenario.model_validate({"duration_s": 3600, "network": network, "demand": {"vehicles_per_hour": 1700}})


def four_junctions() -> Scenario:
    """Return two by two crossings of two-lane streets with about fifty vehicles after two minutes."""
    network = {"grid": {"rows": 2, "columns": 2, "lanes": 2}}
    return Scenario.model_validate({"duration_s": 3600, "network": network, "demand": {"vehicles_per_hour": 3000}})


def settled(scenario: Scenario, until_s: float, worlds: int = 1, threads: int = 1) -> Simulator:
    """Return worlds of a scenario that have run until then."""
    simulator = Simulator(scenario, range(worlds), threads=threads)
    simulator.step(intervals=round(until_s / simulator.decision_interval_s))
    return simulator


def vehicle_steps(simulator: Simulator) -> float:
    """Return the vehicles moved so far, each counted in every physics step, all worlds together."""
    tally = simulator.state.tally
    return float((tally.vehicle_s - tally.backlog_s).sum() / DT_S)


def contestant(simulator: Simulator, seconds: float, clock: Callable[[], float]) -> Callable[[], Turn]:
    """Return one who simulates so many seconds in decision intervals, in every turn from the same moment on."""
    start, intervals = simulator.snapshot(), round(seconds / simulator.decision_interval_s)

    def turn() -> Turn:
        simulator.restore(start)
        before, begin = vehicle_steps(simulator), clock()
        for _ in range(intervals):
            simulator.step()
        took = clock() - begin
        return Turn(vehicle_steps(simulator) - before, took)

    return turn
