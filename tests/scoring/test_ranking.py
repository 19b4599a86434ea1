"""Orders, and what may be said of them."""

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.exchange import FACTORS, INJURY_USD, cost_usd
from longtail_sim.scoring.ranking import Rank, halves, leads, order, ranks
from longtail_sim.scoring.ranking_words import by_cost, by_score, of_halves, of_leads

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


def test_a_lead_on_every_seed_is_significant_and_a_lead_on_one_is_not() -> None:
    level = [dict.fromkeys(range(8), 50.0)]
    steady, once = [dict.fromkeys(range(8), 55.0)], [{**level[0], 0: 90.0}]
    (certain,), (chance,) = leads([level, steady]), leads([once, level])
    assert (certain.above, certain.below, certain.interval.mean) == (1, 0, 5.0)
    assert certain.p == pytest.approx(2 / 2**8)
    assert certain.significant
    assert (chance.interval.mean, chance.p, chance.significant) == (5.0, 1.0, False)
    assert chance.interval.low == 0.0
    assert of_leads([level, steady], "ab") == "b scores 5.0 [5.0, 5.0] more than a: significant (p = 0.0078)."


def test_two_seeds_tell_next_to_nothing() -> None:
    (lead,) = leads([[{0: 10.0, 1: 30.0}], [{0: 5.0, 1: 5.0}]])
    assert (lead.interval.mean, lead.interval.low, lead.interval.high) == (15.0, -100.0, 100.0)
    (narrow,) = leads([[{0: 10.0, 1: 10.2}], [{0: 5.0, 1: 5.0}]])
    assert narrow.interval.low == pytest.approx(5.1 - 12.706 * 0.1, abs=1e-3)


def test_a_lead_is_that_of_common_seeds_and_none_is_left_out() -> None:
    (lead,) = leads([[{0: 10.0, 1: 30.0}, {0: 1.0}], [{1: 5.0, 2: 99.0}, {7: 0.0}]])
    assert (lead.above, lead.interval.mean) == (1, -25.0)
    assert leads([[{0: 1.0}], [{1: 2.0}]]) == []


def test_pairs_that_are_alike_cost_the_others_nothing() -> None:
    good, bad = [dict.fromkeys(range(7), 90.0)], [dict.fromkeys(range(7), 40.0)]
    found = leads([good, good, bad])
    assert [lead.p for lead in found] == [1.0, 2 * 2 / 2**7]
    assert of_leads([good, good, bad], "abc").startswith("a and b score exactly the same on every seed; b scores 50.0")


def test_what_seeds_cannot_tell_is_said_with_how_many_it_takes() -> None:
    few = [[{0: 1.0, 1: 2.0}], [{0: 9.0, 1: 9.5}]]
    assert by_score(few) == (
        "By score these seeds cannot tell who is better: no difference between any two agents is significant. "
        "With 2 runs of each agent nothing can be significant; it takes 6 or more."
    )
    assert by_score([BAD, GOOD]).startswith("By score, places that overlap are not significantly different")
    assert by_score([GOOD]) == "One agent alone has no rank."
    assert of_halves(few, "ab") == "The order is the same on two disjoint halves of the seeds."
    assert "differs between" in of_halves([[{0: 1.0, 1: 9.0}], [{0: 2.0, 1: 3.0}]], "ab")
    assert of_halves([[{0: 1.0}], [{0: 9.0}]], "ab") == "There are too few seeds to look at two halves of them."


def test_an_order_by_cost_that_turns_round_says_where() -> None:
    def costs_at(factor: float) -> list[list[dict[int, float]]]:
        return [[dict.fromkeys(range(8), 1.0)], [dict.fromkeys(range(8), factor)]]

    assert by_cost(costs_at, "ab") == (
        "By cost the order depends on the exchange rate (× 0.1 to × 10): from × 0.1 b > a; from × 1 a > b."
    )
    assert by_cost(lambda _: costs_at(2.0), "ab").endswith("from × 0.1 to × 10: a > b.")
    assert by_cost(lambda _: costs_at(1.0), "ab").startswith("By cost these seeds cannot tell who is better")
    assert by_cost(lambda _: [], "a").startswith("By cost there are not two agents")


RUN = {
    "trips_finished": 900.0, "trips_unfinished": 100.0, "others_trips_finished": 650.0,
    "others_trips_unfinished": 50.0, "harm_expected": 0.5, "others_harm_expected": 0.25, "others_delay_s": 180.0,
}  # fmt: skip


def test_cost_is_linear_in_the_exchange_rate() -> None:
    assert cost_usd(RUN, 0.0) == pytest.approx(700 * 180 / 3600 * 20 / 1000)  # 35 h of people over all trips
    low, usual, high = (cost_usd(RUN, factor) for factor in FACTORS)
    assert usual == pytest.approx(0.7 + INJURY_USD * 0.75 / 1000)
    assert (low - 0.7) * 100 == pytest.approx((usual - 0.7) * 10) == pytest.approx(high - 0.7)


def test_harm_and_time_have_the_same_trips() -> None:
    """Twice as long a run, with twice of everything, costs a trip the same; more trips of the fleet dilute both."""
    twice = {name: number * (1 if name == "others_delay_s" else 2) for name, number in RUN.items()}
    assert cost_usd(twice, 1.0) == pytest.approx(cost_usd(RUN, 1.0))
    more = RUN | {"trips_finished": 1900.0}
    assert [cost_usd(more, factor) * 2 for factor in (0.0, 1.0)] == pytest.approx([0.7, cost_usd(RUN, 1.0)])


def test_cost_of_a_run_that_lacks_a_metric() -> None:
    with pytest.raises(ResultsError, match="'others_trips_unfinished' is missing from a run"):
        cost_usd({name: number for name, number in RUN.items() if name != "others_trips_unfinished"}, 1.0)
