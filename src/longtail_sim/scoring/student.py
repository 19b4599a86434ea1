"""Student's t: how far the mean of a few numbers may be from the true one."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95
FEW = 7  # seeds; with more, expanded percentiles hold the true mean as often as Student's interval
FloatArray = npt.NDArray[np.float64]


@lru_cache(maxsize=512)
def student_quantile(degrees: int) -> float:
    """Return the 97.5 % quantile of Student's t with ``degrees`` degrees of freedom, by Newton's method.

    The distribution function is integrated by Simpson's rule.
    """
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)

    def density(t: FloatArray | float) -> FloatArray | float:
        return scale * (1 + t * t / degrees) ** (-(degrees + 1) / 2)

    t = 1.96
    for _ in range(60):
        grid = np.asarray(density(np.linspace(0.0, t, 2001)))
        below = 0.5 + t / 6000 * float(grid[0] + grid[-1] + 4 * grid[1:-1:2].sum() + 2 * grid[2:-1:2].sum())
        t += ((1 + CONFIDENCE) / 2 - below) / float(density(t))
    return t


def welch_half_width(values: Sequence[FloatArray]) -> float:
    """Return the half-width of the 95 % interval of a mean of means: of one scenario Student's, of several Welch's.

    t sqrt(sum v_i) / k over k scenarios with v_i = var_i / n_i, and (sum v_i)^2 / sum(v_i^2 / (n_i - 1)) degrees of
    freedom (Welch 1938; Satterthwaite 1946).

    Args:
        values: one array per scenario, of two or more numbers each.
    """
    parts = [float(np.var(row, ddof=1)) / len(row) for row in values]
    if not any(parts):
        return 0.0
    degrees = sum(parts) ** 2 / sum(part**2 / (len(row) - 1) for part, row in zip(parts, values, strict=True))
    return student_quantile(math.floor(degrees + 1e-9)) * math.sqrt(sum(parts)) / len(values)
