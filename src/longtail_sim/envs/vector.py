"""``longtail/Drive-v0`` as one vector environment: as many worlds as wanted, advanced together by the compiled core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.utils.seeding import np_random
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from longtail_sim.core.schema import Array
from longtail_sim.envs.episodes import Episodes, Saved
from longtail_sim.envs.picture import Photographer, Picture
from longtail_sim.envs.reward import END_TIME, ENDS, TERMS
from longtail_sim.envs.seen import observation_space, within_bounds
from longtail_sim.envs.setup import PEOPLE, checked_mode, checked_options, make_setup
from longtail_sim.errors import LongtailError
from longtail_sim.observation import FleetObservation
from longtail_sim.observation.view import BoolArray, FloatArray
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator

Infos = dict[str, Any]
Answer = tuple[FloatArray, Array, BoolArray, BoolArray, Infos]
END_NAMES = np.array(ENDS, object)


class DriveVectorEnv(VectorEnv[FloatArray, Any, Array]):
    """Worlds with one ego each; world i is DriveEnv with the seed of its own, bit for bit.

    docs/interfaces.md explains the three ways in which episodes begin anew.
    """

    def __init__(
        self,
        num_envs: int = 1,
        scenario: str | Path | Scenario = "one_dark_junction",
        actions: str = "tactical",
        warm_up_s: float | None = None,
        render_mode: str | None = None,
        fleet: str = PEOPLE,
        set: Sequence[str] | None = None,
        max_steps: int | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        threads: int = 1,
        max_episode_steps: int | None = None,
    ) -> None:
        """Build the streets; worlds are built by ``reset``.

        Args:
            num_envs: number of worlds.
            scenario: as in DriveEnv, and so are the next six.
            actions: as there.
            warm_up_s: as there.
            render_mode: None or "rgb_array", a picture for each world.
            fleet: as there; one agent for all worlds, which have different numbers.
            set: as there.
            max_steps: as there.
            autoreset_mode: when an episode that has ended is followed by the next; also by its name, "SameStep".
            threads: worlds are spread over this many; the result does not depend on it.
            max_episode_steps: Gymnasium's name for ``max_steps``; the smaller one counts.

        Raises:
            LongtailError: a wrong argument, scenario, street network or agent, in one clear sentence.
        """
        limits = [steps for steps in (max_steps, max_episode_steps) if steps is not None]
        self._setup = make_setup(scenario, actions, warm_up_s, fleet, set, min(limits, default=None))
        self.num_envs, self.mode = _checked_number(num_envs), _checked_autoreset(autoreset_mode)
        modes = ["rgb_array"]
        self.metadata = {"render_modes": modes, "render_fps": 10, "autoreset_mode": self.mode}
        self.render_mode = checked_mode(render_mode, modes)
        self.single_action_space, self.single_observation_space = self._setup.controls.space, observation_space()
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._episodes = Episodes(self._setup, num_envs, threads=threads)
        self._generators: list[np.random.Generator] = []
        self._seeds: tuple[tuple[int, ...], Array] = (), np.zeros(0)
        self._photographers = [Photographer() for _ in range(num_envs)] if render_mode else []

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[FloatArray, Infos]:
        """Begin the episodes of all worlds, or of some.

        Args:
            seed: ``s`` starts the sequence of world i anew with ``s + i``; a list has one seed for each world.
            options: those of DriveEnv, for all worlds; ``reset_mask``: a boolean array (worlds,) of those to begin.

        Raises:
            LongtailError: unknown options, or a scenario in which an ego cannot enter.
        """
        chosen = dict(options or {})
        mask = _checked_mask(chosen.pop("reset_mask", None), self.num_envs)
        self._seed(seed, mask)
        self._episodes.begin(np.flatnonzero(mask), self._generators, checked_options(chosen))
        return self._views(), self._infos(mask)

    def step(self, actions: Any) -> Answer:
        """Perform one decision interval in all worlds whose episode goes on.

        Raises:
            AgentError: the actions are not a member of the action space.
            ResetNeeded: no reset came before, or autoreset is disabled and an episode has ended.
        """
        episodes, ended = self._episodes, self._ended()
        commands = self._setup.controls.commands(actions, self.num_envs)
        if self.mode is AutoresetMode.DISABLED and ended.any():
            raise ResetNeeded(f"Episodes {np.flatnonzero(ended).tolist()} have ended; reset them with a reset_mask.")
        episodes.step(np.flatnonzero(~ended), commands)
        if self.mode is AutoresetMode.SAME_STEP and self._ended().any():
            return self._followed_at_once()
        if ended.any():
            episodes.begin(np.flatnonzero(ended), self._generators, {})
        return self._answer(self._infos(np.ones(self.num_envs, np.bool_)))

    def render(self) -> tuple[Picture, ...] | None:
        """Return a picture for each world in mode "rgb_array"."""
        if self.render_mode is None:
            return None
        trips = self._episodes.egos["trip"][:, 0].tolist()
        worlds = enumerate(zip(self._photographers, trips, strict=True))
        return tuple(eye.picture(self.simulator.fork([w]), trip) for w, (eye, trip) in worlds)

    def close_extras(self, **_: Any) -> None:
        """End the threads, the agent's too."""
        self._episodes.close()
        if self._setup.rest is not None:
            self._setup.rest.close()

    def snapshot(self) -> Saved:
        """Return a copy of the present: the worlds, the accounts of the episodes, the sequences of worlds to come."""
        return self._episodes.save(self._generators)

    def restore(self, saved: Saved) -> None:
        """Go back (or on) to a snapshot of an environment with the same arguments; it is not worn out by that."""
        self._generators = self._episodes.load(saved)

    @property
    def simulator(self) -> Simulator:
        """The simulator of all worlds, to look at."""
        return self._episodes.simulator

    @property
    def named(self) -> FleetObservation:
        """What the egos perceived last, under its names: arrays of shape (worlds,); row i is for world i."""
        egos, times = self._episodes.egos[:, 0], self.simulator.times_s
        worlds, values = np.arange(self.num_envs), self._episodes.seen[:, 0].copy()
        return FleetObservation(values, worlds, egos["slot"].copy(), egos["trip"].copy(), float(times.min()), times)

    @property
    def truth(self) -> tuple[FloatArray, BoolArray]:
        """What the egos would perceive now with perfect sensors, for the record, and which rows of it count."""
        return self._episodes.traffic.truth()

    def _seed(self, seed: int | Sequence[int | None] | None, mask: BoolArray) -> None:
        first = not self._generators
        if isinstance(seed, (int, np.integer)):
            super().reset(seed=int(seed))
        seeds = _spread(seed, self.num_envs)
        if first:
            self._generators = [np_random(own)[0] for own in seeds]
            return
        for w in np.flatnonzero(mask).tolist():
            if (own := seeds[w]) is not None:
                self._generators[w] = np_random(own)[0]

    def _ended(self) -> BoolArray:
        return np.asarray(self._episodes.egos["end"][:, 0] > 0)

    def _views(self) -> FloatArray:
        return within_bounds(self._episodes.seen[:, 0])

    def _answer(self, infos: Infos) -> Answer:
        egos = self._episodes.egos[:, 0]
        truncated = egos["end"] == END_TIME
        terminated = (egos["end"] > 0) & ~truncated
        return self._views(), egos["reward"].copy(), terminated, truncated, infos

    def _followed_at_once(self) -> Answer:
        """Return rewards and ends of the episodes that have ended, observations and infos of those that follow."""
        ended = self._ended()
        views, rewards, terminated, truncated, finals = self._answer(self._infos(ended))
        self._episodes.begin(np.flatnonzero(ended), self._generators, {})
        infos = self._infos(np.ones(self.num_envs, np.bool_))
        final_views = np.full(self.num_envs, None, object)
        for w in np.flatnonzero(ended).tolist():
            final_views[w] = views[w]
        infos |= {"final_obs": final_views, "_final_obs": ended, "final_info": finals, "_final_info": ended.copy()}
        return self._views(), rewards, terminated, truncated, infos

    def _infos(self, mask: BoolArray) -> Infos:
        """Return what DriveEnv tells, as arrays of shape (worlds,); ``mask`` says whose entries count."""
        egos, simulator = self._episodes.egos[:, 0], self.simulator
        infos: Infos = {
            "reward_terms": _masked(dict(zip(TERMS, egos["terms"].T.copy(), strict=True)), mask),
            "cost": egos["cost"].copy(),
            "end": END_NAMES[egos["end"]],
            "time_s": simulator.times_s,
            "seed_world": self._worlds_seeds().copy(),
            "trip": egos["trip"].copy(),
        }
        if (over := mask & self._ended()).any():
            ended = np.flatnonzero(over)
            metrics = {name: self._spread(values, ended) for name, values in simulator.metrics_of(ended).items()}
            return _masked(infos, mask) | {"metrics": _masked(metrics, over), "_metrics": over}
        return _masked(infos, mask)

    def _spread(self, values: Array, worlds: Array) -> Array:
        """Return the values in the places of these worlds, 0 elsewhere."""
        everywhere = np.zeros(self.num_envs)
        everywhere[worlds] = values
        return everywhere

    def _worlds_seeds(self) -> Array:
        """Return the seeds of all worlds, made anew only when some have begun."""
        if self._seeds[0] is not self.simulator.seeds:
            self._seeds = self.simulator.seeds, np.array(self.simulator.seeds)
        return self._seeds[1]


