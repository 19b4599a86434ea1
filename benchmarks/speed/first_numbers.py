"""First numbers on speed: how many vehicles are moved per second of wall clock, beside other simulators, in one run.

Usage: python benchmarks/speed/first_numbers.py [--vehicles-per-hour 24000] [--seconds 60] [--json speed.json]

All on one thread of the same machine, one after the other.  Peers that are not installed are named as missing
(pip install 'longtail-sim[peers]').  They do different work per vehicle and step, so the ratios are orders of
magnitude, not rankings: SUMO's lane-changing and routing are richer; HighwayEnv draws one ego's observation.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from measuring import Measured, PeerMissingError
from ours import our_grid, our_junction
from peer_highway import NAME as HIGHWAY
from peer_highway import highway_intersection
from peer_sumo import sumo_grid
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One line of the table: a measurement, or why there is none."""

    what: str
    measured: Measured | None
    missing: str = ""


def attempt(what: str, measure: Callable[[], Measured]) -> Row:
    """Measure, or say what is missing."""
    try:
        return Row(what, measure())
    except PeerMissingError as error:
        return Row(what, None, str(error))


def show(rows: Sequence[Row], reference: Measured) -> None:
    """Print the table; ratios are ours by theirs."""
    table = Table(title=f"Speed on one thread, {platform.machine()}, Python {platform.python_version()}")
    for heading in ("what", "vehicles", "step s", "wall s", "vehicle-steps/s", "x real time", "ours / theirs"):
        table.add_column(heading)
    for row in rows:
        if row.measured is None:
            table.add_row(row.what, "-", "-", "-", row.missing, "-", "-")
            continue
        m = row.measured
        ratio = f"{reference.vehicle_steps_per_s / m.vehicle_steps_per_s:,.1f}"
        numbers = (f"{m.vehicles:,.0f}", f"{m.step_s:.3f}", f"{m.wall_s:.2f}", f"{m.vehicle_steps_per_s:,.0f}")
        table.add_row(row.what, *numbers, f"{m.real_time_factor:,.0f}", ratio)
    Console(width=130).print(table)


def show_decisions(rows: Sequence[Row]) -> None:
    """Print decisions per second of the single-junction measurements."""
    for row in rows:
        if row.measured is not None and row.measured.decisions_per_s is not None:
            print(f"{row.what}: {row.measured.decisions_per_s:,.0f} decisions/s")


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the same numbers as JSON."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, path)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--vehicles-per-hour", type=float, default=24_000, help="demand on the 10 x 10 grid")
    parser.add_argument("--seconds", type=float, default=60, help="simulated time that is measured on the grid")
    parser.add_argument("--json", type=Path, default=Path("speed.json"), help="where the numbers are written")
    chosen = parser.parse_args()
    demand, seconds = chosen.vehicles_per_hour, chosen.seconds
    ours = attempt("longtail-sim, 10 x 10 grid, people", lambda: our_grid(demand, seconds))
    small = attempt("longtail-sim, one junction, agent asked", our_junction)
    sumo = attempt("libsumo, 10 x 10 grid", lambda: sumo_grid(demand, seconds))
    highway = attempt(f"HighwayEnv, {HIGHWAY}", highway_intersection)
    assert ours.measured is not None
    rows = [ours, sumo, small, highway]
    show(rows, ours.measured)
    show_decisions(rows)
    write(chosen.json, rows)


if __name__ == "__main__":
    main()
