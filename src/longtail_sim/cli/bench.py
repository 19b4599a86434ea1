"""``longtail bench``: a suite of scenarios, agents and seeds, headless, that goes on where it stopped."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longtail_sim.cli.exits import RunFailedError
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.bench import Plan, Results, Store, Suite

EXAMPLES = (
    "Examples: [bold]longtail bench quick[/bold]; "
    "[bold]longtail bench standard --plan[/bold]; "
    "[bold]longtail bench quick --agents rule_based,my_agent.py --seeds 0:20 --out results[/bold]"
)


def bench(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="quick, standard, full, or a YAML file.")] = "quick",
    agents: Annotated[
        str | None, typer.Option(metavar="AGENTS", help="Instead of the suite's: names or files, with commas.")
    ] = None,
    seeds: Annotated[str | None, typer.Option(metavar="SEEDS", help="Instead of the suite's: 0:8, or 1,5,9.")] = None,
    levels: Annotated[str | None, typer.Option(metavar="LEVELS", help="SAE levels of all agents: 2-5, or 3,4.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; by default one per core.")] = None,
    executor: Annotated[
        str, typer.Option(metavar="WHERE", help="local, dask://HOST:PORT or ray://HOST:PORT.")
    ] = "local",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the results; by default bench-SUITE.")
    ] = None,
    tables: Annotated[
        str | None,
        typer.Option(metavar="TABLES", help="Keep tables of every trip and event, too: vehicles,events."),
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Run again what failed before.")] = False,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Sum up although runs are missing; runs nothing.")
    ] = False,
    show_plan: Annotated[
        bool, typer.Option("--plan", help="Say how many runs there are, and about how long they take; runs nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON and nothing else.")] = False,
) -> None:
    """Run a benchmark suite, each run with its twin, and print a table of verdicts.

    Every job runs in a process of its own: one that fails, hangs, or dies is a row with a status, and the rest goes on.
    Results are written as they come. After Ctrl-C, a crash or a power cut the same command goes on where it stopped;
    what has changed since (a scenario, an agent, the simulator) is run again.
    """
    from longtail_sim.bench import Store, make_plan, open_results, sum_up
    from longtail_sim.cli.bench_files import write_results

    chosen, wanted = _suite(suite, agents, seeds, levels), _tables(tables)
    folder = out if out is not None else Path(f"bench-{chosen.name}")
    if show_plan:
        from longtail_sim.cli.bench_plan import print_plan

        print_plan(make_plan(chosen), folder, jobs or os.cpu_count() or 1, wanted, as_json=as_json)
        return
    if allow_missing:
        store = open_results(folder)
    else:
        plan, store = make_plan(chosen), Store(folder)  # what is wrong with the suite leaves no folder
        with store.locked():
            store.write_manifest(plan, _command(suite, agents=agents, seeds=seeds, levels=levels))
            if retry:
                store.forget_failed()
            with contextlib.redirect_stdout(sys.stderr):
                run_missing(plan, store, executor, jobs or os.cpu_count() or 1, wanted)
    results = sum_up(store, allow_missing=allow_missing)
    write_results(store.folder, results)
    _tell(results, store, as_json=as_json)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(bench)


def _tell(results: Results, store: Store, *, as_json: bool) -> None:
    """Print the table; what failed is an error."""
    if as_json:
        typer.echo(json.dumps(results.as_json(), indent=1, allow_nan=False))
    else:
        from longtail_sim.cli.bench_table import print_results

        print_results(results, store.folder)
    failed = sum(
        n for line in results.lines for word, n in line.statuses.items() if word not in ("finished", "missing")
    )
    if failed:
        raise RunFailedError(f"{failed:,} runs failed; the column 'message' of {store.parts} says why.")


def _command(suite: str, **changed: str | None) -> str:
    """Return the command in short: what the results depend on."""
    options = [word for name, value in changed.items() if value is not None for word in (f"--{name}", value)]
    return shlex.join(["longtail", "bench", suite, *options])


def _suite(name: str, agents: str | None, seeds: str | None, levels: str | None) -> Suite:
    """Return the suite with what the options change."""
    from longtail_sim.bench import load_suite
    from longtail_sim.cli.level import parse_levels
    from longtail_sim.episode.seeds import parse_seeds

    suite = load_suite(name)
    changed: dict[str, Any] = {}
    if agents is not None:
        changed["agents"] = tuple(dict.fromkeys(_parts(agents, "--agents")))
    if seeds is not None:
        parse_seeds(seeds)
        changed["seeds"] = seeds
    if levels is not None:
        changed |= {"levels": parse_levels(levels), "levels_of": {}}
    return suite.model_copy(update=changed)


def _tables(text: str | None) -> tuple[str, ...]:
    from longtail_sim.episode import TABLES

    words = () if text is None else tuple(dict.fromkeys(_parts(text, "--tables")))
    unknown = next((word for word in words if word not in TABLES), None)
    if unknown is not None:
        raise LongtailError(f"--tables {unknown[:60]} is unknown; there are {' and '.join(TABLES)}.")
    return words


def _parts(text: str, option: str) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise LongtailError(f"{option} names nothing.")
    return words


def run_missing(plan: Plan, store: Store, where: str, jobs: int, tables: tuple[str, ...] = ()) -> None:
    """Run what a folder lacks of a plan, with progress on standard error.

    Raises:
        LongtailError: there is no such executor, or a library is missing.
    """
    from longtail_sim.bench import make_executor, run_plan
    from longtail_sim.bench.duck import duckdb
    from longtail_sim.cli.bench_progress import SuiteBar
    from longtail_sim.cli.progress import compile_first

    duckdb()
    if not plan.jobs(store.complete(tables)):
        return
    compile_first()
    executor = make_executor(where, jobs)
    try:
        with SuiteBar(plan.suite.name) as bar:
            run_plan(plan, store, executor, bar, tables)
    finally:
        executor.close()
