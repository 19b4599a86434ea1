"""Whether a difference between two agents is more than chance, over several comparisons at once."""

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from longtail_sim.scoring.checked import need_finite
from longtail_sim.scoring.statistics import FloatArray
from longtail_sim.wording import counted

LEVEL = 0.05
MOST_EXACT = 14  # seeds, up to which all ways to turn the signs are tried
RESAMPLES = 20_000
PIECE = 500  # of them at a time
_KEY = 20_251_221


def holm(p_values: Sequence[float], alike: Sequence[bool] | None = None) -> list[float]:
    """Return p-values adjusted for their number, in their order (Holm 1979).

    In ascending order the k-th of m is multiplied by m - k + 1, none is below the one before it, and none above 1.
    Whoever calls those below 0.05 significant errs in any of them with a probability of at most 5 %.

    Args:
        p_values: of all comparisons.
        alike: where two sides are the same on every seed.  No sign can be turned there and nothing be found, whatever
            the signs of the others, so that such a comparison does not count as one; its p-value is 1.
    """
    adjusted = [1.0] * len(p_values)
    counted = [place for place in range(len(p_values)) if alike is None or not alike[place]]
    highest = 0.0
    for rank, place in enumerate(sorted(counted, key=lambda place: p_values[place])):
        highest = max(highest, min(1.0, (len(counted) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def p_in_words(p: float) -> str:
    """Return ``p = 0.047`` or ``p < 0.001``."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def sign_flip_p(differences: Sequence[float]) -> float:
    """Return the two-sided p-value of paired differences, one per seed, by turning their signs.

    If two agents were alike, each difference might as well have the other sign.  The p-value is the share of all ways
    to turn them whose sum is at least as far from 0; all ways up to 14 seeds that differ, 20,000 of them beyond.
    """
    values = np.asarray(differences, np.float64)
    for value in differences:
        need_finite(difference=value)
    values = values[values != 0]  # they have no sign to turn
    if not values.size:
        return 1.0
    far = abs(values.sum()) - 1e-12 * np.abs(values).sum()
    signs = _all_signs(len(values)) if len(values) <= MOST_EXACT else _drawn_signs(len(values))
    as_far = [np.abs(some @ values) >= far for some in signs]
    share, number = sum(int(part.sum()) for part in as_far), sum(len(part) for part in as_far)
    return share / number if len(values) <= MOST_EXACT else (share + 1) / (number + 1)


def seeds_for_significance(comparisons: int, level: float = LEVEL) -> int:
    """Return the fewest seeds with which the best of so many comparisons can be significant at all."""
    return math.ceil(1 + math.log2(max(comparisons, 1) / level))


def too_few(runs: int, comparisons: int) -> str:
    """Return that so few runs cannot tell anything, in a sentence; "" if they might.

    Args:
        runs: of each agent, in all scenarios that are looked at together.
        comparisons: how many are made.
    """
    needed = seeds_for_significance(comparisons)
    told = f"With {counted(runs, 'run')} of each agent nothing can be significant; it takes {needed} or more."
    return told if runs < needed else ""


def _all_signs(seeds: int) -> Iterator[FloatArray]:
    yield np.array(list(itertools.product((1.0, -1.0), repeat=seeds)))


def _drawn_signs(seeds: int) -> Iterator[FloatArray]:
    """Yield all draws in pieces: thousands of differences at once would not fit into memory."""
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    for _ in range(RESAMPLES // PIECE):
        yield np.asarray(generator.integers(0, 2, (PIECE, seeds)) * 2.0 - 1.0, np.float64)
