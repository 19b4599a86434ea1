"""What a scenario expects: measured over the seeds, and refused where it makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim import Scenario, load_agent
from longtail_sim.episode import check_expectations, compare, outcomes
from longtail_sim.episode.expectations import Outcome, _outcome
from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import Demand, Expectation
from longtail_sim.scoring import Interval


def expecting(scenario: Scenario, *expectations: Expectation) -> Scenario:
    return scenario.model_copy(update={"expect": list(expectations)})


def test_outcomes_are_means_and_ratios_of_means(tiny: Scenario) -> None:
    scenario = expecting(
        tiny,
        Expectation(agent="rule_based", metric="others_delay_ratio", at_most=100),
        Expectation(agent="rule_based", metric="trips_finished", ratio_to_twin=True, at_least=100),
        Expectation(agent="rule_based", metric="vehicle_km", at_least=0),
        Expectation(agent="reasoning", metric="vehicle_km", at_least=0),
    )
    comparison = compare(scenario, [load_agent("rule_based")], [0, 1])
    run, twin = comparison.runs[0].metrics, comparison.twin.metrics

    def ratio(name: str) -> float:
        return sum(row[name] for row in run) / sum(row[name] for row in twin)

    found = outcomes(comparison)
    assert [outcome.held for outcome in found] == [True, False, True]  # and none of an agent that was not run
    expected = [ratio("others_delay_s"), ratio("trips_finished"), sum(row["vehicle_km"] for row in run) / 2]
    assert [outcome.value for outcome in found] == pytest.approx(expected)


def test_nothing_over_nothing_is_one(tiny: Scenario) -> None:
    expectation = Expectation(agent="rule_based", metric="retrievals", ratio_to_twin=True, at_most=1)
    comparison = compare(expecting(tiny, expectation), [load_agent("rule_based")], [0])
    assert comparison.runs[0].metrics[0]["retrievals"] == comparison.twin.metrics[0]["retrievals"] == 0
    assert [(outcome.value, outcome.held) for outcome in outcomes(comparison)] == [(1.0, True)]


def test_unknown_metrics_and_agents_are_all_named(tiny: Scenario, tmp_path: Path) -> None:
    scenario = expecting(
        tiny,
        Expectation(agent="rule_base", metric="contacts", at_most=0),
        Expectation(agent="rule_based", metric="contact", at_most=0),
        Expectation(agent="no/such.py:Mine", metric="contacts", at_most=0),
    )
    with pytest.raises(ScenarioError) as caught:
        check_expectations(scenario)
    first, second, third = str(caught.value).splitlines()
    assert "expect[0]" in first
    assert "Did you mean 'rule_based'?" in first
    assert "expect[1]" in second
    assert "did you mean 'contacts'?" in second
    assert "no/such.py does not exist" in third


def test_checking_runs_no_code_of_an_agent(tiny: Scenario, tmp_path: Path) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text("raise SystemExit", encoding="utf-8")
    check_expectations(expecting(tiny, Expectation(agent=str(mine), metric="contacts", at_most=0)))


def test_where_nothing_drove_there_is_no_verdict(tiny: Scenario) -> None:
    expectation = Expectation(agent="rule_based", metric="contacts", at_most=0)
    empty = expecting(tiny, expectation).model_copy(update={"demand": Demand(vehicles_per_hour=0), "duration_s": 5})
    comparison = compare(empty, [load_agent("rule_based")], [0, 1])
    verdict = comparison.summaries["rule_based"].verdict
    assert comparison.nothing_drove
    assert (verdict.word, verdict.reasons) == ("undecided", ("nothing drove: no verdict.",))
    assert comparison.as_json()["summary"][0]["score"] is None
    assert outcomes(comparison) == []


def test_agents_that_did_the_same_are_named(tiny: Scenario) -> None:
    first, second, other = load_agent("rule_based"), load_agent("rule_based"), load_agent("stop_when_confused")
    second.name = "again"
    short = tiny.model_copy(update={"duration_s": 30})
    assert compare(short, [first, second], [0]).alike == [["rule_based", "again"]]
    assert compare(tiny, [first, other], [0, 1]).nothing_drove is False


@pytest.mark.parametrize(
    ("at_least", "at_most", "low", "high", "held"),
    [
        (None, 1.1, 0.9, 1.0, True),
        (None, 1.1, 0.7, 2.4, None),
        (None, 1.1, 1.2, 2.4, False),
        (1.5, None, 1.2, 1.4, False),
        (1.0, 2.0, 0.5, 3.0, None),
        (None, 0.0, 0.0, 0.0, True),
    ],
)
def test_an_interval_across_a_bound_decides_nothing(
    at_least: float | None, at_most: float | None, low: float, high: float, held: bool | None
) -> None:
    expectation = Expectation(agent="rule_based", metric="contacts", at_least=at_least, at_most=at_most)
    assert Outcome(expectation, (low + high) / 2, low, high).held is held


def test_what_never_happened_is_no_proof_that_it_cannot() -> None:
    """Three seeds without an event leave room for one a run (3/n), and are nothing where nothing is asked for."""
    never = Interval(0.0, 0.0, 1.0, 3)
    some = Expectation(agent="rule_based", metric="contacts", at_least=0.5)
    many = Expectation(agent="rule_based", metric="contacts", at_least=1.5)
    none = Expectation(agent="rule_based", metric="contacts", at_most=0)
    assert [_outcome(asked, never).held for asked in (some, many, none)] == [None, False, True]
