"""Verdicts as they stand on the page: in a cell, in a few words, and how many of each an agent has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from longtail_sim.bench import Line
from longtail_sim.scoring import Interval
from longtail_sim.scoring.statistics import NOTHING
from longtail_sim.wording import counted

SYMBOLS = {"passes": "✓", "fails": "✗", "undecided": "?", "failed": "!", "missing": "–"}
WORDS = {"failed": "did not finish", "missing": "no results"}


class Judged(NamedTuple):
    """A cell of the table at the top: a word of SYMBOLS, and why."""

    agent: str
    number: int
    word: str
    reasons: tuple[str, ...]
    score: str
    also: str  # runs that did not get to their end
    why: tuple[str, ...]  # in a few words


class Alike(NamedTuple):
    """Agents of which the verdict says the very same."""

    agents: tuple[tuple[str, int], ...]  # name, number
    cell: Judged


class Tally(NamedTuple):
    """How often which verdict was given to an agent: words of SYMBOLS, those that occur."""

    agent: str
    number: int
    counts: tuple[tuple[str, int], ...]


def judged(line: Line, number: int) -> Judged:
    """Return the cell of an agent in a case."""
    broken = {word: count for word, count in line.statuses.items() if word != "finished"}
    total = sum(line.statuses.values())
    also = ", ".join(f"{count} of {counted(total, 'run')}: {word.replace('_', ' ')}" for word, count in broken.items())
    if line.summary is None:
        word = "missing" if set(broken) == {"missing"} else "failed"
        return Judged(line.agent, number, word, (f"No verdict: {also or 'no twin to compare with'}.",), "", "", ())
    verdict = line.summary.verdict
    reasons = tuple(reason[:1].upper() + reason[1:] for reason in verdict.reasons)
    why = (_times("delay", verdict.others_delay_ratio), _times("harm", verdict.harm_ratio), *verdict.beside)
    return Judged(line.agent, number, verdict.word, reasons, f"{line.summary.score.value:.0f}", also, why)


def alike(cells: Iterable[Judged]) -> list[Alike]:
    """Return the cells of a case, agents with the same words together."""
    found: dict[tuple[object, ...], list[Judged]] = {}
    for cell in cells:
        found.setdefault((cell.word, cell.reasons, cell.score, cell.also), []).append(cell)
    return [Alike(tuple((cell.agent, cell.number) for cell in group), group[0]) for group in found.values()]


def tallies(agents: Sequence[str], rows: Sequence[Sequence[Judged]]) -> list[Tally]:
    """Return the verdicts of every agent over all cases, in the order of SYMBOLS."""
    found = [(agent, Counter(cell.word for row in rows for cell in row if cell.agent == agent)) for agent in agents]
    return [
        Tally(agent, number, tuple((word, counts[word]) for word in SYMBOLS if counts[word]))
        for number, (agent, counts) in enumerate(found)
    ]


def _times(what: str, ratio: Interval) -> str:
    if ratio.remark == NOTHING:
        return f"no {what}"
    return f"{what} × ∞" if math.isinf(ratio.mean) else f"{what} × {ratio.mean:.2f}"
