"""SUMO through libsumo: the same streets, signals and arrivals, its own drivers with its own defaults."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from settings import ALL_RED_S, BLOCK_M, FIRST, LONG_CYCLE_S, QUEUE, SPEED, YELLOW_S, Streets, Traffic, headway
from sumo_demand import write_vehicles

JUNCTION_TYPES = {"signal": "traffic_light", "all_way_stop": "allway_stop"}
RUN = {"no-step-log": "true", "no-warnings": "true", "time-to-teleport": -1, "threads": 1, "collision.action": "none"}


class PeerMissingError(Exception):
    """SUMO is not installed."""


def _options(values: dict[str, object]) -> list[str]:
    return [f"--{name}={value}" for name, value in values.items()]


def _write_net(net: Path, streets: Streets) -> None:
    import sumo

    values: dict[str, object] = {
        "grid.number": streets.size,
        "grid.length": BLOCK_M,
        "grid.attach-length": streets.entry_m,
        "default.lanenumber": streets.lanes,
        "default.speed": SPEED,
        "default-junction-type": JUNCTION_TYPES[streets.control],
        "tls.cycle.time": round(streets.cycle_s),
        "tls.yellow.time": round(YELLOW_S),
        "tls.allred.time": round(ALL_RED_S),
        "no-turnarounds": "true",
        "no-warnings": "true",
    }
    program = Path(sumo.SUMO_HOME) / "bin" / "netgenerate"
    command = [str(program), "--grid", *_options(values), "-o", str(net)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "SUMO_HOME": str(sumo.SUMO_HOME)})


def version() -> str:
    """Return SUMO's version.

    Raises:
        PeerMissingError: it is not installed.
    """
    try:
        import libsumo
        import sumo  # noqa: F401
        import sumolib  # noqa: F401
    except ImportError as error:
        raise PeerMissingError(f"{error.name} is not installed: pip install 'longtail-sim[peers]'") from None
    return str(libsumo.getVersion()[1])


@contextlib.contextmanager
def running(streets: Streets, traffic: Traffic, until_s: float, step_s: float, seed: int) -> Iterator[ModuleType]:
    """Run SUMO inside the block; yields libsumo."""
    import libsumo

    with tempfile.TemporaryDirectory() as folder:
        net, routes = Path(folder) / "net.xml", Path(folder) / "routes.xml"
        _write_net(net, streets)
        write_vehicles(net, routes, traffic, until_s, seed)
        run = _options({**RUN, "step-length": step_s, "seed": seed})
        libsumo.start(["sumo", "-n", str(net), "-r", str(routes), *run])
        try:
            yield libsumo
        finally:
            libsumo.close()


def served_per_hour(
    streets: Streets, traffic: Traffic, times: tuple[float, float], step_s: float, seed: int = 1
) -> float:
    """Return the vehicles per hour that leave the net; ``times`` are the lengths of warm-up and measurement (s)."""
    with running(streets, traffic, sum(times), step_s, seed) as sumo:
        sumo.simulationStep(times[0])
        served = 0
        while sumo.simulation.getTime() < sum(times) - 1e-6:
            sumo.simulationStep()
            served += sumo.simulation.getArrivedNumber()
        if not sumo.simulation.getPendingVehicles():
            raise RuntimeError("the demand of this measurement is too low to saturate SUMO's junction")
    return served * 3600.0 / times[1]


def saturation_headway(streets: Streets, traffic: Traffic, step_s: float, seed: int = 1) -> float:
    """Return the mean headway [s] of the vehicles 5 to 20 of standing queues, over the greens of two long cycles."""
    found = []
    with running(streets, traffic, 2 * LONG_CYCLE_S, step_s, seed) as sumo:
        passed = _passages(sumo, 2 * LONG_CYCLE_S)
    for times in passed.values():
        if len(times) >= QUEUE:
            found.append(headway(times))
    return sum(found) / len(found)


def _passages(sumo: ModuleType, until_s: float) -> dict[tuple[str, int], list[float]]:
    """Return {(approach, half cycle): times at which the line was passed}, each with a queue from the cycle's red."""
    approaches = [edge for edge in sumo.edge.getIDList() if not edge.startswith((":", "A0"))]
    before: dict[str, set[str]] = {edge: set() for edge in approaches}
    passed: dict[tuple[str, int], list[float]] = {}
    while sumo.simulation.getTime() < until_s - 1e-6:
        sumo.simulationStep()
        now = sumo.simulation.getTime()
        for edge in approaches:
            here = set(sumo.edge.getLastStepVehicleIDs(edge))
            for vehicle in before[edge] - here:
                beyond = sumo.vehicle.getLanePosition(vehicle) / max(sumo.vehicle.getSpeed(vehicle), 0.1)
                half = int(now // (LONG_CYCLE_S / 2))
                passed.setdefault((edge, half), []).append(now - beyond)
            before[edge] = here
    return {key: sorted(times) for key, times in passed.items() if key[1] >= 1 and len(times) > FIRST}


def time_per_trip(
    streets: Streets, traffic: Traffic, until_s: float, step_s: float, dark: bool, seed: int = 1
) -> float:
    """Return the seconds spent in the net or waiting to enter it, per vehicle that wanted to start."""
    spent, wanted = 0.0, 0
    with running(streets, traffic, until_s, step_s, seed) as sumo:
        if dark:
            for light in sumo.trafficlight.getIDList():
                sumo.trafficlight.setProgram(light, "off")
        while sumo.simulation.getTime() < until_s - 1e-6:
            sumo.simulationStep()
            waiting = len(sumo.simulation.getPendingVehicles())
            spent += step_s * (sumo.vehicle.getIDCount() + waiting)
            wanted += sumo.simulation.getDepartedNumber()
        wanted += len(sumo.simulation.getPendingVehicles())
    return spent / wanted
