"""Ratios over several scenarios."""

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import mean_ratio_interval, ratio_interval, stratified_mean_interval


def test_one_scenario_is_its_own_ratio() -> None:
    assert mean_ratio_interval([[1, 2, 5]], [[2, 2, 3]]) == ratio_interval([1, 2, 5], [2, 2, 3])


def test_every_scenario_has_the_same_weight_however_large_its_numbers() -> None:
    found = mean_ratio_interval([[100, 100], [3, 3]], [[100, 100], [1, 1]])
    assert (found.mean, found.low, found.high) == (2.0, 2.0, 2.0)


def test_one_seed_has_no_interval() -> None:
    found = mean_ratio_interval([[2], [1, 3]], [[1], [1, 1]])
    assert (found.mean, found.low, found.high) == (2.0, None, None)


def test_coverage_is_roughly_right() -> None:
    generator, covered = np.random.default_rng(5), 0
    for _ in range(100):
        twins = [generator.gamma(4, 5, 12) for _ in range(3)]
        runs = [
            ratio * twin * generator.lognormal(-0.02, 0.2, 12) for ratio, twin in zip((1, 2, 3), twins, strict=True)
        ]
        found = mean_ratio_interval(runs, twins)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 2 <= found.high
    assert covered >= 88


def test_scenarios_that_do_not_pair_are_refused() -> None:
    with pytest.raises(ResultsError, match="1 scenarios of runs"):
        mean_ratio_interval([[1]], [])


@pytest.mark.parametrize(("scenarios", "seeds"), [(1, 2), (1, 3), (3, 2), (10, 2), (2, 4), (1, 6)])
def test_a_mean_of_few_seeds_is_covered(scenarios: int, seeds: int) -> None:
    generator, covered = np.random.default_rng(9), 0
    for _ in range(200):
        apart = [generator.normal(4.0, 1.0 + n, seeds).tolist() for n in range(scenarios)]
        found = stratified_mean_interval(apart)
        assert found.low is not None and found.high is not None
        covered += found.low <= 4.0 <= found.high
    assert covered >= 180


def test_a_mean_is_within_what_it_can_be() -> None:
    found = stratified_mean_interval([[10.0, 90.0]], least=-100.0, most=100.0)
    assert (found.mean, found.low, found.high) == (50.0, -100.0, 100.0)
    found = stratified_mean_interval([[10.0, 90.0], [50.0, 50.0]], least=0.0)
    assert found.low == 0.0
    assert found.high == pytest.approx(50 + 12.706 * 40 / 2, abs=0.1)  # s / sqrt(2) = 40, over two scenarios


def test_a_scenario_without_any_delay_counts_as_one() -> None:
    found = mean_ratio_interval([[0.0, 0.0], [2.0, 3.0]], [[0.0, 0.0], [1.0, 1.0]])
    assert found.mean == pytest.approx(1.75)
    assert found.low is not None and found.high is not None
    assert 0 < found.low < 1.5 < 2.0 < found.high
