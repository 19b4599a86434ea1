"""Intervals for a few seeds: paired bootstrap, and what to say when nothing happened.

Resampling is keyed by a constant, so that the same numbers give the same interval.  Percentiles of few seeds are
widened (:func:`tail_of`), and up to seven seeds an interval is not narrower than Student's (:func:`not_narrower`):
no resampled mean lies outside the seeds, so that percentiles of two seeds hold the true mean in one of two cases and
those of three in three of four.  How many they hold with both stands in ``docs/verdict.md``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.student import CONFIDENCE, FEW, student_quantile, welch_half_width
from longtail_sim.wording import counted, number

ONE_SEED = "one seed"  # why there is no interval
NOTHING = "0 in both, 1 by definition"  # of a ratio
RESAMPLES = 10_000
_KEY = 20_251_220
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean or ratio over seeds with its 95 % interval; ``low`` and ``high`` are None where none can be given."""

    mean: float
    low: float | None
    high: float | None
    seeds: int
    remark: str = ""

    def as_json(self) -> dict[str, float | None]:
        """Return mean, low and high; numbers that JSON does not know become None."""
        return {"mean": _plain(self.mean), "low": _plain(self.low), "high": _plain(self.high)}

    def text(self, digits: int = 3) -> str:
        """Return the interval for people, with the remark: ``1.2 [0.9, 1.6]``."""
        if self.low is None or self.high is None:
            bounds = "no interval"
        else:
            bounds = f"{number(self.low, digits)}, {number(self.high, digits)}"
        return f"{number(self.mean, digits)} [{bounds}]" + (f" ({self.remark})" if self.remark else "")


def mean_interval(
    values: Sequence[float], *, is_count: bool = False, least: float = -math.inf, most: float = math.inf
) -> Interval:
    """Return the mean over seeds with its bootstrap interval, of few seeds not narrower than Student's.

    Args:
        values: one number per seed.
        is_count: the numbers count events, so that none is negative; where none happened in n seeds, the mean is below
            3/n with 95 % confidence.
        least: that a number can be at all; the interval ends there.
        most: the same from above.

    Raises:
        ResultsError: no values, or one that is not finite.
    """
    array = _checked(values)
    seeds = len(array)
    mean = float(array.mean())
    if is_count and not array.any():
        return Interval(0.0, 0.0, 3.0 / seeds, seeds, f"nothing in {counted(seeds, 'run')}, so below 3/{seeds}")
    if seeds == 1:
        return Interval(mean, None, None, 1, ONE_SEED)
    if (array == array[0]).all():
        return Interval(mean, mean, mean, seeds)
    low, high = _percentiles(array[_resamples(seeds)].mean(axis=1), tail_of(seeds))
    least = max(least, 0.0) if is_count else least
    return not_narrower(Interval(mean, low, high, seeds), [array], least=least, most=most)


def student_interval(values: Sequence[float]) -> Interval:
    """Return the mean of independent repetitions with Student's interval, for means that are nearly normal.

    Raises:
        ResultsError: no values, or one that is not finite.
    """
    array = _checked(values)
    mean, repetitions = float(array.mean()), len(array)
    if repetitions == 1:
        return Interval(mean, None, None, 1, "one repetition")
    half = welch_half_width([array])
    return Interval(mean, mean - half, mean + half, repetitions)


def ratio_interval(run: Sequence[float], twin: Sequence[float]) -> Interval:
    """Return the ratio of sums run ÷ twin with its paired bootstrap interval: seeds are drawn, never runs alone.

    0/0 is 1 by definition; a positive number over 0 is infinite.  Of few seeds it is not narrower than Student's
    interval of the logarithm.

    Args:
        run: one number per seed, none negative.
        twin: those of the twins, same seeds in the same order.

    Raises:
        ResultsError: no values, different numbers of them, or one that is negative or not finite.
    """
    above, below = _paired(run, twin)
    seeds = len(above)
    ratio = float(divided(above.sum(), below.sum()))
    if not above.any() and not below.any():
        return Interval(1.0, 1.0, 1.0, seeds, NOTHING)
    if seeds == 1:
        return Interval(ratio, None, None, 1, ONE_SEED)
    rows = _resamples(seeds)
    low, high = _percentiles(divided(above[rows].sum(axis=1), below[rows].sum(axis=1)), tail_of(seeds))
    return not_narrower(Interval(ratio, low, high, seeds), [ratio_spread(above, below)], is_ratio=True)


