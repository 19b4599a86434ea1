"""Targets and what was measured, as tables that fit 120 columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from longtail_sim.cli.tables import table
from longtail_sim.validation.catalogue import Choice
from longtail_sim.validation.figures import band, count, expected, measured, what
from longtail_sim.validation.results import Results, Row
from longtail_sim.validation.verdict import FAILED, MISS, OK, OPEN, REPORTED, WIDE

WIDEST = 120
NARROW = 110  # below this, sources are left out
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
    if results.rows:
        console.print(_table(results.rows, console.width >= NARROW))
    for message in dict.fromkeys(f"{row.experiment}: {row.message}" for row in results.failed()):
        console.print(Text.assemble(("failed  ", COLOURS[FAILED]), message))
    for target in results.open:
        console.print(Text.assemble((f"open    {target.id} {target.name}: ", "dim"), (target.why, "dim")))
    console.print(_legend(results.rows))
    console.print(_count(results))


def _console() -> Console:
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    return console


def _table(rows: Iterable[Row], with_source: bool) -> Table:
    made = table("id", "what", "expected", "measured", "band", "verdict", right_from=9)
    made.padding = (0, 1, 0, 0)
    made.columns[1].max_width, made.columns[2].max_width = 38, 20
    for column in (3, 4, 5):
        made.columns[column].no_wrap = True
    if with_source:
        made.add_column("source", max_width=26)
    for row in rows:
        mark = "*" if row.required else ""
        cells = [f"{row.id}{mark}", what(row), expected(row), measured(row), band(row)]
        made.add_row(*map(Text, cells), Text(row.verdict, style=COLOURS[row.verdict]), *[row.source] * with_source)
    return made


def _legend(rows: Iterable[Row]) -> Text:
    used = [word for word in WORDS if word in {row.verdict for row in rows}]
    words = "; ".join(f"{word}: {WORDS[word]}" for word in used)
    return Text(f"\n* required. Means over seeds [95 % interval]. {words}.", style="dim")


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
                line = f"{mark} {target.key}: {target.name}, {target.expected}{unit}"
                console.print(Padding(Text(f"{line} ({target.source})"), (0, 0, 0, 2), expand=False))
    for open_ in choice.open:
        console.print(Text.assemble((f"{open_.id} {open_.name}  ", "bold"), ("open", "dim")))
        console.print(Padding(Text(open_.why), (0, 0, 0, 2), expand=False))
    targets = len(choice.keys)
    console.print(Text(f"{targets} values of {len(choice.experiments)} experiments; * required", style="dim"))
