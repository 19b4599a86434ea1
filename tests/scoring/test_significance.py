"""Comparisons: right where the answer is known, careful where there are many."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import holm, seeds_for_significance, sign_flip_p
from longtail_sim.scoring.significance import p_in_words, too_few


def test_holm_of_a_published_example() -> None:
    """The example of R's p.adjust documentation style: worked by hand."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_lies_between_the_raw_value_and_bonferroni(raw: list[float]) -> None:
    for p, adjusted in zip(raw, holm(raw), strict=True):
        assert p <= adjusted <= min(1.0, p * len(raw)) or adjusted == pytest.approx(p)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_keeps_the_order(raw: list[float]) -> None:
    adjusted = holm(raw)
    by_raw = sorted(range(len(raw)), key=lambda place: raw[place])
    assert all(adjusted[a] <= adjusted[b] for a, b in itertools.pairwise(by_raw))


def test_of_differences_with_one_sign_only_the_two_extremes_are_as_far() -> None:
    assert sign_flip_p([1.0, 2.0, 3.0, 4.0]) == 2 / 16
    assert sign_flip_p([-1.0, -2.0, -3.0]) == 2 / 8


def test_no_difference_is_certain_to_be_none() -> None:
    assert sign_flip_p([0.0, 0.0, 0.0]) == 1.0


def test_a_difference_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ResultsError, match="must be a finite number"):
        sign_flip_p([1.0, float("nan")])


def test_many_seeds_give_the_same_answer_every_time_and_agree_with_all_ways() -> None:
    values = np.random.default_rng(3).normal(0.4, 1, 16).tolist()
    assert sign_flip_p(values) == sign_flip_p(values)
    signs = np.array(list(itertools.product((1, -1), repeat=16)))
    exact = (np.abs(signs @ values) >= abs(sum(values)) - 1e-12).mean()
    assert sign_flip_p(values) == pytest.approx(exact, abs=0.01)


def test_false_alarms_of_a_family_stay_below_their_rate() -> None:
    generator = np.random.default_rng(4)
    alarms = [min(holm([sign_flip_p(generator.normal(0, 1, 9)) for _ in range(6)])) < 0.05 for _ in range(200)]
    assert np.mean(alarms) < 0.09


def test_fewest_seeds_are_those_at_which_the_best_p_is_small_enough() -> None:
    for comparisons in (1, 2, 6, 15):
        seeds = seeds_for_significance(comparisons)
        assert comparisons * 2.0 ** (1 - seeds) <= 0.05 < comparisons * 2.0 ** (2 - seeds)


def test_comparisons_in_which_nothing_differs_do_not_count() -> None:
    assert holm([0.01, 1.0, 0.03], [False, True, False]) == pytest.approx([0.02, 1.0, 0.03])
    assert holm([1.0], [True]) == [1.0]


def test_too_few_runs_are_told() -> None:
    assert too_few(3, 2) == "With 3 runs of each agent nothing can be significant; it takes 7 or more."
    assert too_few(1, 1).startswith("With 1 run of each")
    assert too_few(7, 2) == ""


def test_small_p_values_are_not_written_out() -> None:
    assert [p_in_words(p) for p in (0.0004, 0.0156, 1.0)] == ["p < 0.001", "p = 0.016", "p = 1"]
