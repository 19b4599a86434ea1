"""Student's t by the tables."""

import numpy as np
import pytest

from longtail_sim.scoring.student import student_quantile, welch_half_width


@pytest.mark.parametrize(("degrees", "quantile"), [(1, 12.706), (4, 2.776), (10, 2.228), (29, 2.045), (1000, 1.962)])
def test_quantiles_by_the_tables(degrees: int, quantile: float) -> None:
    assert student_quantile(degrees) == pytest.approx(quantile, abs=5e-4)


def test_welch_by_hand() -> None:
    """Variances of the means 1 and 4: sqrt(5) / 2 with 25 / (1/3 + 16/1) = 1.5, rounded down to 1 degree of freedom."""
    one, other = np.array([-1.0, 1, -1, 1]) * np.sqrt(3), np.array([-2.0, 2.0])
    assert np.var(one, ddof=1) / 4 == pytest.approx(1)
    assert welch_half_width([one, other]) == pytest.approx(12.706 * np.sqrt(5) / 2, rel=1e-4)
    assert welch_half_width([np.zeros(3), np.ones(2)]) == 0
