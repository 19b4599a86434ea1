"""How performance is spread over many runs: performance profiles, and the interquartile mean.

Both are for the score only (Agarwal et al. 2021).  Rare harm lies in the tail, which an interquartile mean cuts away.
Intervals are stratified bootstraps: runs are drawn anew within each scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import ONE_SEED, FloatArray, Interval, not_narrower, tail_of

TAUS = tuple(float(tau) for tau in range(0, 101, 2))
HIGHEST = 100.0  # score
ALIKE = 1e-9  # of scores
RESAMPLES = 2_000
_KEY = 20_251_222
Scores = Sequence[Sequence[float] | FloatArray]  # one per scenario, of one number per run


@dataclass(frozen=True, slots=True)
class Performance:
    """The scores of one agent over scenarios and seeds.

    Attributes:
        runs: how many.
        taus: scores from 0 to 100.
        share: of runs with a score of at least tau, every scenario with the same weight.
        low: lower end of the pointwise 95 % interval of ``share``, of as many numbers; None if a scenario has one run.
        high: upper end.
        iqm: mean of the middle half of all scores, with its interval.
    """

    runs: int
    taus: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...] | None
    high: tuple[float, ...] | None
    iqm: Interval

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        curves = {name: getattr(self, name) for name in ("taus", "share", "low", "high")}
        rounded = {name: None if of is None else [round(x, 4) for x in of] for name, of in curves.items()}
        return {"runs": self.runs, **rounded, "iqm": self.iqm.as_json()}


def performance(scores: Scores, taus: Sequence[float] = TAUS) -> Performance:
    """Return the performance profile (Dolan and Moré 2002) and the interquartile mean of one agent.

    Args:
        scores: from 0 to 100.
        taus: where the profile is wanted, ascending.

    Raises:
        ResultsError: there are no scores, or one is not finite.
    """
    arrays = _checked(scores)
    reached = [(array[:, None] >= np.asarray(taus) - ALIKE).astype(np.float64) for array in arrays]
    share = np.mean([of.mean(axis=0) for of in reached], axis=0)
    low, high = None, None
    if min(map(len, arrays)) > 1:
        curves = np.zeros((RESAMPLES, len(taus)))
        for rows, of in zip(_drawn(arrays, RESAMPLES), reached, strict=True):
            curves += _times_drawn(rows) @ of / (len(of) * len(arrays))
        low, high = (tuple(end.tolist()) for end in _ends(curves, arrays))
    runs = sum(map(len, arrays))
    return Performance(runs, tuple(taus), tuple(share.tolist()), low, high, iqm_interval(arrays))


def iqm_interval(scores: Scores, resamples: int = RESAMPLES) -> Interval:
    """Return the interquartile mean of all runs with its interval.

    Up to seven runs of each scenario it is not narrower than Student's with the Winsorised variance (Tukey and
    McLaughlin 1963): a run beyond the middle half counts as one at its edge.

    Raises:
        ResultsError: there are no scores, or one is not finite.
    """
    arrays = _checked(scores)
    middle, fewest = iqm(np.concatenate(arrays)), min(map(len, arrays))
    if fewest == 1:
        return Interval(middle, None, None, 1, ONE_SEED)
    drawn = [array[rows] for array, rows in zip(arrays, _drawn(arrays, resamples), strict=True)]
    low, high = _ends(_iqm_of_rows(np.concatenate(drawn, axis=1)), arrays)
    found = Interval(middle, float(low), float(high), fewest)
    return not_narrower(found, _winsorised(arrays), least=0.0, most=HIGHEST)


def iqm(values: FloatArray) -> float:
    """Return the interquartile mean: the mean of the middle half of all values.

    Not for rare harm: it deletes the tail, which is all there is.

    Raises:
        ResultsError: there are no values, or one is not finite.
    """
    (array,) = _checked([np.ravel(values)])
    return float(_iqm_of_rows(array[None, :])[0])


def _winsorised(arrays: Sequence[FloatArray]) -> list[FloatArray]:
    """Return what each run adds to the interquartile mean, to first order: at most what the middle half's edges do."""
    ordered = np.sort(np.concatenate(arrays))
    cut = len(ordered) // 4
    kept = 1 - 2 * cut / len(ordered)
    return [np.clip(array, ordered[cut], ordered[-cut - 1]) / kept for array in arrays]


def _iqm_of_rows(rows: FloatArray) -> FloatArray:
    """Return the interquartile mean of every row; a quarter is cut at each end, rounded down."""
    cut = rows.shape[1] // 4
    middle = np.partition(rows, [cut, rows.shape[1] - cut - 1], axis=1)[:, cut : rows.shape[1] - cut]
    return np.asarray(middle.mean(axis=1))


def _checked(scores: Scores) -> list[FloatArray]:
    if not len(scores) or not all(len(row) for row in scores):
        raise ResultsError("a performance profile needs at least one run of every scenario.")
    arrays = [np.asarray(row, np.float64) for row in scores]
    if not all(np.isfinite(array).all() for array in arrays):
        raise ResultsError("a score is not a finite number; there is no performance profile of it.")
    return arrays


def _drawn(arrays: Sequence[FloatArray], resamples: int) -> list[npt.NDArray[np.int64]]:
    """Return which runs are drawn in each scenario, shape (resample, run)."""
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    return [generator.integers(0, len(array), (resamples, len(array))) for array in arrays]


def _ends(drawn: FloatArray, arrays: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return both ends of the middle 95 % of resamples: scores are bounded, so that no scenario outweighs the rest."""
    tail = tail_of(min(map(len, arrays)), len(arrays))
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="nearest")
    return low, high


def _times_drawn(rows: npt.NDArray[np.int64]) -> FloatArray:
    """Return how often each run was drawn, of shape (resample, run)."""
    resamples, runs = rows.shape
    flat = rows + np.arange(resamples)[:, None] * runs
    return np.bincount(flat.ravel(), minlength=rows.size).reshape(rows.shape).astype(np.float64)
