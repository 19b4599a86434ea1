"""Two agents on the same seeds: right where the answer is known, and silent where chance would do."""

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import METRICS, Difference, Pairs, all_in_words, conclusion, differences, in_words, verdict
from longtail_sim.scoring.paired import QUANTITIES, SIDES_COMPARED, adjusted

Row = dict[str, float]


def row(delay: float, harm: float = 0.0, contacts: float = 0.0, red: float = 0.0) -> Row:
    told = {"others_delay_s": delay, "harm_expected": harm, "contacts": contacts, "red_light_runs": red}
    return {**dict.fromkeys(METRICS, 0.0), "fleet_junction_traversals": 100.0, **told}


def by_name(scenarios: list[Pairs]) -> dict[str, Difference]:
    return {one.quantity.name: one for one in differences(scenarios)}


def pairs(first: list[Row], second: list[Row]) -> Pairs:
    return Pairs(first, second, [row(10.0)] * len(first))


def test_a_difference_on_every_seed_is_significant_after_holm() -> None:
    found = by_name([pairs([row(10.0 + s) for s in range(10)], [row(20.0 + 1.1 * s) for s in range(10)])])
    delay = found["others_delay_s"]
    assert delay.p == 2 / 2**10
    assert delay.p_adjusted == pytest.approx(2 * delay.p)  # they differ in delay and score only
    assert (delay.favours, delay.seeds_needed) == ("first", None)
    assert delay.interval.mean == pytest.approx(-10.45)
    assert found["score"].favours == "first"
    assert found["harm"].favours is None


def test_turned_round_it_says_the_same() -> None:
    one, other = [row(10.0 + s % 3, red=s % 2) for s in range(9)], [row(11.0 + s % 2) for s in range(9)]
    forward, back = by_name([pairs(one, other)]), by_name([pairs(other, one)])
    for name in forward:
        assert forward[name].p == back[name].p
        assert forward[name].interval.mean == pytest.approx(-back[name].interval.mean)
        assert {forward[name].favours, back[name].favours} in ({None}, {"first", "second"})


def test_few_seeds_are_not_significant_and_say_how_many_would_tell() -> None:
    delay = by_name([pairs([row(10.0), row(11.0), row(12.5)], [row(20.0), row(20.0), row(20.0)])])["others_delay_s"]
    assert not delay.significant
    assert delay.seeds_needed == 8  # with six quantities no fewer can be significant at all
    words = in_words(delay, "mine", "theirs")
    assert words.startswith(
        "others' delay: not significant (p = 0.5); mine 11.2, theirs 20.0 s/trip, difference −8.83 ["
    )
    assert words.endswith("About 8 seeds would tell, if the difference is as large as it looks.")


def test_noise_needs_as_many_seeds_as_the_formula_says() -> None:
    apart = np.random.default_rng(3).normal(1.0, 5.0, 20)
    delay = by_name([pairs([row(50.0 + x) for x in apart], [row(50.0)] * 20)])["others_delay_s"]
    expected = (2.63826 + 0.84162) ** 2 * apart.var(ddof=1) / apart.mean() ** 2
    assert delay.seeds_needed == int(np.ceil(expected))


def test_the_same_on_every_seed_is_said_so() -> None:
    found = by_name([pairs([row(10.0, 0.3, 1.0)] * 8, [row(10.0, 0.3, 1.0)] * 8)])
    assert all(one.alike and one.p_adjusted == 1 for one in found.values())
    assert in_words(found["harm"], "a", "b") == "harm: exactly the same on every seed."
    assert all_in_words(list(found.values()), "a", "b") == [
        (
            "exactly the same on every seed: harm, others' delay, rules, closed places, emergency vehicles and score.",
            False,
        )
    ]
    red = differences([pairs([row(1.0, red=1.0)] * 9, [row(1.0)] * 9)])
    told = all_in_words(red, "a", "b")
    assert [significant for _, significant in told] == [True, True, False]
    assert told[0][0].startswith("rules: b is better than a (p = ")
    assert told[2][0].startswith("exactly the same on every seed: harm (nobody touched anybody in 18 runs), others'")


def test_no_contact_is_no_proof_of_no_difference() -> None:
    harm = by_name([pairs([row(1.0)] * 8, [row(2.0)] * 8)])["harm"]
    assert (harm.interval.low, harm.interval.high) == (None, None)
    assert "nobody touched anybody in 16 runs" in in_words(harm, "a", "b")


def test_few_contacts_have_a_wide_interval() -> None:
    first = [row(1.0, 0.2, 1.0)] * 3 + [row(1.0)] * 5
    harm = by_name([pairs(first, [row(1.0)] * 8)])["harm"]
    assert harm.interval.low is not None
    assert harm.interval.high is not None
    assert harm.interval.low < 0 < harm.interval.high  # three against none may be chance
    assert not harm.significant


def test_scenarios_weigh_the_same_whatever_their_seeds() -> None:
    large = pairs([row(100.0)] * 6, [row(90.0)] * 6)
    small = pairs([row(1.0)] * 3, [row(3.0)] * 3)
    assert by_name([large, small])["others_delay_s"].interval.mean == pytest.approx((10 - 2) / 2)


def test_the_conclusion_names_what_speaks_for_whom() -> None:
    quick, safe = [row(5.0, 0.5, 1.0)] * 10, [row(50.0)] * 10
    assert conclusion(differences([pairs(quick, safe)]), "quick", "safe") == (
        "Neither is better in everything: quick in others' delay and score, safe in harm."
    )
    assert conclusion(differences([pairs(safe, safe)]), "a", "b") == (
        "a and b are exactly the same on every seed, in all that is compared."
    )
    few = conclusion(differences([pairs(quick[:3], safe[:3])]), "a", "b")
    assert few.startswith("These seeds cannot tell who is better: no difference between a and b is significant. About")
    worse = [row(50.0, 0.5, 1.0)] * 10
    assert conclusion(differences([pairs(safe, worse)]), "a", "b") == (
        "a is better than b in harm. "
        "In others' delay, rules, closed places, emergency vehicles and score they are exactly the same on every seed."
    )


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ResultsError, match="only on seeds that both"):
        differences([])
    with pytest.raises(ResultsError, match="only on seeds that both"):
        differences([Pairs([row(1.0)], [], [row(1.0)])])
    with pytest.raises(ResultsError, match="'others_delay_s' is missing"):
        differences([Pairs(*[[{k: v for k, v in row(1.0).items() if k != "others_delay_s"}]] * 3)])


def test_chance_alone_is_rarely_called_significant() -> None:
    generator = np.random.default_rng(11)
    wrong = 0
    for _ in range(100):
        sides = [
            [row(x, red=r) for x, r in zip(generator.gamma(4, 5, 8), generator.poisson(1, 8), strict=True)]
            for _ in "ab"
        ]
        wrong += any(one.significant for one in differences([pairs(*sides)]))
    assert wrong <= 10


def test_the_sides_are_those_of_the_verdict_in_its_order_and_words() -> None:
    sides = verdict([row(1.0)], [row(1.0)]).sides
    assert [one.words for one in QUANTITIES] == [*(side.name for side in sides), "score"]


def test_several_pairs_together_are_adjusted_for_all_that_differ() -> None:
    one = differences([pairs([row(10.0)] * 9, [row(20.0)] * 9)], SIDES_COMPARED)
    assert [of.alike for of in one] == [True, False, True, True, True]
    both = adjusted([*one, *one])
    assert [of.p_adjusted for of in both if not of.alike] == [2 * of.p for of in both if not of.alike]
    assert all(of.p_adjusted == 1.0 for of in both if of.alike)
