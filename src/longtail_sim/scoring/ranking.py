"""An order of several agents, and how much of it the seeds can tell."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from longtail_sim.scoring.significance import LEVEL, holm, sign_flip_p

BySeed = Mapping[int, float]  # one number per seed


class Rank(NamedTuple):
    """The places that an agent may have: who is better beyond chance is above, who is worse is below."""

    best: int
    worst: int

    @property
    def text(self) -> str:
        """Return ``2`` or ``1–3``."""
        return f"{self.best}" if self.best == self.worst else f"{self.best}–{self.worst}"


def order(values: Sequence[Sequence[BySeed]], *, highest_first: bool) -> list[int]:
    """Return the agents, by number, in the order of their means over scenarios; those alike in the order given.

    Args:
        values: of each agent one mapping per scenario, from seed to a number; none empty.
        highest_first: whether the largest is best.
    """
    means = [mean_of(scenarios) for scenarios in values]
    return sorted(range(len(values)), key=lambda agent: (-1 if highest_first else 1) * round(means[agent], 9))


def mean_of(scenarios: Sequence[BySeed]) -> float:
    """Return the mean over scenarios, each with the same weight, of the mean over seeds."""
    return float(np.mean([np.mean(list(by_seed.values())) for by_seed in scenarios]))


def ranks(values: Sequence[Sequence[BySeed]], *, highest_first: bool) -> list[Rank]:
    """Return the places of all agents; all pairs are compared on common seeds, by turning signs, adjusted by Holm.

    Args:
        values: as of :func:`order`, same scenarios in the same order for all agents.
        highest_first: whether the largest is best.
    """
    pairs = list(combinations(range(len(values)), 2))
    apart = [_differences(values[one], values[other]) for one, other in pairs]
    adjusted = holm([sign_flip_p(found) for found in apart])
    above, below = [0] * len(values), [0] * len(values)
    for (one, other), found, p in zip(pairs, apart, adjusted, strict=True):
        if p < LEVEL:
            better, worse = (one, other) if (sum(found) > 0) == highest_first else (other, one)
            above[worse] += 1
            below[better] += 1
    return [Rank(1 + above[agent], len(values) - below[agent]) for agent in range(len(values))]


def halves(values: Sequence[Sequence[BySeed]]) -> tuple[list[list[BySeed]], list[list[BySeed]]]:
    """Return the same numbers on two disjoint halves of the seeds, every second one; a half may be empty."""

    def half(by_seed: BySeed, first: int) -> BySeed:
        return {seed: by_seed[seed] for seed in sorted(by_seed)[first::2]}

    one, other = ([[half(by_seed, first) for by_seed in scenarios] for scenarios in values] for first in (0, 1))
    return one, other


def _differences(one: Sequence[BySeed], other: Sequence[BySeed]) -> list[float]:
    """Return the differences on common seeds, weighted so that their sum is that of the scenarios' means."""
    found = []
    for mine, theirs in zip(one, other, strict=True):
        common = sorted(set(mine) & set(theirs))
        found += [(mine[seed] - theirs[seed]) / len(common) for seed in common]
    return found
