"""N worlds of one scenario, advanced together.  A single world is a batch of one; there is no other physics."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from longtail_sim.core.packed import pack
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception import observe_worlds
from longtail_sim.core.perception_layout import NUM_FEATURES
from longtail_sim.core.schema import Table, digest, plain
from longtail_sim.core.state import NEVER, State
from longtail_sim.core.step import step_worlds
from longtail_sim.errors import SimulationError
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import FleetAction, FleetObservation
from longtail_sim.scenario import Scenario
from longtail_sim.simulator.gridlock import Gridlock, find_gridlocks
from longtail_sim.simulator.metrics import FLEET, measure
from longtail_sim.world import build_world


@dataclass(frozen=True)
class Snapshot:
    """A copy of everything that changes; belongs to simulators of the same scenario and seeds."""

    state: State
    steps: int


class Simulator:
    """Worlds of one scenario, one per seed.

    >>> simulator = Simulator(scenario, seeds=[0, 1])           # doctest: +SKIP
    >>> while not simulator.done:                               # doctest: +SKIP
    ...     observations = simulator.observe()
    ...     simulator.act(agent.act_batch(observations))
    ...     simulator.step()
    """

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
        world = build_world(
            scenario, seeds, people_in_fleet=people_in_fleet, ego_trip=ego_trip, latency_s=latency_s, network=network
        )
        self.scenario = scenario
        self.seeds = tuple(seeds)
        self.drawn = world.drawn
        self.network: StreetNetwork = world.network
        self.state: State = world.state
        self.settings: Table = world.settings
        self._streets = pack(world.network.arrays)
        self.substeps = round(scenario.decision_interval_s / DT_S)
        self.decision_interval_s = self.substeps * DT_S
        self.threads = max(1, min(threads, len(self.seeds)))
        self._steps = 0
        self._rows: tuple[Any, Any] | None = None

    @property
    def num_worlds(self) -> int:
        """Number of worlds."""
        return len(self.seeds)

    @property
    def time_s(self) -> float:
        """Simulated time, the same in all worlds."""
        return self._steps * DT_S

    @property
    def done(self) -> bool:
        """Whether the scenario's duration is over."""
        return self.time_s >= self.scenario.duration_s - 1e-9

    def observe(self) -> FleetObservation:
        """Return what every vehicle perceives that awaits a decision: one row each, worlds in order."""
        vehicles = self.state.vehicles
        most = int((self.state.tally.entered - self.state.tally.finished)[:, FLEET].sum())
        world, slot = np.zeros(most, np.int64), np.zeros(most, np.int64)
        values = np.zeros((most, NUM_FEATURES), np.float32)
        rows = observe_worlds(
            0, self.num_worlds, plain(self.state), np.asarray(self.settings), self._streets, world, slot, values
        )
        world, slot = world[:rows], slot[:rows]
        self._rows = (world, slot)
        return FleetObservation(values[:rows], world, slot, vehicles.trip[world, slot], self.time_s)

    def act(self, action: FleetAction) -> None:
        """Give decisions to the vehicles of the last observation, in its order; they take effect after the latency."""
        if self._rows is None:
            raise SimulationError("observe() comes before act(): decisions belong to the rows of the last observation.")
        world, slot = self._rows
        if len(action) != len(world):
            raise SimulationError(f"{len(action)} decisions for {len(world)} vehicles.")
        vehicles = self.state.vehicles
        due = vehicles.next_due_s[world, slot]
        free = ~((due > self.time_s) & (due < NEVER))  # who still thinks about the last decision takes no new one
        world, slot = world[free], slot[free]
        vehicles.next_longitudinal[world, slot] = action.longitudinal[free]
        vehicles.next_speed[world, slot] = action.speed[free]
        vehicles.next_lateral[world, slot] = action.lateral[free]
        vehicles.next_request[world, slot] = action.request[free]
        vehicles.next_due_s[world, slot] = self.time_s + self.settings.agent_latency_s[world]

    def step(self) -> None:
        """Advance all worlds by one decision interval.

        Raises:
            SimulationError: an impossible state, which is a defect of the simulator.
        """
        self._on_threads(self._step_range)
        self._rows = None
        self._steps += self.substeps
        faulty = np.flatnonzero(self.state.clock.fault_step >= 0)
        if faulty.size:
            self._report(int(faulty[0]))

    def metrics(self, world: int) -> dict[str, float]:
        """Return the metrics of one world so far, by the names of the scoring page."""
        return measure(self.state, world, self.time_s)

    def gridlock(self, world: int) -> Gridlock | None:
        """Return the oldest gridlock of one world as last looked for (every 10 s), None if there is none."""
        return min(find_gridlocks(self.state, self.network, world), key=lambda found: found.since_s, default=None)

    def digest(self, world: int) -> str:
        """Return a hash of everything that changes in one world: equal hashes, equal bits."""
        return digest(self.state, world)

    def snapshot(self) -> Snapshot:
        """Return a copy of the present state."""
        return Snapshot(_copied(self.state), self._steps)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back (or on) to a snapshot."""
        for table, saved in zip(self.state, snapshot.state, strict=True):
            table[...] = saved
        self._steps = snapshot.steps
        self._rows = None

    def fork(self) -> Simulator:
        """Return an independent simulator that goes on from the present state."""
        twin = copy.copy(self)
        twin.state = _copied(self.state)
        return twin

    def _step_range(self, first: int, last: int) -> None:
        step_worlds(first, last, self.substeps, plain(self.state), np.asarray(self.settings), self._streets)

    def _on_threads(self, work: Callable[[int, int], None]) -> None:
        if self.threads == 1:
            work(0, self.num_worlds)
            return
        edges = np.linspace(0, self.num_worlds, self.threads + 1).astype(int).tolist()
        with ThreadPoolExecutor(self.threads) as pool:
            for future in [pool.submit(work, a, b) for a, b in pairwise(edges)]:
                future.result()

    def _report(self, world: int) -> None:
        step, slot = int(self.state.clock.fault_step[world]), int(self.state.clock.fault_slot[world])
        speed = float(self.state.vehicles.speed[world, slot])
        place = float(self.state.vehicles.s[world, slot])
        raise SimulationError(
            f"impossible state in world {world} (seed {self.seeds[world]}), step {step}, vehicle slot {slot}: "
            f"speed {speed} m/s, s {place} m. This is a defect of the simulator; please report it with the seed."
        )


def _copied(state: State) -> State:
    return State._make(table.copy() for table in state)
