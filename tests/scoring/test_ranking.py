"""Orders, and what may be said of them."""

import numpy as np
import pytest

from longtail_sim.scoring.exchange import FACTORS, INJURY_USD, cost_usd
from longtail_sim.scoring.ranking import Rank, halves, order, ranks

GOOD = [{seed: 90.0 + seed % 3 for seed in range(10)}] * 2
BAD = [{seed: 40.0 + seed % 2 for seed in range(10)}] * 2


def test_who_is_beyond_chance_better_is_above() -> None:
    assert ranks([BAD, GOOD, BAD], highest_first=True) == [Rank(2, 3), Rank(1, 1), Rank(2, 3)]
    assert ranks([BAD, GOOD], highest_first=False) == [Rank(1, 1), Rank(2, 2)]
    assert [Rank(2, 3).text, Rank(1, 1).text] == ["2–3", "1"]


def test_few_seeds_rank_nobody() -> None:
    few = [[{0: 1.0, 1: 2.0}], [{0: 9.0, 1: 9.5}], [{0: 20.0, 1: 21.0}]]
    assert ranks(few, highest_first=True) == [Rank(1, 3)] * 3
    assert order(few, highest_first=True) == [2, 1, 0]


def test_noise_is_rarely_ranked() -> None:
    generator = np.random.default_rng(4)
    wrong = 0
    for _ in range(100):
        alike = [[dict(enumerate(generator.normal(50, 10, 8))) for _ in range(2)] for _ in range(3)]
        wrong += any(rank != (1, 3) for rank in ranks(alike, highest_first=True))
    assert wrong <= 10


def test_those_alike_keep_their_order() -> None:
    assert order([GOOD, BAD, GOOD], highest_first=True) == [0, 2, 1]


def test_halves_share_no_seed() -> None:
    one, other = halves([[{4: 1.0, 9: 2.0, 5: 3.0}]])
    assert (one, other) == ([[{4: 1.0, 9: 2.0}]], [[{5: 3.0}]])


def test_cost_is_linear_in_the_exchange_rate() -> None:
    run = {
        "trips_finished": 900.0, "trips_unfinished": 100.0, "harm_expected": 0.5, "others_harm_expected": 0.25,
        "others_delay_s": 180.0,
    }  # fmt: skip
    assert cost_usd(run, 0.0) == pytest.approx(1.0)
    low, usual, high = (cost_usd(run, factor) for factor in FACTORS)
    assert usual == pytest.approx(1.0 + INJURY_USD * 0.75 / 1000)
    assert (low - 1) * 100 == pytest.approx((usual - 1) * 10) == pytest.approx(high - 1)
