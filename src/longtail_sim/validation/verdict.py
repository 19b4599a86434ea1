"""From the values of a target to a verdict in one word.

A mean over seeds *is inside* (``ok``) if its 95 % interval lies in the band, or if the mean does and the interval's
half-width is below half the band.  A band that is open on one side has no width, so there the interval must lie inside.
Of a *strict* target, one that is to be greater than a bound, the whole interval must lie above the bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from longtail_sim.scoring import Interval, mean_interval
from longtail_sim.validation.target import Target

OK = "ok"
MISS = "MISS"
WIDE = "wide"  # the mean is inside, but the interval is too wide to say so: more seeds are needed
REPORTED = "reported"  # a value without a band
OPEN = "open"  # cannot be measured as yet
FAILED = "failed"  # the experiment did not come to an end


@dataclass(frozen=True)
class Verdict:
    """A verdict and the interval that it rests on."""

    word: str
    measured: Interval


def judge(target: Target, values: Sequence[float]) -> Verdict:
    """Return the verdict on a target's values, one per seed or, if the target is exact, all that were computed.

    Raises:
        ResultsError: no values, or one that is not finite.
    """
    measured = exact_range(values) if target.exact else mean_interval(values)
    return Verdict(_word(target, measured), measured)


def exact_range(values: Sequence[float]) -> Interval:
    """Return what was computed without randomness: the mean, and smallest and largest if there are several values."""
    mean = mean_interval(values)
    if len(values) == 1:
        return Interval(mean.mean, None, None, 1)
    return Interval(mean.mean, float(min(values)), float(max(values)), len(values))


def _word(target: Target, measured: Interval) -> str:
    if target.low is None and target.high is None:
        return REPORTED
    low = -math.inf if target.low is None else target.low
    high = math.inf if target.high is None else target.high
    if not low <= measured.mean <= high or (target.strict and measured.mean <= low):
        return MISS
    if measured.low is None or measured.high is None:
        return OK if target.exact else WIDE
    if target.strict and measured.low <= low:
        return MISS if target.exact else WIDE
    if low <= measured.low and measured.high <= high:
        return OK
    if target.exact:
        return MISS
    half_band, half_width = (high - low) / 2, (measured.high - measured.low) / 2
    return OK if math.isfinite(half_band) and half_width < half_band else WIDE
