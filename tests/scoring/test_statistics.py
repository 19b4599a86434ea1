"""Intervals: right where the answer is known, honest where there is none."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import Interval, mean_interval, ratio_interval
from longtail_sim.scoring.statistics import (
    count_ratio,
    share_at_least,
    student_interval,
    tail_of,
)
from longtail_sim.scoring.student import FEW

VALUES = st.lists(st.floats(0.125, 1e3), min_size=2, max_size=20)


def test_the_same_numbers_give_the_same_interval() -> None:
    assert mean_interval([1, 2, 5, 9]) == mean_interval([1, 2, 5, 9])


def test_coverage_of_a_known_mean_is_roughly_right() -> None:
    generator = np.random.default_rng(7)
    intervals = [mean_interval(generator.normal(10, 3, 30).tolist()) for _ in range(400)]
    covered = np.mean([interval.low <= 10 <= interval.high for interval in intervals])
    assert 0.90 <= covered <= 0.97


def test_coverage_of_a_known_ratio_is_roughly_right() -> None:
    generator = np.random.default_rng(8)
    covered = []
    for _ in range(300):
        twin = generator.gamma(4, 5, 30)
        run = 1.5 * twin * generator.lognormal(-0.02, 0.2, 30)
        interval = ratio_interval(run.tolist(), twin.tolist())
        covered.append(interval.low <= 1.5 <= interval.high)
    assert 0.89 <= np.mean(covered) <= 0.98


def test_pairing_narrows_the_interval() -> None:
    generator = np.random.default_rng(9)
    twin = generator.gamma(2, 10, 20)
    paired = ratio_interval((1.2 * twin).tolist(), twin.tolist())
    shuffled = ratio_interval((1.2 * generator.permutation(twin)).tolist(), twin.tolist())
    assert paired.high - paired.low < 1e-9
    assert shuffled.high - shuffled.low > 0.2


@given(VALUES)
def test_an_interval_holds_its_mean_and_of_many_seeds_stays_in_the_data(values: list[float]) -> None:
    interval = mean_interval(values, least=0.0)
    slack = 1e-9 * max(values)
    assert 0.0 <= interval.low <= interval.mean + slack
    assert interval.mean - slack <= interval.high
    if len(values) > FEW:
        assert min(values) - slack <= interval.low
        assert interval.high <= max(values) + slack


@given(VALUES)
def test_a_run_equal_to_its_twin_has_ratio_one(values: list[float]) -> None:
    interval = ratio_interval(values, values)
    assert (interval.mean, interval.low, interval.high) == (1.0, 1.0, 1.0)


@given(VALUES, st.floats(0.1, 10))
def test_a_ratio_scales(values: list[float], factor: float) -> None:
    interval = ratio_interval([factor * value for value in values], values)
    assert interval.mean == pytest.approx(factor)
    assert interval.low == pytest.approx(factor)
    assert interval.high == pytest.approx(factor)


def test_one_seed_has_no_interval() -> None:
    for interval in (mean_interval([3.0]), ratio_interval([3.0], [2.0])):
        assert (interval.low, interval.high, interval.remark) == (None, None, "one seed")
        assert "no interval" in interval.text()


def test_two_seeds_have_the_interval_of_students_table() -> None:
    mean = mean_interval([8.0, 12.0])  # s / sqrt(2) = 2, t = 12.706
    assert (mean.low, mean.high) == pytest.approx((10 - 25.412, 10 + 25.412), abs=0.01)
    assert mean_interval([8.0, 12.0], least=0.0).low == 0
    ratio = ratio_interval([9.0, 11.0], [10.0, 10.0])  # (a - r b) / mean(b) = -0.1 and 0.1
    assert (ratio.low, ratio.high) == pytest.approx((math.exp(-1.2706), math.exp(1.2706)), rel=1e-4)


def test_where_nothing_happened_the_bound_is_three_over_n() -> None:
    interval = mean_interval([0] * 6, is_count=True)
    assert (interval.mean, interval.low, interval.high) == (0, 0, 0.5)
    assert interval.remark == "nothing in 6 runs, so below 3/6"
    assert mean_interval([0], is_count=True).high == 3
    assert mean_interval([0] * 6).high == 0


def test_zero_over_zero_is_one_and_over_zero_infinite() -> None:
    both = ratio_interval([0, 0], [0, 0])
    assert (both.mean, both.low, both.high) == (1, 1, 1)
    assert "by definition" in both.remark
    above = ratio_interval([1, 2], [0, 0])
    assert above.mean == above.high == math.inf
    assert above.as_json() == {"mean": None, "low": None, "high": None}
    assert above.text() == "∞ [∞, ∞]"


def test_a_twin_that_is_sometimes_zero_has_an_open_end() -> None:
    interval = ratio_interval([1, 1, 1, 1], [0, 0, 0, 4])
    assert interval.mean == 1
    assert interval.low < 1
    assert interval.high == math.inf


def test_counts_of_which_one_is_zero() -> None:
    # Clopper-Pearson with 5 of 5: share above 0.025^(1/5) = 0.478.
    low, high = count_ratio(5, 0)
    assert low == pytest.approx(0.4782 / 0.5218, rel=1e-3)
    assert high == math.inf
    low, high = count_ratio(0, 5)
    assert low == 0
    assert high == pytest.approx(0.5218 / 0.4782, rel=1e-3)


def test_clopper_pearson_by_a_published_example() -> None:
    # 4 of 20: 0.0573 to 0.4366.
    assert share_at_least(4, 20) == pytest.approx(0.0573, abs=1e-4)
    assert 1 - share_at_least(16, 20) == pytest.approx(0.4366, abs=1e-4)
    assert share_at_least(0, 20) == 0
    assert share_at_least(500, 1000) == pytest.approx(0.4685, abs=1e-3)


def test_events_in_common_narrow_the_interval() -> None:
    assert count_ratio(0, 0) == count_ratio(0, 0, 7) == (1, 1)
    few, many = count_ratio(3, 3), count_ratio(3, 3, 200)
    assert few[0] < many[0] < 1 < many[1] < few[1]


def test_exact_interval_covers_by_simulation() -> None:
    generator = np.random.default_rng(3)
    run, twin = generator.poisson(6.0, 600), generator.poisson(4.0, 600)
    bounds = [count_ratio(int(a), int(b)) for a, b in zip(run, twin, strict=True)]
    assert np.mean([low <= 1.5 <= high for low, high in bounds]) >= 0.95


@pytest.mark.parametrize(
    ("values", "message"),
    [([], "run at least one seed"), ([1, math.nan], "a result is nan"), ([math.inf], "a result is inf")],
)
def test_results_that_are_no_results(values: list[float], message: str) -> None:
    with pytest.raises(ResultsError, match=message):
        mean_interval(values)


def test_pairs_that_are_no_pairs() -> None:
    with pytest.raises(ResultsError, match="3 runs cannot be paired with 2 twins"):
        ratio_interval([1, 2, 3], [1, 2])
    with pytest.raises(ResultsError, match="not negative"):
        ratio_interval([1, -2], [1, 2])


def test_text_is_for_people() -> None:
    assert Interval(1.234567, 0.9, 12345.6, 4).text() == "1.23 [0.900, 12,346]"
    assert Interval(0, 0, 0.75, 4, "nothing").text() == "0 [0, 0.750] (nothing)"


def test_student_interval_covers() -> None:
    generator = np.random.default_rng(5)
    intervals = [student_interval(generator.normal(3, 2, 5).tolist()) for _ in range(1000)]
    assert np.mean([one.low <= 3 <= one.high for one in intervals]) == pytest.approx(0.95, abs=0.025)
    assert student_interval([2.0]).low is None


@pytest.mark.parametrize(("seeds", "tail"), [(4, 0.000119), (8, 0.00574), (32, 0.01913), (1000, 0.0248)])
def test_few_seeds_leave_out_less_at_each_end(seeds: int, tail: float) -> None:
    """Phi(-sqrt(n / (n - 1)) t) with t = 3.182, 2.365, 2.040 and 1.962; for many seeds 2.5 %."""
    assert tail_of(seeds) == pytest.approx(tail, rel=2e-3)


def test_scenarios_that_spread_alike_leave_out_more_at_each_end() -> None:
    """Phi(-sqrt(n / (n - 1)) t) with n = 10 and t of 20 x 9 = 180 degrees of freedom, 1.973."""
    assert tail_of(10, 20) == pytest.approx(0.01877, rel=2e-3)


def test_coverage_with_few_seeds_of_a_skewed_measure() -> None:
    """Eight exponential numbers: plain percentiles would cover less than nine in ten."""
    generator = np.random.default_rng(10)
    intervals = [mean_interval(generator.exponential(1.0, 8).tolist()) for _ in range(600)]
    covered = np.mean([interval.low <= 1 <= interval.high for interval in intervals])
    assert 0.90 <= covered <= 0.97
