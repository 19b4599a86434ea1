"""What stands beside the rows of a suite: the table for programs, for a README, and for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longtail_sim.errors import ResultsError

if TYPE_CHECKING:
    from longtail_sim.bench import Results

SUMMARY = "summary.json"


def write_results(folder: Path, results: Results, more: Mapping[str, Any] | None = None) -> None:
    """Write summary.json, with ``more`` at its top, table.md and table.csv."""
    from longtail_sim.bench.performance import performance_json
    from longtail_sim.cli.bench_table import as_csv, as_markdown
    from longtail_sim.cli.files import write_text

    content = {**(more or {}), **results.as_json(), "performance": performance_json(results)}
    write_text(folder / SUMMARY, json.dumps(content, indent=1, allow_nan=False) + "\n")
    write_text(folder / "table.md", as_markdown(results))
    write_text(folder / "table.csv", as_csv(results))


def read_summary(folder: Path) -> dict[str, Any]:
    """Return what ``write_results`` wrote before, empty if it has not.

    Raises:
        ResultsError: it is damaged.
    """
    path = folder / SUMMARY
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError:
        return {}
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise ResultsError(f"{path} is damaged; remove it.")
    return content
