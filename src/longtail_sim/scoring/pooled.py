"""One number over several scenarios, each with the same weight."""

import math
from collections.abc import Callable, Sequence

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
    not_narrower,
    ratio_interval,
    ratio_spread,
    tail_of,
)

_KEY = 20_251_220
Resampled = Callable[
    [npt.NDArray[np.int64]], FloatArray
]  # rows of seeds (resample, seed) to a number for each resample


def mean_ratio_interval(runs: Sequence[Sequence[float]], twins: Sequence[Sequence[float]]) -> Interval:
    """Return the mean over scenarios of the ratio run ÷ twin, with its stratified bootstrap interval.

    Seeds are drawn anew within each scenario, run and twin together; of few seeds it is not narrower than Welch's.

    Args:
        runs: one sequence per scenario, of one number per seed.
        twins: those of the twins, same scenarios and seeds in the same order.

    Raises:
        ResultsError: no scenarios, or one that :func:`ratio_interval` refuses.
    """
    if not runs or len(runs) != len(twins):
        raise ResultsError(f"{len(runs)} scenarios of runs cannot be paired with {len(twins)} of twins.")
    each = [ratio_interval(run, twin) for run, twin in zip(runs, twins, strict=True)]

    def of(above: FloatArray, below: FloatArray) -> Resampled:
        return lambda rows: divided(above[rows].sum(axis=1), below[rows].sum(axis=1))

    pairs = [(np.asarray(run, np.float64), np.asarray(twin, np.float64)) for run, twin in zip(runs, twins, strict=True)]
    found = _stratified(each, [of(run, twin) for run, twin in pairs])
    return found if len(each) == 1 else not_narrower(found, [ratio_spread(*pair) for pair in pairs], is_ratio=True)


def stratified_mean_interval(
    values: Sequence[Sequence[float]], *, least: float = -math.inf, most: float = math.inf
) -> Interval:
    """Return the mean over scenarios of the mean over seeds, with its stratified bootstrap interval.

    Of few seeds it is not narrower than Welch's interval (:func:`~longtail_sim.scoring.statistics.not_narrower`).

    Args:
        values: one sequence per scenario, of one number per seed.
        least: that a number can be at all.
        most: the same from above.

    Raises:
        ResultsError: no scenarios, or one that :func:`mean_interval` refuses.
    """
    if not values:
        raise ResultsError("there are no scenarios to take a mean over.")

    def of(array: FloatArray) -> Resampled:
        return lambda rows: np.asarray(array[rows].mean(axis=1))

    each = [mean_interval(row, least=least, most=most) for row in values]
    arrays = [np.asarray(row, np.float64) for row in values]
    found = _stratified(each, [of(array) for array in arrays])
    return found if len(each) == 1 else not_narrower(found, arrays, least=least, most=most)


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
