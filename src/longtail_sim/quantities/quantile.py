"""Inverse distribution functions: the value below which a given share of a distribution lies."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

from longtail_sim.quantities.distributions import (
    Choice,
    Distribution,
    Lognormal,
    Normal,
    Poisson,
    Triangular,
    Uniform,
)

LARGEST_SUMMED_MEAN = 500.0  # a Poisson distribution with a larger mean is taken as normal


def quantile(distribution: Distribution, share: float) -> float:
    """Return the value that ``share`` (above 0, below 1) of the distribution does not exceed."""
    return _OF[type(distribution)](distribution, share)


def _uniform(kind: Uniform, share: float) -> float:
    low, high = kind.uniform
    return low + share * (high - low)


def _normal(kind: Normal, share: float) -> float:
    """Return the quantile of the bell between ``min`` and ``max``, as it is cut there."""
    shape, bell = kind.normal, NormalDist(kind.normal.mean, kind.normal.sd)
    below = 0.0 if shape.min is None else bell.cdf(shape.min)
    upto = 1.0 if shape.max is None else bell.cdf(shape.max)
    return bell.inv_cdf(min(max(below + share * (upto - below), 1e-15), 1 - 1e-15))


def _lognormal(kind: Lognormal, share: float) -> float:
    variance = math.log1p(kind.lognormal.cv**2)
    return kind.lognormal.mean * math.exp(math.sqrt(variance) * NormalDist().inv_cdf(share) - variance / 2)


def _triangular(kind: Triangular, share: float) -> float:
    low, mode, high = kind.triangular
    if share * (high - low) <= mode - low:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1 - share) * (high - low) * (high - mode))


def _choice(kind: Choice, share: float) -> float:
    ordered = sorted(kind.choice)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _poisson(kind: Poisson, share: float) -> float:
    mean = kind.poisson
    if mean > LARGEST_SUMMED_MEAN:
        return float(max(round(mean + math.sqrt(mean) * NormalDist().inv_cdf(share)), 0))
    count, probability = 0, math.exp(-mean)
    total = probability
    while total < share and count < 10 * LARGEST_SUMMED_MEAN:
        count += 1
        probability *= mean / count
        total += probability
    return float(count)


_OF: dict[type[Distribution], Callable[[Any, float], float]] = {
    Uniform: _uniform,
    Normal: _normal,
    Lognormal: _lognormal,
    Triangular: _triangular,
    Choice: _choice,
    Poisson: _poisson,
}
