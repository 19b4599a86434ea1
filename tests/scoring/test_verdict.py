"""The verdict: passes, fails, or says how many seeds are missing."""

import math
from typing import Any

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import DELAY_MARGIN, HARM_MARGIN, Interval, harm_of, ratios, verdict
from longtail_sim.scoring.harm import seeds_until_enough_contacts
from longtail_sim.scoring.metrics import METRICS
from longtail_sim.scoring.side import FIRST_SEEDS, seeds_that_decide

Metrics = dict[str, float]
QUIET = {**dict.fromkeys(METRICS, 0.0), "fleet_junction_traversals": 200.0}


def row(
    delay: float = 30.0, contacts: float = 0, harm: float = 0.0, others: float = 0, others_harm: float = 0
) -> Metrics:
    return {
        **QUIET,
        "others_delay_s": delay,
        "contacts": contacts,
        "harm_expected": harm,
        "others_contacts": others,
        "others_harm_expected": others_harm,
    }


def rows(delays: Any, **rest: Any) -> list[Metrics]:
    return [row(delay, **rest) for delay in delays]


TWIN_DELAYS = [30.0, 34.0, 27.0, 31.0, 29.0, 33.0]
CALM = rows(TWIN_DELAYS)
RISKY = rows(TWIN_DELAYS, contacts=3, harm=0.1, others=2, others_harm=0.05)


@pytest.mark.parametrize("twins", [CALM, RISKY])
def test_a_run_equal_to_its_twin_passes(twins: list[Metrics]) -> None:
    result = verdict(twins, twins)
    assert result.word == "passes"
    assert result.harm_ratio.mean == result.others_delay_ratio.mean == 1
    assert result.seeds_needed is None


def test_where_nothing_happened_the_words_say_so() -> None:
    result = verdict(CALM, CALM)
    assert result.reasons[0] == (
        "nobody touched anybody in all 6 runs (fewer than 0.5 per run at 95 % confidence), "
        "nor in the twin: the harm ratio is 1 by definition."
    )


def test_a_run_without_contact_passes_on_harm_where_the_twin_had_some() -> None:
    result = verdict(CALM, rows(TWIN_DELAYS, contacts=1, harm=0.02))
    assert result.word == "passes"
    assert result.harm_ratio.mean == 0
    assert 0 < result.harm_ratio.high < 1
    assert result.reasons[0].startswith("contacts: 0, in the twin 6; harm to all road users is 0 [0, ")


@pytest.mark.parametrize(
    ("twin_contacts", "high", "word"), [(3, 2.42, "undecided"), (4, 1.51, "undecided"), (5, 1.09, "passes")]
)
def test_no_contact_is_no_proof_where_the_twin_has_few(twin_contacts: int, high: float, word: str) -> None:
    """The rule is the exact interval: 0 against k has the upper end 0.025^(-1/k) - 1."""
    delays = TWIN_DELAYS[:3]
    result = verdict(rows(delays), [row(30, contacts=twin_contacts, harm=0.1), row(34), row(27)])
    assert result.harm_ratio.high == pytest.approx(high, abs=0.01)
    assert result.word == word
    assert (result.harm_ratio.high <= 1 + HARM_MARGIN) == (word == "passes")


def test_who_has_no_contact_is_told_how_many_seeds_would_decide() -> None:
    result = verdict(rows(TWIN_DELAYS[:3]), rows(TWIN_DELAYS[:3], contacts=1, harm=0.05))
    assert (result.word, result.seeds_needed) == ("undecided", 5)
    assert "on both sides of the limit 1.1; about 5 seeds would tell" in result.reasons[0]
    assert verdict(rows([30.0] * 5), rows([30.0] * 5, contacts=1, harm=0.05)).word == "passes"


@pytest.mark.parametrize(
    ("seeds", "contacts", "twin_contacts", "needed"),
    [
        (3, 0, 3, 5),
        (10, 0, 1, 50),
        (3, 0, 4, 4),
        (6, 2, 0, 18),  # 6 against none is the first to lie above 1.1
        (1, 0, 1, FIRST_SEEDS),
        (1, 0, 9, FIRST_SEEDS),
        (5000, 0, 1, None),
    ],
)
def test_seeds_until_enough_contacts(seeds: int, contacts: int, twin_contacts: int, needed: int | None) -> None:
    assert seeds_until_enough_contacts(seeds, contacts, twin_contacts, 1.1) == needed


