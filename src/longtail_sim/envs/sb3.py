"""The vector environment as Stable-Baselines3 wants it: ``PPO("MlpPolicy", make_vec_env(8))``.

Stable-Baselines3 has a vector interface of its own: infos as a list, the last observation of an episode under
``terminal_observation``, and always the next episode at once.  It comes with ``pip install longtail-sim[rl]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from stable_baselines3.common.vec_env import VecEnv

from longtail_sim.core.schema import Array
from longtail_sim.envs.vector import DriveVectorEnv, Infos
from longtail_sim.errors import LongtailError
from longtail_sim.observation.view import BoolArray, FloatArray

TOLD = ("cost", "end", "time_s", "seed_world", "trip")  # of DriveEnv's infos, at every step


class DriveVecEnv(VecEnv):
    """Worlds with one ego each, behind Stable-Baselines3's interface.

    ``infos[i]`` holds cost, end, time_s, seed_world and trip of world i; at the end of an episode also its metrics and
    terms of the last reward, and what Stable-Baselines3 expects there.
    """

    def __init__(self, vector: DriveVectorEnv) -> None:
        """Wrap a vector environment; its autoreset mode must be SAME_STEP."""
        if vector.mode is not AutoresetMode.SAME_STEP:
            raise LongtailError("Stable-Baselines3 needs the next episode at once: autoreset_mode='SameStep'.")
        self.vector, self._actions = vector, np.zeros(0)
        super().__init__(vector.num_envs, vector.single_observation_space, vector.single_action_space)

    def reset(self) -> FloatArray:
        """Begin the episodes of all worlds, with the seeds of ``seed`` if there are any."""
        seeds = None if all(seed is None for seed in self._seeds) else list(self._seeds)
        views, infos = self.vector.reset(seed=seeds, options=self._common_options())
        self._reset_seeds()
        self._reset_options()
        self.reset_infos = _listed(infos)
        return views

    def step_async(self, actions: Array) -> None:
        """Take down the actions."""
        self._actions = actions

    def step_wait(self) -> tuple[FloatArray, Array, BoolArray, list[dict[str, Any]]]:
        """Perform one decision interval in all worlds."""
        views, rewards, terminated, truncated, infos = self.vector.step(self._actions)
        listed, ended = _listed(infos), terminated | truncated
        for world in np.flatnonzero(ended).tolist():
            listed[world] = _final(infos, world) | {"TimeLimit.truncated": bool(truncated[world])}
        return views, rewards.astype(np.float32), ended, listed

    def close(self) -> None:
        """Close the vector environment; may be called again."""
        self.vector.close()

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """Return an attribute, the same for all worlds."""
        return [getattr(self.vector, attr_name)] * len(self._indices(indices))

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Set an attribute, in all worlds."""
        setattr(self.vector, attr_name, value)

    def env_method(self, method_name: str, *args: Any, indices: Any = None, **arguments: Any) -> list[Any]:
        """Call a method once; return its answer for each world."""
        return [getattr(self.vector, method_name)(*args, **arguments)] * len(self._indices(indices))

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        """Return False: there are no single environments that could be."""
        return [False] * len(self._indices(indices))

    def get_images(self) -> Sequence[Array | None]:
        """Return a picture of each world."""
        return self.vector.render() or [None] * self.num_envs

    def _indices(self, indices: Any) -> list[int]:
        return list(self._get_indices(indices))

    def _common_options(self) -> dict[str, Any]:
        first = self._options[0]
        if any(options != first for options in self._options):
            raise LongtailError("the worlds of one environment are reset with the same options.")
        return dict(first)


def make_vec_env(n_envs: int = 1, **arguments: Any) -> DriveVecEnv:
    """Return worlds for Stable-Baselines3; the arguments are those of DriveVectorEnv."""
    return DriveVecEnv(DriveVectorEnv(n_envs, autoreset_mode=AutoresetMode.SAME_STEP, **arguments))


def _listed(infos: Infos) -> list[dict[str, Any]]:
    columns = [infos[name].tolist() for name in TOLD]
    return [dict(zip(TOLD, row, strict=True)) for row in zip(*columns, strict=True)]


def _final(infos: Infos, world: int) -> dict[str, Any]:
    """Return what the episode that has ended told last."""
    last = infos["final_info"]
    told = {name: last[name].tolist()[world] for name in TOLD}
    for group in ("metrics", "reward_terms"):
        told[group] = {name: float(last[group][name][world]) for name in last[group] if not name.startswith("_")}
    return told | {"terminal_observation": infos["final_obs"][world]}
