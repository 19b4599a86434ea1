"""``longtail compare``: which of two agents is better, by how much, and how certain that is."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.errors import LongtailError, ResultsError

if TYPE_CHECKING:
    from longtail_sim.bench import Results

EXAMPLES = (
    "Examples: [bold]longtail compare rule_based stop_when_confused one_dark_junction --seeds 0:8[/bold]; "
    "[bold]longtail compare rule_based my_agent.py --in bench-standard --markdown > who.md[/bold]"
)


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="An agent: a known one, FILE.py:Class or POLICY.npz.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="SCENARIO", help="Shipped scenarios or YAML files to run.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--in", metavar="DIR", help="Results of longtail bench with both; runs nothing.")
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="SEEDS", help="Of the runs. From:to (not included), one, or several: 1,5,9.")
    ] = "0:8",
    levels: Annotated[
        str | None, typer.Option(metavar="LEVELS", help="SAE levels, such as 3,4; by default that of each scenario.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; by default one per core.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the runs are kept; by default compare-A-B.")
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="With --in: compare although runs are missing.")
    ] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown and nothing else.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say which of two agents is better on the sides of the verdict and in score, by how much, and how certain that is.

    Both meet the same seeds. Differences carry 95 % intervals and p-values, adjusted (Holm) for all that differ;
    where chance is enough to explain one, the answer is 'not significant' and how many seeds would tell. With
    scenarios it runs what is missing, and goes on where it stopped; with --in it reads a folder of results.
    """
    from longtail_sim.bench import versus

    if first == second:
        raise LongtailError(f"A and B are both '{first}'; name two agents.")
    if (folder is None) == (not scenarios):
        raise LongtailError("name either scenarios to run, or a folder of results with --in DIR.")
    if folder is not None:
        ignored = [
            name for name, value in (("--levels", levels), ("--jobs", jobs), ("--out", out)) if value is not None
        ]
        if ignored:
            raise LongtailError(f"{' and '.join(ignored)} choose how to run; with --in nothing is run.")
        results = _read(folder, (first, second), allow_missing)
    else:
        where = out if out is not None else Path(f"compare-{_plain(first)}-{_plain(second)}")
        results = _run((first, second), tuple(scenarios or ()), seeds, levels, jobs, where)
    found = versus(results, first, second)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        from longtail_sim.cli import compare_table

        if as_markdown:
            typer.echo(compare_table.as_markdown(found), nl=False)
        else:
            compare_table.print_versus(found)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(compare)


def _read(folder: Path, agents: tuple[str, str], allow_missing: bool) -> Results:
    from longtail_sim.bench import open_results, sum_up
    from longtail_sim.episode import TWIN

    results = sum_up(open_results(folder), allow_missing=True)
    missing = [run for run in results.missing if run.agent in (*agents, TWIN)]
    if missing and not allow_missing:
        raise ResultsError(
            f"{len(missing):,} runs of the two and of the twin are missing in {folder}; run the same longtail bench "
            "again, which goes on where it stopped, or say --allow-missing."
        )
    return results


def _run(
    agents: tuple[str, str],
    scenarios: tuple[str, ...],
    seeds: str,
    levels: str | None,
    jobs: int | None,
    folder: Path,
) -> Results:
    """Run what is missing in a suite of its own."""
    from pydantic import ValidationError

    from longtail_sim.bench import Store, Suite, make_plan, sum_up
    from longtail_sim.bench.executors import LOCAL
    from longtail_sim.cli.bench import run_missing
    from longtail_sim.cli.level import parse_levels
    from longtail_sim.episode.seeds import parse_seeds

    parse_seeds(seeds)
    title = f"{agents[0]} beside {agents[1]}"[:200]
    chosen = () if levels is None else parse_levels(levels)
    try:
        suite = Suite(
            name="compare", version=1, title=title, scenarios=scenarios, agents=agents, seeds=seeds, levels=chosen
        )
    except ValidationError as error:
        raise LongtailError(f"that cannot be compared: {error.errors()[0]['msg']}.") from None
    plan, store = make_plan(suite), Store(folder)
    with store.locked():
        store.write_manifest(plan, _command(agents, scenarios, seeds, levels))
        with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
            run_missing(plan, store, LOCAL, jobs or os.cpu_count() or 1)
    return sum_up(store)


def _command(agents: tuple[str, str], scenarios: tuple[str, ...], seeds: str, levels: str | None) -> str:
    """Return the command in short: what the results depend on."""
    chosen = [] if levels is None else ["--levels", levels]
    return shlex.join(["longtail", "compare", *agents, *scenarios, "--seeds", seeds, *chosen])


def _plain(agent: str) -> str:
    """Return an agent's name as part of a folder's."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", agent.rsplit("/", 1)[-1]).strip("_")[:40] or "agent"
