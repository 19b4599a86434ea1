"""A comparison of a policy with itself uses every run once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from longtail_sim.scoring import Interval
from longtail_sim.validation.beds import comparisons
from longtail_sim.validation.beds.comparisons import AT_ONCE, SEEDS_EACH


def test_every_run_is_used_once() -> None:
    runs = [{"number": float(number)} for number in range(3 * 2 * SEEDS_EACH)]
    seen: list[float] = []

    def interval(ones: object, others: object) -> Interval:
        numbers = [run["number"] for run in itertools.chain(ones, others)]  # type: ignore[call-overload]
        assert len(numbers) == 2 * SEEDS_EACH
        seen.extend(numbers)
        return Interval(1.0, 0.9, 0.95 if len(seen) == 2 * SEEDS_EACH else 1.1, SEEDS_EACH)

    assert comparisons._false_positives(runs, interval) == [100.0, 0.0, 0.0]
    assert sorted(seen) == [run["number"] for run in runs]


def test_a_comparison_is_one_batch() -> None:
    """So that as many worlds run at once as a comparison has, and none is left over."""
    assert AT_ONCE == 2 * SEEDS_EACH


def test_the_terms_of_paired_variance_have_the_ratio_as_their_mean() -> None:
    generator = np.random.Generator(np.random.Philox(key=1))
    shared, *own = generator.normal(size=(3, 500))
    one, other = shared + 0.5 * own[0], shared + 0.5 * own[1]
    terms = comparisons._paired_shares(one, other)
    assert np.mean(terms) == pytest.approx((other - one).var() / (one.var() + other.var()))


def test_a_seed_far_out_in_both_sums_spreads_the_terms_by_its_surplus_only() -> None:
    """Unpaired and paired variance are equal where runs have nothing in common, however far out one of them is."""
    one, other = np.zeros(100), np.zeros(100)
    other[7] = 50.0
    assert comparisons._paired_shares(one, other) == pytest.approx([1.0] * 100)
