"""``longtail rescore``: verdicts, scores and ratios of old results by the present formulas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from longtail_sim.bench import Results

EXAMPLE = "Example: [bold]longtail rescore bench-standard[/bold]"


def rescore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of results that longtail bench wrote.")],
    allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Although runs are missing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what has changed as JSON and nothing else.")] = False,
) -> None:
    """Judge stored runs anew, by the formulas of this version: nothing is simulated, no row is changed.

    Writes summary.json, table.md and table.csv anew, says which verdicts have changed, and notes with which version the
    runs were made, with which they were judged before, and with which now.
    """
    from longtail_sim.bench import open_results, sum_up
    from longtail_sim.bench.fingerprint import formulas_fingerprint
    from longtail_sim.cli.bench_files import read_summary, write_results

    store = open_results(folder)
    before = read_summary(folder)
    with store.locked():
        results = sum_up(store, allow_missing=allow_missing)
        told = {
            "runs_made_with": list(results.versions),
            "judged_before_with": before.get("scored"),
            "judged_with": results.as_json()["scored"],
            "same_formulas": before.get("scored", {}).get("formulas") == formulas_fingerprint(),
            "changed": _changed(before, results),
        }
        write_results(folder, results, {"rescored": told})
    if as_json:
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        _print(told, len(results.lines))


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLE)(rescore)


def _changed(before: Mapping[str, Any], results: Results) -> list[dict[str, Any]]:
    """Return the lines whose verdict or score is another one now."""
    old = {(row["scenario"], row["level"], row["agent"]): row["summary"] for row in before.get("lines", [])}
    found = []
    for line in results.as_json()["lines"]:
        place = {name: line[name] for name in ("scenario", "level", "agent")}
        was, now = old.get(tuple(place.values())), line["summary"]
        if was is None or now is None:
            continue
        told = {name: [was[name], now[name]] for name in ("verdict", "score") if was[name] != now[name]}
        if told:
            found.append({**place, **told})
    return found


def _print(told: Mapping[str, Any], lines: int) -> None:
    before = told["judged_before_with"]
    known = "never before" if before is None else f"before by {_formulas(before)}"
    typer.echo(f"runs made with longtail-sim {', '.join(told['runs_made_with'])}")
    typer.echo(f"judged by {_formulas(told['judged_with'])}, {known}")
    verdicts = [row for row in told["changed"] if "verdict" in row]
    for row in verdicts:
        was, now = row["verdict"]
        typer.echo(f"  {row['scenario']}, level {row['level']}, {row['agent']}: {was} → {now}")
    typer.echo(
        f"{len(verdicts):,} of {lines:,} verdicts have changed, {len(told['changed']) - len(verdicts):,} only in score"
    )


def _formulas(scored: Mapping[str, str]) -> str:
    return f"the formulas {scored['formulas']} of longtail-sim {scored['version']}"
