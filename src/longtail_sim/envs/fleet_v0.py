"""``longtail/Fleet-v0``: cars of one fleet are agents of their own in one city (PettingZoo's parallel interface).

``pettingzoo.make("parallel", "longtail/Fleet-v0")`` after ``import longtail_sim``, or ``fleet_v0.parallel_env()``.
PettingZoo comes with ``pip install longtail-sim[rl]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
from gymnasium.utils.seeding import np_random
from pettingzoo import AECEnv, ParallelEnv
from pettingzoo.utils.conversions import parallel_to_aec

from longtail_sim import register_envs
from longtail_sim.core.codes import CONTROL_DARK, DRIVER_AUTOMATED
from longtail_sim.core.schema import Array
from longtail_sim.envs.controls import Commands
from longtail_sim.envs.episodes import Episodes, Saved
from longtail_sim.envs.picture import Photographer, Picture, Window
from longtail_sim.envs.reward import END_TIME, ENDS, TERMS
from longtail_sim.envs.seen import HIGHEST, LOWEST, observation_space, within_bounds
from longtail_sim.envs.setup import checked_mode, checked_options, checked_steps, make_setup
from longtail_sim.errors import AgentError, LongtailError
from longtail_sim.observation.view import FloatArray
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator

ONLY = np.zeros(1, np.int64)  # the numbers of all worlds there are
MOST_WAITING = 100.0  # in the state: vehicles standing at a junction

Views = dict[str, FloatArray]
Infos = dict[str, dict[str, Any]]


class FleetEnv(ParallelEnv[str, FloatArray, Any]):
    """Several cars of the fleet in one world; docs/interfaces.md explains who they are and when they end."""

    metadata: dict[str, Any] = {  # noqa: RUF012 as ParallelEnv's
        "name": "longtail/Fleet-v0",
        "render_modes": ["human", "rgb_array"],
        "render_fps": 10,
        "is_parallelizable": True,
    }

    def __init__(
        self,
        cars: int = 4,
        scenario: str | Path | Scenario = "one_dark_junction",
        actions: str = "tactical",
        warm_up_s: float | None = None,
        render_mode: str | None = None,
        fleet: str = "rule_based",
        set: Sequence[str] | None = None,
        max_cycles: int | None = None,
    ) -> None:
        """Build the streets; the world is built by ``reset``.

        Args:
            cars: number of agents: ``car_0``, which is the ego of DriveEnv, and the next cars of the scenario's fleet.
            scenario: as in DriveEnv, and so are the next three.
            actions: as there.
            warm_up_s: as there.
            render_mode: as there; the picture follows the first car that goes on.
            fleet: the agent that drives the fleet's other cars, before and after the agents', too.
            set: as in DriveEnv.
            max_cycles: truncate after this many steps; None: when the scenario ends.

        Raises:
            LongtailError: a wrong argument, scenario, street network or agent, in one clear sentence.
        """
        self._setup = make_setup(scenario, actions, warm_up_s, fleet, set, max_cycles)
        if self._setup.rest is None:
            raise LongtailError(f"fleet={fleet!r}: somebody must drive the fleet's other cars; name an agent for them.")
        if cars < 1:
            raise LongtailError(f"cars={cars!r} must be 1 or more.")
        self.max_cycles = max_cycles
        self.possible_agents = [f"car_{number}" for number in range(cars)]
        self.agents: list[str] = []
        self.observation_spaces = {name: observation_space() for name in self.possible_agents}
        self.action_spaces = {name: _own_copy(self._setup.controls.space) for name in self.possible_agents}
        self.state_space = _state_space(cars, len(self._setup.network.junction_names))
        self.render_mode = checked_mode(render_mode, self.metadata["render_modes"])
        self._episodes = Episodes(self._setup, cars=cars)
        self._generator: np.random.Generator | None = None
        self._photographer = Photographer()
        self._window = Window(self.metadata["render_fps"])

    def observation_space(self, agent: str) -> gymnasium.Space[Any]:
        """Return the space of an agent, always the same object."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> gymnasium.Space[Any]:
        """Return the space of an agent, always the same object."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[Views, Infos]:
        """Draw a world, let its traffic warm up, and hand the fleet's cars to the agents.

        Args:
            seed: starts the sequence of worlds anew; the same as in DriveEnv.
            options: those of DriveEnv; others are left alone, as PettingZoo wants it.
        """
        if seed is not None or self._generator is None:
            self._generator = np_random(seed)[0]
        known = {name: (options or {})[name] for name in ("seed_world", "warm_up_s") if name in (options or {})}
        self._episodes.begin(ONLY, [self._generator], checked_options(known))
        if self._hand_over():
            self._episodes.start(ONLY)
        self.agents = list(self.possible_agents)
        self._show()
        return self._answers(self.agents)[0], self._infos(self.agents)

    def step(
        self, actions: Mapping[str, Any]
    ) -> tuple[Views, dict[str, float], dict[str, bool], dict[str, bool], Infos]:
        """Perform one decision interval.

        Args:
            actions: of every agent; those whose car is not in the map, or does not await a decision, do nothing.

        Raises:
            AgentError: an agent has no action, or one that is not a member of its space.
        """
        episodes, asked = self._episodes, self.agents
        if not asked:
            return {}, {}, {}, {}, {}
        episodes.max_steps = checked_steps(self.max_cycles)
        episodes.advance(ONLY, self._commands(actions))
        self._hand_over()
        episodes.account(ONLY)
        ends = dict(zip(self.possible_agents, episodes.egos["end"][0].tolist(), strict=True))
        self.agents = [name for name in asked if ends[name] == 0]
        self._show()
        truncated = {name: ends[name] == END_TIME for name in asked}
        terminated = {name: ends[name] not in (0, END_TIME) for name in asked}
        views, rewards = self._answers(asked)
        return views, rewards, terminated, truncated, self._infos(asked)

    def state(self) -> FloatArray:
        """Return what all cars perceive, then of every junction whether its signals are dark and how many wait."""
        junctions = self.simulator.state.junctions[0]
        dark = junctions["control"] == CONTROL_DARK
        waiting = np.minimum(junctions["waiting"], MOST_WAITING)
        around = np.stack([dark, waiting], axis=1).astype(np.float32)
        return np.concatenate([within_bounds(self._episodes.seen[0]).reshape(-1), around.reshape(-1)])

    def render(self) -> Picture | None:
        """Return a picture round the first car that goes on in mode "rgb_array"; "human" draws by itself."""
        return self._picture() if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Close the window and end the agent's thread; may be called again."""
        self._window.close()
        if self._setup.rest is not None:
            self._setup.rest.close()

    def snapshot(self) -> tuple[Saved, list[str]]:
        """Return a copy of the present; what the agent of the other cars remembers is not in it."""
        generators = [] if self._generator is None else [self._generator]
        return self._episodes.save(generators), list(self.agents)

    def restore(self, saved: tuple[Saved, list[str]]) -> None:
        """Go back (or on) to a snapshot of an environment with the same arguments; it is not worn out by that."""
        (self._generator,) = self._episodes.load(saved[0])
        self.agents = list(saved[1])

    @property
    def simulator(self) -> Simulator:
        """The simulator, to look at."""
        return self._episodes.simulator

    def _commands(self, actions: Mapping[str, Any]) -> Commands:
        """Return the decisions of all cars; those of agents that have ended are not carried out."""
        missing = [name for name in self.agents if name not in actions]
        if missing:
            raise AgentError(f"there is no action of agent '{missing[0]}'.")
        asked = self._setup.controls.commands([actions[name] for name in self.agents], len(self.agents))
        places = [self.agents.index(name) if name in self.agents else 0 for name in self.possible_agents]
        return asked.of(np.array(places))

    def _hand_over(self) -> bool:
        """Give cars of the fleet that nobody has had to agents that have had none; return whether there were any."""
        traffic, egos = self._episodes.traffic, self._episodes.egos[0]
        free = np.flatnonzero(egos["trip"] < 0)
        new = np.sort(traffic.seen.trip[~np.isin(traffic.seen.trip, egos["trip"])])[: len(free)]
        if not len(new):
            return False
        egos["trip"][free[: len(new)]] = new
        traffic.look(ONLY)
        return True

    def _answers(self, names: Sequence[str]) -> tuple[Views, dict[str, float]]:
        views, rewards = within_bounds(self._episodes.seen[0]), self._episodes.egos["reward"][0].tolist()
        places = {name: place for place, name in enumerate(self.possible_agents)}
        return {name: views[places[name]].copy() for name in names}, {name: rewards[places[name]] for name in names}

    def _infos(self, names: Sequence[str]) -> Infos:
        egos, simulator = self._episodes.egos[0], self.simulator
        ended = not self.agents
        infos = {}
        for place, name in enumerate(self.possible_agents):
            if name in names:
                infos[name] = _info(egos[place], simulator)
                if ended:
                    infos[name]["metrics"] = simulator.metrics(0)
        return infos

    def _picture(self) -> Picture:
        shown = self.possible_agents.index(self.agents[0]) if self.agents else 0
        return self._photographer.picture(self.simulator, int(self._episodes.egos["trip"][0, shown]))

    def _show(self) -> None:
        if self.render_mode == "human":
            self._window.show(self._picture())


