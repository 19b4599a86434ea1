"""One agent, some seeds: metrics, status, identity, samples."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from longtail_sim import Action, Agent, Observation, Scenario, load_agent, run_episode
from longtail_sim.episode import Series, run_twin
from longtail_sim.scoring import METRICS


class Raises(Agent):
    """Gives up after 30 s."""

    def act(self, observation: Observation) -> Action:
        if observation.time_s > 30:
            raise ValueError("no idea")
        return Action.proceed()


def test_metrics_have_the_names_of_the_scoring_page(tiny: Scenario) -> None:
    result = run_episode(tiny, load_agent("rule_based"), [4, 5])
    assert (result.agent, result.seeds, result.status, result.message) == ("rule_based", (4, 5), "finished", "")
    assert len(result.metrics) == 2
    assert set(result.metrics[0]) <= set(METRICS)
    assert result.metrics[0] != result.metrics[1]
    assert result.metrics[0]["fleet_vehicle_km"] > 0


def test_a_seed_gives_the_same_in_any_company(tiny: Scenario) -> None:
    """For an agent with a memory, too."""
    together = run_episode(tiny, load_agent("reasoning"), [0, 1, 2], threads=2)
    alone = run_episode(tiny, load_agent("reasoning"), [1])
    assert together.metrics[1] == alone.metrics[0]
    assert together.identities[1] == alone.identities[0]


def test_every_run_has_an_identity_of_its_own(tiny: Scenario) -> None:
    rule_based, twin = run_episode(tiny, load_agent("rule_based"), [0, 1]), run_twin(tiny, [0, 1])
    assert len({*rule_based.identities, *twin.identities}) == 4


def test_the_human_twin_is_the_twin(tiny: Scenario) -> None:
    assert run_episode(tiny, load_agent("human_twin"), [7]).metrics == run_twin(tiny, [7]).metrics


def test_samples_are_taken_every_ten_seconds_and_end_in_the_metrics(tiny: Scenario) -> None:
    result = run_episode(tiny, load_agent("rule_based"), [0, 1])
    assert result.series.time_s.tolist() == pytest.approx(np.arange(0, 91, 10).tolist())
    for field in fields(Series)[1:]:
        assert getattr(result.series, field.name).shape == (10, 2), field.name
    last = [metrics["others_delay_s"] for metrics in result.metrics]
    assert result.series.others_delay_s[-1].tolist() == pytest.approx(last)
    assert result.series.vehicles[-1].min() > 0


def test_an_agent_that_raises_fails_its_row(tiny: Scenario) -> None:
    result = run_episode(tiny, Raises(), [0])
    assert result.status == "agent_failed"
    assert result.metrics == ()
    assert "agent 'raises' at 30.5 s of simulated time failed: ValueError: no idea" in result.message
    assert result.series.time_s[-1] == pytest.approx(30.0)


def test_progress_is_told_and_can_end_the_episode(tiny: Scenario) -> None:
    class EnoughError(Exception):
        pass

    told: list[tuple[str, float]] = []

    def progress(name: str, time_s: float) -> None:
        told.append((name, time_s))
        if time_s > 5:
            raise EnoughError

    with pytest.raises(EnoughError):
        run_episode(tiny, load_agent("rule_based"), [0], progress=progress)
    assert told[0] == ("rule_based", pytest.approx(0.5))
    assert len(told) == 11
