"""One table: what this simulator gives, what SUMO gives on the same streets, and what the Highway Capacity Manual says.

Usage: python benchmarks/fidelity/beside_sumo.py [--seeds 4] [--json beside_sumo.json]     (pip install '.[peers]')

SUMO drives with its defaults, at steps of 0.1 s and of 1 s; a dark signal is its programme "off".  Ours is the default
driver at 0.1 s with errors off; at dark signals people behave by the default mixture of beliefs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import our_world
import settings
import sumo_world
from rich.console import Console
from rich.table import Table
from settings import (
    BALANCED,
    GRID,
    GRID_DEMANDS,
    GRID_S,
    LONG_CYCLE_S,
    SATURATION,
    STOP_SATURATION,
    STRAIGHT,
    Streets,
    Traffic,
)

from longtail_sim import __version__
from longtail_sim.scoring import Interval, mean_interval
from longtail_sim.validation.measuring import FloatArray

STEPS = (0.1, 1.0)
HOME = Path(__file__).parent


@dataclass(frozen=True)
class Comparison:
    """One thing to measure, in both simulators."""

    what: str
    unit: str
    hcm: float | None
    ours: Callable[[Sequence[int]], FloatArray]  # seeds -> one value each
    sumo: Callable[[float], float]  # step length -> value


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    unit: str
    ours: Interval
    sumo: dict[str, float]  # step length in words -> value
    hcm: float | None

    def as_json(self) -> dict[str, object]:
        """Return the row as it stands in the file."""
        return {"what": self.what, "unit": self.unit, "ours": self.ours.as_json(), "sumo": self.sumo, "hcm": self.hcm}


def queue_discharge() -> Comparison:
    """Compare the saturation flow of one straight lane after a standing queue."""
    streets, traffic = Streets(cycle_s=LONG_CYCLE_S, entry_m=300.0), Traffic(1500.0, STRAIGHT)
    return Comparison(
        "saturation flow, one lane, vehicles 5 to 20 of a queue",
        "veh/h",
        1900.0,
        lambda seeds: 3600.0 / our_world.saturation_headway(streets, traffic, seeds),
        lambda step: 3600.0 / sumo_world.saturation_headway(streets, traffic, step),
    )


def capacity(what: str, hcm: float, streets: Streets, traffic: Traffic, share: float = 1.0) -> Comparison:
    """Compare what a saturated junction serves; ``share`` of it is the number in the table."""
    times = (settings.WARM_UP_S, settings.MEASURED_S)
    return Comparison(
        what,
        "veh/h",
        hcm,
        lambda seeds: share * our_world.served_per_hour(streets, traffic, times, seeds),
        lambda step: share * sumo_world.served_per_hour(streets, traffic, times, step),
    )


def grid(demand: float, dark: bool) -> Comparison:
    """Compare the mean time per trip on a grid, waiting to enter and unfinished trips included."""
    streets, traffic = Streets(size=GRID, entry_m=settings.BLOCK_M), Traffic(demand, BALANCED)
    lights = "all signals dark" if dark else "signals working"
    return Comparison(
        f"time per trip, {GRID} x {GRID} grid, {lights}, {demand:g} veh/h each entry",
        "s",
        None,
        lambda seeds: our_world.time_per_trip(streets, traffic, seeds, dark),
        lambda step: sumo_world.time_per_trip(streets, traffic, GRID_S, step, dark),
    )


def comparisons() -> Iterator[Comparison]:
    """Yield everything that is compared, in the order of the table."""
    yield queue_discharge()
    yield capacity("signal, cycle 60 s, green 26 s: one lane", 823.0, Streets(), Traffic(SATURATION, STRAIGHT), 0.25)
    for lanes, hcm in ((1, 1500.0), (2, 2600.0)):
        name = f"all-way stop, {lanes} lane{'s' * (lanes > 1)} each way, 10/80/10: all approaches"
        yield capacity(name, hcm, Streets(lanes=lanes, control="all_way_stop"), Traffic(STOP_SATURATION, BALANCED))
    for dark in (False, True):
        for demand in GRID_DEMANDS:
            yield grid(demand, dark)


def measure(comparison: Comparison, seeds: Sequence[int]) -> Row:
    """Return the row of one comparison."""
    sumo = {f"{step:g} s": round(comparison.sumo(step), 2) for step in STEPS}
    ours = mean_interval(comparison.ours(seeds).tolist())
    return Row(comparison.what, comparison.unit, ours, sumo, comparison.hcm)


def table(rows: Sequence[Row], seeds: int, version: str) -> Table:
    """Return the table for a terminal."""
    title = f"longtail-sim {__version__}, {seeds} seeds, 95 % intervals, beside {version}"
    found = Table(title=title)
    for heading in ("what", "unit", "ours", *(f"SUMO, {step:g} s" for step in STEPS), "HCM"):
        found.add_column(heading)
    for row in rows:
        peers = [f"{value:,.0f}" for value in row.sumo.values()]
        found.add_row(row.what, row.unit, row.ours.text(), *peers, "–" if row.hcm is None else f"{row.hcm:,.0f}")
    return found


def write(path: Path, rows: Sequence[Row], seeds: int, version: str) -> None:
    """Write the same numbers, and with what settings they were taken, as JSON."""
    given = {name.lower(): value for name, value in vars(settings).items() if name.isupper()}
    numbers = {
        "longtail_sim": __version__,
        "sumo": version,
        "seeds": seeds,
        "sumo_options": sumo_world.RUN,
        "settings": given,
        "default_streets": asdict(Streets()),
        "rows": [row.as_json() for row in rows],
    }
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, path)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=4, help="our seeds, from 0 on (default 4); SUMO runs one")
    parser.add_argument("--json", type=Path, default=HOME / "beside_sumo.json", help="where the numbers are written")
    arguments = parser.parse_args()
    try:
        version = sumo_world.version()
    except sumo_world.PeerMissingError as error:
        sys.exit(str(error))
    console = Console(width=140)
    rows = []
    for comparison in comparisons():
        rows.append(measure(comparison, range(arguments.seeds)))
        console.print(f"{rows[-1].what}: {rows[-1].ours.text()}, SUMO {rows[-1].sumo}", style="dim")
    console.print(table(rows, arguments.seeds, version))
    write(arguments.json, rows, arguments.seeds, version)


if __name__ == "__main__":
    main()
