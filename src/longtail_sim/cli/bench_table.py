"""The table of a suite, for people, for a README, and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from longtail_sim.cli.tables import COLOURS, WIDEST, bounds, short, table
from longtail_sim.scoring.statistics import NOTHING
from longtail_sim.wording import markdown_table

if TYPE_CHECKING:
    from longtail_sim.bench import Line, Results

HEADINGS = ("scenario", "level", "agent", "others' delay ÷ twin's", "harm ÷ twin's", "score", "verdict")


def print_results(results: Results, folder: Path) -> None:
    """Print the table and where the rows are."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    suite = results.suite
    console.print(Text.assemble((suite["title"] or suite["name"], "bold"), f"  ({suite['name']} {suite['version']})"))
    made = table("scenario, level\n  agent", "others' delay\n÷ twin's", "harm\n÷ twin's", "score", "verdict")
    for column in made.columns[1:-1]:
        column.no_wrap = True
    made.columns[-1].justify = "left"
    for (scenario, level), lines in groupby(results.lines, lambda line: (line.scenario, line.level)):
        made.add_row(f"{short(scenario)}, {level}")
        for line in lines:
            _, _, agent, *numbers, word = _cells(line)
            made.add_row(f"  {agent}", *numbers, Text(word, COLOURS.get(word.partition(" (")[0], "red")))
    console.print(made)
    if results.missing:
        console.print(Text(f"{len(results.missing):,} runs are missing.", style="yellow"))
    console.print(Text("Ratios over all seeds [95 % interval]; none: nobody was harmed, in run or twin.", style="dim"))
    console.print(
        Text(f"rows: {folder / 'parts'}, summed up: {folder / 'summary.json'}, table.md, table.csv", style="dim")
    )


def as_markdown(results: Results) -> str:
    """Return the table as Markdown."""
    return markdown_table(HEADINGS, map(_cells, results.lines)) + "\n"


def as_csv(results: Results) -> str:
    """Return a row for every line and metric: mean and bounds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scenario", "level", "agent", "seeds", "verdict", "metric", "mean", "low", "high"])
    writer.writerows(row for line in results.lines for row in _metric_rows(line))
    return text.getvalue()


def _metric_rows(line: Line) -> Iterator[list[object]]:
    if line.summary is not None:
        about = [line.scenario, line.level, line.agent, len(line.seeds), line.summary.verdict.word]
        for name, interval in line.summary.metrics.items():
            yield [*about, name, interval.mean, interval.low, interval.high]


def _cells(line: Line) -> tuple[str, ...]:
    about = (short(line.scenario), str(line.level), short(line.agent))
    failed = ", ".join(f"{n} {word}" for word, n in line.statuses.items() if word != "finished")
    if line.summary is None:
        return (*about, "", "", "", failed)
    metrics, word = line.summary.metrics, line.summary.verdict.word
    harm = metrics["harm_ratio"]
    numbers = (bounds(metrics["others_delay_ratio"], 2), "none" if harm.remark == NOTHING else bounds(harm, 2))
    also = ", ".join(filter(None, (*line.summary.verdict.beside, failed)))
    return (*about, *numbers, f"{line.summary.score.value:.0f}", f"{word} ({also})" if also else word)
