"""Draws are pure, uniform, independent of their neighbours, and the same compiled or not."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from longtail_sim.core import random
from longtail_sim.core.jit import kernel

Draws = npt.NDArray[np.float64]

COUNT = 200_000
SEED = np.uint64(0x9E3779B97F4A7C15)

KNOWN_ANSWERS = [  # the published vectors 'philox4x32 10' of Random123: counter, key, result
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]

SAME_BITS = """
import numpy as np
from longtail_sim.core import random
for seed in (0, 7, 2**32, 2**63 + 11, 2**64 - 1):
    for entity in (-1, 0, 5, 2**31, 2**40 + 3):
        for step in (0, 1, 2**31, 2**32 - 1):
            key = np.uint64(seed), np.int64(3), np.int64(entity), np.int64(step)
            draws = (random.uniform(*key), random.normal(*key), random.lognormal(20.0, 0.7, *key),
                     random.exponential(30.0, *key))
            print(*random.words(*key), *(draw.hex() for draw in draws))
"""


@kernel
def fill(kind: int, out: Draws, seed: np.uint64, start: tuple[int, int, int], along: tuple[int, int, int]) -> None:
    """Fill ``out`` with the draws of a walk through the keys (stream, entity, step)."""
    for i in range(out.size):
        why, who, when = start[0] + i * along[0], start[1] + i * along[1], start[2] + i * along[2]
        if kind == 0:
            out[i] = random.uniform(seed, why, who, when)
        elif kind == 1:
            out[i] = random.normal(seed, why, who, when)
        elif kind == 2:
            out[i] = random.lognormal(30.0, 1.2, seed, why, who, when)
        else:
            out[i] = random.exponential(40.0, seed, why, who, when)


def walk(kind: int, start: tuple[int, int, int] = (1, 0, 0), along: tuple[int, int, int] = (0, 1, 0)) -> Draws:
    """Return COUNT draws at (stream, entity, step) = start + i * along."""
    out = np.empty(COUNT)
    fill(kind, out, SEED, start, along)
    return out


def parse(words: str) -> list[int]:
    """Return the integers of a line of hexadecimal words."""
    return [int(word, 16) for word in words.split()]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN_ANSWERS)
def test_known_answers(counter: str, key: str, result: str) -> None:
    """The generator is Philox4x32-10 to the bit."""
    assert list(random.philox(*parse(counter), *parse(key))) == parse(result)


def test_every_part_of_the_key_counts() -> None:
    """A change in any bit of seed, stream, entity or step changes all four words."""
    base = random.words(np.uint64(0), 0, 0, 0)
    keys = [(np.uint64(1 << bit), 0, 0, 0) for bit in range(64)]
    keys += [(np.uint64(0), 1 << bit, 0, 0) for bit in range(32)]
    keys += [(np.uint64(0), 0, 0, 1 << bit) for bit in range(32)]
    keys += [(np.uint64(0), 0, 1 << bit, 0) for bit in range(63)]
    for key in keys:
        assert all(new != old for new, old in zip(random.words(*key), base, strict=True)), key


def test_uniform_fills_its_range_evenly() -> None:
    """Chi-square of 1,000 equal bins lies within five standard deviations of its expectation."""
    draws = walk(0)
    assert draws.min() >= 0.0
    assert draws.max() < 1.0
    observed, _ = np.histogram(draws, bins=1000, range=(0.0, 1.0))
    expected = COUNT / 1000
    chi_square = float(((observed - expected) ** 2 / expected).sum())
    assert abs(chi_square - 999) < 5 * math.sqrt(2 * 999)


def test_uniform_has_53_bits() -> None:
    """Draws are multiples of 2^-53, and the last bit is used."""
    scaled = walk(0) * 2.0**53
    assert np.array_equal(scaled, np.floor(scaled))
    assert 0.49 < np.mean(scaled % 2) < 0.51


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize("along", [(1, 0, 0), (0, 1, 0), (0, 0, 1)], ids=["stream", "entity", "step"])
@pytest.mark.parametrize("shift", [(1, 0, 0), (0, 1, 0), (0, 0, 1)], ids=["stream", "entity", "step"])
def test_neighbours_are_independent(kind: int, along: tuple[int, int, int], shift: tuple[int, int, int]) -> None:
    """Draws of neighbouring keys do not correlate, whichever way one walks."""
    here, there = walk(kind, (1, 0, 0), along), walk(kind, (1 + shift[0], shift[1], shift[2]), along)
    assert abs(np.corrcoef(here, there)[0, 1]) < 4 / math.sqrt(COUNT)


def test_uniform_and_normal_of_one_key_are_independent() -> None:
    """They read different words of the generator."""
    assert abs(np.corrcoef(walk(0), walk(1))[0, 1]) < 4 / math.sqrt(COUNT)


def test_normal_has_the_moments_of_a_standard_normal() -> None:
    """Mean, variance, skewness and kurtosis lie within five standard errors."""
    draws = walk(1)
    for power, moment, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs(np.mean(draws**power) - moment) < 5 * math.sqrt(variance / COUNT), power


def test_lognormal_has_the_mean_and_variation_that_were_asked_for() -> None:
    """The arithmetic mean and the coefficient of variation, not those of the logarithm."""
    draws = walk(2)
    assert np.mean(draws) == pytest.approx(30.0, rel=0.02)
    assert np.std(draws) / np.mean(draws) == pytest.approx(1.2, rel=0.05)
    assert draws.min() > 0


def test_lognormal_without_variation_is_its_mean() -> None:
    """A coefficient of variation of 0 and a mean of 0 are allowed."""
    assert random.lognormal(12.5, 0.0, SEED, 1, 2, 3) == 12.5
    assert random.lognormal(0.0, 0.5, SEED, 1, 2, 3) == 0.0


def test_exponential_has_its_mean_and_median() -> None:
    """Mean m, median m ln 2."""
    draws = walk(3)
    assert np.mean(draws) == pytest.approx(40.0, rel=0.02)
    assert np.median(draws) == pytest.approx(40.0 * math.log(2), rel=0.02)
    assert draws.min() >= 0


def test_compiled_and_plain_python_give_the_same_bits(python: Callable[..., str]) -> None:
    """One source, one result, without a warning in either mode."""
    compiled = python(SAME_BITS, NUMBA_DISABLE_JIT="0")
    assert compiled.count("\n") == 100
    assert compiled == python(SAME_BITS, NUMBA_DISABLE_JIT="1")
