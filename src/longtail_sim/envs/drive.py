"""``longtail/Drive-v0``: one vehicle is the learner's, the city with its rare event is the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import gymnasium
import numpy as np

from longtail_sim.envs.episodes import Episodes, Saved
from longtail_sim.envs.picture import Photographer, Picture, Window
from longtail_sim.envs.reward import END_TIME, ENDS, TERMS
from longtail_sim.envs.seen import EgoObservation, observation_space, within_bounds
from longtail_sim.envs.setup import PEOPLE, checked_mode, checked_options, make_setup
from longtail_sim.observation import TACTICAL
from longtail_sim.observation.view import FloatArray
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator

Info = dict[str, Any]
ONLY = np.zeros(1, np.int64)  # the numbers of all worlds there are


class DriveEnv(gymnasium.Env[FloatArray, Any]):
    """One ego vehicle in a scenario; docs/environment.md explains spaces, reward and ends."""

    metadata: dict[str, Any] = {"render_modes": ["human", "rgb_array"], "render_fps": 10}  # noqa: RUF012 as Env's
    ACTIONS: ClassVar[tuple[str, ...]] = tuple(TACTICAL)

    def __init__(
        self,
        scenario: str | Path | Scenario = "one_dark_junction",
        actions: str = "tactical",
        warm_up_s: float | None = None,
        render_mode: str | None = None,
        fleet: str = PEOPLE,
        set: Sequence[str] | None = None,
        max_steps: int | None = None,
    ) -> None:
        """Build the streets; worlds are built by ``reset``.

        Args:
            scenario: a shipped name, a file, or a scenario.
            actions: "tactical" for Discrete(8), "continuous" for Box(2).
            warm_up_s: how long traffic runs before the ego enters; None: until the first event begins.
            render_mode: None, "rgb_array" or "human".
            fleet: "people" drive all other vehicles, or the agent of this name drives the rest of the fleet.
            set: changes of the scenario, as ``["fleet.share=0.1"]``.
            max_steps: truncate after this many steps; None: when the scenario ends.

        Raises:
            LongtailError: a wrong argument, scenario, street network or agent, in one clear sentence.
        """
        self._setup = make_setup(scenario, actions, warm_up_s, fleet, set, max_steps)
        self.scenario, self.fleet, self.max_steps = self._setup.scenario, self._setup.rest, max_steps
        self.action_space = self._setup.controls.space
        self.observation_space = observation_space()
        self.render_mode = checked_mode(render_mode, self.metadata["render_modes"])
        self._photographer = Photographer()
        self._window = Window(self.metadata["render_fps"])
        self._episodes = Episodes(self._setup)

    def reset(self, *, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[FloatArray, Info]:
        """Draw a world, let its traffic warm up, and put the ego into it.

        Args:
            seed: starts the sequence of worlds anew.
            options: ``seed_world``: this world instead of one drawn; ``warm_up_s``: for this episode.

        Raises:
            LongtailError: unknown options, or a scenario in which the ego cannot enter.
        """
        super().reset(seed=seed)
        self._episodes.begin(ONLY, [self.np_random], checked_options(options))
        self._show()
        return self._view(), self._info()

    def step(self, action: Any) -> tuple[FloatArray, float, bool, bool, Info]:
        """Perform one decision interval (longer where a minimal risk manoeuvre begins: until the ego stands).

        After the end of an episode nothing happens any more until ``reset``; the last answer is repeated, reward 0.

        Raises:
            AgentError: the action is not a member of the action space.
        """
        commands, episodes = self._setup.controls.commands([action], 1), self._episodes
        if episodes.egos["end"][0, 0]:
            episodes.repeat()
        else:
            episodes.step(ONLY, commands)
            self._show()
        ego = episodes.egos[0, 0]
        truncated = bool(ego["end"] == END_TIME)
        terminated = bool(ego["end"]) and not truncated
        return self._view(), float(ego["reward"]), terminated, truncated, self._info()

    def render(self) -> Picture | None:
        """Return a picture of the ego's surroundings in mode "rgb_array"; "human" draws by itself."""
        return self._picture() if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Close the window and end the agent's thread; may be called again."""
        self._window.close()
        if self.fleet is not None:
            self.fleet.close()

    def snapshot(self) -> Saved:
        """Return a copy of the present: the world, the account of the episode, the sequence of worlds to come."""
        return self._episodes.save([self.np_random])

    def restore(self, saved: Saved) -> None:
        """Go back (or on) to a snapshot of an environment with the same arguments; it is not worn out by that."""
        (self.np_random,) = self._episodes.load(saved)

    @property
    def simulator(self) -> Simulator:
        """The simulator of this episode, to look at."""
        return self._episodes.simulator

    def _view(self) -> FloatArray:
        return within_bounds(self._episodes.seen[0, 0])

    def _info(self) -> Info:
        simulator, ego = self._episodes.simulator, self._episodes.egos[0, 0]
        trip, time_s, end = int(ego["trip"]), simulator.time_s, ENDS[ego["end"]]
        info = {
            "observation": EgoObservation(self._episodes.seen[0, 0].copy(), 0, int(ego["slot"]), trip, time_s),
            "reward_terms": dict(zip(TERMS, ego["terms"].tolist(), strict=True)),
            "cost": float(ego["cost"]),
            "end": end,
            "time_s": time_s,
            "seed_world": simulator.seeds[0],
            "trip": trip,
        }
        return {**info, "metrics": simulator.metrics(0)} if end else info

    def _picture(self) -> Picture:
        return self._photographer.picture(self.simulator, int(self._episodes.egos["trip"][0, 0]))

    def _show(self) -> None:
        if self.render_mode == "human":
            self._window.show(self._picture())
