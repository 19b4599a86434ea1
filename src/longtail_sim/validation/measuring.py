"""How numbers are taken: one junction, its demand by approach, and who passes its stop lines when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.core.codes import COLOUR_GREEN
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator

FloatArray = npt.NDArray[np.float64]

Demand = float | tuple[float, dict[str, float]]  # vehicles per hour, or these and their turns
Profile = list[dict[str, float]]  # pieces of the demand over time

STRAIGHT = {"left": 0.0, "right": 0.0}
BALANCED = {"left": 0.10, "right": 0.10}


def junction(
    control: str = "signal",
    *,
    lanes: int = 1,
    demand: float = 0.0,
    speed: float = 13.9,
    entry_m: float = 200.0,
    legs: Mapping[str, Demand] | None = None,
    signals: dict[str, Any] | None = None,
    **section: Any,
) -> Scenario:
    """Return a single junction of two two-way streets on which nobody errs.

    Args:
        control: what controls it.
        lanes: in each direction.
        demand: vehicles per hour on each of the four approaches, those in ``legs`` apart.
        speed: limit in m/s.
        entry_m: length of the approaches.
        legs: vehicles per hour, or these and turns, of single approaches: {"south": 600}.
        signals: timing, if it has a signal.
        section: ``turns`` and ``profile`` of the demand, and further parts of the scenario, such as ``events``.
    """
    drivers = {"errors": {"enabled": False}, **section.pop("drivers", {})}
    network = {
        "grid": {"columns": 1, "rows": 1, "lanes": lanes, "speed_limit_mps": speed, "entry_m": entry_m},
        "junctions": {"control": control},
        "signals": signals or {},
    }
    own = {f"0,0:{leg}": _entry(value) for leg, value in (legs or {}).items()}
    shared = (4 - len(own)) * demand
    traffic = {"vehicles_per_hour": shared, "entries": own, "turns": section.pop("turns", STRAIGHT)}
    traffic["profile"] = section.pop("profile", ())
    fleet = {"share": 0.0}
    parts = {"network": network, "demand": traffic, "drivers": drivers, "fleet": fleet, "decision_interval_s": 0.5}
    return Scenario.model_validate({"duration_s": 7200, **parts, **section})


def _entry(value: Demand) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"vehicles_per_hour": value[0], "turns": value[1]}
    return {"vehicles_per_hour": value}


def run_until(simulator: Simulator, time_s: float) -> None:
    """Advance the simulator; nobody in it asks an agent."""
    while simulator.time_s < time_s - 1e-9:
        simulator.step()


def served_per_hour(simulator: Simulator, warm_up_s: float, measured_s: float) -> FloatArray:
    """Return the vehicles per hour that enter the junction under saturation, one number per world."""
    run_until(simulator, warm_up_s)
    before = simulator.state.tally.traversals.sum(axis=1)
    run_until(simulator, warm_up_s + measured_s)
    after = simulator.state.tally.traversals.sum(axis=1)
    waiting = (simulator.state.entries.arrived - simulator.state.entries.admitted).sum(axis=1)
    if not waiting.all():
        raise RuntimeError("the demand of this measurement is too low to saturate the junction")
    return np.asarray((after - before) * (3600.0 / measured_s))


@dataclass(frozen=True)
class Crossing:
    """One vehicle passing a stop line."""

    time_s: float
    world: int
    lane: int  # the approach lane


def crossings(simulator: Simulator, until_s: float) -> Iterator[Crossing]:
    """Advance in steps of 0.1 s and yield every passing of a stop line, its time interpolated within the step."""
    vehicles = simulator.state.vehicles
    trips, passed = vehicles.trip.copy(), vehicles.junctions_passed.copy()
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        new = (vehicles.trip == trips) & (vehicles.junctions_passed > passed)
        for world, slot in np.argwhere(new).tolist():
            beyond = vehicles.s[world, slot] / max(vehicles.speed[world, slot], 0.1)
            yield Crossing(simulator.time_s - beyond, world, int(vehicles.came_from[world, slot]))
        trips, passed = vehicles.trip.copy(), vehicles.junctions_passed.copy()


def discharges(simulator: Simulator, until_s: float, size: int) -> list[tuple[int, FloatArray]]:
    """Return (world, seconds after the beginning of green at which the first ``size`` vehicles passed the line).

    Under saturation everybody who passes in that time has stood in the queue.
    """
    found: dict[tuple[int, int, float], list[float]] = {}
    for crossing in crossings(simulator, until_s):
        axis = int(simulator.network.arrays.lane_leg[crossing.lane]) % 2
        if simulator.state.junctions.colour[crossing.world, 0, axis] == COLOUR_GREEN:
            start = float(simulator.state.junctions.colour_since_s[crossing.world, 0, axis])
            found.setdefault((crossing.world, crossing.lane, start), []).append(crossing.time_s - start)
    return [(key[0], np.array(times[:size])) for key, times in found.items() if len(times) >= size]
