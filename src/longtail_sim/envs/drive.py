"""``longtail/Drive-v0``: one vehicle is the learner's, the city with its rare event is the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium.error import ResetNeeded

from longtail_sim.agent import Guard, load_agent
from longtail_sim.envs.controls import TACTICAL, make_controls
from longtail_sim.envs.ego import pick_trip
from longtail_sim.envs.picture import Photographer, Picture, Window
from longtail_sim.envs.reward import Outcome, judge, read
from longtail_sim.envs.seen import EgoObservation, observation_space, within_bounds
from longtail_sim.envs.traffic import Traffic
from longtail_sim.errors import LongtailError
from longtail_sim.network import build_network
from longtail_sim.observation.view import FloatArray
from longtail_sim.scenario import Scenario, load_scenario, parse_overrides
from longtail_sim.simulator import Simulator

PEOPLE = "people"
SHORTEST_WARM_UP_S = 30.0
WARM_UP_WITHOUT_EVENT_S = 120.0
WORLDS = 2**31  # seeds that are drawn: small enough to type
OPTIONS = ("seed_world", "warm_up_s")

Info = dict[str, Any]


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
        self.scenario = _load(scenario, set)
        self.fleet = _load_fleet(fleet)
        self._controls = make_controls(actions)
        self.action_space = self._controls.space
        self.observation_space = observation_space()
        self.render_mode = _checked_mode(render_mode)
        self.warm_up_s, self.max_steps = _checked_warm_up(warm_up_s), _checked_steps(max_steps)
        self._network = build_network(self.scenario.network)
        self._photographer = Photographer()
        self._window = Window(self.metadata["render_fps"])
        self._traffic: Traffic | None = None

    def reset(self, *, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[FloatArray, Info]:
        """Draw a world, let its traffic warm up, and put the ego into it.

        Args:
            seed: starts the sequence of worlds anew.
            options: ``seed_world``: this world instead of one drawn; ``warm_up_s``: for this episode.

        Raises:
            LongtailError: unknown options, or a scenario in which the ego cannot enter.
        """
        super().reset(seed=seed)
        chosen = _checked_options(options)
        self._traffic = traffic = self._new_traffic(self._world(chosen.get("seed_world")))
        warm_up_s = _checked_warm_up(chosen.get("warm_up_s", self.warm_up_s))
        traffic.warm_up(until_first_event_s(traffic.simulator.drawn[0]) if warm_up_s is None else warm_up_s)
        self._seen = traffic.admit(pick_trip(traffic.simulator, self.np_random))
        self._reading, self._steps, self._end = read(traffic), 0, ""
        self._show()
        nothing = judge(self._reading, self._reading, self._seen, alone=True)
        return within_bounds(self._seen.values), self._info(nothing)

    def step(self, action: Any) -> tuple[FloatArray, float, bool, bool, Info]:
        """Perform one decision interval (longer where a minimal risk manoeuvre begins: until the ego stands).

        After the end of an episode nothing happens any more until ``reset``; the last answer is repeated, reward 0.

        Raises:
            AgentError: the action is not a member of the action space.
        """
        decision, traffic = self._controls.action(action), self._running()
        if self._end:
            return self._answer(judge(self._reading, self._reading, self._seen, alone=True), 0.0)
        traffic.advance(decision)
        while traffic.is_giving_up and not traffic.simulator.done:
            traffic.advance()
        outcome = self._account(traffic)
        self._steps += 1
        self._end = self._how_it_ended(outcome)
        self._show()
        return self._answer(outcome, sum(outcome.terms.values()))

    def render(self) -> Picture | None:
        """Return a picture of the ego's surroundings in mode "rgb_array"; "human" draws by itself."""
        return self._photographer.picture(self._running()) if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Close the window and end the agent's thread; may be called again."""
        self._window.close()
        if self.fleet is not None:
            self.fleet.close()

    @property
    def simulator(self) -> Simulator:
        """The simulator of this episode, to look at."""
        return self._running().simulator

    def _running(self) -> Traffic:
        if self._traffic is None:
            raise ResetNeeded("Call reset before anything else: there is no world yet.")
        return self._traffic

    def _world(self, wanted: int | None) -> int:
        if wanted is None:
            return int(self.np_random.integers(WORLDS))
        if not isinstance(wanted, (int, np.integer)) or not 0 <= wanted < 2**64:
            raise LongtailError(f"seed_world={wanted!r} must be a whole number from 0 to 2^64 - 1.")
        return int(wanted)

    def _new_traffic(self, world: int) -> Traffic:
        """Build a world; without an agent nobody but the ego belongs to the fleet."""
        scenario, latency_s = self.scenario, 0.0
        if self.fleet is None:
            scenario = scenario.model_copy(update={"fleet": scenario.fleet.model_copy(update={"share": 0.0})})
        else:
            self.fleet.agent.reset()
            latency_s = self.fleet.agent.latency_s
        return Traffic(Simulator(scenario, [world], latency_s=latency_s, network=self._network), self.fleet)

    def _account(self, traffic: Traffic) -> Outcome:
        """Judge the step, and keep what the next one is compared with; who sees nothing more keeps the last view."""
        reading = read(traffic)
        outcome = judge(self._reading, reading, self._seen, alone=self.fleet is None)
        self._reading, self._seen = reading, traffic.observation or self._seen
        return outcome

    def _how_it_ended(self, outcome: Outcome) -> str:
        if outcome.contact:
            return "contact"
        if self._reading.stands_for_good:
            return "minimal_risk"
        if not self._reading.present:
            return "finished"
        over = self._running().simulator.done or self._steps == self.max_steps
        return "time" if over else ""

    def _answer(self, outcome: Outcome, reward: float) -> tuple[FloatArray, float, bool, bool, Info]:
        truncated, info = self._end == "time", self._info(outcome)
        terminated = bool(self._end) and not truncated
        return within_bounds(self._seen.values), reward, terminated, truncated, info

    def _info(self, outcome: Outcome) -> Info:
        traffic = self._running()
        return {
            "observation": EgoObservation.copy_of(self._seen),
            "metrics": traffic.simulator.metrics(0),
            "reward_terms": outcome.terms,
            "cost": outcome.harm,
            "end": self._end,
            "time_s": traffic.simulator.time_s,
            "seed_world": traffic.simulator.seeds[0],
            "trip": traffic.trip,
        }

    def _show(self) -> None:
        if self.render_mode == "human":
            self._window.show(self._photographer.picture(self._running()))


