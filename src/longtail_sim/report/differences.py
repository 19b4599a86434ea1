"""Which agent is better than which in a case, in the words of ``longtail compare``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from longtail_sim.bench import Line, paired
from longtail_sim.scoring import Difference, differences, in_words
from longtail_sim.scoring.paired import SIDES_COMPARED, adjusted
from longtail_sim.scoring.significance import p_in_words, too_few
from longtail_sim.wording import listed, short

Found = tuple[str, str, Difference]  # two agents, by their short names


class Differences(NamedTuple):
    """All comparisons of a case.

    Attributes:
        significant: a sentence each.
        open: the others, in a few words each, by the side that is compared.
        alike: what is the same on every seed.
        number: of comparisons that count for Holm's correction.
        remark: what the seeds cannot tell.
    """

    significant: tuple[str, ...]
    open: tuple[str, ...]
    alike: tuple[str, ...]
    number: int
    remark: str


def compared(lines: Sequence[Line]) -> Differences | None:
    """Compare all pairs of agents on the seeds that they have in common; None if there is nothing to compare."""
    pairs = [(one, other, *paired(one, other)) for one, other in combinations(lines, 2)]
    met = [(one, other, rows) for one, other, seeds, rows in pairs if len(seeds) > 1]
    if not met:
        return None
    raw = [(one, other, of) for one, other, rows in met for of in differences([rows], SIDES_COMPARED)]
    judged = adjusted([of for *_, of in raw])
    found = [(short(one.agent), short(other.agent), of) for (one, other, _), of in zip(raw, judged, strict=True)]
    number = sum(not of.alike for *_, of in found)
    return Differences(
        tuple(in_words(of, one, other) for one, other, of in found if of.significant),
        tuple(_by_side([row for row in found if not row[2].significant and not row[2].alike])),
        tuple(_the_same([row for row in found if row[2].alike], len(met))),
        number,
        too_few(min(len(rows.first) for *_, rows in met), number) if number else "",
    )


def _by_side(found: Sequence[Found]) -> list[str]:
    """Return ``others' delay of a and b (p = 0.3), of a and c (p = 1)`` for every side."""
    told: dict[str, list[str]] = {}
    for one, other, of in found:
        told.setdefault(of.quantity.words, []).append(f"of {one} and {other} ({p_in_words(of.p_adjusted)})")
    return [f"{side} {', '.join(pairs)}" for side, pairs in told.items()]


def _the_same(found: Sequence[Found], pairs: int) -> list[str]:
    """Return ``harm and rules of all agents``, then ``others' delay of a and b`` for sides in which some are alike."""
    told: dict[str, list[str]] = {}
    for one, other, of in found:
        told.setdefault(of.quantity.words, []).append(f"of {one} and {other}")
    of_all = [side for side, alike in told.items() if len(alike) == pairs > 1]
    rest = [f"{side} {', '.join(alike)}" for side, alike in told.items() if side not in of_all]
    return [f"{listed(of_all)} of all agents", *rest] if of_all else rest
