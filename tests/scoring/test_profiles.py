"""How performance is spread: right where one can count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.profiles import performance

SCORES = st.lists(st.lists(st.floats(0, 100), min_size=1, max_size=6), min_size=1, max_size=5)


def test_the_share_of_runs_that_reach_a_score() -> None:
    found = performance([[100.0, 50.0], [0.0, 0.0, 0.0]], taus=(0.0, 50.0, 51.0, 100.0))
    assert found.share == (1.0, 0.5, 0.25, 0.25)  # every scenario has the same weight
    assert found.runs == 5


def test_equal_scores_have_no_spread() -> None:
    found = performance([[70.0] * 4] * 3, taus=(60.0, 80.0))
    assert (found.share, found.low, found.high) == ((1.0, 0.0), (1.0, 0.0), (1.0, 0.0))
    assert (found.iqm.mean, found.iqm.low, found.iqm.high) == (70.0, 70.0, 70.0)


def test_the_middle_half_does_not_see_one_bad_run() -> None:
    assert performance([[0.0, 90.0, 90.0, 90.0]]).iqm.mean == 90.0


@given(SCORES)
def test_a_profile_falls_and_its_area_is_the_mean(scores: list[list[float]]) -> None:
    found = performance(scores, taus=tuple(np.linspace(0.05, 99.95, 1000)))
    assert all(a >= b for a, b in zip(found.share, found.share[1:], strict=False))

    mean = float(np.mean([np.mean(row) for row in scores]))
    assert np.mean(found.share) * 100 == pytest.approx(mean, abs=0.11)


def test_one_run_each_has_no_interval() -> None:
    assert performance([[3.0], [5.0]]).iqm.low is None


def test_nothing_is_refused() -> None:
    with pytest.raises(ResultsError, match="at least one run"):
        performance([[1.0], []])