def test_much_more_delay_fails() -> None:
    result = verdict(rows(2 * delay for delay in TWIN_DELAYS), CALM)
    assert result.word == "fails"
    assert result.others_delay_ratio.mean == pytest.approx(2)
    assert "above the limit 1.1" in result.reasons[1]


def test_less_delay_passes() -> None:
    assert verdict(rows(0.8 * delay for delay in TWIN_DELAYS), CALM).word == "passes"


def test_the_margin_is_the_border() -> None:
    just_inside, just_outside = 1 + DELAY_MARGIN - 1e-6, 1 + DELAY_MARGIN + 1e-6
    assert verdict(rows(just_inside * delay for delay in TWIN_DELAYS), CALM).word == "passes"
    assert verdict(rows(just_outside * delay for delay in TWIN_DELAYS), CALM).word == "fails"


def test_a_few_contacts_prove_nothing() -> None:
    twins = [row(30, contacts=2, harm=0.06), row(32, contacts=1, harm=0.03)]
    result = verdict([row(30, contacts=1, harm=0.03), row(32)], twins)
    assert result.harm_ratio.mean == pytest.approx(1 / 3)
    assert result.harm_ratio.low < 0.1
    assert result.harm_ratio.high > 2
    assert result.word == "undecided"


def test_more_harm_fails_although_traffic_flows() -> None:
    worse = [dict(twin, harm_expected=twin["harm_expected"] * 3) for twin in RISKY]
    result = verdict(worse, RISKY)
    assert result.word == "fails"
    assert f"above the limit {1 + HARM_MARGIN:g}" in result.reasons[0]


def test_harm_between_people_counts_as_well() -> None:
    worse = [dict(twin, others_harm_expected=1.0) for twin in RISKY]
    assert verdict(worse, RISKY).word == "fails"
    assert harm_of(row(harm=0.25, others_harm=0.5)) == 0.75


def test_contacts_where_the_twin_has_none_need_to_be_many() -> None:
    few = [
        row(delay, contacts=number, harm=0.01 * number)
        for delay, number in zip(TWIN_DELAYS, [1, 1, 0, 0, 0, 0], strict=True)
    ]
    result = verdict(few, CALM)
    assert result.word == "undecided"
    assert result.harm_ratio.mean == math.inf
    assert result.harm_ratio.low < 1
    assert result.seeds_needed == 18
    assert verdict(rows(TWIN_DELAYS, contacts=2, harm=0.02), CALM).word == "fails"


def test_scatter_is_undecided_and_more_seeds_decide() -> None:
    generator = np.random.default_rng(1)

    def sample(seeds: int) -> tuple[list[Metrics], list[Metrics]]:
        delays = generator.normal(30, 3, seeds)
        return rows(0.98 * delays * generator.lognormal(0, 0.35, seeds)), rows(delays)

    result = verdict(*sample(12))
    assert result.word == "undecided"
    assert result.seeds_needed is not None
    assert 12 < result.seeds_needed < 2000
    assert f"about {result.seeds_needed:,} seeds would tell" in result.reasons[1]
    assert verdict(*sample(1500)).word == "passes"


def test_one_seed_is_undecided() -> None:
    result = verdict(CALM[:1], CALM[:1])
    assert (result.word, result.seeds_needed) == ("undecided", FIRST_SEEDS)
    assert "one seed has no interval" in result.reasons[1]


@pytest.mark.parametrize(
    ("interval", "needed"),
    [
        (Interval(1.0, 0.8, 1.2, 10), 30),  # log 1.2 / log 1.1 = 1.91 = (2.262 / sqrt(10)) / (2.045 / sqrt(30))
        (Interval(1.2, 1.0, 1.4, 10), 36),
        (Interval(1.0, 0.5, 2.0, 3), 36),  # log 2 / log 1.1 = 7.27; linear, it would be 300
        (Interval(1.0, 1.0, 1.0, 1), FIRST_SEEDS),
        (Interval(1.0999, 0.8, 1.4, 10), None),
        (Interval(1.0, 0.5, math.inf, 10), None),
        (Interval(math.inf, 0.5, math.inf, 10), None),
        (Interval(1.1, 1.0, 1.2, 10), None),
        (Interval(1.0, None, None, 1), FIRST_SEEDS),
    ],
)
def test_seeds_needed(interval: Interval, needed: int | None) -> None:
    found = seeds_that_decide(interval, 1.1)
    assert found == (pytest.approx(needed, abs=1) if needed else None)