def parallel_env(**arguments: Any) -> FleetEnv:
    """Return the environment in which all agents act at once."""
    return FleetEnv(**arguments)


def env(**arguments: Any) -> AECEnv[str, FloatArray, Any]:
    """Return the same, the agents asked one after the other."""
    return parallel_to_aec(FleetEnv(**arguments))


register_envs()


def _info(ego: Any, simulator: Simulator) -> dict[str, Any]:
    vehicles = simulator.state.vehicles[0]
    here = bool(ego["slot"] >= 0 and vehicles["trip"][ego["slot"]] == ego["trip"])
    return {
        "in_map": here and bool(vehicles["driver"][ego["slot"]] == DRIVER_AUTOMATED),
        "awaits_decision": bool(ego["awaits"] and ego["end"] == 0),
        "reward_terms": dict(zip(TERMS, ego["terms"].tolist(), strict=True)),
        "cost": float(ego["cost"]),
        "end": ENDS[ego["end"]],
        "time_s": simulator.time_s,
        "seed_world": simulator.seeds[0],
        "trip": int(ego["trip"]),
    }


def _own_copy(space: gymnasium.Space[Any]) -> gymnasium.Space[Any]:
    """Return an equal space with draws of its own."""
    if isinstance(space, gymnasium.spaces.Discrete):
        return gymnasium.spaces.Discrete(int(space.n))
    return gymnasium.spaces.Box(-1.0, 1.0, (2,), np.float32)


def _state_space(cars: int, junctions: int) -> gymnasium.spaces.Box:
    def ends(features: FloatArray, around: list[float]) -> Array:
        return np.concatenate([np.tile(features, cars), np.tile(np.array(around, np.float32), junctions)])

    return gymnasium.spaces.Box(ends(LOWEST, [0, 0]), ends(HIGHEST, [1, MOST_WAITING]), dtype=np.float32)
