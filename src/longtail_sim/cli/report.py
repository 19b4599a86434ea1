"""``longtail report``: the results of ``longtail bench`` as one HTML file that one can send."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.errors import LongtailError, ResultsError

if TYPE_CHECKING:
    from longtail_sim.report import Material, Rerun

EXAMPLES = (
    "Examples: [bold]longtail report bench-quick[/bold]; "
    "[bold]longtail report results --out outage.html --junit verdicts.xml --markdown table.md --open[/bold]"
)
MOST_REPLAYS = 12  # as in longtail_sim.report.rerun


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of results that longtail bench wrote.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.html", help="By default DIR/report.html.")
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="Write the verdicts as JUnit XML, too.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the table of verdicts as Markdown, too.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write all metrics with their intervals as CSV, too.")
    ] = None,
    replays: Annotated[
        int, typer.Option(min=0, max=100, help="Scenarios whose worst run is repeated and replayed; 0 for none.")
    ] = MOST_REPLAYS,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Report although runs are missing; the page says so.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Show it in the browser afterwards.")] = False,
) -> None:
    """Write one HTML file of a suite's results: verdicts, charts, how the jam grew, and replays.

    The file works offline, in any browser, on a phone and on paper, and is smaller than 6 MB. For the curves and the
    replays the worst run of each scenario is simulated once more, beside its twin. Nothing in DIR/parts is changed.
    For other programs the same results are written as a Markdown table, as CSV and as JUnit XML.
    """
    from longtail_sim.cli.bench_table import as_csv, as_markdown
    from longtail_sim.cli.files import check_writable, write_text
    from longtail_sim.cli.window import be_quiet

    _require_templates()
    be_quiet()
    from longtail_sim.report import as_html, as_junit, command_of, gather

    material = gather(folder, allow_missing=allow_missing)
    path = out if out is not None else folder / "report.html"
    others: tuple[tuple[Path | None, Callable[[], str]], ...] = (
        (junit, partial(as_junit, material)),
        (markdown, partial(as_markdown, material.results)),
        (csv, partial(as_csv, material.results)),
    )
    wanted = {file: text_of for file, text_of in others if file is not None}
    for file in (path, *wanted):
        check_writable(file)
    with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
        repeated = _repeat(material, replays)
    write_text(path, as_html(material, repeated, command_of(material)))
    for file, text_of in wanted.items():
        write_text(file, text_of())
    _tell(path, list(wanted), material, repeated)
    if show:
        typer.launch(str(path.resolve()))


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(report)


def _require_templates() -> None:
    if find_spec("jinja2") is None:
        raise LongtailError("jinja2 is not installed; pip install 'longtail-sim[bench]' brings it.")


def _repeat(material: Material, most: int) -> dict[int, Rerun]:
    """Simulate the worst runs once more."""
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.report import bytes_each, rerun, reruns_of

    chosen = reruns_of(material.cases, most)
    if not chosen:
        return {}
    compile_first()
    names = {number: f"{material.cases[number].name}, level {material.cases[number].level}" for number in chosen}
    with Bar("repeating the worst runs", list(names.values()), 1.0) as bar:
        return {
            number: rerun(material.cases[number], bytes_each(len(chosen)), partial(bar, name))
            for number, name in names.items()
        }


def _tell(path: Path, others: Sequence[Path], material: Material, repeated: dict[int, Rerun]) -> None:
    from longtail_sim.report import counted

    try:
        size = path.stat().st_size
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror or error}.") from None
    films = sum(one.replay is not None for one in repeated.values())
    said = (f"{size / 1e6:.1f} MB", counted(len(material.cases), "scenario"), counted(films, "replay"))
    typer.echo(f"wrote {path} ({', '.join(said)})")
    for file in others:
        typer.echo(f"wrote {file}")
    for one in repeated.values():
        if one.message:
            typer.echo(f"not repeated: {one.worst.agent} on seed {one.worst.seed}: {one.message}", err=True)
