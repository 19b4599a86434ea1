"""Ratios of rare events: seeds are pooled, and the jackknife says how uncertain the ratio of the sums is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.validation.measuring import FloatArray


def ratio_by_group(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return one value per group whose mean estimates sum(part) / sum(whole) and whose spread its uncertainty.

    They are the jackknife's pseudo-values, n r - (n - 1) r_i, with r_i the ratio without group i: a ratio of single
    groups would be 0 / 0 where nothing happened.  NaN, which no verdict accepts, if nothing happened in all groups but
    one.
    """
    groups = len(part)
    with np.errstate(invalid="ignore", divide="ignore"):
        without = (part.sum() - part) / (whole.sum() - whole)
        values = groups * part.sum() / whole.sum() - (groups - 1) * without
    return np.asarray(values if np.isfinite(values).all() else np.full(groups, np.nan))


def pooled(counts: npt.NDArray[np.generic], groups: int) -> FloatArray:
    """Return sums over equally large groups of seeds, from one count per seed."""
    return np.asarray(counts.reshape(groups, -1).sum(axis=1), dtype=np.float64)
