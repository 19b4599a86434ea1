"""One number over several scenarios, each with the same weight."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import (
    RESAMPLES,
    FloatArray,
    Interval,
    divided,
    mean_interval,
    ratio_interval,
    tail_of,
)

_KEY = 20_251_220
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


def _stratified(each: Sequence[Interval], resampled: Sequence[Resampled]) -> Interval:
    """Return the mean of what the scenarios give, and its interval from seeds drawn anew within each of them."""
    mean, fewest = sum(interval.mean for interval in each) / len(each), min(interval.seeds for interval in each)
    if len(each) == 1:
        return each[0]
    if fewest == 1:
        return Interval(mean, None, None, 1, "one seed")
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    total = np.zeros(RESAMPLES)
    for interval, of in zip(each, resampled, strict=True):
        total += of(generator.integers(0, interval.seeds, (RESAMPLES, interval.seeds)))
    low, high = np.quantile(total / len(each), [tail_of(fewest), 1 - tail_of(fewest)], method="nearest")
    return Interval(mean, float(low), float(high), fewest)
