"""How the numbers are taken: one junction under more demand than it can serve, watched at its stop lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim import Scenario, Simulator
from longtail_sim.core.codes import COLOUR_GREEN

FloatArray = npt.NDArray[np.float64]

NEVER = 1e18
STRAIGHT = {"left": 0.0, "right": 0.0}
BALANCED = {"left": 0.10, "right": 0.10}


def junction(
    control: str = "signal",
    *,
    lanes: int = 1,
    demand: float,
    speed: float = 13.9,
    entry_m: float = 200.0,
    signals: dict[str, float] | None = None,
    **section: Any,
) -> Scenario:
    """Return a single junction of two two-way streets on which nobody errs.

    Args:
        control: what controls it.
        lanes: in each direction.
        demand: vehicles per hour on each of the four approaches.
        speed: limit in m/s.
        entry_m: length of the approaches.
        signals: timing, if it has a signal.
        section: ``turns``, and further parts of the scenario, such as ``events`` or ``drivers``.
    """
    drivers = {"errors": {"enabled": False}, **section.pop("drivers", {})}
    network = {
        "grid": {"columns": 1, "rows": 1, "lanes": lanes, "speed_limit_mps": speed, "entry_m": entry_m},
        "junctions": {"control": control},
        "signals": signals or {},
    }
    traffic = {"vehicles_per_hour": 4 * demand, "turns": section.pop("turns", STRAIGHT)}
    fleet = {"share": 0.0}
    parts = {"network": network, "demand": traffic, "drivers": drivers, "fleet": fleet, "decision_interval_s": 0.5}
    return Scenario.model_validate({"duration_s": 7200, **parts, **section})


def close_approaches(simulator: Simulator, open_legs: Iterable[int]) -> None:
    """Let vehicles come from these legs only (LEG_*)."""
    streets = simulator.network.arrays.entry_street
    closed = ~np.isin(simulator.network.street_leg[streets], list(open_legs))
    simulator.state.entries.rate[:, closed] = 0.0
    simulator.state.entries.next_s[:, closed] = NEVER


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
