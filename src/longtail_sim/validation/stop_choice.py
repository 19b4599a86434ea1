"""Probability of stopping at a yellow light by time to the line: a logistic curve fitted to observed decisions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_RIDGE = 1e-3  # keeps the slope finite where no stop is sooner than any go
_ROUNDS = 50


@dataclass(frozen=True)
class StopChoice:
    """P(stop) = 1 / (1 + exp(-slope (t - middle_s))), t the time to the line at the onset of yellow."""

    middle_s: float
    slope: float  # 1/s

    def time_at(self, share: float) -> float:
        """Return the time to the line (s) at which ``share`` of the drivers stop."""
        return self.middle_s + math.log(share / (1.0 - share)) / self.slope


def fit(time_to_line_s: FloatArray, stopped: npt.NDArray[np.bool_]) -> StopChoice:
    """Fit by maximum likelihood (Newton's method).

    Raises:
        ValueError: all drivers did the same, so that there is no curve.
    """
    if stopped.all() or not stopped.any():
        raise ValueError("a curve of decisions needs drivers who stop and drivers who go")
    centre = float(time_to_line_s.mean())
    design = np.column_stack([np.ones(len(time_to_line_s)), time_to_line_s - centre])
    weights = np.array([0.0, 1.0])
    for _ in range(_ROUNDS):
        share = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (stopped - share) - _RIDGE * weights
        curvature = (design.T * (share * (1.0 - share))) @ design + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step * min(1.0, 2.0 / float(np.abs(step).max() + 1e-12))
    return StopChoice(centre - float(weights[0] / weights[1]), float(weights[1]))