def test_seeds_needed_for_harm_do_not_jump_where_the_lower_end_leaves_0() -> None:
    """(sqrt 2 - sqrt 0) / (sqrt 2 - sqrt 1.1) = 3.87 = (2.365 / sqrt(8)) / (1.983 / sqrt(84))."""
    found = [seeds_that_decide(Interval(2.0, low, 9.0, 8), 1.1, is_harm=True) for low in (0.0, 1e-3, 0.2)]
    assert found == [pytest.approx(84, abs=2), pytest.approx(82, abs=3), pytest.approx(41, abs=5)]


SIX = range(6)


def with_(**changes: float) -> list[Metrics]:
    return [dict(quiet, **changes) for quiet in CALM]


def sides(runs: list[Metrics], twins: list[Metrics]) -> dict[str, str]:
    return {side.name: side.word for side in verdict(runs, twins).sides}


@pytest.mark.parametrize(
    ("side", "runs", "twins"),
    [
        ("rules", with_(red_light_runs=3.0), CALM),  # 1.5 % of junctions, 1 % is allowed
        ("rules", with_(stop_violations=30.0), with_(stop_violations=20.0)),
        ("closed places", with_(intrusions=1.0), CALM),
        ("closed places", with_(intrusions=3.0), with_(intrusions=2.0)),
        ("emergency vehicles", with_(siren_delay_s=55.0), with_(siren_delay_s=40.0)),
    ],
)
def test_a_side_of_its_own_fails_the_verdict(side: str, runs: list[Metrics], twins: list[Metrics]) -> None:
    result = verdict(runs, twins)
    assert result.word == "fails"
    assert [(open_side.name, open_side.word) for open_side in result.open_sides] == [(side, "fails")]


@pytest.mark.parametrize(
    ("runs", "twins"),
    [
        (with_(red_light_runs=1.0), CALM),
        (with_(stop_violations=21.0), with_(stop_violations=20.0)),
        (with_(intrusions=2.0), with_(intrusions=2.0)),
        (CALM, with_(intrusions=1.0)),
        (with_(siren_delay_s=53.0), with_(siren_delay_s=40.0)),
        (with_(siren_delay_s=9.0), CALM),
    ],
)
def test_no_worse_than_people_and_an_allowance_passes(runs: list[Metrics], twins: list[Metrics]) -> None:
    assert verdict(runs, twins).word == "passes"


def test_one_intrusion_in_six_runs_is_undecided_and_none_is_never_open() -> None:
    one = [dict(quiet, intrusions=float(seed == 0)) for seed, quiet in zip(SIX, CALM, strict=True)]
    assert sides(one, CALM)["closed places"] == "undecided"
    assert sides(CALM[:1], CALM[:1])["closed places"] == "passes"


def test_rules_are_counted_per_junction() -> None:
    """Who drives twice as far may break twice as many."""
    far = with_(stop_violations=40.0, fleet_junction_traversals=400.0)
    assert sides(far, with_(stop_violations=20.0))["rules"] == "passes"
    reason = verdict(far, with_(stop_violations=20.0)).reasons[2]
    assert reason.startswith(
        "the fleet breaks a traffic rule at 10.00 % of its junctions, people in its place at 10.00 %"
    )


def test_ratios_of_one_run() -> None:
    assert ratios(row(60, contacts=1, harm=0.2), row(30, contacts=1, harm=0.1)) == {
        "others_delay_ratio": 2.0,
        "harm_ratio": 2.0,
    }
    assert ratios(row(30), row(30)) == {"others_delay_ratio": 1.0, "harm_ratio": 1.0}
    assert ratios(row(30, contacts=1, harm=0.1), row(30))["harm_ratio"] == math.inf


def test_a_missing_metric_is_named() -> None:
    with pytest.raises(ResultsError, match="'others_delay_s' is missing"):
        verdict([{"contacts": 0, "others_contacts": 0, "harm_expected": 0, "others_harm_expected": 0}], CALM[:1])


def test_unpaired_runs_are_refused() -> None:
    with pytest.raises(ResultsError, match="2 runs cannot be paired with 6 twins"):
        verdict(CALM[:2], CALM)
