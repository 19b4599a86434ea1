"""Two agents beside each other, for people and for a README."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from longtail_sim.cli.tables import WIDEST, short, table
from longtail_sim.scoring import QUANTITIES, all_in_words
from longtail_sim.wording import markdown_table, number

if TYPE_CHECKING:
    from longtail_sim.bench import Case, Versus
    from longtail_sim.scoring import Difference

FEW = 3  # scenarios that are told in sentences


def print_versus(found: Versus) -> None:
    """Print the conclusion, what it rests on, and the scenarios one by one."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    console.print(Text.assemble((f"{short(found.first)} and {short(found.second)}", "bold"), f"  ({_counted(found)})"))
    console.print(Text(_shortened(found, found.conclusion), "bold"))
    _print_differences(console, found, found.overall)
    if 1 < len(found.cases) <= FEW:
        for case in found.cases:
            console.print(Text(f"\n{_place(case)}"))
            _print_differences(console, found, case.differences)
    elif len(found.cases) > FEW:
        console.print(_table(found))
        console.print(Text(f"{short(found.first)} − {short(found.second)}; * significant.", style="dim"))
    for remark in found.remarks:
        console.print(Text(_shortened(found, remark), style="dim"))


def as_markdown(found: Versus) -> str:
    """Return the comparison as Markdown: conclusion, all scenarios together, and a row for each of them."""
    headings = ["scenario", "level", "seeds", *(f"{one.words}, {one.unit}" for one in QUANTITIES)]
    told = [f"- {sentence}" for sentence, _ in all_in_words(found.overall, f"`{found.first}`", f"`{found.second}`")]
    lines = [
        f"**{found.conclusion}** ({_counted(found)}.)",
        "",
        *told,
        "",
        markdown_table(headings, map(_markdown_row, found.cases)),
        "",
        f"`{found.first}` − `{found.second}`, means with 95 % intervals; bold: significant after Holm's correction "
        f"for all in which they differ. {' '.join(found.remarks)}".rstrip(),
    ]
    return "\n".join(lines) + "\n"


def _counted(found: Versus) -> str:
    seeds = {len(case.seeds) for case in found.cases}
    spread = f"{min(seeds)} to {max(seeds)}" if len(seeds) > 1 else str(min(seeds))
    cases = len(found.cases)
    place = "" if cases == 1 else f"{cases} scenarios, "
    return f"{place}{spread} seed{'s' * (seeds != {1})}{' each' * (cases > 1)}"


def _print_differences(console: Console, found: Versus, differences: Sequence[Difference]) -> None:
    for told, significant in all_in_words(differences, short(found.first), short(found.second)):
        style = "green" if significant else ""
        console.print(Padding(Text(told, style=style), (0, 0, 0, 2), expand=False))


def _shortened(found: Versus, text: str) -> str:
    return text.replace(found.first, short(found.first)).replace(found.second, short(found.second))


def _table(found: Versus) -> object:
    made = table("scenario, level", "seeds", *(one.words for one in QUANTITIES), right_from=1)
    for case in found.cases:
        made.add_row(f"{short(case.scenario)}, {case.level}", str(len(case.seeds)), *map(_cell, case.differences))
    return made


def _cell(one: Difference) -> Text:
    return Text(
        "=" if one.alike else number(one.interval.mean) + "*" * one.significant, "green" if one.significant else ""
    )


def _place(case: Case) -> str:
    return f"{case.scenario}, level {case.level}"


def _markdown_row(case: Case) -> list[str]:
    return [f"`{case.scenario}`", str(case.level), str(len(case.seeds)), *_markdown_cells(case)]


def _markdown_cells(case: Case) -> Iterator[str]:
    for one in case.differences:
        low, high = one.interval.low, one.interval.high
        bounds = "" if low is None or high is None else f" [{number(low)}, {number(high)}]"
        text = "=" if one.alike else f"{number(one.interval.mean)}{bounds}"
        yield f"**{text}**" if one.significant else text
