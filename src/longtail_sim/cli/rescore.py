"""``longtail rescore``: verdicts, scores and ratios of old results by the present formulas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from longtail_sim.bench import Results

EXAMPLES = (
    "Examples: [bold]longtail rescore bench-standard[/bold]; "
    "[bold]longtail rescore bench-full --json > changed.json[/bold]"
)


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
            "missing": len(results.missing),
            "changed": _changed(before, results),
        }
        write_results(folder, results, {"rescored": told})
    if as_json:
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        _print(told, len(results.lines))


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(rescore)


def _changed(before: Mapping[str, Any], results: Results) -> list[dict[str, Any]]:
    """Return the lines whose verdict or score is another one now; None stands for a line without one."""
    old = {(row["scenario"], row["level"], row["agent"]): row["summary"] for row in before.get("lines", [])}
    found = []
    for line in results.as_json()["lines"]:
        place = {name: line[name] for name in ("scenario", "level", "agent")}
        if tuple(place.values()) in old:
            was, now = old[tuple(place.values())] or {}, line["summary"] or {}
            pairs = {name: [was.get(name), now.get(name)] for name in ("verdict", "score")}
            told = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            found += [{**place, **told}] if told else []
    return found


def _print(told: Mapping[str, Any], lines: int) -> None:
    before = told["judged_before_with"]
    same = "before by the same" if told["same_formulas"] else f"before by {_formulas(before)}" if before else ""
    known = same or "never before"
    typer.echo(f"runs made with longtail-sim {', '.join(told['runs_made_with'])}")
    typer.echo(f"judged by {_formulas(told['judged_with'])},\n  {known}")
    verdicts = [row for row in told["changed"] if "verdict" in row]
    for row in verdicts:
        was, now = row["verdict"]
        place = f"{row['scenario']}, level {row['level']}, {row['agent']}"
        typer.echo(f"  {place}: {was or 'no verdict'} → {now or 'no verdict'}")
    if told["missing"]:
        typer.echo(f"{told['missing']:,} runs are missing")
    typer.echo(
        f"{len(verdicts):,} of {lines:,} verdicts have changed, {len(told['changed']) - len(verdicts):,} only in score"
    )


def _formulas(scored: Mapping[str, str]) -> str:
    return f"the formulas {scored['formulas']} of longtail-sim {scored['version']}"
