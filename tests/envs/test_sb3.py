"""Stable-Baselines3's interface: the same numbers as its own vector of single environments, and its own training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

pytest.importorskip("stable_baselines3")

from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import DummyVecEnv, VecEnv, VecMonitor, VecNormalize

from longtail_sim.envs import DriveEnv, DriveVectorEnv
from longtail_sim.envs.sb3 import TOLD, DriveVecEnv, make_vec_env
from longtail_sim.errors import LongtailError

SHORT: dict[str, Any] = {"warm_up_s": 30.0, "max_steps": 12}
WORLDS = 3


@pytest.fixture
def env() -> Iterator[DriveVecEnv]:
    env = make_vec_env(WORLDS, **SHORT)
    yield env
    env.close()


def play(env: VecEnv, steps: int) -> list[tuple[Any, ...]]:
    """Return what an environment answers to drawn actions, infos as far as both kinds have them."""
    env.seed(5)
    rows: list[tuple[Any, ...]] = [(env.reset().tolist(),)]
    generator = np.random.default_rng(0)
    for _ in range(steps):
        views, rewards, ended, infos = env.step(generator.choice([0] * 9 + [1, 2, 7], WORLDS))
        told = [{name: info[name] for name in TOLD} for info in infos]
        finals = [
            info["terminal_observation"].tolist() if end else None for info, end in zip(infos, ended, strict=True)
        ]
        cut = [info.get("TimeLimit.truncated", False) for info in infos]
        rows.append((views.tolist(), rewards.tolist(), rewards.dtype, ended.tolist(), finals, cut, told))
    return rows


def test_it_equals_the_vector_of_single_environments(env: DriveVecEnv) -> None:
    peer = DummyVecEnv([lambda: DriveEnv(**SHORT)] * WORLDS)
    mine, theirs = play(env, 40), play(peer, 40)
    # Between episodes theirs tells of the episode that has ended; so does ours.
    assert mine == theirs
    assert any(any(row[3]) for row in mine[1:])
    peer.close()


def test_the_end_brings_metrics_and_terms(env: DriveVecEnv) -> None:
    env.seed(1)
    env.reset()
    for _ in range(12):
        _, _, ended, infos = env.step(np.zeros(WORLDS, int))
    assert ended.all()
    assert all(info["metrics"]["vehicle_km"] > 0 for info in infos)
    assert all("progress" in info["reward_terms"] for info in infos)


def test_ppo_learns_on_it_with_the_usual_wrappers(env: DriveVecEnv) -> None:
    model = PPO("MlpPolicy", VecNormalize(VecMonitor(env)), n_steps=16, batch_size=16, n_epochs=1, seed=0)
    model.learn(2 * 16 * WORLDS)
    assert len(model.ep_info_buffer or ()) > 0


def test_pictures() -> None:
    env = make_vec_env(2, render_mode="rgb_array", **SHORT)
    env.reset()
    assert [picture.shape for picture in env.get_images() if picture is not None] == [(640, 640, 3)] * 2
    assert env.render() is not None
    env.close()


def test_attributes_and_methods(env: DriveVecEnv) -> None:
    env.reset()
    assert env.get_attr("num_envs", [0, 1]) == [WORLDS] * 2
    env.set_attr("label", "x")
    assert env.get_attr("label") == ["x"] * WORLDS
    assert len(env.env_method("snapshot", indices=0)) == 1
    assert env.env_is_wrapped(DriveEnv) == [False] * WORLDS


def test_options_are_common_to_all(env: DriveVecEnv) -> None:
    env.set_options({"warm_up_s": 35.0})
    env.reset()
    assert all(info["time_s"] > 35 for info in env.reset_infos)
    env.set_options([{"warm_up_s": 35.0}, {}, {}])
    with pytest.raises(LongtailError, match="the same options"):
        env.reset()


def test_another_autoreset_mode_is_refused() -> None:
    with pytest.raises(LongtailError, match="autoreset_mode='SameStep'"):
        DriveVecEnv(DriveVectorEnv(2, **SHORT))