def _masked(columns: Infos, mask: BoolArray) -> Infos:
    """Return the columns, and with each of them, under its name with a dash before it, whose entries count."""
    return columns | {f"_{name}": mask.copy() for name in columns}


def _checked_number(worlds: int) -> int:
    if worlds < 1:
        raise LongtailError(f"num_envs={worlds!r} must be 1 or more.")
    return worlds


def _checked_autoreset(mode: AutoresetMode | str) -> AutoresetMode:
    try:
        return AutoresetMode(mode)
    except ValueError:
        names = ", ".join(f"'{known.value}'" for known in AutoresetMode)
        raise LongtailError(f"autoreset_mode={mode!r} is unknown; choose one of {names}.") from None


def _checked_mask(mask: Any, worlds: int) -> BoolArray:
    if mask is None:
        return np.ones(worlds, np.bool_)
    if not isinstance(mask, np.ndarray) or mask.shape != (worlds,) or mask.dtype != np.bool_ or not mask.any():
        raise LongtailError(f"reset_mask must be a boolean array of shape ({worlds},), true at least once.")
    return mask.copy()


def _spread(seed: int | Sequence[int | None] | None, worlds: int) -> Sequence[int | None]:
    if seed is None:
        return [None] * worlds
    if isinstance(seed, (int, np.integer)):
        return [int(seed) + i for i in range(worlds)]
    if len(seed) != worlds:
        raise LongtailError(f"{len(seed)} seeds for {worlds} worlds.")
    return seed
