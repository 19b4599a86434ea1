"""What a suite consists of, and about how long it takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from longtail_sim.cli.tables import WIDEST, short, table

if TYPE_CHECKING:
    from longtail_sim.bench import Plan


def print_plan(plan: Plan, folder: Path, jobs: int, tables: Sequence[str] = (), *, as_json: bool) -> None:
    """Print the runs of a suite scenario by scenario, with the processor time that is missing."""
    from longtail_sim.bench import estimate, open_results

    shares = estimate(plan, open_results(folder) if (folder / "parts").is_dir() else None, tables)
    total = {
        "runs": sum(share.runs for share in shares),
        "missing": sum(share.missing for share in shares),
        "cpu_s": sum(share.cpu_s for share in shares),
        "jobs": jobs,
        "wall_s": sum(share.cpu_s for share in shares) / jobs,
        "measured": all(share.measured for share in shares),
    }
    if as_json:
        rows = [
            {"scenario": one.scenario, "runs": one.runs, "missing": one.missing, "cpu_s": one.cpu_s} for one in shares
        ]
        typer.echo(json.dumps({"suite": plan.suite.name, **total, "scenarios": rows}, indent=1))
        return
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    console.print(Text.assemble((plan.suite.title or plan.suite.name, "bold"), f"  ({plan.suite.name})"))
    made = table("scenario", "runs", "missing", "one core, s")
    for share in shares:
        seconds = f"{share.cpu_s:,.0f}" if share.measured else f"about {share.cpu_s:,.0f}"
        made.add_row(short(share.scenario), f"{share.runs:,}", f"{share.missing:,}", seconds)
    console.print(made)
    told = f"{total['runs']:,} runs, {total['missing']:,} missing: about {_duration(float(total['wall_s']))} on {jobs} "
    console.print(Text(f"{told}core{'s' * (jobs > 1)} that have nothing else to do."))
    source = "runs of this folder" if total["measured"] else "the size of the scenarios, roughly"
    console.print(Text(f"Estimated from {source}.", style="dim"))


def _duration(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 90
        else f"{seconds / 60:.0f} min"
        if seconds < 5400
        else f"{seconds / 3600:.1f} h"
    )
