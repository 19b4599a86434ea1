"""Targets and what was measured, as tables that fit 120 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from longtail_sim.cli.tables import table
from longtail_sim.validation.catalogue import Choice
from longtail_sim.validation.figures import FITTED, band, count, expected, marks, measured, what
from longtail_sim.validation.results import Results, Row
from longtail_sim.validation.verdict import FAILED, MISS, OK, OPEN, REPORTED, WIDE

WIDEST = 120
EXPECTED = 19  # characters; what takes the rest
COLOURS = {OK: "green", MISS: "bold red", FAILED: "bold red", WIDE: "yellow", REPORTED: "dim", OPEN: "dim"}
WORDS = {
    OK: "inside the band",
    MISS: "outside",
    WIDE: "mean inside, interval too wide: more seeds needed",
    REPORTED: "no band",
    FAILED: "not measured, see below",
    OPEN: "cannot be measured yet",
}


def print_results(results: Results) -> None:
    """Print one line per target, what failed and why, what is open, and the count."""
    console = _console()
    sources = list(dict.fromkeys(row.source for row in results.rows))
    console.print(_table(results.rows, sources) if results.rows else "nothing has been measured")
    for message in dict.fromkeys(f"{row.experiment}: {row.message}" for row in results.failed()):
        console.print(Text.assemble(("failed  ", COLOURS[FAILED]), message))
    for target in results.open:
        console.print(Text.assemble((f"open    {target.id} {target.name}: ", "dim"), (target.why, "dim")))
    if results.rows:
        console.print(_legend(results.rows))
    for number, source in enumerate(sources, start=1):
        console.print(Text(f"source {number}: {source}", style="dim"))
    if results.judged():
        console.print(_count(results))


def _console() -> Console:
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else WIDEST  # a log is as wide as it needs be
    return console


def _table(rows: Sequence[Row], sources: Sequence[str]) -> Table:
    made = table("id", "what", "expected", "measured", "band", "verdict", "source", right_from=9)
    made.padding = (0, 1, 0, 0)
    made.columns[2].max_width = EXPECTED
    made.columns[1].overflow = made.columns[2].overflow = "fold"
    for column in (3, 4, 5):
        made.columns[column].no_wrap = True
    for before, row in zip((None, *rows), rows, strict=False):
        cells = [row.id + marks(row), _name(row, before), expected(row), measured(row), band(row)]
        source = str(sources.index(row.source) + 1)
        made.add_row(*map(Text, cells), Text(row.verdict, style=COLOURS[row.verdict]), source)
    return made


def _name(row: Row, before: Row | None) -> str:
    """Return name and case; where the row before has the same name, only the case."""
    same = before is not None and (before.id, before.name) == (row.id, row.name) and row.case
    return f"… {row.case}" if same else what(row)


def _legend(rows: Sequence[Row]) -> Text:
    used = [word for word in WORDS if word in {row.verdict for row in rows}]
    words = "; ".join(f"{word}: {WORDS[word]}" for word in used)
    fitted = f" {FITTED} a parameter was fitted to this value." if any(row.calibrated for row in rows) else ""
    return Text(f"\n* required.{fitted} Means over seeds [95 % interval]. {words}.", style="dim")


def _count(results: Results) -> Text:
    effort = "full" if results.full else "quick"
    return Text(f"inside their bands: {count(results.judged())}, {effort} run, seeds from {results.first_seed}")


def print_catalogue(choice: Choice) -> None:
    """Print every experiment with its set-up and targets, without measuring anything."""
    console = _console()
    for experiment in choice.experiments:
        notes = [*([] if experiment.quick else ["full runs only"]), *(["--watch"] if experiment.bed else [])]
        head = Text.assemble((experiment.name, "bold"), (f"  {', '.join(notes)}" if notes else "", "dim"))
        console.print(head)
        console.print(Padding(Text(experiment.setup), (0, 0, 0, 2), expand=False))
        for target in experiment.targets:
            if target.key in choice.keys:
                unit = f" {target.unit}" if target.unit not in ("", "-") else ""
                mark = "*" if target.required else " "
                fitted = f" {FITTED}" if target.calibrated else ""
                line = f"{mark} {target.key}{fitted}: {target.name}, {target.expected}{unit}"
                console.print(Padding(Text(f"{line} ({target.source})"), (0, 0, 0, 2), expand=False))
    for open_ in choice.open:
        console.print(Text.assemble((f"{open_.id} {open_.name}  ", "bold"), ("open", "dim")))
        console.print(Padding(Text(open_.why), (0, 0, 0, 2), expand=False))
    targets = len(choice.keys)
    legend = f"* required, {FITTED} a parameter was fitted to it"
    console.print(Text(f"{targets} values of {len(choice.experiments)} experiments; {legend}", style="dim"))
