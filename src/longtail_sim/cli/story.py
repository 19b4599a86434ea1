"""A scenario in words."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from longtail_sim.quantities import in_words
from longtail_sim.scenario import Expectation, Scenario

WIDEST = 100


def print_story(scenario: Scenario) -> None:
    """Print title, story, the main numbers, events, expectations and sources."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    console.print(Text.assemble((scenario.title or scenario.name, "bold"), f"  ({scenario.name})\n"))
    if scenario.story:
        console.print(Text(scenario.story.strip() + "\n"))
    for label, words in facts(scenario):
        console.print(Text.assemble((f"  {label:<20}", "dim"), words))
    _paragraphs(console, "What happens", [event.describe() for event in scenario.events] or ["no event"])
    _paragraphs(console, "Expected", [in_one_line(expectation) for expectation in scenario.expect])
    _paragraphs(console, "Sources", scenario.sources)


def facts(scenario: Scenario) -> list[tuple[str, str]]:
    """Return the main numbers, as one would say them."""
    network, assistance = scenario.network, scenario.fleet.remote_assistance
    if assistance.agents is not None:
        pool = f"{in_words(assistance.agents)} on duty"
    else:
        pool = f"1 to {in_words(assistance.vehicles_per_agent)} of {in_words(assistance.fleet_size)} vehicles"
    return [
        ("duration", f"{scenario.duration_s / 60:g} min"),
        ("junctions", f"{len(network.column_names)} × {len(network.row_names)}"),
        ("vehicles per hour", in_words(scenario.demand.vehicles_per_hour)),
        ("share of the fleet", in_words(scenario.fleet.share)),
        ("remote agents", pool),
        ("usual agent", scenario.fleet.agent),
        ("tags", ", ".join(scenario.tags) or "none"),
    ]


def in_one_line(expectation: Expectation) -> str:
    """Return an expectation as a sentence."""
    return f"{expectation.agent}: {metric_and_bounds(expectation)}"


def metric_and_bounds(expectation: Expectation) -> str:
    """Return what an expectation says of its agent."""
    bounds = [
        f"{word} {value:g}"
        for word, value in (("at least", expectation.at_least), ("at most", expectation.at_most))
        if value is not None
    ]
    ratio = " ÷ twin's" if expectation.ratio_to_twin else ""
    return f"{expectation.metric}{ratio} {' and '.join(bounds)}"


def _paragraphs(console: Console, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(Text(f"\n{heading}", style="bold"))
    for line in lines:
        console.print(Padding(_bullet(line), (0, 0, 0, 2), expand=False))


def _bullet(line: str) -> Table:
    """Return a line of a list; where it is wrapped, the rest stands below its words."""
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row("-", Text(line))
    return row
