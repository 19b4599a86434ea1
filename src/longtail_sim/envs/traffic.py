"""Worlds with egos in them, each at its own time: the simulator, and whoever drives the rest of the fleet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from longtail_sim.agent import Guard
from longtail_sim.core.codes import STATE_MINIMAL_RISK_MANOEUVRE
from longtail_sim.core.schema import Array, Table
from longtail_sim.envs.controls import Commands
from longtail_sim.errors import ScenarioError
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import FleetObservation
from longtail_sim.observation.view import BoolArray
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator


class Traffic:
    """Advances worlds by decision intervals.

    Args:
        scenario: what happens in all worlds.
        network: its streets.
        rest: the agent of the rest of the fleet, None if people drive there.
        seeds: one for each world; nobody has perceived or decided yet.
        egos: table of shape (worlds, cars); this class keeps ``slot`` and ``row`` up to date.
        threads: worlds are spread over this many.
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
        self.seen = self.simulator.observe()
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
            for number in np.unique(intervals).tolist():
                simulator.step(worlds[intervals == number], number)
            return
        for done in range(int(intervals.max())):
            self.advance(worlds[intervals > done])

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
            self.look(worlds)
            worlds = worlds[self.egos["row"][worlds, 0] < 0]

    def advance(self, worlds: Array | None = None) -> None:
        """Perform one decision interval; the rest of the fleet is asked, the egos' decisions were given before."""
        if self._rest is not None:
            self._ask_rest(self._rest, worlds)
        self.simulator.step(worlds)

    def advance_with(self, worlds: Array | None, commands: Commands) -> None:
        """Give the egos' decisions, perform one decision interval, and perceive.

        Args:
            worlds: which to advance, ascending; None for all.
            commands: of all egos of all worlds; those count that await a decision and whose episode goes on.
        """
        egos, cars = self.egos.reshape(-1), self.egos.shape[1]
        (due,) = ((egos["row"] >= 0) & (egos["end"] == 0)).nonzero()
        if len(due) < len(egos):
            commands = commands.of(due)
        self.simulator.command(due // cars, egos["slot"][due], *commands)
        self.advance(worlds)
        self.look()

    def look(self, worlds: Array | None = None) -> FleetObservation:
        """Perceive, and find the egos in it."""
        self.seen = seen = self.simulator.observe(worlds)
        egos = self.egos
        rows, cars = (seen.trip[:, None] == egos["trip"][seen.world]).nonzero()
        found = seen.world[rows], cars
        egos["row"][:] = -1
        egos["row"][found] = rows
        egos["slot"][found] = seen.slot[rows]
        return seen

    def giving_up(self, worlds: Array) -> Array:
        """Return those of these worlds whose first ego is in a minimal risk manoeuvre, still moving, with time left."""
        vehicles, slot = self.simulator.state.vehicles, self.egos["slot"][worlds, 0]
        itself = vehicles["trip"][worlds, slot] == self.egos["trip"][worlds, 0]
        moving = vehicles["state"][worlds, slot] == STATE_MINIMAL_RISK_MANOEUVRE
        in_time = self.simulator.times_s[worlds] < self.simulator.scenario.duration_s - 1e-9
        return np.asarray(worlds[itself & moving & in_time])

    def _skip_to_arrivals(self, worlds: Array) -> None:
        """Where nobody is asked, go on at once to just before the ego arrives."""
        simulator, entries = self.simulator, self.simulator.state.entries
        arrival = entries["next_s"][worlds, self.egos["trip"][worlds, 0] % entries.shape[1]]
        until = np.minimum(arrival, simulator.scenario.duration_s)
        intervals = np.floor((until - simulator.times_s[worlds]) / simulator.decision_interval_s).astype(np.int64) - 1
        for world, number in zip(worlds.tolist(), intervals.tolist(), strict=True):
            if number > 0:
                simulator.step([world], number)

    def _ask_rest(self, rest: Guard, worlds: Array | None) -> None:
        seen = self.simulator.observe(worlds)
        others = ~self._led(seen)
        if not others.any():
            return
        times = None if seen.times_s is None else seen.times_s[others]
        world, slot = seen.world[others], seen.slot[others]
        named = self._names[world]
        answer = rest.act(FleetObservation(seen.values[others], named, slot, seen.trip[others], seen.time_s, times))
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
