"""Scenario + seeds → arrays, one world per seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

from longtail_sim.core.codes import EFFECT_BLIND_NORTH, EFFECT_LINE_OFFSET
from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Table, allocate
from longtail_sim.core.state import State
from longtail_sim.core.tables.effects import Effects
from longtail_sim.events import Effect, Obstacle
from longtail_sim.network import StreetNetwork, build_network
from longtail_sim.quantities import Drawer
from longtail_sim.scenario import Scenario
from longtail_sim.world.entries import fill_entries
from longtail_sim.world.first_arrivals import draw_first_arrivals
from longtail_sim.world.people_on_foot import fill_crosswalks
from longtail_sim.world.room import Room, empty_worlds, room_for, room_in
from longtail_sim.world.settings import SEED_MASK, empty_settings, fill_settings


@dataclass(frozen=True)
class World:
    """Filled arrays of as many worlds as there are seeds, and the scenario drawn for each."""

    network: StreetNetwork
    state: State
    settings: Table
    drawn: tuple[Scenario, ...]


class _Plan(NamedTuple):
    """What the seeds have decided."""

    seeds: Sequence[int]
    drawn: tuple[Scenario, ...]
    effects: list[list[Effect]]
    obstacles: list[list[Obstacle]]
    room: Room


class WorldBuilder:
    """Builds worlds of one scenario, as often as wanted; see :func:`build_world` for arguments and errors."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        people_in_fleet: bool = False,
        ego_trip: int = -1,
        latency_s: float = 0.0,
        network: StreetNetwork | None = None,
    ) -> None:
        """Build the streets, if there are none yet."""
        self.network = network or build_network(scenario.network)
        self._scenario, self._drawer = scenario, Drawer(scenario)
        self._empty_settings = empty_settings(1)
        self._empty_settings["fleet_automated"] = 0 if people_in_fleet else 1
        self._empty_settings["ego_trip"] = ego_trip
        self._empty_settings["agent_latency_s"] = latency_s
        self._empty: State | None = None

    def build(self, seeds: Sequence[int]) -> World:
        """Return new worlds, one for each seed."""
        return self._built(self._plan(seeds))

    def renew(self, state: State, settings: Table, worlds: Sequence[int], seeds: Sequence[int]) -> World:
        """Write new worlds over some of those in ``state`` and ``settings``, one for each seed.

        Returns:
            The tables that were given and the scenarios drawn; where these have no room for what the seeds have drawn
            nothing is written, and the new worlds are in tables of their own, as from ``build``.
        """
        plan = self._plan(seeds)
        if not room_in(state).holds(plan.room):
            return self._built(plan)
        for table, empty in zip(state, self._empty_world(room_in(state)), strict=True):
            copy_rows(table, worlds, empty)
        self._fill(state, settings, worlds, plan)
        return World(self.network, state, settings, plan.drawn)

    def _plan(self, seeds: Sequence[int]) -> _Plan:
        drawn = tuple(Scenario.settled(self._drawer.draw(seed)) for seed in seeds)
        effects = [scenario.drawn_effects(seed, self.network) for scenario, seed in zip(drawn, seeds, strict=True)]
        obstacles = [scenario.drawn_obstacles(seed, self.network) for scenario, seed in zip(drawn, seeds, strict=True)]
        room = room_for(drawn, effects, obstacles, len(self.network.arrays.entry_street))
        most = max(self._effects_to_come(scenario, seed) for scenario, seed in zip(drawn, seeds, strict=True))
        return _Plan(seeds, drawn, effects, obstacles, room._replace(effect=max(room.effect, most)))

    def _effects_to_come(self, drawn: Scenario, seed: int) -> int:
        """Return how many effects there may be once events have begun that wait for something."""
        return drawn.most_effects(seed, self.network) if drawn.waiting() else 0

    def _built(self, plan: _Plan) -> World:
        worlds = range(len(plan.seeds))
        state, settings = self._empty_worlds(len(worlds), plan.room), empty_settings(len(worlds))
        self._fill(state, settings, worlds, plan)
        return World(self.network, state, settings, plan.drawn)

    def _fill(self, state: State, settings: Table, worlds: Sequence[int], plan: _Plan) -> None:
        copy_rows(settings, worlds, self._empty_settings)
        fill_settings(settings, worlds, plan.drawn, plan.seeds)
        _fill_effects(state, worlds, plan.effects)
        _fill_obstacles(state, worlds, plan.obstacles)
        _fill_baseline(state, worlds, plan.drawn)
        _fill_demand(state, settings, worlds, plan.drawn, self.network)
        for w, scenario, seed in zip(worlds, plan.drawn, plan.seeds, strict=True):
            fill_crosswalks(state, w, scenario, np.uint64(seed & SEED_MASK))

    def _empty_worlds(self, worlds: int, room: Room) -> State:
        return empty_worlds(worlds, self._scenario, self.network, room)

    def _empty_world(self, room: Room) -> State:
        """Return one empty world, the same as long as the room stays."""
        if self._empty is None or room_in(self._empty) != room:
            self._empty = self._empty_worlds(1, room)
        return self._empty


