"""One ratio over several scenarios, each with the same weight."""

from collections.abc import Sequence

import numpy as np

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import RESAMPLES, Interval, ratio_interval, tail_of

_KEY = 20_251_220


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
    mean, fewest = sum(interval.mean for interval in each) / len(each), min(interval.seeds for interval in each)
    if len(each) == 1 or fewest == 1:
        known = each[0] if len(each) == 1 else Interval(mean, None, None, 1, "one seed")
        return known
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    total = np.zeros(RESAMPLES)
    for run, twin in zip(runs, twins, strict=True):
        rows = generator.integers(0, len(run), (RESAMPLES, len(run)))
        above, below = np.asarray(run)[rows].sum(axis=1), np.asarray(twin)[rows].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = above / below
        total += np.where(np.isnan(ratio), 1.0, ratio)
    low, high = np.quantile(total / len(runs), [tail_of(fewest), 1 - tail_of(fewest)], method="nearest")
    return Interval(mean, float(low), float(high), fewest)
