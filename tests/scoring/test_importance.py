"""Weighted draws are right on average, and say how far to trust them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.importance import NormalTilt, cross_entropy, weigh

TAIL = 0.5 * math.erfc(4 / math.sqrt(2))


def test_equal_weights_are_plain_counting() -> None:
    found = weigh(np.array([True, False, False, True]), np.ones(4))
    assert (found.estimate, found.mean_weight, found.effective_share, found.largest_share) == (0.5, 1, 1, 0.25)
    assert found.standard_error == pytest.approx(0.25)


def test_one_heavy_draw_shows() -> None:
    found = weigh(np.array([True, True]), np.array([1.0, 99.0]))
    assert found.largest_share == 0.99
    assert found.effective_share == pytest.approx(0.51, abs=0.01)


def test_weights_are_ratios_of_densities() -> None:
    """Of the mixture as it is: f / (0.1 f + 0.9 h), from the densities themselves."""
    tilt = NormalTilt(np.array([1.5, -0.5]))
    draws = np.array([[0.0, 0.0], [1.5, -0.5], [4.0, 1.0]])
    plain = np.exp(-0.5 * (draws**2).sum(axis=1))
    tilted = np.exp(-0.5 * ((draws - tilt.mean) ** 2).sum(axis=1))
    assert tilt.weights(draws) == pytest.approx(plain / (0.1 * plain + 0.9 * tilted))


def test_no_weight_exceeds_ten() -> None:
    draws, weights = NormalTilt(np.array([40.0])).draw(1000, np.random.default_rng(1))
    assert weights.max() <= 10
    assert (draws[:100] < 10).all() and (draws[100:] > 10).all()
    assert weights.mean() == pytest.approx(1.0)


def test_a_rare_tail() -> None:
    """P(N > 4) = 3.2e-5 from 20,000 draws, where plain counting would see none or one."""
    generator = np.random.default_rng(2)
    tilt = cross_entropy(lambda draws: draws[:, 0], 4.0, 1, generator)
    assert 3.8 < tilt.mean[0] < 4.6
    draws, weights = tilt.draw(20_000, generator)
    found = weigh(draws[:, 0] > 4, weights)
    assert found.estimate == pytest.approx(TAIL, abs=4 * found.standard_error)
    assert found.standard_error < 0.05 * TAIL
    assert found.mean_weight == pytest.approx(1.0, abs=4 * found.mean_weight_error)
    assert found.effective_share >= 0.1


def test_a_tail_in_a_corner() -> None:
    """The sum of three: only the direction that matters is tilted, and by the right amount."""
    generator = np.random.default_rng(3)
    tilt = cross_entropy(lambda draws: draws[:, 0] + draws[:, 1], 4.0 * math.sqrt(2), 3, generator, draws=4000)
    assert tilt.mean[0] == pytest.approx(tilt.mean[1], abs=0.4)
    assert abs(tilt.mean[2]) < 0.3
    draws, weights = tilt.draw(20_000, generator)
    found = weigh(draws[:, 0] + draws[:, 1] > 4.0 * math.sqrt(2), weights)
    assert found.estimate == pytest.approx(TAIL, abs=4 * found.standard_error)


def test_what_is_out_of_reach_is_said() -> None:
    with pytest.raises(ResultsError, match="did not reach 2 in"):
        cross_entropy(lambda draws: np.tanh(draws[:, 0]), 2.0, 1, np.random.default_rng(4), draws=200)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [1.0, math.nan], []])
def test_weights_that_are_none(weights: list[float]) -> None:
    with pytest.raises(ResultsError, match="every draw needs one weight"):
        weigh(np.array([True, False]), np.array(weights))
