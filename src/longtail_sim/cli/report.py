"""``longtail report``: the results of ``longtail bench`` as one HTML file that one can send."""

from __future__ import annotations

import contextlib
import sys
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
    "[bold]longtail report results --out outage.html --junit verdicts.xml --open[/bold]"
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
    """
    from longtail_sim.cli.files import check_writable, write_text
    from longtail_sim.cli.window import be_quiet

    _require_templates()
    be_quiet()
    from longtail_sim.report import as_html, as_junit, command_of, gather

    material = gather(folder, allow_missing=allow_missing)
    path = out if out is not None else folder / "report.html"
    for file in (path, junit):
        if file is not None:
            check_writable(file)
    with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
        repeated = _repeat(material, replays)
    write_text(path, as_html(material, repeated, command_of(material)))
    if junit is not None:
        write_text(junit, as_junit(material))
    _tell(path, junit, material, repeated)
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


def _tell(path: Path, junit: Path | None, material: Material, repeated: dict[int, Rerun]) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror or error}.") from None
    films = sum(one.replay is not None for one in repeated.values())
    typer.echo(f"wrote {path} ({size / 1e6:.1f} MB, {len(material.cases)} scenarios, {films} replays)")
    if junit is not None:
        typer.echo(f"wrote {junit}")
    for one in repeated.values():
        if one.message:
            typer.echo(f"not repeated: {one.worst.agent} on seed {one.worst.seed}: {one.message}", err=True)
