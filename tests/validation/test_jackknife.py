"""Ratios of rare events."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.validation.jackknife import pooled, ratio_by_group


def test_equal_groups_give_their_ratio() -> None:
    assert ratio_by_group(np.array([2.0, 2, 2]), np.array([4.0, 4, 4])) == pytest.approx([0.5, 0.5, 0.5])


def test_the_mean_is_near_the_pooled_ratio_and_empty_groups_do_no_harm() -> None:
    part, whole = np.array([3.0, 0, 1, 2, 0, 4]), np.array([4.0, 0, 2, 2, 1, 6])
    values = ratio_by_group(part, whole)
    assert np.isfinite(values).all()
    assert values.mean() == pytest.approx(10 / 15, abs=0.03)


def test_the_spread_is_that_of_the_pooled_ratio() -> None:
    draws = np.random.default_rng(1)
    whole = draws.poisson(4.0, (400, 16)).astype(float)
    part = draws.binomial(whole.astype(int), 0.7).astype(float)
    truth = (part.sum(axis=1) / whole.sum(axis=1)).std()
    values = [ratio_by_group(a, b) for a, b in zip(part, whole, strict=True)]
    told = np.mean([row.std(ddof=1) / np.sqrt(16) for row in values])
    assert told == pytest.approx(truth, rel=0.1)


@pytest.mark.parametrize("whole", [[0.0, 0, 0], [5.0, 0, 0]], ids=["nothing happened", "only in one group"])
def test_too_few_events_give_no_number(whole: list[float]) -> None:
    assert np.isnan(ratio_by_group(np.array([0.0, 0, 0]), np.array(whole))).all()


def test_seeds_are_pooled_in_equal_groups() -> None:
    assert pooled(np.array([1, 2, 3, 4, 5, 6]), 3).tolist() == [3.0, 7.0, 11.0]
