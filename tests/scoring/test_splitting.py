"""Splitting gives the exact probability where it is known, whatever the number killed, and says what it cannot do."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.splitting import Array, FloatArray, Keys, branch_uniform, mixed, split
from longtail_sim.validation.walk import BiasedWalk

WALK = BiasedWalk()


STEPS, DRIFT = 25, -0.4


class Drift:
    """A walk in normal steps that drifts down for 25 steps; its level is its place, which does not come in steps."""

    def start(self, branches: Keys) -> Array:
        """Place and step."""
        return np.zeros((len(branches), 2))

    def step(self, states: Array, branches: Keys, step: int) -> Array:
        """One step on, its length by Box and Muller."""
        radius = np.sqrt(-2 * np.log1p(-branch_uniform(branches, 2 * step)))
        length = radius * np.cos(2 * np.pi * branch_uniform(branches, 2 * step + 1))
        return np.column_stack([states[:, 0] + DRIFT + length, states[:, 1] + 1])

    def level(self, states: Array) -> FloatArray:
        """The place."""
        return np.asarray(states[:, 0])

    def is_over(self, states: Array) -> npt.NDArray[np.bool_]:
        """After all steps."""
        return np.asarray(states[:, 1] >= STEPS)


def test_mixed_words_are_those_of_splitmix() -> None:
    """The published sequence from seed 1234567."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        keys = np.uint64(1234567) + golden * np.arange(1, 4, dtype=np.uint64)
    assert mixed(keys).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_draws_are_uniform_and_apart() -> None:
    keys = mixed(np.arange(40_000, dtype=np.uint64))
    first, second = branch_uniform(keys, 0), branch_uniform(keys, 1)
    assert first.min() >= 0.0
    assert first.max() < 1.0
    counts = np.histogram(first, 50, (0, 1))[0]
    assert ((counts - 800) ** 2 / 800).sum() < 50 + 4 * math.sqrt(100)
    assert abs(np.corrcoef(first, second)[0, 1]) * math.sqrt(len(keys)) < 4
    assert (branch_uniform(keys, 0) == first).all()


def test_the_walk_by_counting() -> None:
    """The closed form against a plain simulation, where the event is not rare."""
    walk = BiasedWalk(up=0.45, begin=2, top=6)
    places = np.full(20_000, 2)
    generator = np.random.default_rng(1)
    while ((places > 0) & (places < 6)).any():
        moves = np.where(generator.random(len(places)) < 0.45, 1, -1)
        places = np.where((places > 0) & (places < 6), places + moves, places)
    assert (places == 6).mean() == pytest.approx(walk.probability, abs=0.012)
    assert WALK.probability == pytest.approx(2.7878e-4, rel=1e-4)


@pytest.mark.parametrize("kill", [1, 20, 100])
def test_exact_on_the_walk(kill: int) -> None:
    """Whatever k, within four standard errors."""
    found = split(WALK, 10, particles=200, batches=100, kill=kill, seed=4).estimates / WALK.probability
    assert found.mean() == pytest.approx(1.0, abs=4 * found.std() / 10)
    assert found.std() < 0.5


def test_few_particles_are_right_on_average_too() -> None:
    """Most batches die out, and the rest make up for it."""
    found = split(WALK, 10, particles=10, batches=4000, seed=5).estimates / WALK.probability
    assert (found == 0).mean() > 0.05
    assert found.mean() == pytest.approx(1.0, abs=4 * found.std() / math.sqrt(4000))


@pytest.mark.parametrize("kill", [1, 10])
def test_exact_where_levels_do_not_come_in_steps(kill: int) -> None:
    """The chance to come above 5, against a plain simulation of a million walks."""
    moves = np.random.default_rng(2).normal(DRIFT, 1.0, (STEPS, 1_000_000))
    place, reached = np.zeros(1_000_000), np.zeros(1_000_000, bool)
    for move in moves:
        place += move
        reached |= place >= 5
    exact = reached.mean()
    found = split(Drift(), 5.0, particles=100, batches=200, kill=kill, seed=6).estimates / exact
    error = math.hypot(found.std() / math.sqrt(200), math.sqrt((1 - exact) / exact / 1e6))
    assert found.mean() == pytest.approx(1.0, abs=4 * error)
    assert found.std() < 0.5 * math.sqrt((1 - exact) / exact / 100)  # much better than a hundred plain walks


def test_the_interval_covers() -> None:
    """Thirty batches, forty times: about 95 %."""
    found = split(WALK, 10, particles=100, batches=1200, seed=7).estimates.reshape(40, 30)
    half = 2.045 * found.std(axis=1, ddof=1) / math.sqrt(30)
    assert (abs(found.mean(axis=1) - WALK.probability) <= half).mean() >= 0.85


def test_one_seed_gives_one_answer_and_batches_do_not_meet() -> None:
    found = split(WALK, 10, particles=50, batches=6, seed=8).estimates
    assert (split(WALK, 10, particles=50, batches=6, seed=8).estimates == found).all()
    assert (split(WALK, 10, particles=50, batches=2, seed=8).estimates == found[:2]).all()
    assert (split(WALK, 10, particles=50, batches=6, seed=9).estimates != found).any()
    assert len(set(found.tolist())) > 1


def test_what_is_certain_and_what_cannot_be() -> None:
    assert (split(WALK, 1, particles=10, batches=3).estimates == 1).all()
    impossible = split(BiasedWalk(up=0.0), 10, particles=10, batches=3)
    assert (impossible.estimates == 0).all()
    assert impossible.interval.mean == impossible.interval.high == 0


@pytest.mark.parametrize(("particles", "kill"), [(1, 1), (10, 10), (10, 0)])
def test_too_few_to_split(particles: int, kill: int) -> None:
    with pytest.raises(ResultsError, match="splitting needs 2 particles or more"):
        split(WALK, 10, particles=particles, kill=kill)


def test_a_trajectory_without_end_is_noticed() -> None:
    with pytest.raises(ResultsError, match="has not ended after 5 steps"):
        split(WALK, 10, most_steps=5)
