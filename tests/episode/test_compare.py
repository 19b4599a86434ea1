"""Agents and twin together: the same as alone, in the form of the scoring page."""

from __future__ import annotations

import json
import threading
import time

import pytest

from longtail_sim import Action, Agent, Observation, Scenario, load_agent, run_episode
from longtail_sim.episode import compare, run_twin
from longtail_sim.episode.threads import Crew, Stopped


class Raises(Agent):
    """Has no idea."""

    def act(self, observation: Observation) -> Action:
        raise ValueError("no idea")


def test_comparison_equals_single_runs_and_does_not_depend_on_jobs(tiny: Scenario) -> None:
    names = ("rule_based", "stop_when_confused")
    comparison = compare(tiny, [load_agent(name) for name in names], [0, 1], jobs=5)
    for name, run in zip(names, comparison.runs, strict=True):
        assert run.metrics == run_episode(tiny, load_agent(name), [0, 1]).metrics
    assert comparison.twin.metrics == run_twin(tiny, [0, 1]).metrics
    again = compare(tiny, [load_agent(name) for name in names], [0, 1], jobs=1)
    assert again.as_json() == comparison.as_json()


def test_json_has_the_shape_of_the_scoring_page(tiny: Scenario) -> None:
    plain = compare(tiny, [load_agent("rule_based")], [3, 4]).as_json()
    json.dumps(plain, allow_nan=False)
    assert list(plain) == ["version", "scenario", "identity", "runs", "summary"]
    assert [list(row) for row in plain["runs"]] == [["agent", "seed", "level", "status", "metrics", "twin"]] * 2
    assert [(row["agent"], row["seed"], row["level"]) for row in plain["runs"]] == [
        ("rule_based", 3, 4),
        ("rule_based", 4, 4),
    ]
    assert plain["runs"][0]["metrics"]["others_delay_ratio"] == pytest.approx(
        plain["runs"][0]["metrics"]["others_delay_s"] / plain["runs"][0]["twin"]["others_delay_s"]
    )
    summary = plain["summary"][0]
    assert {"agent", "verdict", "score", "metrics"} <= set(summary)
    assert summary["verdict"] in {"passes", "fails", "undecided"}
    assert set(summary["metrics"]["others_delay_s"]) == {"mean", "low", "high"}


def test_an_agent_that_fails_does_not_take_the_others_along(tiny: Scenario) -> None:
    comparison = compare(tiny, [Raises(), load_agent("rule_based")], [0])
    assert [run.status for run in comparison.runs] == ["agent_failed", "finished"]
    assert [run.agent for run in comparison.failed] == ["raises"]
    assert list(comparison.summaries) == ["rule_based"]
    failed, finished = comparison.as_json()["summary"]
    assert failed == {"agent": "raises", "verdict": None, "score": None, "metrics": {}}
    assert finished["score"] > 0
    row = comparison.as_json()["runs"][0]
    assert (row["status"], row["metrics"]) == ("agent_failed", {})
    assert "no idea" in row["message"]


def test_a_crew_gives_results_in_order() -> None:
    def job(number: int) -> int:
        time.sleep(0.02 * (3 - number))
        return number

    assert Crew(3).run([lambda number=number: job(number) for number in range(3)]) == [0, 1, 2]


def test_the_first_exception_ends_all_jobs() -> None:
    crew, ended = Crew(2), threading.Event()

    def endless() -> None:
        try:
            while True:
                crew.check()
                time.sleep(0.001)
        except Stopped:
            ended.set()
            raise

    def breaks() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        crew.run([endless, breaks, endless])
    assert ended.is_set()
