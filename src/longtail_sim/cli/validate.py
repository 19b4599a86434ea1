"""``longtail validate``: is the traffic like real traffic?"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import RunFailedError
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.validation.catalogue import Catalogue, Choice
    from longtail_sim.validation.results import Results
    from longtail_sim.validation.run import Outcome

EXAMPLES = (
    "Example: [bold]longtail validate --quick[/bold]; [bold]longtail validate T2 T3.2 --jobs 2[/bold]; "
    "[bold]longtail validate T3.2 --watch[/bold]"
)

Wanted = Annotated[
    list[str] | None,
    typer.Argument(metavar="TARGET", help="Targets (T3.2, 'T2.5 v/c 0.4') or tiers (T2); by default all."),
]


def validate(
    targets: Wanted = None,
    full: Annotated[bool, typer.Option("--full/--quick", help="All seeds, or few: about a minute.")] = True,
    seeds_from: Annotated[int, typer.Option(metavar="N", min=0, max=10**9, help="The first seed.")] = 0,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; by default one per core.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the results as JSON.")] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE.md", help="Write them as a page to read.")] = None,
    given: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="Take results of --json instead of measuring; repeat."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show targets and set-ups, measure nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Open the test bed of one target in the window.")] = False,
) -> None:
    """Measure the traffic in test beds, beside published values.

    Exit code 1 if a required target (*) is missed or an experiment fails.

    Too wide an interval is no miss in a quick run.
    """
    from longtail_sim.cli.files import check_writable
    from longtail_sim.validation.catalogue import discover

    for path in (json_file, page):
        if path is not None:
            check_writable(path)
    catalogue = discover()
    choice = catalogue.choose(targets or [])
    if list_:
        from longtail_sim.cli.validation_table import print_catalogue

        print_catalogue(choice)
    elif watch:
        _watch(choice, targets or [], seeds_from)
    else:
        results = _read(given, choice) if given else _measure(choice, full, seeds_from, jobs)
        _give(results, json_file, page, catalogue)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(validate)


def _measure(choice: Choice, full: bool, first_seed: int, jobs: int | None) -> Results:
    from longtail_sim.cli.progress import compile_first
    from longtail_sim.cli.validation_bar import ExperimentBar
    from longtail_sim.cli.validation_table import print_results
    from longtail_sim.validation.run import gather, perform_all

    cores = os.cpu_count() or 1
    names = [experiment.name for experiment in choice.experiments if full or experiment.quick]
    if not names and choice.experiments:
        raise LongtailError("none of these takes part in a quick run; leave out --quick.")
    done: list[Outcome] = []
    compile_first()
    options = {"full": full, "first_seed": first_seed}
    bar = ExperimentBar(names)
    outcomes = perform_all(choice.experiments, **options, jobs=jobs or cores, cores=cores, tell=bar.tell)  # type: ignore[arg-type]
    try:
        with contextlib.redirect_stdout(sys.stderr), bar, contextlib.closing(outcomes):  # type: ignore[type-var]
            for outcome in outcomes:
                done.append(outcome)
                bar.done(outcome.experiment.name, outcome.seconds, outcome.error)
    except KeyboardInterrupt:
        print_results(gather(done, (), choice.keys, **options))  # type: ignore[arg-type]
        raise
    return gather(done, choice.open, choice.keys, **options)  # type: ignore[arg-type]


def _read(paths: list[Path], choice: Choice) -> Results:
    from longtail_sim.validation.results import merge, results_from_json

    texts = []
    for path in paths:
        try:
            texts.append(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError) as error:
            raise LongtailError(
                f"{path} cannot be read ({error}); 'longtail validate --json FILE' writes it."
            ) from None
    read = [results_from_json(text, str(path)) for text, path in zip(texts, paths, strict=True)]
    return merge(read, choice.keys, choice.open)


def _give(results: Results, json_file: Path | None, page: Path | None, catalogue: Catalogue) -> None:
    from longtail_sim.cli.files import write_text
    from longtail_sim.cli.validation_table import print_results

    if json_file is not None:
        plain = results.as_json()
        write_text(json_file, json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if page is not None:
        write_text(page, _page(results, catalogue))
    print_results(results)
    _complain(results)


def _page(results: Results, catalogue: Catalogue) -> str:
    from longtail_sim.validation.beside import read_beside
    from longtail_sim.validation.page import page_of

    there = {row.key for row in results.rows}
    unmeasured = [target for target in catalogue.targets if target.key not in there]
    return page_of(results, unmeasured=unmeasured, absent=catalogue.absent(), beside=read_beside())


def _complain(results: Results) -> None:
    missed = [f"{row.key} ({row.verdict})" for row in results.missed_required()]
    broken = sorted({row.experiment for row in results.failed() if not row.required})
    sentences = []
    if missed:
        sentences.append(f"required targets are not inside their bands: {', '.join(missed)}.")
    if broken:
        sentences.append(f"experiments failed: {', '.join(broken)}.")
    if sentences:
        raise RunFailedError("\n".join(sentences))


def _watch(choice: Choice, targets: list[str], seed: int) -> None:
    from longtail_sim.cli.validation_window import watch_bed

    if len(targets) != 1:
        raise LongtailError("--watch shows one test bed; name one target, such as 'longtail validate T3.2 --watch'.")
    beds = [experiment for experiment in choice.experiments if experiment.bed is not None]
    if not beds:
        raise LongtailError(f"{targets[0]} has no test bed to watch; 'longtail validate --list' says which have.")
    if len(beds) > 1:
        others = ", ".join(f"'{experiment.targets[0].key}'" for experiment in beds[1:])
        typer.echo(f"showing '{beds[0].name}'; there are more: {others}", err=True)
    watch_bed(beds[0], seed)
