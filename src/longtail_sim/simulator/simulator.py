"""N worlds of one scenario, advanced together.  A single world is a batch of one; there is no other physics."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from longtail_sim.core.limits import NEVER
from longtail_sim.core.packed import pack
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception import observe_worlds
from longtail_sim.core.perception_layout import NUM_FEATURES
from longtail_sim.core.schema import Array, Table, digest, plain
from longtail_sim.core.state import State
from longtail_sim.core.step import step_worlds
from longtail_sim.errors import SimulationError
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import FleetAction, FleetObservation
from longtail_sim.scenario import Scenario
from longtail_sim.simulator.conditions import with_begun_events
from longtail_sim.simulator.gridlock import Gridlock, find_gridlocks
from longtail_sim.simulator.metrics import FLEET, measure
from longtail_sim.simulator.places import places_of
from longtail_sim.simulator.rows import Worlds, cut, put, runs, runs_of_equals, taken, with_room_for_effects
from longtail_sim.simulator.threads import Threads
from longtail_sim.simulator.truth import perfect_sensors
from longtail_sim.world import WorldBuilder, refill_effects, refill_obstacles

MOST_WORLDS_AT_ONCE = 256  # fewer fit better into a processor's own cache, but beginning a piece costs, too
PIECES_PER_THREAD = 2  # whoever has quick worlds takes another piece


@dataclass(frozen=True)
class Snapshot:
    """A copy of everything that makes up some worlds; belongs to simulators of the same scenario."""

    state: State
    settings: Table
    seeds: tuple[int, ...]
    drawn: tuple[Scenario, ...]


class Simulator:
    """Worlds of one scenario, one per seed.

    >>> simulator = Simulator(scenario, seeds=[0, 1])           # doctest: +SKIP
    >>> while not simulator.done:                               # doctest: +SKIP
    ...     observations = simulator.observe()
    ...     simulator.act(agent.act_batch(observations))
    ...     simulator.step()
    """

    _rows: tuple[Array, Array] | None  # world and slot of every row of the last observation

    def __init__(
        self,
        scenario: Scenario,
        seeds: Sequence[int],
        *,
        people_in_fleet: bool = False,
        ego_trip: int = -1,
        threads: int = 1,
        latency_s: float = 0.0,
        network: StreetNetwork | None = None,
    ) -> None:
        """Build the worlds; see :func:`longtail_sim.world.build_world` for arguments and errors.

        Args:
            scenario: what happens.
            seeds: one world each.
            people_in_fleet: let people drive the fleet's vehicles (the twin).
            ego_trip: trip that belongs to the fleet whatever its share.
            threads: worlds are spread over this many threads; the result does not depend on it.
            latency_s: time from observation to the effect of a decision.
            network: streets already built for this scenario.
        """
        self.scenario = scenario
        self._has_conditions = any(event.when is not None for event in scenario.events)
        self._builder = WorldBuilder(
            scenario, people_in_fleet=people_in_fleet, ego_trip=ego_trip, latency_s=latency_s, network=network
        )
        world = self._builder.build(seeds)
        self.network: StreetNetwork = world.network
        self._streets = pack(world.network.arrays)
        self._settle(world.state, world.settings, tuple(seeds), world.drawn)
        self.substeps = round(scenario.decision_interval_s / DT_S)
        self.decision_interval_s = self.substeps * DT_S
        self._threads = Threads(max(1, min(threads, len(self.seeds))))

    def __getstate__(self) -> dict[str, Any]:
        """Copy and pickle everything but second looks at the same memory, which would become memory of their own."""
        views = ("tables", "_plain_settings", "_rows")
        return {name: value for name, value in vars(self).items() if name not in views}

    def __setstate__(self, saved: dict[str, Any]) -> None:
        """Look at the copied memory."""
        vars(self).update(saved)
        self._settle(self.state, self.settings, self.seeds, self.drawn)

    @property
    def num_worlds(self) -> int:
        """Number of worlds."""
        return len(self.seeds)

    @property
    def threads(self) -> int:
        """Number of threads over which worlds are spread."""
        return self._threads.number

    @property
    def observed_tables(self) -> tuple[State, Array, Any]:
        """What the compiled core reads to observe: the worlds, their settings, the streets."""
        return self.tables, self._plain_settings, self._streets

    @property
    def times_s(self) -> Array:
        """Simulated time of every world, shape (worlds,)."""
        return np.asarray(self.tables.clock["step"] * DT_S)

    @property
    def time_s(self) -> float:
        """Simulated time; that of the world furthest behind, where some were begun anew."""
        return int(self.tables.clock["step"].min()) * DT_S

    @property
    def done(self) -> bool:
        """Whether the scenario's duration is over, in all worlds."""
        return self.time_s >= self.scenario.duration_s - 1e-9

    def reset(self, seeds: Sequence[int], worlds: Worlds | None = None) -> None:
        """Begin worlds anew, each with its own seed: the same bits as in a new simulator.  The others stay as they are.

        Args:
            seeds: one for each of ``worlds``.
            worlds: their numbers, ascending; all by default.
        """
        chosen = self._chosen(worlds)
        if len(seeds) != len(chosen):
            raise SimulationError(f"{len(seeds)} seeds for {len(chosen)} worlds.")
        world = self._builder.renew(self.state, self.settings, chosen.tolist(), seeds)
        if world.state is self.state:
            self._rename(chosen, tuple(seeds), world.drawn)
        else:
            self._replace(chosen, Snapshot(world.state, world.settings, tuple(seeds), world.drawn))

    def observe(self, worlds: Worlds | None = None) -> FleetObservation:
        """Return what every vehicle perceives that awaits a decision: one row each, worlds in order.

        Args:
            worlds: numbers of the worlds to look at, ascending; all by default.
        """
        tally, steps = self.tables.tally, self.tables.clock["step"]
        most = int((tally["entered"][:, FLEET] - tally["finished"][:, FLEET]).sum())
        world, slot = np.zeros(most, np.int64), np.zeros(most, np.int64)
        values = np.zeros((most, NUM_FEATURES), np.float32)
        rows = 0
        for first, last in self._ranges(worlds):
            places = world[rows:], slot[rows:], values[rows:]
            rows += observe_worlds(first, last, self.tables, self._plain_settings, self._streets, *places)
        world, slot = world[:rows], slot[:rows]
        self._rows = (world, slot)
        trips = self.tables.vehicles["trip"][world, slot]
        earliest = int(steps.min())
        times = None if earliest == steps.max() else steps[world] * DT_S
        place = places_of(self.tables.vehicles, world, slot, self.network.arrays)
        return FleetObservation(values[:rows], world, slot, trips, earliest * DT_S, times, place)

    def observe_truth(self, worlds: Worlds | None = None) -> FleetObservation:
        """Return what ``observe`` would with perfect sensors: the same rows, for the record and not for agents.

        >>> wrong = compare_beliefs(simulator.observe(), simulator.observe_truth())  # doctest: +SKIP
        """
        with perfect_sensors(self.tables):
            return self.observe(worlds)

    def act(self, action: FleetAction) -> None:
        """Give decisions to the vehicles of the last observation, in its order; they take effect after the latency."""
        if self._rows is None:
            raise SimulationError("observe() comes before act(): decisions belong to the rows of the last observation.")
        world, slot = self._rows
        if len(action) != len(world):
            raise SimulationError(f"{len(action)} decisions for {len(world)} vehicles.")
        self.command(world, slot, action.longitudinal, action.speed, action.lateral, action.request)

    def command(
        self, world: Array, slot: Array, longitudinal: Array, speed: Array, lateral: Array, request: Array
    ) -> None:
        """Give decisions to the vehicles at these places, unchecked; see :class:`FleetAction` for the codes."""
        vehicles = self.tables.vehicles
        now = self.tables.clock["step"][world] * DT_S
        due = vehicles["next_due_s"][world, slot]
        busy = (due > now) & (due < NEVER)  # who still thinks about the last decision takes no new one
        if busy.any():
            free = ~busy
            world, slot, now = world[free], slot[free], now[free]
            longitudinal, speed, lateral, request = longitudinal[free], speed[free], lateral[free], request[free]
        vehicles["next_longitudinal"][world, slot] = longitudinal
        vehicles["next_speed"][world, slot] = speed
        vehicles["next_lateral"][world, slot] = lateral
        vehicles["next_request"][world, slot] = request
        vehicles["next_due_s"][world, slot] = now + self._plain_settings["agent_latency_s"][world]

    def step(
        self, worlds: Worlds | None = None, intervals: int | Array = 1, then: Callable[[int, int], None] | None = None
    ) -> None:
        """Advance worlds by decision intervals.

        Args:
            worlds: numbers of the worlds to advance, ascending; all by default.  The others stand still.
            intervals: how many, the same for all or an array (worlds,); more than one at once is quicker where nobody
                is asked in between.
            then: called with a range of worlds [first, last) as soon as these have been advanced, in the thread that
                did it: they are still in the processor's cache.

        Raises:
            SimulationError: an impossible state, which is a defect of the simulator.
        """
        if self._has_conditions:
            self._step_and_look(self._chosen(worlds), intervals, then)
        else:
            self._advance(worlds, intervals, then)

    def _step_and_look(self, worlds: Array, intervals: int | Array, then: Callable[[int, int], None] | None) -> None:
        """Advance interval by interval, and look in between whether events begin that wait for something."""
        left = np.array(np.broadcast_to(intervals, len(worlds)))
        while (left > 0).any():
            for going, last in ((worlds[left > 1], None), (worlds[left == 1], then)):
                if len(going):
                    self._advance(going, 1, last)
                    self._begin_events(going)
            left -= 1

    def _begin_events(self, worlds: Array) -> None:
        drawn = list(self.drawn)
        for w in worlds.tolist():
            now = float(self.tables.clock["step"][w] * DT_S)
            drawn[w] = with_begun_events(self.drawn[w], self.tables, w, now)
            if drawn[w] is not self.drawn[w]:
                effects = drawn[w].drawn_effects(self.seeds[w], self.network)
                state = with_room_for_effects(self.state, len(effects))
                refill_effects(state, w, effects)
                refill_obstacles(state, w, drawn[w].drawn_obstacles(self.seeds[w], self.network))
                self._settle(state, self.settings, self.seeds, tuple(drawn))

    def _advance(self, worlds: Worlds | None, intervals: int | Array, then: Callable[[int, int], None] | None) -> None:
        def advance(first: int, last: int, number: int) -> None:
            step_worlds(first, last, number * self.substeps, self.tables, self._plain_settings, self._streets)
            if then is not None:
                then(first, last)

        self._threads.run(advance, self._pieces(worlds, intervals))
        self._rows = None
        faults = self.tables.clock["fault_step"]
        if faults.max() >= 0:
            self._report(int(np.argmax(faults >= 0)))

    def close(self) -> None:
        """End the threads; the simulator can be used on, and opens new ones then."""
        self._threads.close()

    def metrics(self, world: int) -> dict[str, float]:
        """Return the metrics of one world so far, by the names of the scoring page."""
        return {name: float(values[0]) for name, values in self.metrics_of([world]).items()}

    def metrics_of(self, worlds: Worlds | None = None) -> dict[str, Array]:
        """Return the metrics of some worlds, arrays (worlds,) under the same names; of all worlds by default."""
        chosen = self._chosen(worlds)
        return measure(self.tables, chosen, self.times_s[chosen])

    def gridlock(self, world: int) -> Gridlock | None:
        """Return the oldest gridlock of one world as last looked for (every 10 s), None if there is none."""
        return min(find_gridlocks(self.state, self.network, world), key=lambda found: found.since_s, default=None)

    def digest(self, world: int) -> str:
        """Return a hash of everything that changes in one world: equal hashes, equal bits."""
        return digest(self.state, world)

    def snapshot(self, worlds: Worlds | None = None) -> Snapshot:
        """Return a copy of the present state.

        Args:
            worlds: numbers of the worlds to save; all by default.
        """
        chosen = self._chosen(worlds)
        seeds, drawn = (tuple(row[w] for w in chosen) for row in (self.seeds, self.drawn))
        return Snapshot(taken(self.state, chosen), self.settings[chosen], seeds, drawn)

    def restore(self, snapshot: Snapshot, worlds: Worlds | None = None) -> None:
        """Go back (or on) to a snapshot, which is not worn out by that.

        Args:
            snapshot: worlds of a simulator of this scenario.
            worlds: where to put them, ascending; as many as were saved, all by default.
        """
        chosen = self._chosen(worlds)
        if len(snapshot.seeds) != len(chosen):
            raise SimulationError(
                f"the snapshot holds {len(snapshot.seeds)} worlds, to be put in place of {len(chosen)}."
            )
        self._replace(chosen, snapshot)

    def fork(self, worlds: Worlds | None = None) -> Simulator:
        """Return an independent simulator that goes on from the present state.

        Args:
            worlds: numbers of the worlds that it gets, in this order; all by default.  One that is named several times
                becomes as many worlds, alike until they are treated differently.
        """
        saved, twin = self.snapshot(worlds), copy.copy(self)
        twin._settle(saved.state, saved.settings, saved.seeds, saved.drawn)
        return twin

    def _settle(self, state: State, settings: Table, seeds: tuple[int, ...], drawn: tuple[Scenario, ...]) -> None:
        """Take over these tables; ``tables`` are the same as the compiled core takes them, without the record coat."""
        self.state: State = state
        self.settings: Table = settings
        self.seeds, self.drawn = seeds, drawn
        self.tables, self._plain_settings = plain(state), np.asarray(settings)
        self._rows = None

    def _replace(self, worlds: Array, snapshot: Snapshot) -> None:
        self.settings[worlds] = snapshot.settings
        self._settle(put(self.state, worlds, snapshot.state), self.settings, self.seeds, self.drawn)
        self._rename(worlds, snapshot.seeds, snapshot.drawn)

    def _rename(self, worlds: Array, new_seeds: tuple[int, ...], new_drawn: tuple[Scenario, ...]) -> None:
        """Note which worlds these are now."""
        seeds, drawn = list(self.seeds), list(self.drawn)
        for place, seed, scenario in zip(worlds.tolist(), new_seeds, new_drawn, strict=True):
            seeds[place], drawn[place] = seed, scenario
        self.seeds, self.drawn, self._rows = tuple(seeds), tuple(drawn), None

    def _chosen(self, worlds: Worlds | None) -> Array:
        return np.arange(self.num_worlds) if worlds is None else np.asarray(worlds, np.int64)

    def _ranges(self, worlds: Worlds | None) -> list[tuple[int, int]]:
        return [(0, self.num_worlds)] if worlds is None else runs(worlds)

    def _pieces(self, worlds: Worlds | None, intervals: int | Array) -> list[tuple[int, int, int]]:
        """Return ranges of worlds with the intervals by which to advance them: pieces of work for a thread."""
        if worlds is None and not isinstance(intervals, np.ndarray):
            ranges, number = [(0, self.num_worlds, intervals)], self.num_worlds
        else:
            chosen = self._chosen(worlds)
            ranges, number = runs_of_equals(chosen, np.broadcast_to(intervals, len(chosen))), len(chosen)
        fair = number if self.threads == 1 else -(-number // (PIECES_PER_THREAD * self.threads))
        return cut(ranges, max(1, min(fair, MOST_WORLDS_AT_ONCE)))

    def _report(self, world: int) -> None:
        step, slot = int(self.state.clock.fault_step[world]), int(self.state.clock.fault_slot[world])
        speed = float(self.state.vehicles.speed[world, slot])
        place = float(self.state.vehicles.s[world, slot])
        raise SimulationError(
            f"impossible state in world {world} (seed {self.seeds[world]}), step {step}, vehicle slot {slot}: "
            f"speed {speed} m/s, s {place} m. This is a defect of the simulator; please report it with the seed."
        )
