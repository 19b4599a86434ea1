"""How much room the tables need: what a seed draws may ask for more of it than another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from longtail_sim.core.codes import CONTACT_TYPES, EFFECT_DEMAND, EFFECT_FLEET_DEMAND
from longtail_sim.core.limits import MEMORY, QUEUE, WAIT_BINS
from longtail_sim.core.params import CLAUSES
from longtail_sim.core.schema import allocate
from longtail_sim.core.state import TABLES, State
from longtail_sim.events import Effect, Obstacle
from longtail_sim.network import StreetNetwork
from longtail_sim.scenario import Scenario
from longtail_sim.world.people_on_foot import walking_places

GROUPS = 2  # people, fleet


class Room(NamedTuple):
    """Lengths of those axes that depend on the seed."""

    profile: int
    desk: int
    effect: int
    backlog: int
    obstacle: int

    def holds(self, other: Room) -> bool:
        """Return whether there is room for what ``other`` asks for."""
        return all(mine >= theirs for mine, theirs in zip(self, other, strict=True))


def room_for(
    drawn: Sequence[Scenario],
    effects: Sequence[Sequence[Effect]],
    obstacles: Sequence[Sequence[Obstacle]],
    entries: int,
) -> Room:
    """Return the room that worlds with these scenarios, effects and obstacles need together."""
    return Room(
        profile=max(len(scenario.demand.pieces()[0]) for scenario in drawn),
        desk=max(max(s.fleet.remote_assistance.agents_on_duty() for s in drawn), 1),
        effect=max(max(len(rows) for rows in effects), 1),
        backlog=_backlog(drawn, _largest_surge(effects), entries),
        obstacle=max(len(rows) for rows in obstacles),
    )


def room_in(state: State) -> Room:
    """Return the room that there is."""
    return Room(
        state.profile.shape[1],
        state.desks.shape[1],
        state.effects.shape[1],
        state.backlog.shape[2],
        state.obstacles.shape[1],
    )


def empty_worlds(worlds: int, scenario: Scenario, network: StreetNetwork, room: Room) -> State:
    """Return tables of worlds in which nobody is yet, and nothing is drawn."""
    arrays = network.arrays
    places = walking_places(scenario, network)
    sizes = {
        "world": worlds,
        "vehicle": network.capacity,
        "lane": len(arrays.lane_kind),
        "junction": len(arrays.junction_control),
        "axis": 2,
        "leg": 4,
        "entry": len(arrays.entry_street),
        "profile": room.profile,
        "queue": QUEUE,
        "memory": MEMORY,
        "desk": room.desk,
        "effect": room.effect,
        "group": GROUPS,
        "second": WAIT_BINS,
        "obstacle": room.obstacle,
        "clause": CLAUSES,
        "conflict": len(arrays.conflict_other),
        "contact_type": CONTACT_TYPES,
        "crosswalk": places.crosswalks,
        "walker": places.crosswalks * places.room,
    }
    tables = {name: allocate(table, sizes) for name, table in TABLES.items()}
    state = State(backlog=np.zeros((worlds, sizes["entry"], room.backlog)), **tables)
    state.vehicles["free_slot"] = np.arange(network.capacity)[::-1]
    state.clock["free_count"] = network.capacity
    return state


def _largest_surge(effects: Sequence[Sequence[Effect]]) -> float:
    """Return by what the events multiply the arrivals at an entry at most."""
    surges = (EFFECT_DEMAND, EFFECT_FLEET_DEMAND)
    return max((effect.value for rows in effects for effect in rows if effect.kind in surges), default=1.0)


def _backlog(drawn: Sequence[Scenario], surge: float, entries: int) -> int:
    """Return how many vehicles may wait at one entry: more than ever arrive there, within reason."""
    most = 0.0
    for scenario in drawn:
        factor = surge * max(scenario.demand.pieces()[1])
        hours = factor * scenario.duration_s / 3600
        # An entry with many lanes gets several times the mean.
        most = max(most, 4 * float(scenario.demand.vehicles_per_hour) * hours / max(entries, 1))
        most = max([most, *(float(entry.vehicles_per_hour) * hours for entry in scenario.demand.entries.values())])
    return int(min(most + 6 * most**0.5 + 64, 200_000))
