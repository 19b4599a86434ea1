"""How performance is spread: right where one can count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.profiles import iqm, iqm_interval, performance

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


def test_one_run_of_a_scenario_has_no_interval() -> None:
    found = performance([[3.0], [5.0, 6.0]])
    assert (found.iqm.low, found.low, found.high) == (None, None, None)
    assert found.as_json()["low"] is None


def test_two_runs_have_the_widest_interval_that_they_can_have() -> None:
    found = performance([[40.0, 60.0]], taus=(50.0,))
    assert (found.low, found.high) == ((0.0,), (1.0,))
    assert (found.iqm.low, found.iqm.high) == (0.0, 100.0)


def test_bounds_of_a_profile_cover_what_it_is_drawn_from() -> None:
    generator, inside = np.random.default_rng(5), []
    for _ in range(100):
        found = performance(list(generator.uniform(0, 100, (6, 4))), taus=(50.0,))
        assert found.low is not None and found.high is not None
        inside.append(found.low[0] <= 0.5 <= found.high[0])
    assert np.mean(inside) >= 0.9


def test_interquartile_mean_is_the_mean_of_the_middle() -> None:
    assert iqm(np.arange(8.0)) == 3.5
    assert iqm(np.array([[1e9, 2.0], [3.0, -1e9]])) == 2.5  # neither end counts
    assert iqm(np.array([5.0])) == 5.0
    values = np.random.default_rng(6).normal(size=1001)
    assert iqm(values) == pytest.approx(np.sort(values)[250:751].mean())


def test_interquartile_interval_is_stratified() -> None:
    """Where runs of one scenario are alike, scenarios may differ as they like: nothing is uncertain."""
    alike = np.tile([[1.0], [5.0], [9.0], [30.0]], 6)
    interval = iqm_interval(alike, 2500)
    assert (interval.low, interval.mean, interval.high) == (7.0, 7.0, 7.0)
    spread = alike + np.random.default_rng(7).normal(0, 1, alike.shape)
    one, other = iqm_interval(spread, 2500), iqm_interval(spread, 2500)
    assert one == other
    assert one.low < one.mean < one.high


def test_interquartile_interval_covers() -> None:
    generator = np.random.default_rng(8)
    truth = iqm(generator.exponential(1.0, (400_000, 4)) * [1, 2, 3, 4])
    intervals = [iqm_interval(generator.exponential([[1.0], [2.0], [3.0], [4.0]], (4, 15)), 500) for _ in range(200)]
    assert 0.87 <= np.mean([one.low <= truth <= one.high for one in intervals]) <= 0.99


def test_nothing_is_refused() -> None:
    with pytest.raises(ResultsError, match="at least one run"):
        performance([[1.0], []])
