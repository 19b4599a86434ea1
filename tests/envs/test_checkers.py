"""The checkers of Gymnasium and of Stable-Baselines3 have nothing to say; warnings are errors."""

from __future__ import annotations

import pickle

import gymnasium
import pytest
from gymnasium.envs.registration import EnvSpec
from gymnasium.utils.env_checker import check_env

import longtail_sim.envs  # makes the environment known
from longtail_sim.scenario import list_scenarios

ID = "longtail/Drive-v0"
KINDS = ["tactical", "continuous"]


@pytest.mark.parametrize("actions", KINDS)
@pytest.mark.parametrize("scenario", list_scenarios())
def test_gymnasiums_checker_passes(scenario: str, actions: str) -> None:
    env = gymnasium.make(ID, scenario=scenario, actions=actions, warm_up_s=30)
    check_env(env.unwrapped)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", list_scenarios())
def test_gymnasiums_checker_passes_with_the_warm_up_of_the_scenario(scenario: str) -> None:
    check_env(gymnasium.make(ID, scenario=scenario).unwrapped, skip_render_check=True)


def test_gymnasiums_checker_passes_among_a_fleet() -> None:
    check_env(gymnasium.make(ID, fleet="rule_based", warm_up_s=30).unwrapped, skip_render_check=True)


@pytest.mark.parametrize("actions", KINDS)
def test_stable_baselines_checker_passes(actions: str) -> None:
    checker = pytest.importorskip("stable_baselines3.common.env_checker")
    env = gymnasium.make(ID, actions=actions, warm_up_s=30)
    checker.check_env(env)
    env.close()


def test_the_spec_survives_pickle_and_json() -> None:
    env = gymnasium.make(ID, scenario="calm_grid", actions="continuous", set=["fleet.share=0.2"], max_steps=5)
    assert env.spec is not None
    for spec in (pickle.loads(pickle.dumps(env.spec)), EnvSpec.from_json(env.spec.to_json())):
        again = gymnasium.make(spec).unwrapped
        assert isinstance(again, longtail_sim.envs.DriveEnv)
        assert again.scenario.name == "calm_grid"
        assert again.scenario.fleet.share == 0.2
        assert again.action_space == env.action_space
        assert again.max_steps == 5


def test_stock_wrappers_work() -> None:
    env = gymnasium.make(ID, warm_up_s=30, max_episode_steps=3)
    wrapped = gymnasium.wrappers.RecordEpisodeStatistics(gymnasium.wrappers.FrameStackObservation(env, 2))
    observation, _ = wrapped.reset(seed=1)
    assert observation.shape == (2, *env.observation_space.shape)  # type: ignore[misc]
    for _ in range(3):
        _, _, _, truncated, info = wrapped.step(0)
    assert truncated
    assert info["episode"]["l"] == 3


def test_vectors_of_environments_work() -> None:
    envs = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="sync", warm_up_s=30)
    observations, infos = envs.reset(seed=[1, 2])
    assert observations.shape == (2, *envs.single_observation_space.shape)  # type: ignore[misc]
    assert infos["seed_world"][0] != infos["seed_world"][1]
    _, rewards, *_ = envs.step(envs.action_space.sample())
    assert rewards.shape == (2,)
    envs.close()
