"""SUMO through libsumo on the same kind of grid: same streets, signals, number of vehicles per hour and step."""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from measuring import Measured, Pace, PeerMissingError, stop_watch

WARM_UP_S = 600.0
STEP_S = 0.1
NET = {
    "grid.number": 10,
    "grid.length": 150,
    "grid.attach-length": 150,
    "default.lanenumber": 2,
    "default.speed": 11.2,
    "default-junction-type": "traffic_light",
    "tls.cycle.time": 60,
    "no-turnarounds": "true",
    "seed": 1,
}
RUN = {
    "step-length": STEP_S,
    "no-step-log": "true",
    "no-warnings": "true",
    "time-to-teleport": -1,
    "threads": 1,
    "seed": 1,
    "collision.action": "none",
}


def _options(values: dict[str, object]) -> list[str]:
    return [f"--{name}={value}" for name, value in values.items()]


def _write_trips(net: Path, trips: Path, demand: float, until_s: float) -> None:
    """Write trips from random entries to random exits, at equal intervals."""
    import sumolib

    edges = sumolib.net.readNet(str(net)).getEdges()
    entries = sorted(edge.getID() for edge in edges if _is_dead_end(edge.getFromNode()))
    exits = sorted(edge.getID() for edge in edges if _is_dead_end(edge.getToNode()))
    dice = random.Random(1)
    lines = []
    for number in range(int(demand * until_s / 3600)):
        start, end = dice.choice(entries), dice.choice(exits)
        depart = number * 3600 / demand
        place = 'departLane="best" departSpeed="max"'
        lines.append(f'<trip id="{number}" depart="{depart:.2f}" from="{start}" to="{end}" {place}/>')
    trips.write_text("<routes>\n" + "\n".join(lines) + "\n</routes>\n", encoding="utf-8")


def _is_dead_end(node: Any) -> bool:
    return len(node.getNeighboringNodes()) == 1


def sumo_grid(demand: float, seconds: float) -> Measured:
    """Time SUMO's step on the grid.

    Raises:
        PeerMissingError: SUMO is not installed.
    """
    try:
        import libsumo
        import sumo
        import sumolib  # noqa: F401
    except ImportError as error:
        raise PeerMissingError(f"not installed: {error.name}") from None
    with tempfile.TemporaryDirectory() as folder:
        net, trips = Path(folder) / "grid.net.xml", Path(folder) / "trips.rou.xml"
        generate = Path(sumo.SUMO_HOME) / "bin" / "netgenerate"
        subprocess.run([str(generate), "--grid", *_options(NET), "-o", str(net)], check=True, capture_output=True)
        _write_trips(net, trips, demand, WARM_UP_S + seconds + 10)
        libsumo.start(["sumo", "-n", str(net), "-r", str(trips), *_options(RUN)])
        libsumo.simulationStep(WARM_UP_S)

        def step() -> float:
            libsumo.simulationStep()
            return float(libsumo.vehicle.getIDCount())

        measured = stop_watch(step, round(seconds / STEP_S), Pace(1, STEP_S))
        libsumo.close()
    return measured
