"""Rare events by importance sampling: what matters is drawn more often, and counts less.

The estimate is the mean of hit x weight with weight = f / g, the usual density over that drawn from.  It is right on
average for any g that reaches wherever f does; how well, the effective sample size says.  Tilt only a few numbers: in
many dimensions the weights degenerate.  A tenth of the draws stay with f (a *defensive mixture*), so that no weight
exceeds 10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError

FloatArray = npt.NDArray[np.float64]

DEFENSIVE_SHARE = 0.1
ELITE_SHARE = 0.1  # rho: the best draws of a round, from which the next density is fitted
SMOOTHING = 0.7  # alpha
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Weighted:
    """An estimate from weighted draws, and how far to trust it."""

    estimate: float
    standard_error: float
    mean_weight: float  # must be 1 but for chance
    mean_weight_error: float  # its standard error
    effective_share: float  # (sum w)^2 / sum w^2 / n
    largest_share: float  # of the heaviest draw in the sum


def weigh(hits: npt.NDArray[np.bool_], weights: FloatArray) -> Weighted:
    """Return the estimated probability of a hit.

    Args:
        hits: whether the event happened, one per draw.
        weights: f / g of the same draws.

    Raises:
        ResultsError: no draws, or weights that are negative or no numbers.
    """
    weights = np.asarray(weights, np.float64)
    if not weights.size or weights.shape != np.shape(hits) or not np.isfinite(weights).all() or (weights < 0).any():
        raise ResultsError("every draw needs one weight, which must be a finite number and not negative.")
    root, counted = np.sqrt(weights.size), np.where(hits, weights, 0.0)
    total, squares = weights.sum(), (weights**2).sum()
    return Weighted(
        estimate=float(counted.mean()),
        standard_error=float(counted.std() / root),
        mean_weight=float(weights.mean()),
        mean_weight_error=float(weights.std() / root),
        effective_share=float(total**2 / squares / weights.size) if squares else 0.0,
        largest_share=float(weights.max() / total) if total else 1.0,
    )


@dataclass(frozen=True)
class NormalTilt:
    """Independent normal numbers around ``mean`` instead of around 0, one per dimension, standard deviation 1."""

    mean: FloatArray

    def draw(self, number: int, generator: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Return draws of shape (number, dimensions) of the defensive mixture, and their weights.

        The first tenth is drawn around 0, the rest around ``mean``: fixed shares, which is no less right on average
        than a lot for every draw, and varies less.
        """
        draws = generator.standard_normal((number, len(self.mean)))
        draws[round(DEFENSIVE_SHARE * number) :] += self.mean
        return draws, self.weights(draws)

    def weights(self, draws: FloatArray) -> FloatArray:
        """Return f / (0.1 f + 0.9 h) of draws, with ln h / f = m x - m^2 / 2; at most 10."""
        log_ratio = draws @ self.mean - 0.5 * self.mean @ self.mean
        with np.errstate(over="ignore"):
            weights: FloatArray = 1.0 / (DEFENSIVE_SHARE + (1.0 - DEFENSIVE_SHARE) * np.exp(log_ratio))
        return weights


def cross_entropy(
    score: Callable[[FloatArray], FloatArray],
    target: float,
    dimensions: int,
    generator: np.random.Generator,
    draws: int = 2000,
) -> NormalTilt:
    """Return a density that reaches ``target`` often, by the cross-entropy method (Rubinstein 1999).

    Round by round the level gamma, passed by the best tenth of the draws, rises to the target; the mean is fitted to
    the draws above it, weighted by f / g and smoothed.  The deviation stays: one fitted to a tail is narrower than the
    tail, and misses the far end of it.  Estimate with fresh draws, never with those used here.

    Args:
        score: danger of draws of shape (n, dimensions), higher is nearer.
        target: the score of the event.
        dimensions: of a draw; standard normal by nature.
        generator: of the draws.
        draws: per round.

    Raises:
        ResultsError: the target is not reached.
    """
    tilt = NormalTilt(np.zeros(dimensions))
    for _ in range(MOST_ROUNDS):
        sample, weights = tilt.draw(draws, generator)
        scores = score(sample)
        gamma = min(float(np.quantile(scores, 1.0 - ELITE_SHARE)), target)
        elite = scores >= gamma
        fitted = (weights[elite, None] * sample[elite]).sum(axis=0) / weights[elite].sum()
        tilt = NormalTilt(SMOOTHING * fitted + (1.0 - SMOOTHING) * tilt.mean)
        if gamma >= target:
            return tilt
    raise ResultsError(f"cross-entropy did not reach {target:g} in {MOST_ROUNDS} rounds; it may be out of reach.")
