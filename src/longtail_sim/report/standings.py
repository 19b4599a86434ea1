"""Who is better over many runs, and how firm that is: numbers in, numbers out.

``scores`` are arrays of shape (agent, seed), one for each scenario; seeds of a scenario are those that all agents have.
Every scenario has the same weight in a mean, every run in a share of runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from longtail_sim.scoring import Interval, sign_flip_p
from longtail_sim.scoring.score import WEIGHTS
from longtail_sim.scoring.statistics import FloatArray, tail_of

Scores = Sequence[FloatArray]

THRESHOLDS = np.linspace(0.0, 100.0, 51)
RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
SAFETY, TIME = ("safety", "rules"), ("progress", "flow")
ALIKE = 1e-9  # of scores from 0 to 100
RESAMPLES = 2_000
_KEY = 20_251_222


class Profile(NamedTuple):
    """Share of runs that score at least each of THRESHOLDS, with 95 % bounds; without bounds for a single seed."""

    share: FloatArray
    low: FloatArray | None
    high: FloatArray | None


def means(scores: Scores) -> FloatArray:
    """Return the mean score of every agent; each scenario has the same weight."""
    return np.asarray(np.mean([of.mean(axis=1) for of in scores], axis=0))


def lead(scores: Scores, ahead: int, behind: int) -> Interval:
    """Return by how much the mean score of one agent is above that of another, with its stratified bootstrap interval.

    Both meet the same seeds, so that what the seeds do to both cancels out.
    """
    gaps = [of[ahead] - of[behind] for of in scores]
    mean, seeds = float(np.mean([gap.mean() for gap in gaps])), min(len(gap) for gap in gaps)
    if seeds == 1:
        return Interval(mean, None, None, 1, "one seed")
    drawn = np.mean([gap[rows].mean(axis=1) for gap, rows in zip(gaps, _rows(scores), strict=True)], axis=0)
    low, high = np.quantile(drawn, [tail_of(seeds), 1 - tail_of(seeds)])
    return Interval(mean, float(low), float(high), seeds)


def lead_p(scores: Scores, ahead: int, behind: int) -> float:
    """Return the two-sided p-value of that difference, by turning the signs of the differences run by run.

    A bootstrap of the few runs that differ at all claims too much; this does not.
    """
    return sign_flip_p(np.concatenate([(of[ahead] - of[behind]) / of.shape[1] for of in scores]).tolist())


def interquartile_means(scores: Scores) -> list[Interval]:
    """Return for every agent the mean of the middle half of its runs, with its stratified bootstrap interval.

    For performance only (Agarwal et al. 2021): it deletes the tails, and rare harm is in them.
    """
    points = _middle(np.concatenate(scores, axis=1))
    seeds = min(of.shape[1] for of in scores)
    if seeds == 1:
        return [Interval(float(point), None, None, 1, "one seed") for point in points]
    drawn = np.stack([_middle(row) for row in _resampled(scores)])
    low, high = np.quantile(drawn, [tail_of(seeds), 1 - tail_of(seeds)], axis=0)
    return [Interval(float(p), float(a), float(b), seeds) for p, a, b in zip(points, low, high, strict=True)]


def profiles(scores: Scores) -> list[Profile]:
    """Return for every agent the share of runs that score at least tau, for every tau in THRESHOLDS.

    Performance profiles (Dolan and Moré 2002) of scores, with pointwise stratified bootstrap bounds.
    """
    share, seeds = _shares(np.concatenate(scores, axis=1)), min(of.shape[1] for of in scores)
    if seeds == 1:
        return [Profile(row, None, None) for row in share]
    drawn = np.stack([_shares(row) for row in _resampled(scores)])
    low, high = np.quantile(drawn, [tail_of(seeds), 1 - tail_of(seeds)], axis=0)
    return [Profile(*of) for of in zip(share, low, high, strict=True)]


def halves(scores: Scores) -> tuple[FloatArray, FloatArray] | None:
    """Return the mean scores on every second seed and on the others, None if a scenario has a single seed."""
    if min(of.shape[1] for of in scores) < 2:
        return None
    return means([of[:, ::2] for of in scores]), means([of[:, 1::2] for of in scores])


def disagreements(first: FloatArray, second: FloatArray) -> list[tuple[int, int]]:
    """Return the pairs of agents that two rankings do not put into the same order."""
    pairs = combinations(range(len(first)), 2)
    return [(a, b) for a, b in pairs if _sign(first[a] - first[b]) != _sign(second[a] - second[b])]


def ranks(values: FloatArray) -> list[int]:
    """Return the place of every agent, 1 for the highest score; who is alike shares a place."""
    return [1 + sum(_sign(other - value) > 0 for other in values) for value in values]


def score_at(rate: float, parts: Mapping[str, FloatArray], gates: FloatArray) -> FloatArray:
    """Return scores in which safety counts ``rate`` times as much beside time as in the published one.

    Args:
        rate: of the weights of SAFETY; those of TIME stay, and so does comfort.
        parts: of the score, from 0 to 1, by their names in WEIGHTS; arrays of any one shape.
        gates: 0 or 1, same shape.
    """
    weights = {name: weight * (rate if name in SAFETY else 1.0) for name, weight in WEIGHTS.items()}
    total = sum(weights.values())
    return np.asarray(100 * gates * sum(weights[name] * parts[name] for name in weights) / total)


def _sign(difference: float) -> int:
    return 0 if abs(difference) <= ALIKE else int(math.copysign(1, difference))


def _middle(rows: FloatArray) -> FloatArray:
    """Return the mean of the middle half of every row; a quarter is cut at each end, rounded down."""
    cut = rows.shape[-1] // 4
    return np.asarray(np.sort(rows, axis=-1)[..., cut : rows.shape[-1] - cut].mean(axis=-1))


def _shares(rows: FloatArray) -> FloatArray:
    """Return the share of each row that is at least each of THRESHOLDS, shape (row, threshold)."""
    ordered = np.sort(rows, axis=-1)
    below = np.stack([np.searchsorted(row, THRESHOLDS - ALIKE, side="left") for row in ordered])
    return np.asarray(1.0 - below / rows.shape[-1])


def _rows(scores: Scores) -> list[npt.NDArray[np.int64]]:
    """Return which seeds are drawn in each scenario, shape (RESAMPLES, seed)."""
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    return [generator.integers(0, of.shape[1], (RESAMPLES, of.shape[1])) for of in scores]


def _resampled(scores: Scores) -> list[FloatArray]:
    """Return all runs drawn anew within each scenario, RESAMPLES times; all agents meet the same seeds."""
    rows = _rows(scores)
    return [
        np.concatenate([of[:, drawn[number]] for of, drawn in zip(scores, rows, strict=True)], axis=1)
        for number in range(RESAMPLES)
    ]