def not_narrower(
    found: Interval,
    spread: Sequence[FloatArray],
    *,
    is_ratio: bool = False,
    least: float = -math.inf,
    most: float = math.inf,
) -> Interval:
    """Return a bootstrap interval that, up to FEW seeds, is not narrower than Student's of the same numbers.

    With the half-width h of :func:`~longtail_sim.scoring.student.welch_half_width` it reaches at least from m - h to
    m + h, for a ratio m from m exp(-h / m) to m exp(h / m), because ratios spread evenly in logarithms.  A mean or
    ratio m of sums is looked at as a sum of what each seed adds to it, to first order (Efron and Tibshirani 1993,
    *An Introduction to the Bootstrap*, chapters 12.5 and 22).

    Args:
        found: by resampling.
        spread: one array per scenario, of what each seed adds to the mean; of a ratio :func:`ratio_spread`.
        is_ratio: it is a ratio, or a mean of ratios, none negative.
        least: that the mean can be at all; Student's interval ends there.
        most: the same from above.
    """
    if found.low is None or found.high is None or found.seeds > FEW or not math.isfinite(found.mean):
        return found
    half, mean = welch_half_width(spread), found.mean
    if is_ratio and mean > 0:
        low, high = mean * math.exp(-half / mean), mean * math.exp(half / mean)
    else:
        low, high = mean - half, mean + half
    return replace(found, low=min(found.low, max(low, least)), high=max(found.high, min(high, most)))


def ratio_spread(above: FloatArray, below: FloatArray) -> FloatArray:
    """Return what each seed adds to a ratio of sums r = above ÷ below, to first order: (a - r b) / mean(b).

    Where r is infinite or 0/0 there is no such thing: nothing.
    """
    if not below.any():
        return np.zeros(len(above))
    return np.asarray((above - below * (above.sum() / below.sum())) / below.mean())


def count_ratio(run_events: int, twin_events: int, common: int = 0) -> tuple[float, float]:
    """Return the exact 95 % interval of the ratio of two counts of rare events, run ÷ twin.

    A bootstrap of few events claims too much; this does not.  Given the sum of the two counts, the run's share p is
    binomial, with Clopper-Pearson bounds; with c more events that both have in common, the ratio is
    (c + n p) / (c + n (1 - p)).  Without any events it is 1 to 1.

    Args:
        run_events: events of the run that the twin does not have, all seeds together.
        twin_events: events of the twin that the run does not have.
        common: events that run and twin share, because nothing that the agent does has touched them.
    """
    total = run_events + twin_events
    if not total:
        return 1.0, 1.0
    shares = (share_at_least(run_events, total), 1 - share_at_least(twin_events, total))
    low, high = (float(divided(np.float64(common + total * p), np.float64(common + total * (1 - p)))) for p in shares)
    return low, high


def share_at_least(events: int, trials: int) -> float:
    """Return the lower Clopper-Pearson bound of a share: the p at which ``events`` or more have probability 2.5 %."""
    if events == 0:
        return 0.0
    number = np.arange(events, trials + 1)
    log_choose = np.array([math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1) for k in number])
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        tail = np.exp(log_choose + number * math.log(p) + (trials - number) * math.log1p(-p)).sum()
        low, high = (p, high) if tail < (1 - CONFIDENCE) / 2 else (low, p)
    return low


@lru_cache(maxsize=16)
def _resamples(seeds: int) -> npt.NDArray[np.int64]:
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    return generator.integers(0, seeds, (RESAMPLES, seeds))


@lru_cache(maxsize=64)
def tail_of(seeds: int, scenarios: int = 1) -> float:
    """Return the share of resamples to leave out at each end for a 95 % interval of the mean of 2 or more seeds.

    Expanded percentiles (Hesterberg 2015): Phi(-sqrt(n / (n - 1)) t), because resampled means spread less than means by
    that root, and a normal distribution less than Student's t.

    Args:
        seeds: n, of each scenario.
        scenarios: that add to the spread in like measure; t has n - 1 degrees of freedom from each of them.  1, if one
            of them may spread far more than the others.
    """
    return 0.5 * math.erfc(math.sqrt(seeds / (seeds - 1) / 2) * student_quantile(scenarios * (seeds - 1)))


def _percentiles(values: FloatArray, tail: float) -> tuple[float, float]:
    # Members of the sample, not points between two of them: one may be infinite.
    first, last = math.floor(tail * len(values)), math.ceil((1 - tail) * len(values)) - 1
    ordered = np.partition(values, (first, last))
    return float(ordered[first]), float(ordered[last])


def divided(above: FloatArray | np.float64, below: FloatArray | np.float64) -> FloatArray:
    """Return above / below; 0/0 is 1 by definition, a positive number over 0 infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.divide(above, below)
    return np.where(np.isnan(ratio), 1.0, ratio)


def _checked(values: Sequence[float]) -> FloatArray:
    array = np.asarray(values, np.float64)
    if array.ndim != 1 or not array.size:
        raise ResultsError("there are no results to take a mean of; run at least one seed.")
    if not np.isfinite(array).all():
        raise ResultsError(f"a result is {array[~np.isfinite(array)][0]}, and must be a finite number.")
    return array


def _paired(run: Sequence[float], twin: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    above, below = _checked(run), _checked(twin)
    if len(above) != len(below):
        raise ResultsError(f"{len(above)} runs cannot be paired with {len(below)} twins; run the missing seeds.")
    if (above < 0).any() or (below < 0).any():
        raise ResultsError("a ratio of run and twin needs numbers that are not negative.")
    return above, below


def _plain(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
