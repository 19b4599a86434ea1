"""How performance is spread over many runs: performance profiles, and the interquartile mean.

Both are for the score only (Agarwal et al. 2021).  Rare harm lies in the tail, which an interquartile mean cuts away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import FloatArray, Interval, iqm, iqm_of_rows

TAUS = tuple(float(tau) for tau in range(0, 101, 2))
RESAMPLES = 2_000
TAIL = 0.025
_KEY = 20_251_222


@dataclass(frozen=True, slots=True)
class Performance:
    """The scores of one agent over scenarios and seeds.

    Attributes:
        runs: how many.
        taus: scores from 0 to 100.
        share: of runs with a score of at least tau, every scenario with the same weight.
        low: lower end of the pointwise 95 % interval of ``share``, of as many numbers.
        high: upper end.
        iqm: mean of the middle half of all scores, with its interval.
    """

    runs: int
    taus: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    iqm: Interval

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        curves = {name: [round(x, 4) for x in getattr(self, name)] for name in ("taus", "share", "low", "high")}
        return {"runs": self.runs, **curves, "iqm": self.iqm.as_json()}


def performance(scores: Sequence[Sequence[float]], taus: Sequence[float] = TAUS) -> Performance:
    """Return the performance profile and the interquartile mean of one agent; seeds are drawn anew in each scenario.

    Args:
        scores: one sequence per scenario, of one score (0 to 100) per run.
        taus: where the profile is wanted, ascending.

    Raises:
        ResultsError: there are no scores.
    """
    if not scores or not all(len(row) for row in scores):
        raise ResultsError("a performance profile needs at least one run of every scenario.")
    arrays = [np.asarray(row, np.float64) for row in scores]
    share, curves, middles = np.zeros(len(taus)), np.zeros((RESAMPLES, len(taus))), []
    generator = np.random.Generator(np.random.Philox(key=_KEY))
    for array in arrays:
        reached = (array[:, None] >= np.asarray(taus)).astype(np.float64)
        rows = generator.integers(0, len(array), (RESAMPLES, len(array)))
        share += reached.mean(axis=0) / len(arrays)
        curves += _times_drawn(rows) @ reached / (len(array) * len(arrays))
        middles.append(array[rows])
    low, high = np.quantile(curves, [TAIL, 1 - TAIL], axis=0)
    everything = np.concatenate(arrays)
    bounds = np.quantile(iqm_of_rows(np.concatenate(middles, axis=1)), [TAIL, 1 - TAIL])
    middle = Interval(iqm(everything), float(bounds[0]), float(bounds[1]), min(map(len, arrays)))
    if max(map(len, arrays)) == 1:
        middle = replace(middle, low=None, high=None, remark="one run each")
    return Performance(len(everything), tuple(taus), tuple(share), tuple(low), tuple(high), middle)


def _times_drawn(rows: np.ndarray[Any, np.dtype[np.int64]]) -> FloatArray:
    """Return how often each run was drawn, of shape (resample, run)."""
    resamples, runs = rows.shape
    flat = rows + np.arange(resamples)[:, None] * runs
    return np.bincount(flat.ravel(), minlength=rows.size).reshape(rows.shape).astype(np.float64)
