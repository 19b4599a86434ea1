"""Record what an agent does as the ego of ``longtail/Drive-v0``, for offline learning and for cloning.

``write_parquet`` and ``write_minari`` of :mod:`longtail_sim.envs.export` put it into files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.agent import Agent, Guard, load_agent
from longtail_sim.core.schema import Array
from longtail_sim.envs.vector import DriveVectorEnv, Infos
from longtail_sim.errors import LongtailError
from longtail_sim.observation import tactical_numbers
from longtail_sim.observation.beliefs import RECORDED_COLUMNS
from longtail_sim.observation.view import FloatArray

Told = Callable[[int], None]  # number of episodes that have ended
WORLDS = 16  # side by side; the episodes do not depend on it


@dataclass(frozen=True, eq=False)
class Episode:
    """One episode of T decisions.

    Attributes:
        seed: ``DriveEnv.reset(seed=seed)`` and the same actions give the same episode.
        seed_world: which world that is, and
        trip: which vehicle in it.
        end: how it ended: finished, contact, minimal_risk or time.
        times_s: simulated time of the observations (s), shape (T + 1,).
        observations: the last one is that after the last decision; float32 of shape (T + 1, columns).
        actions: numbers of the tactical actions, shape (T,).
        rewards: of each decision, shape (T,).
        costs: harm of each decision, shape (T,).
        truths: what was, where the observations say what was perceived: the columns RECORDED of
            :mod:`longtail_sim.observation`; float32 of shape (T + 1, columns).
    """

    seed: int
    seed_world: int
    trip: int
    end: str
    times_s: Array
    observations: FloatArray
    actions: npt.NDArray[np.int64]
    rewards: Array
    costs: Array
    truths: FloatArray


@dataclass(frozen=True, eq=False)
class Recording:
    """Episodes of one agent, in the order of their seeds, and the arguments of the environment they come from."""

    agent: str
    episodes: tuple[Episode, ...]
    arguments: Mapping[str, Any]


def record(
    agent: str | Agent,
    episodes: int,
    *,
    seed: int = 0,
    num_envs: int = WORLDS,
    told: Told | None = None,
    **arguments: Any,
) -> Recording:
    """Let an agent drive the ego through some episodes; episode k is that of ``DriveEnv.reset(seed=seed + k)``.

    What the agent decides is recorded, and performed, as the number of the tactical action that says the same; a lane
    change that it wishes for while it does not proceed is left out.  It takes effect at once, whatever the agent's
    ``latency_s``.

    Args:
        agent: an agent, or its name as in :func:`longtail_sim.load_agent`.
        episodes: how many.
        seed: that of the first one.
        num_envs: worlds side by side; the result does not depend on it.
        told: called whenever an episode has ended.
        arguments: those of DriveVectorEnv, such as ``scenario`` and ``warm_up_s``.

    Raises:
        LongtailError: a wrong argument, no tactical actions, or an agent that fails.
    """
    if episodes < 1:
        raise LongtailError(f"episodes={episodes!r} must be 1 or more.")
    driver = _driver(agent)
    envs = DriveVectorEnv(min(num_envs, episodes), autoreset_mode="NextStep", **arguments)
    try:
        _require_tactical(envs)
        with Guard(driver) as guard:
            driver.reset()
            played = _play(envs, guard, range(seed, seed + episodes), told)
    finally:
        envs.close()
    return Recording(driver.name, tuple(played), dict(arguments))


@dataclass
class _Log:
    """An episode that goes on."""

    seed: int
    seed_world: int
    trip: int
    times_s: list[float]
    observations: list[FloatArray]
    truths: list[FloatArray]
    actions: list[int] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def ended(self, end: str) -> Episode:
        return Episode(
            self.seed,
            self.seed_world,
            self.trip,
            end,
            np.array(self.times_s),
            np.array(self.observations),
            np.array(self.actions, np.int64),
            np.array(self.rewards),
            np.array(self.costs),
            np.array(self.truths),
        )


def _play(envs: DriveVectorEnv, guard: Guard, seeds: range, told: Told | None) -> list[Episode]:
    """Play all episodes; a world that has ended one begins the next that nobody plays yet."""
    done: dict[int, Episode] = {}
    running: dict[int, _Log] = {}
    names = np.zeros(envs.num_envs, np.int64)  # for the agent, which must not mix up episodes
    waiting = list(reversed(seeds))
    free = list(range(envs.num_envs))
    while running or waiting:
        if free and waiting:
            running |= _begun(envs, {world: waiting.pop() for world in free[: len(waiting)]})
            names[list(running)] = [log.seed - seeds.start for log in running.values()]
        actions = tactical_numbers(guard.act(replace(envs.named, world=names)))
        views, rewards, terminated, truncated, infos = envs.step(actions)
        truths, current = envs.truth
        for world, log in running.items():
            _note(log, int(actions[world]), views[world], float(rewards[world]), infos, world)
            log.truths.append(truths[world, RECORDED_COLUMNS] if current[world] else log.truths[-1])
        free = [world for world in running if terminated[world] or truncated[world]]
        for world in free:
            log = running.pop(world)
            done[log.seed] = log.ended(str(infos["end"][world]))
            if told is not None:
                told(len(done))
    return [done[seed] for seed in seeds]


def _begun(envs: DriveVectorEnv, seeds: Mapping[int, int]) -> dict[int, _Log]:
    """Begin an episode with a seed in each of some worlds."""
    own = [seeds.get(world) for world in range(envs.num_envs)]
    mask = np.array([seed is not None for seed in own])
    views, infos = envs.reset(seed=own, options={"reset_mask": mask})
    truths, _ = envs.truth
    return {
        world: _Log(
            seed,
            int(infos["seed_world"][world]),
            int(infos["trip"][world]),
            [float(infos["time_s"][world])],
            [views[world].copy()],
            [truths[world, RECORDED_COLUMNS]],
        )
        for world, seed in seeds.items()
    }


def _note(log: _Log, action: int, view: FloatArray, reward: float, infos: Infos, world: int) -> None:
    log.actions.append(action)
    log.observations.append(view.copy())
    log.rewards.append(reward)
    log.costs.append(float(infos["cost"][world]))
    log.times_s.append(float(infos["time_s"][world]))


def _driver(agent: str | Agent) -> Agent:
    found = load_agent(agent) if isinstance(agent, str) else agent
    if found.drives_as_person:
        raise LongtailError(f"agent '{found.name}' lets people drive, who decide by no actions that can be recorded.")
    return found


def _require_tactical(envs: DriveVectorEnv) -> None:
    if not hasattr(envs.single_action_space, "n"):
        raise LongtailError("agents decide by tactical actions; record with actions='tactical'.")
