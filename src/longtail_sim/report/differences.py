"""Which agent is better than which in a case, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from longtail_sim.bench import Line
from longtail_sim.report.naming import short
from longtail_sim.scoring import harm_of, holm, seeds_for_significance, sign_flip_p
from longtail_sim.scoring.significance import LEVEL

GAP = "\N{NO-BREAK SPACE}"
# The two quantities of the verdict, fixed before any run.
COMPARED: tuple[tuple[str, Callable[[Mapping[str, float]], float]], ...] = (
    ("delays others", lambda metrics: metrics["others_delay_s"]),
    ("harms", harm_of),
)


class Difference(NamedTuple):
    """Two agents and one quantity: in words, p after Holm's correction, and whether there is no difference at all."""

    words: str
    p: float
    significant: bool
    equal: bool = False


class Differences(NamedTuple):
    """All comparisons of a case, and what the seeds cannot tell."""

    found: tuple[Difference, ...]
    remark: str


def differences(lines: Sequence[Line]) -> Differences:
    """Compare all pairs of agents on the seeds that they have in common."""
    pairs = [pair for pair in combinations([line for line in lines if line.runs], 2) if len(_common(*pair)) > 1]
    raw = [(first, second, name, _differences(first, second, of)) for first, second in pairs for name, of in COMPARED]
    adjusted = holm([sign_flip_p(values) for *_, values in raw])
    found = tuple(_in_words(*row, p) for row, p in zip(raw, adjusted, strict=True))
    fewest = min((len(_common(*pair)) for pair in pairs), default=0)
    needed = seeds_for_significance(len(raw))
    remark = ""
    if raw and fewest < needed:
        remark = (
            f"With {fewest} seeds none of these {len(raw)} comparisons can be significant; it takes {needed} or more."
        )
    return Differences(found, remark)


def _common(first: Line, second: Line) -> list[int]:
    return sorted(set(first.seeds) & set(second.seeds))


def _differences(first: Line, second: Line, of: Callable[[Mapping[str, float]], float]) -> list[float]:
    rows = [dict(zip(line.seeds, line.runs, strict=True)) for line in (first, second)]
    return [of(rows[0][seed]) - of(rows[1][seed]) for seed in _common(first, second)]


def _in_words(first: Line, second: Line, name: str, values: Sequence[float], p: float) -> Difference:
    one, other = short(first.agent), short(second.agent)
    if not any(values):
        return Difference(f"{one} {name} exactly as much as {other}.", p, False, True)
    if sum(values) < 0:
        one, other = other, one
    word = "significant" if p < LEVEL else "not significant"
    return Difference(f"{one} {name} more than {other}: {word} ({p_in_words(p)}).", p, p < LEVEL)


def p_in_words(p: float) -> str:
    """Return ``p = 0.047`` or ``p < 0.001``, not to be broken."""
    return f"p{GAP}<{GAP}0.001" if p < 0.001 else f"p{GAP}={GAP}{p:.2g}"
