"""Episodes side by side, one per world, each at its own time.  Every face is made of these: the single one has one."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded

from longtail_sim.core.perception_layout import NUM_FEATURES
from longtail_sim.core.schema import Array, Table
from longtail_sim.envs.controls import Commands
from longtail_sim.envs.ego import Ways, pick_trip
from longtail_sim.envs.reward import EGO, ENDS, READING, account, start
from longtail_sim.envs.setup import Setup, checked_warm_up, checked_world, until_first_event_s
from longtail_sim.envs.traffic import Traffic
from longtail_sim.observation.view import FloatArray
from longtail_sim.simulator import Simulator, Snapshot

WORLDS = 2**31  # seeds that are drawn: small enough to type
NO_LIMIT = -1


@dataclass(frozen=True)
class Saved:
    """A copy of everything that episodes are made of, except what the agent of the rest of the fleet remembers."""

    worlds: Snapshot
    egos: Table
    readings: Table
    seen: FloatArray
    generators: list[np.random.Generator]


class Episodes:
    """Episodes of a setup, side by side.

    Attributes:
        egos: table EGO of shape (worlds, cars): who the egos are, and what their last step brought.
        seen: what they perceived last, as perceived, float32 of shape (worlds, cars, features).
        max_steps: an episode is over after so many, None: when the scenario ends.
    """

    def __init__(self, setup: Setup, worlds: int = 1, cars: int = 1, threads: int = 1) -> None:
        """Make room; worlds are built by ``begin``."""
        self.setup, self.max_steps, self._threads = setup, setup.max_steps, threads
        self.egos: Table = np.zeros((worlds, cars), EGO)
        self.egos["trip"] = self.egos["slot"] = -1
        self.seen = np.zeros((worlds, cars, NUM_FEATURES), np.float32)
        self._readings = np.zeros((worlds, cars, 2), READING)
        self._all = np.arange(worlds)
        self._ways = Ways(setup.network.arrays)
        self._traffic: Traffic | None = None
        self._lane_speed = np.ascontiguousarray(setup.network.arrays.lane_speed)

    @property
    def traffic(self) -> Traffic:
        """The worlds.

        Raises:
            ResetNeeded: there are none yet.
        """
        if self._traffic is None:
            raise ResetNeeded("Call reset before anything else: there is no world yet.")
        return self._traffic

    @property
    def simulator(self) -> Simulator:
        """The simulator, to look at."""
        return self.traffic.simulator

    @property
    def ends(self) -> list[str]:
        """How the episode of the first ego of each world ended, "" while it goes on."""
        return [ENDS[end] for end in self.egos["end"][:, 0].tolist()]

    def begin(self, worlds: Array, generators: Sequence[np.random.Generator], options: Mapping[str, Any]) -> None:
        """Draw worlds, let their traffic warm up, and put an ego into each.

        Args:
            worlds: which to begin anew, ascending; at first all.
            generators: one for each of the worlds there are; they draw the seed of the world, then the trip.
            options: ``seed_world`` instead of one drawn, ``warm_up_s`` instead of the setup's.
        """
        wanted = options.get("seed_world")
        seeds = [
            int(generators[w].integers(WORLDS)) if wanted is None else checked_world(wanted) for w in worlds.tolist()
        ]
        traffic = self._begun(worlds, seeds)
        warm_up_s = checked_warm_up(options.get("warm_up_s", self.setup.warm_up_s))
        drawn = [traffic.simulator.drawn[w] for w in worlds.tolist()]
        until = [until_first_event_s(scenario) if warm_up_s is None else warm_up_s for scenario in drawn]
        traffic.warm_up(worlds, np.array(until, np.float64))
        for w in worlds.tolist():
            self.egos["trip"][w, 0] = pick_trip(traffic.simulator, self._ways, w, generators[w])
        traffic.admit(worlds)
        self.start(worlds)

    def start(self, worlds: Array) -> None:
        """Begin the accounts of all egos of some worlds."""
        start(self.traffic.numbers(worlds), self.egos.shape[1], *self._tables())

    def step(self, worlds: Array, commands: Commands) -> None:
        """Perform one decision interval in some worlds with one ego each, and judge it.

        Where a minimal risk manoeuvre begins it goes on until the ego stands.

        Args:
            worlds: which, ascending; their episodes go on.
            commands: the decisions of the egos of all worlds.
        """
        self.traffic.command(commands)
        while len(worlds):
            self.traffic.advance(worlds if len(worlds) < len(self.egos) else None, self._judge_patiently)
            worlds = worlds[self.egos["gives_up"][worlds, 0] == 1]

    def advance(self, worlds: Array, commands: Commands) -> None:
        """Perform one decision interval in some worlds; ``account`` judges it.

        Args:
            worlds: which, ascending.
            commands: the decisions of all egos of all worlds, the cars of a world one after the other.
        """
        self.traffic.command(commands)
        self.traffic.advance(worlds)

    def account(self, worlds: Array) -> None:
        """Judge the last step of all egos in some worlds whose episode went on."""
        which = self.traffic.numbers(worlds)
        self._judge(which[self.egos.reshape(-1)["end"][which] == 0], patient=False)

    def repeat(self) -> None:
        """Nothing happens any more: no reward, no cost."""
        for name in ("terms", "reward", "cost"):
            self.egos[name] = 0.0

    def close(self) -> None:
        """End the threads, if there are any."""
        if self._traffic is not None:
            self.simulator.close()

    def save(self, generators: list[np.random.Generator]) -> Saved:
        """Return a copy of the present."""
        tables = (self.egos.copy(), self._readings.copy(), self.seen.copy())
        return Saved(self.simulator.snapshot(), *tables, copy.deepcopy(generators))

    def load(self, saved: Saved) -> list[np.random.Generator]:
        """Go back (or on) to what was saved; return generators in the state that they had."""
        if self._traffic is None:
            self._begun(self._all, saved.worlds.seeds)
        self.simulator.restore(saved.worlds)
        self.egos[...], self._readings[...], self.seen[...] = saved.egos, saved.readings, saved.seen
        self.traffic.look()
        return copy.deepcopy(saved.generators)

    def _begun(self, worlds: Array, seeds: Sequence[int]) -> Traffic:
        self.egos["trip"][worlds] = self.egos["slot"][worlds] = -1
        self.egos["end"][worlds] = 0
        if self._traffic is None:
            if len(worlds) < len(self._all):
                raise ResetNeeded("Call reset without a mask first: there is no world yet.")
            setup = self.setup
            self._traffic = Traffic(setup.played, setup.network, setup.rest, seeds, self.egos, self._threads)
        else:
            self._traffic.begin(worlds, seeds)
        return self._traffic

    def _judge_patiently(self, which: Array) -> None:
        self._judge(which, patient=True)

    def _judge(self, which: Array, patient: bool) -> None:
        most = NO_LIMIT if self.max_steps is None else self.max_steps
        alone = 1 if self.setup.rest is None else 0
        duration_s = float(self.setup.scenario.duration_s)
        account(which, self.egos.shape[1], alone, int(patient), most, duration_s, *self._tables())

    def _tables(self) -> tuple[Array, ...]:
        """Return what the compiled account reads and writes; the last two are room of its own for every thread."""
        egos, tables = self.egos.size, self.simulator.tables
        mine = self.egos.reshape(egos), self._readings.reshape(egos, 2), self.seen.reshape(egos, NUM_FEATURES)
        core = tables.vehicles, tables.lanes, tables.tally, tables.clock, self._lane_speed
        slots = tables.vehicles.shape[1]
        return (*mine, self.traffic.values, *core, np.empty(slots, np.int64), np.zeros(slots, np.int8))
