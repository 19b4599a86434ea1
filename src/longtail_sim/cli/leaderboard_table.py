"""A leaderboard, for people and for a README."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from longtail_sim.cli.matrix_table import interval_text, verdict_counts
from longtail_sim.cli.tables import WIDEST, bounds, short, table
from longtail_sim.scoring import FORMULA
from longtail_sim.scoring.exchange import EXPLAINED, FACTORS
from longtail_sim.wording import counted, markdown_table

if TYPE_CHECKING:
    from longtail_sim.bench import Entry, Leaderboard
    from longtail_sim.scoring import Interval

COLUMNS = (
    "rank",
    "agent",
    "score",
    "middle half",
    "passes / fails / undecided",
    "others' delay ÷ twin's",
    "harm ÷ twin's",
    "runs lost",
)


def print_leaderboard(found: Leaderboard) -> None:
    """Print the order, and how far it can be trusted."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    suite = found.results.suite
    console.print(Text.assemble((suite["title"] or suite["name"], "bold"), f"  ({suite['name']} {suite['version']})"))
    made = table("rank", "agent", "level", "score", "pass / fail / ?", "lost", right_from=2)
    for entry in found.entries:
        level = "own" if entry.driver.level is None else str(entry.driver.level)
        about = (entry.rank.text, short(entry.driver.agent), level)
        lost = f"{entry.lost:,}" if entry.lost else ""
        made.add_row(*about, bounds(entry.score, 1), verdict_counts(entry.driver), lost)
    console.print(made)
    for sentence in found.said.sentences:
        console.print(Text(sentence))
    console.print(Text(f"{_counted(found)}; scores are means [95 % interval].", style="dim"))


def as_markdown(found: Leaderboard) -> str:
    """Return the leaderboard as Markdown: by score, by cost at several exchange rates, and what may be said of it."""
    suite = found.results.suite
    missing = f" {len(found.results.missing):,} runs are missing." if found.results.missing else ""
    parts = [
        markdown_table(COLUMNS, map(_by_score, found.entries)),
        "",
        *(f"- {sentence}" for sentence in found.said.sentences),
        "",
        markdown_table(
            ("US$ per trip beyond the twin's, rank", *(f"exchange rate × {factor:g}" for factor in FACTORS)),
            map(_by_cost, found.entries),
        ),
        "",
        f"(longtail-sim {', '.join(found.results.versions)}, suite {suite['name']} {suite['version']}, "
        f"{_counted(found)}, seeds {suite['seeds']}.{missing} Means over scenarios and seeds with 95 % "
        "stratified bootstrap intervals; *middle half* is the interquartile mean of the scores; a run that is lost "
        f"scores 0. Formulas: {FORMULA}. {EXPLAINED[:1].upper()}{EXPLAINED[1:]}.)",
    ]
    return "\n".join(parts) + "\n"


def _counted(found: Leaderboard) -> str:
    return counted(len(found.scenarios), "scenario")


def _by_score(entry: Entry) -> tuple[str, ...]:
    return (
        entry.rank.text,
        _named(entry),
        bounds(entry.score, 1),
        bounds(entry.performance.iqm, 1),
        verdict_counts(entry.driver),
        _or_dash(entry.delay),
        _or_dash(entry.harm),
        f"{entry.lost:,}",
    )


def _by_cost(entry: Entry) -> tuple[str, ...]:
    cells = [
        f"{interval_text(entry.costs[factor])} ({entry.cost_ranks[factor].text})" if factor in entry.costs else "–"
        for factor in FACTORS
    ]
    return (_named(entry), *cells)


def _named(entry: Entry) -> str:
    return f"`{entry.driver.agent}`, {entry.driver.about}"


def _or_dash(interval: Interval | None) -> str:
    return "–" if interval is None else interval_text(interval)
