"""The shipped scenarios, one line each, by the axis of difficulty that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from longtail_sim.scenario import Scenario

WIDEST = 130
ELSEWHERE = "."  # scenarios that lie in no folder of an axis


def print_library(axes: Mapping[str, Sequence[Scenario]]) -> None:
    """Print name, title, duration and tags of every scenario under its axis."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else WIDEST  # a log is as wide as it needs be
    rows = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    longest = max((len(scenario.name) for scenarios in axes.values() for scenario in scenarios), default=0)
    rows.add_column("name", no_wrap=True, min_width=longest + 2)
    rows.add_column("title", no_wrap=True, overflow="ellipsis")
    rows.add_column("min", justify="right", no_wrap=True, min_width=3)
    rows.add_column("tags", no_wrap=True, overflow="ellipsis", style="dim")
    for axis, scenarios in axes.items():
        rows.add_row(Text("elsewhere" if axis == ELSEWHERE else axis, style="bold cyan"))
        for scenario in scenarios:
            minutes, tags = f"{scenario.duration_s / 60:.3g}", " ".join(scenario.tags)
            rows.add_row(f"  {scenario.name}", Text(scenario.title), minutes, Text(tags))
    console.print(rows)
