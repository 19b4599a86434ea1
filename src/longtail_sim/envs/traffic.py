"""Worlds with egos in them, each at its own time: the simulator, and whoever drives the rest of the fleet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from longtail_sim.agent import Guard
from longtail_sim.core.perception import observe_trips
from longtail_sim.core.perception_layout import NUM_FEATURES
from longtail_sim.core.schema import Array, Table
from longtail_sim.envs.controls import Commands
from longtail_sim.errors import ScenarioError
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import FleetObservation
from longtail_sim.observation.view import BoolArray, FloatArray
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.simulator.truth import perfect_sensors


class Traffic:
    """Advances worlds by decision intervals.

    Args:
        scenario: what happens in all worlds.
        network: its streets.
        rest: the agent of the rest of the fleet, None if people drive there.
        seeds: one for each world; nobody has perceived or decided yet.
        egos: table of shape (worlds, cars); this class keeps ``slot`` and ``awaits`` up to date.
        threads: worlds are spread over this many.

    Attributes:
        values: what every ego perceived when it last awaited a decision, float32 of shape (egos, features).
        seen: what all cars of the fleet perceived last, where an agent drives the rest of it.
    """

    def __init__(
        self,
        scenario: Scenario,
        network: StreetNetwork,
        rest: Guard | None,
        seeds: Sequence[int],
        egos: Table,
        threads: int = 1,
    ) -> None:
        """Build the worlds."""
        latency_s = 0.0 if rest is None else rest.agent.latency_s
        self.simulator = Simulator(scenario, seeds, latency_s=latency_s, network=network, threads=threads)
        self.egos = egos
        self.values = np.zeros((egos.size, NUM_FEATURES), np.float32)
        self.seen = self.simulator.observe()
        self._numbers = np.arange(egos.size)
        self._rest = rest
        self._names = np.zeros(len(seeds), np.int64)
        self._named = 0
        self._name(np.arange(len(seeds)))

    def begin(self, worlds: Array, seeds: Sequence[int]) -> None:
        """Begin some worlds anew."""
        self.simulator.reset(seeds, worlds)
        self._name(worlds)

    def warm_up(self, worlds: Array, until_s: Array) -> None:
        """Let traffic run without an ego, in each world up to its own time.

        Raises:
            ScenarioError: the scenario ends before that.
        """
        simulator, scenario = self.simulator, self.simulator.scenario
        if (until_s >= scenario.duration_s).any():
            raise ScenarioError(
                f"scenario '{scenario.name}' ends at {scenario.duration_s:g} s, before the warm-up of "
                f"{float(until_s.max()):g} s is over; choose a shorter warm_up_s."
            )
        intervals = np.ceil((until_s - 1e-9) / simulator.decision_interval_s).astype(np.int64)
        if self._rest is None:  # nobody to ask
            self._skip(worlds, intervals)
            return
        for done in range(int(intervals.max())):
            self._let_drive(worlds[intervals > done])

    def admit(self, worlds: Array) -> None:
        """Wait until the first ego of each world is in the map; its trip has not arrived yet.

        Raises:
            ScenarioError: the scenario ends before that.
        """
        self.simulator.settings["ego_trip"][worlds] = self.egos["trip"][worlds, 0]  # read when it arrives
        if self._rest is None:
            self._skip_to_arrivals(worlds)
        while len(worlds):
            if (self.simulator.times_s[worlds] >= self.simulator.scenario.duration_s - 1e-9).any():
                raise ScenarioError(
                    f"scenario '{self.simulator.scenario.name}' ends before the vehicle to drive could enter; "
                    "choose a shorter warm_up_s, less demand or another seed."
                )
            self.advance(worlds)
            worlds = worlds[self.egos["awaits"][worlds, 0] == 0]

    def command(self, commands: Commands) -> None:
        """Give decisions to those egos that await one and whose episode goes on.

        Args:
            commands: of all egos of all worlds.
        """
        egos, cars = self.egos.reshape(-1), self.egos.shape[1]
        (due,) = ((egos["awaits"] == 1) & (egos["end"] == 0)).nonzero()
        if len(due) < len(egos):
            commands = commands.of(due)
        self.simulator.command(due // cars, egos["slot"][due], *commands)

    def advance(self, worlds: Array | None = None, then: Callable[[Array], None] | None = None) -> None:
        """Perform one decision interval and perceive; the rest of the fleet is asked, the egos were commanded before.

        Args:
            worlds: which to advance, ascending; None for all.
            then: called with the numbers of egos that have perceived: of all these worlds, a part after the other,
                perhaps in several threads at once.
        """
        if self._rest is not None:
            self._let_drive(worlds)
            self.look(worlds)
            if then is not None:
                then(self.numbers(worlds))
            return

        def perceive(first: int, last: int) -> None:
            which = self._numbers[first * self.egos.shape[1] : last * self.egos.shape[1]]
            self._perceive(which)
            if then is not None:
                then(which)

        self.simulator.step(worlds, then=perceive)

    def look(self, worlds: Array | None = None) -> None:
        """Let the egos of some worlds perceive."""
        if self._rest is None:
            self._perceive(self.numbers(worlds))
            return
        self.seen = seen = self.simulator.observe(worlds)
        egos = self.egos
        rows, cars = (seen.trip[:, None] == egos["trip"][seen.world]).nonzero()
        found = seen.world[rows], cars
        egos["awaits"][slice(None) if worlds is None else worlds] = 0
        egos["awaits"][found] = 1
        egos["slot"][found] = seen.slot[rows]
        self.values.reshape(*egos.shape, -1)[found] = seen.values[rows]

    def truth(self) -> tuple[FloatArray, BoolArray]:
        """Return what every ego would perceive now with perfect sensors, and which rows count: those awaiting."""
        egos, values = self.egos.reshape(-1).copy(), np.zeros_like(self.values)
        with perfect_sensors(self.simulator.tables):
            observe_trips(self._numbers, self.egos.shape[1], egos, *self.simulator.observed_tables, values)
        return values, np.asarray(egos["awaits"] == 1)

    def numbers(self, worlds: Array | None) -> Array:
        """Return the numbers of the egos of some worlds, counted through all worlds."""
        if worlds is None:
            return self._numbers
        return np.ascontiguousarray(self._numbers.reshape(self.egos.shape)[worlds].reshape(-1))

    def _perceive(self, which: Array) -> None:
        """Let some egos perceive, and nobody else."""
        core = self.simulator.observed_tables
        observe_trips(which, self.egos.shape[1], self.egos.reshape(-1), *core, self.values)

    def _let_drive(self, worlds: Array | None) -> None:
        """Ask the agent of the rest of the fleet, and go on by one decision interval."""
        if self._rest is not None:
            self._ask_rest(self._rest, worlds)
        self.simulator.step(worlds)

    def _skip(self, worlds: Array, intervals: Array) -> None:
        """Go on at once, each world by its own number of decision intervals; nobody is asked."""
        some = intervals > 0
        self.simulator.step(worlds[some], intervals[some])

    def _skip_to_arrivals(self, worlds: Array) -> None:
        """Where nobody is asked, go on at once to just before the ego arrives."""
        simulator, entries = self.simulator, self.simulator.state.entries
        arrival = entries["next_s"][worlds, self.egos["trip"][worlds, 0] % entries.shape[1]]
        until = np.minimum(arrival, simulator.scenario.duration_s)
        intervals = np.floor((until - simulator.times_s[worlds]) / simulator.decision_interval_s).astype(np.int64) - 1
        self._skip(worlds, intervals)

    def _ask_rest(self, rest: Guard, worlds: Array | None) -> None:
        seen = self.simulator.observe(worlds)
        others = ~self._led(seen)
        if not others.any():
            return
        times = None if seen.times_s is None else seen.times_s[others]
        world, slot = seen.world[others], seen.slot[others]
        named = self._names[world]
        answer = rest.act(
            FleetObservation(
                seen.values[others], named, slot, seen.trip[others], seen.time_s, times, seen.place.rows(others)
            )
        )
        self.simulator.command(world, slot, answer.longitudinal, answer.speed, answer.lateral, answer.request)

    def _led(self, seen: FleetObservation) -> BoolArray:
        """Return which rows are egos whose episode goes on."""
        egos = self.egos[seen.world]
        return np.asarray(((egos["trip"] == seen.trip[:, None]) & (egos["end"] == 0)).any(axis=1))

    def _name(self, worlds: Array) -> None:
        """Give worlds that begin new names, so that an agent mixes up no episodes; it forgets all if all begin."""
        if len(worlds) == len(self._names):
            self._named = 0
            if self._rest is not None:
                self._rest.agent.reset()
        self._names[worlds] = np.arange(self._named, self._named + len(worlds))
        self._named += len(worlds)