def _load(scenario: str | Path | Scenario, changes: Sequence[str] | None) -> Scenario:
    if isinstance(changes, str):
        raise LongtailError(f"set={changes!r} must be a list of changes, such as ['fleet.share=0.1'].")
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, parse_overrides(changes or ()))
    if changes:
        raise LongtailError("set changes a scenario that is named; change a Scenario object before you hand it over.")
    return scenario


def _load_fleet(name: str) -> Guard | None:
    """Return the agent of the rest of the fleet, None where people drive it."""
    if name == PEOPLE:
        return None
    agent = load_agent(name)
    return None if agent.drives_as_person else Guard(agent)


def _checked_mode(mode: str | None) -> str | None:
    known = DriveEnv.metadata["render_modes"]
    if mode is not None and mode not in known:
        raise LongtailError(f"render_mode={mode!r} is unknown; choose one of {', '.join(known)}, or None.")
    return mode


def _checked_options(options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    strangers = sorted(options.keys() - set(OPTIONS)) if options else []
    if strangers:
        raise LongtailError(f"reset has no option '{strangers[0]}'; there are {' and '.join(OPTIONS)}.")
    return options or {}


def _checked_warm_up(warm_up_s: float | None) -> float | None:
    if warm_up_s is not None and not 0 <= warm_up_s < float("inf"):
        raise LongtailError(f"warm_up_s={warm_up_s!r} must be a number of seconds, 0 or more, or None.")
    return warm_up_s


def _checked_steps(steps: int | None) -> int | None:
    if steps is not None and steps < 1:
        raise LongtailError(f"max_steps={steps!r} must be 1 or more, or None.")
    return steps


def until_first_event_s(drawn: Scenario) -> float:
    """Return how long traffic runs before the ego enters: until the first event begins, at least 30 s."""
    first = min((float(event.at_s) for event in drawn.events), default=WARM_UP_WITHOUT_EVENT_S)
    return max(first, SHORTEST_WARM_UP_S)
