"""Agents that a bad score would reward: parking, asking for ever, crawling, pushing.  None may win."""

from __future__ import annotations

import pytest

from longtail_sim import Action, Agent, Observation, load_agent, load_scenario
from longtail_sim.episode import Comparison, compare

SEEDS = range(500, 508)
pytestmark = pytest.mark.slow


class Parked(Agent):
    """Never moves of its own will."""

    name = "parked"

    def act(self, observation: Observation) -> Action:
        """Stand."""
        return Action.stop()


class AlwaysAsks(Agent):
    """Asks somebody else, always."""

    name = "always_asks"

    def act(self, observation: Observation) -> Action:
        """Ask."""
        return Action.ask_remote()


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    agents = [*map(load_agent, ("rule_based", "timid", "assertive")), Parked(), AlwaysAsks()]
    return compare(load_scenario("one_dark_junction"), agents, SEEDS)


def test_the_traffic_code_beats_every_foil(comparison: Comparison) -> None:
    best = comparison.summaries["rule_based"].metrics["score"]
    assert comparison.summaries["rule_based"].verdict.word == "passes"
    assert best.low is not None
    for name, summary in comparison.summaries.items():
        if name != "rule_based":
            high = summary.metrics["score"].high
            assert high is not None
            assert high < best.low, name


@pytest.mark.parametrize("name", ["parked", "always_asks"])
def test_who_does_not_drive_gets_nothing(comparison: Comparison, name: str) -> None:
    summary = comparison.summaries[name]
    assert summary.verdict.word == "fails"
    assert summary.score.value == 0.0
    assert summary.metrics["contacts_at_fault"].mean == 0.0  # however safe it is


def test_crawling_costs_others_time(comparison: Comparison) -> None:
    delay = comparison.summaries["timid"].metrics["others_delay_ratio"]
    assert delay.low is not None
    assert delay.low > 1.05


def test_pushing_breaks_rules(comparison: Comparison) -> None:
    assert comparison.summaries["assertive"].score.parts["rules"] < 0.5
