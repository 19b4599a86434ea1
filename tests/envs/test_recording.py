"""Recorded episodes are those of the environment: the same seed and the recorded actions give the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim import Action, Agent, FleetAction, FleetObservation, Observation
from longtail_sim.envs import DriveEnv
from longtail_sim.envs.recording import Recording, record
from longtail_sim.errors import AgentError, LongtailError
from longtail_sim.observation.beliefs import RECORDED, RECORDED_COLUMNS

SHORT: dict[str, Any] = {"warm_up_s": 30.0, "max_steps": 25}
EPISODES = 5


@pytest.fixture(scope="module")
def recording() -> Recording:
    return record("rule_based", EPISODES, seed=3, num_envs=2, **SHORT)


def test_the_recorded_actions_replay_the_episode(recording: Recording) -> None:
    env = DriveEnv(**SHORT)
    for number, episode in enumerate(recording.episodes):
        view, info = env.reset(seed=3 + number)
        assert (episode.seed, episode.seed_world, episode.trip) == (3 + number, info["seed_world"], info["trip"])
        views, rewards, times = [view], [], [info["time_s"]]
        for action in episode.actions.tolist():
            view, reward, terminated, truncated, info = env.step(action)
            views.append(view)
            rewards.append(reward)
            times.append(info["time_s"])
        assert terminated or truncated
        assert episode.end == info["end"] != ""
        np.testing.assert_array_equal(episode.observations, views)
        np.testing.assert_array_equal(episode.rewards, rewards)
        np.testing.assert_array_equal(episode.times_s, times)
        assert len(episode.costs) == len(rewards) and not episode.costs.any()
    env.close()


def test_how_many_worlds_play_does_not_matter(recording: Recording) -> None:
    for other in (record("rule_based", EPISODES, seed=3, num_envs=worlds, **SHORT) for worlds in (1, 16)):
        for mine, theirs in zip(recording.episodes, other.episodes, strict=True):
            assert mine.seed == theirs.seed
            np.testing.assert_array_equal(mine.observations, theirs.observations)
            np.testing.assert_array_equal(mine.actions, theirs.actions)


class Counts(Agent):
    """Stops from its third decision in a world on."""

    def __init__(self) -> None:
        """Begin without memories."""
        self.asked: dict[int, int] = {}

    def act(self, observation: Observation) -> Action:
        self.asked[observation.world] = self.asked.get(observation.world, 0) + 1
        return Action.proceed() if self.asked[observation.world] < 3 else Action.stop()


def test_an_agent_that_remembers_mixes_up_no_episodes() -> None:
    found = record(Counts(), 3, num_envs=1, **{**SHORT, "max_steps": 4}).episodes
    assert [episode.actions.tolist() for episode in found] == [[0, 0, 2, 2]] * 3
    assert [episode.end for episode in found] == ["time"] * 3


def test_told_after_every_episode() -> None:
    ended: list[int] = []
    record("rule_based", 3, num_envs=2, told=ended.append, **{**SHORT, "max_steps": 2})
    assert ended == [1, 2, 3]


def test_a_contact_is_recorded_with_its_cost() -> None:
    class Blind(Agent):
        def act_batch(self, observations: FleetObservation) -> FleetAction:
            return FleetAction.proceed(len(observations))

    episodes = record(Blind(), 12, warm_up_s=60, set=["events.0.at_s=10", "demand.vehicles_per_hour=5000"]).episodes
    touched = [episode for episode in episodes if episode.end == "contact"]
    assert touched
    assert all(episode.costs[-1] > 0 and not episode.costs[:-1].any() for episode in touched)


@pytest.mark.parametrize(
    ("agent", "changes", "said"),
    [
        ("human_twin", {}, "lets people drive"),
        ("nobody", {}, "there is no agent 'nobody'"),
        ("rule_based", {"episodes": 0}, "episodes=0 must be 1 or more"),
        ("rule_based", {"actions": "continuous"}, "record with actions='tactical'"),
    ],
)
def test_wrong_arguments(agent: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(LongtailError, match=said):
        record(agent, **{"episodes": 1, **SHORT, **changes})


def test_an_agent_that_fails() -> None:
    class Fails(Agent):
        def act(self, observation: Observation) -> Action:
            raise ValueError("no idea")

    with pytest.raises(AgentError, match=r"agent 'fails' at .* failed: ValueError: no idea"):
        record(Fails(), 1, **SHORT)


def test_truth_is_recorded_beside_what_was_perceived() -> None:
    bad = ["fleet.perception.signals.misread=0.3", "fleet.perception.own_place_sd_m=1"]
    (wrong,) = record("rule_based", 1, seed=3, set=bad, **SHORT).episodes
    (right,) = record("rule_based", 1, seed=3, **SHORT).episodes
    assert wrong.truths.shape == (len(wrong.times_s), len(RECORDED))
    seen, true = wrong.observations[:, RECORDED_COLUMNS], wrong.truths
    lights, line = slice(0, RECORDED.index("is_dark") + 1), RECORDED.index("line_m")
    assert (seen[:, lights] != true[:, lights]).any()
    assert (seen[:, line] != true[:, line]).any()
    np.testing.assert_array_equal(right.observations[:, RECORDED_COLUMNS], right.truths)
