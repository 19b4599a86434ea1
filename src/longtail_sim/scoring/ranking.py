"""An order of several agents, and how much of it the seeds can tell."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from longtail_sim.scoring.pooled import stratified_mean_interval
from longtail_sim.scoring.profiles import ALIKE, HIGHEST
from longtail_sim.scoring.significance import LEVEL, holm, sign_flip_p
from longtail_sim.scoring.statistics import Interval

BySeed = Mapping[int, float]  # one number per seed
ByScenario = Sequence[BySeed]  # none empty; the same scenarios in the same order for all agents


class Rank(NamedTuple):
    """The places that an agent may have: who is better beyond chance is above, who is worse is below."""

    best: int
    worst: int

    @property
    def text(self) -> str:
        """Return ``2`` or ``1–3``."""
        return f"{self.best}" if self.best == self.worst else f"{self.best}–{self.worst}"


class Lead(NamedTuple):
    """By how much one agent is above another, on the seeds that both have.

    Attributes:
        interval: of the difference; seeds drawn anew within each scenario.
        p: by turning signs, adjusted by Holm for all pairs of agents.
        alike: they are the same on every seed.
    """

    above: int
    below: int
    interval: Interval
    p: float
    alike: bool

    @property
    def significant(self) -> bool:
        """Whether it is more than chance."""
        return self.p < LEVEL


def order(values: Sequence[ByScenario], *, highest_first: bool) -> list[int]:
    """Return the agents, by number, in the order of their means over scenarios; those alike in the order given.

    Args:
        values: of each agent one mapping per scenario, from seed to a number.
        highest_first: whether the largest is best.
    """
    means = [mean_of(scenarios) for scenarios in values]
    return sorted(range(len(values)), key=lambda agent: (-1 if highest_first else 1) * round(means[agent], 9))


def mean_of(scenarios: ByScenario) -> float:
    """Return the mean over scenarios, each with the same weight, of the mean over seeds."""
    return float(np.mean([np.mean(list(by_seed.values())) for by_seed in scenarios]))


def ranks(values: Sequence[ByScenario], *, highest_first: bool) -> list[Rank]:
    """Return the places of all agents; all pairs are compared on common seeds, by turning signs, adjusted by Holm.

    Args:
        values: as of :func:`order`.
        highest_first: whether the largest is best.
    """
    above, below = [0] * len(values), [0] * len(values)
    for (one, other), p in _p_of_pairs(values).items():
        if p < LEVEL:
            mine_is_larger = sum(_weighted(_differences(values[one], values[other]))) > 0
            better, worse = (one, other) if mine_is_larger == highest_first else (other, one)
            above[worse] += 1
            below[better] += 1
    return [Rank(1 + above[agent], len(values) - below[agent]) for agent in range(len(values))]


def leads(values: Sequence[ByScenario]) -> list[Lead]:
    """Return by how much the score of each agent is above that of the next one, the best first.

    Scenarios in which the two have no seed in common, because runs are missing, are left out.
    """
    adjusted = _p_of_pairs(values)
    found = []
    for above, below in pairwise(order(values, highest_first=True)):
        apart = [row for row in _differences(values[above], values[below]) if row]
        if apart:
            p = adjusted[min(above, below), max(above, below)]
            gap = stratified_mean_interval(apart, least=-HIGHEST, most=HIGHEST)
            found.append(Lead(above, below, gap, p, not any(map(any, apart))))
    return found


def halves(values: Sequence[ByScenario]) -> tuple[list[list[BySeed]], list[list[BySeed]]]:
    """Return the same numbers on two disjoint halves of the seeds, every second one; a half may be empty."""

    def half(by_seed: BySeed, first: int) -> BySeed:
        return {seed: by_seed[seed] for seed in sorted(by_seed)[first::2]}

    one, other = ([[half(by_seed, first) for by_seed in scenarios] for scenarios in values] for first in (0, 1))
    return one, other


def _p_of_pairs(values: Sequence[ByScenario]) -> dict[tuple[int, int], float]:
    """Return the adjusted p-value of every pair of agents, the lower number first."""
    pairs = list(combinations(range(len(values)), 2))
    apart = [_weighted(_differences(values[one], values[other])) for one, other in pairs]
    adjusted = holm([sign_flip_p(found) for found in apart], [not any(found) for found in apart])
    return dict(zip(pairs, adjusted, strict=True))


def _differences(one: ByScenario, other: ByScenario) -> list[list[float]]:
    """Return the differences on common seeds of each scenario; what is rounding only is 0."""
    found = []
    for mine, theirs in zip(one, other, strict=True):
        apart = [mine[seed] - theirs[seed] for seed in sorted(set(mine) & set(theirs))]
        found.append([0.0 if abs(gap) <= ALIKE else gap for gap in apart])
    return found


def _weighted(apart: Sequence[Sequence[float]]) -> list[float]:
    """Return all differences in one row, such that their sum is that of the scenarios' means."""
    return [gap / len(row) for row in apart for gap in row]
