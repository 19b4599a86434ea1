"""One number over several scenarios, each with the same weight."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import (
    ONE_SEED,
    RESAMPLES,
    FloatArray,
    Interval,
    divided,
    mean_interval,
    ratio_interval,
    student_quantile,
    tail_of,
)

_KEY = 20_251_220
FEW = 4  # seeds; with more, resampled means reach as far as Student's interval
Resampled = Callable[
    [npt.NDArray[np.int64]], FloatArray
]  # rows of seeds (resample, seed) to a number for each resample


def mean_ratio_interval(runs: Sequence[Sequence[float]], twins: Sequence[Sequence[float]]) -> Interval:
    """Return the mean over scenarios of the ratio run ÷ twin, with its stratified bootstrap interval.

    Seeds are drawn anew within each scenario, run and twin together.

    Args:
        runs: one sequence per scenario, of one number per seed.
        twins: those of the twins, same scenarios and seeds in the same order.

    Raises:
        ResultsError: no scenarios, or one that :func:`ratio_interval` refuses.
    """
    if not runs or len(runs) != len(twins):
        raise ResultsError(f"{len(runs)} scenarios of runs cannot be paired with {len(twins)} of twins.")
    each = [ratio_interval(run, twin) for run, twin in zip(runs, twins, strict=True)]

    def of(run: Sequence[float], twin: Sequence[float]) -> Resampled:
        above, below = np.asarray(run), np.asarray(twin)
        return lambda rows: divided(above[rows].sum(axis=1), below[rows].sum(axis=1))

    return _stratified(each, [of(run, twin) for run, twin in zip(runs, twins, strict=True)])


def stratified_mean_interval(values: Sequence[Sequence[float]]) -> Interval:
    """Return the mean over scenarios of the mean over seeds, with its stratified bootstrap interval.

    Args:
        values: one sequence per scenario, of one number per seed.

    Raises:
        ResultsError: no scenarios, or one that :func:`mean_interval` refuses.
    """
    if not values:
        raise ResultsError("there are no scenarios to take a mean over.")

    def of(row: Sequence[float]) -> Resampled:
        array = np.asarray(row, np.float64)
        return lambda rows: np.asarray(array[rows].mean(axis=1))

    return _stratified([mean_interval(row) for row in values], [of(row) for row in values])


def stratified_difference_interval(apart: Sequence[Sequence[float]], most: float = math.inf) -> Interval:
    """Return the mean over scenarios of paired differences, with an interval that few seeds do not make too narrow.

    Resampled, two seeds give no mean outside of the two, which hold the true mean in one of two cases.  Up to FEW seeds
    the interval is therefore not narrower than Welch's: Student's t with var_i / n_i of each scenario, and the degrees
    of freedom of Satterthwaite (1946).

    Args:
        apart: one sequence per scenario, of one difference per seed.
        most: that a difference can be at all.

    Raises:
        ResultsError: as :func:`stratified_mean_interval`.
    """
    found = stratified_mean_interval(apart)
    if found.low is None or found.high is None or found.seeds > FEW:
        return found
    parts = [float(np.var(row, ddof=1)) / len(row) for row in apart]
    if not any(parts):
        return found
    degrees = sum(parts) ** 2 / sum(part**2 / (len(row) - 1) for part, row in zip(parts, apart, strict=True))
    half = student_quantile(math.floor(degrees + 1e-9)) * math.sqrt(sum(parts)) / len(apart)
    low, high = min(found.low, found.mean - half), max(found.high, found.mean + half)
    return replace(found, low=max(low, -most), high=min(high, most))


def _stratified(each: Sequence[Interval], resampled: Sequence[Resampled]) -> Interval:
    """Return the mean of what the scenarios give, and its interval from seeds drawn anew within each of them."""
    mean, fewest = sum(interval.mean for interval in each) / len(each), min(interval.seeds for interval in each)
    if len(each) == 1:
        return each[0]
    if fewest == 1:
        return Interval(mean, None, None, 1, ONE_SEED)
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    total = np.zeros(RESAMPLES)
    for interval, of in zip(each, resampled, strict=True):
        total += of(generator.integers(0, interval.seeds, (RESAMPLES, interval.seeds)))
    low, high = np.quantile(total / len(each), [tail_of(fewest), 1 - tail_of(fewest)], method="nearest")
    return Interval(mean, float(low), float(high), fewest)
