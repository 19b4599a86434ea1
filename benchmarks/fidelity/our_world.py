"""This simulator, by its public scenarios, measured as SUMO is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from settings import (
    ALL_RED_S,
    BLOCK_M,
    GRID_S,
    LONG_CYCLE_S,
    QUEUE,
    SPEED,
    YELLOW_S,
    Streets,
    Traffic,
    headway,
)

from longtail_sim import Scenario, Simulator
from longtail_sim.validation.measuring import FloatArray, discharges, run_until
from longtail_sim.validation.measuring import served_per_hour as served_in

DARK = [{"kind": "signal_outage", "at_s": 0, "where": "everywhere"}]


def scenario(
    streets: Streets, traffic: Traffic, *, interval_s: float = 0.5, dark: bool = False, errors: bool = False
) -> Scenario:
    """Return the scenario of these streets and this traffic: people only, nobody errs, all else by default."""
    size = {"columns": streets.size, "rows": streets.size, "lanes": streets.lanes}
    grid = {**size, "block_m": BLOCK_M, "entry_m": streets.entry_m, "speed_limit_mps": SPEED}
    signals = {"cycle_s": streets.cycle_s, "yellow_s": YELLOW_S, "all_red_s": ALL_RED_S}
    left, right = traffic.turns
    parts = {
        "network": {"grid": grid, "junctions": {"control": streets.control}, "signals": signals},
        "demand": {
            "vehicles_per_hour": 4 * streets.size * streets.lanes * traffic.per_entry_lane,
            "turns": {"left": left, "right": right},
        },
        "drivers": {"errors": {"enabled": errors}},
        "fleet": {"share": 0.0},
        "events": DARK if dark else [],
    }
    return Scenario.model_validate({"duration_s": 7200, "decision_interval_s": interval_s, **parts})


def served_per_hour(streets: Streets, traffic: Traffic, times: tuple[float, float], seeds: Sequence[int]) -> FloatArray:
    """Return the vehicles per hour that a junction serves after a warm-up, one number per seed."""
    return served_in(Simulator(scenario(streets, traffic), seeds), *times)


def saturation_headway(streets: Streets, traffic: Traffic, seeds: Sequence[int]) -> FloatArray:
    """Return the mean headway [s] of the vehicles 5 to 20 of standing queues, one number per seed."""
    simulator = Simulator(scenario(streets, traffic, interval_s=0.1), seeds)
    run_until(simulator, LONG_CYCLE_S - 1.0)
    found: list[list[float]] = [[] for _ in seeds]
    for world, passed in discharges(simulator, 2 * LONG_CYCLE_S, QUEUE):
        found[world].append(headway(passed.tolist()))
    return np.array([np.mean(values) for values in found])


def time_per_trip(streets: Streets, traffic: Traffic, seeds: Sequence[int], dark: bool) -> FloatArray:
    """Return the seconds spent in the map or waiting to enter it, per vehicle that wanted to start, by seed."""
    simulator = Simulator(scenario(streets, traffic, dark=dark), seeds)
    run_until(simulator, GRID_S)
    tally = simulator.state.tally
    return np.asarray(tally.vehicle_s.sum(axis=1) / tally.arrived.sum(axis=1))
