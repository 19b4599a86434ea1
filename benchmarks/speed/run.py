"""How fast, beside what was wanted: every target of speed and memory, measured in one run on one machine.

Rivals take turns, several times; a row shows the median and, in brackets, the smallest and the largest.
Peers come with: pip install 'longtail-sim[peers]'.  One that is missing is named as missing.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from contest import CLOCKS, Effort
from rich.console import Console
from table import MISSED, Row, as_table, write

from longtail_sim import __version__

FAMILIES = ("traffic_rows", "threads_rows", "drive_rows", "vector_rows", "growth_rows", "memory_rows", "startup_rows")
EXAMPLE = """examples:
  python benchmarks/speed/run.py                       everything, on an idle machine
  python benchmarks/speed/run.py --quick               small and soon: does it run at all?
  python benchmarks/speed/run.py --only 1 5.2          the rows 1.1, 1.2 ... and 5.2
  python benchmarks/speed/run.py --json speed.json     the same numbers as a file
"""

Tell = Callable[[str], None]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="ROW", help="rows, or the beginnings of their numbers")
    parser.add_argument("--quick", action="store_true", help="short, and smaller worlds: says nothing about targets")
    parser.add_argument(
        "--clock", choices=list(CLOCKS), default="wall", help="cpu leaves out waiting on a busy machine"
    )
    parser.add_argument("--json", type=Path, help="write the numbers there")
    return parser.parse_args(given)


def measured(effort: Effort, tell: Tell) -> Iterator[Row]:
    """Yield the rows that are wanted; a family is measured if one of its rows is."""
    for name in FAMILIES:
        family = import_module(name)
        if any(map(effort.wants, family.IDS)):
            yield from (row for row in family.measure(effort, tell) if effort.wants(row.id))


def about(effort: Effort) -> dict[str, Any]:
    """Return what the numbers belong to."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "longtail_sim": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_at_start": load,
        "clock": effort.clock_name,
        "quick": effort.quick,
        "rounds": effort.rounds,
    }


def main() -> int:
    """Measure, print, write; exit code 1 if a target is missed."""
    chosen = arguments()
    effort, begin = Effort(chosen.quick, chosen.clock, tuple(chosen.only)), time.monotonic()
    facts, progress = about(effort), Console(stderr=True)

    def tell(words: str) -> None:
        progress.print(f"{time.monotonic() - begin:5.0f} s  {words}", style="dim", highlight=False)

    rows = []
    for row in measured(effort, tell):
        rows.append(row)
        tell(f"{row.id} {row.what}: {row.verdict}")
    if not rows:
        sys.exit(f"error: no row is called {' or '.join(chosen.only)}; see --help")
    title = ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)
    Console(width=170 if not sys.stdout.isatty() else None).print(as_table(rows, title))
    if chosen.json:
        write(chosen.json, rows, facts)
    return int(any(row.verdict == MISSED for row in rows))


if __name__ == "__main__":
    sys.exit(main())