def build_world(
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    people_in_fleet: bool = False,
    ego_trip: int = -1,
    latency_s: float = 0.0,
    network: StreetNetwork | None = None,
) -> World:
    """Return one world per seed.

    Args:
        scenario: what happens; its distributions are drawn anew for every seed.
        seeds: keys of all random draws, one per world.
        people_in_fleet: let reference people drive the fleet's vehicles (the twin).
        ego_trip: trip that belongs to the fleet whatever its share, -1 for none.
        latency_s: time from an agent's observation to the effect of its decision.
        network: streets already built for this scenario, to save the time.

    Raises:
        NetworkError: the streets cannot be built.
        ScenarioError: an event names a place that the streets do not have.
    """
    builder = WorldBuilder(
        scenario, people_in_fleet=people_in_fleet, ego_trip=ego_trip, latency_s=latency_s, network=network
    )
    return builder.build(seeds)


def copy_rows(table: Table, worlds: Sequence[int], rows: Table) -> None:
    """Write ``rows``, one for each of ``worlds`` or one for all, over rows of a table with the same columns.

    As bytes: NumPy would copy record by record, field by field.
    """
    if table.size:
        _bytes(table)[worlds] = _bytes(rows)


def _bytes(table: Table) -> Table:
    """Return a view of shape (worlds, bytes) of a table that is not empty."""
    return np.asarray(table).reshape(-1).view(np.uint8).reshape(len(table), -1)


def refill_effects(state: State, world: int, effects: Sequence[Effect]) -> None:
    """Write the effects of one world anew; those that have fired must be the first of them, as they were."""
    room = state.effects.shape[1]
    copy_rows(state.effects, [world], allocate(Effects, {"world": 1, "effect": room}))
    _fill_effects(state, [world], [effects])


def refill_obstacles(state: State, world: int, obstacles: Sequence[Obstacle]) -> None:
    """Write the times of those obstacles of one world that had none yet: their event has begun."""
    table = np.asarray(state.obstacles)
    for number, row in enumerate(obstacles):
        if table["begins_s"][world, number] == NEVER and row.begins_s < NEVER:
            table["begins_s"][world, number], table["ends_s"][world, number] = row.begins_s, row.ends_s


def _fill_effects(state: State, worlds: Sequence[int], effects: Sequence[Sequence[Effect]]) -> None:
    table, clock = np.asarray(state.effects), np.asarray(state.clock)
    for w, rows in zip(worlds, effects, strict=True):
        if any(EFFECT_BLIND_NORTH <= effect.kind <= EFFECT_LINE_OFFSET for effect in rows):
            clock["sensing"][w] = 1  # from here on what is perceived may differ from what is
        for name in ("time_s", "kind", "index", "value"):
            table[name][w, : len(rows)] = [getattr(effect, name) for effect in rows]


def _fill_obstacles(state: State, worlds: Sequence[int], obstacles: Sequence[Sequence[Obstacle]]) -> None:
    table, clock = np.asarray(state.obstacles), np.asarray(state.clock)
    for w, rows in zip(worlds, obstacles, strict=True):
        clock["obstacles"][w] = len(rows)
        for number, row in enumerate(rows):
            for name, value in asdict(row).items():
                table[name][w, number] = value


def _fill_baseline(state: State, worlds: Sequence[int], drawn: Sequence[Scenario]) -> None:
    junctions, operators = np.asarray(state.junctions), np.asarray(state.operators)
    for w, scenario in zip(worlds, drawn, strict=True):
        baseline = scenario.baseline()
        junctions["link_loss"][w] = baseline.link_loss
        junctions["link_latency_s"][w] = baseline.link_latency_s
        operators["background_per_s"][w] = baseline.background_per_s
        if not scenario.fleet.perception.is_perfect():
            state.clock["sensing"][w] = 1


def _fill_demand(
    state: State, settings: Table, worlds: Sequence[int], drawn: Sequence[Scenario], network: StreetNetwork
) -> None:
    entries, profile = np.asarray(state.entries), np.asarray(state.profile)
    filled: dict[int, int] = {}  # the first world of every demand
    for w, scenario in zip(worlds, drawn, strict=True):
        first = filled.setdefault(id(scenario.demand), w)
        if first == w:
            fill_entries(state, w, scenario, network)
            starts, factors = scenario.demand.pieces()
            profile["time_s"][w, : len(starts)] = starts
            profile["factor"][w, : len(factors)] = factors
        else:
            entries[w], profile[w] = entries[first], profile[first]
    draw_first_arrivals(np.asarray(worlds, np.int64), np.asarray(settings), entries, profile)
