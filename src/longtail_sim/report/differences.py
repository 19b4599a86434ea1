"""Which agent is better than which in a case, in the words of ``longtail compare``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from longtail_sim.bench import Line, paired
from longtail_sim.scoring import Difference, differences, in_words
from longtail_sim.scoring.paired import SIDES_COMPARED, adjusted
from longtail_sim.scoring.significance import p_in_words, too_few
from longtail_sim.wording import short

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
        tuple(_by_side([row for row in found if not row[2].significant and not row[2].alike], with_p=True)),
        tuple(_by_side([row for row in found if row[2].alike], with_p=False)),
        number,
        too_few(min(len(rows.first) for *_, rows in met), number) if number else "",
    )


def _by_side(found: Sequence[Found], *, with_p: bool) -> list[str]:
    """Return ``others' delay of a and b (p = 0.3), of a and c (p = 1)`` for every side."""
    told: dict[str, list[str]] = {}
    for one, other, of in found:
        p = f" ({p_in_words(of.p_adjusted)})" if with_p else ""
        told.setdefault(of.quantity.words, []).append(f"of {one} and {other}{p}")
    return [f"{side} {', '.join(pairs)}" for side, pairs in told.items()]
