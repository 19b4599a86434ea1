"""Scenario + seeds → arrays, one world per seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from longtail_sim.core import random
from longtail_sim.core.codes import STREAM_ARRIVAL
from longtail_sim.core.phases.arrivals import next_arrival
from longtail_sim.core.schema import Table, allocate
from longtail_sim.core.state import MEMORY, QUEUE, TABLES, WAIT_BINS, State
from longtail_sim.events import Effect
from longtail_sim.network import StreetNetwork, build_network
from longtail_sim.scenario import Scenario
from longtail_sim.world.entries import fill_entries
from longtail_sim.world.people_on_foot import fill_crosswalks, walking_places
from longtail_sim.world.settings import SEED_MASK, fill_settings

GROUPS = 2  # people, fleet


@dataclass(frozen=True)
class World:
    """Filled arrays of as many worlds as there are seeds, and the scenario drawn for each."""

    network: StreetNetwork
    state: State
    settings: Table
    drawn: tuple[Scenario, ...]


def _backlog_room(drawn: Sequence[Scenario], entries: int) -> int:
    """Return how many vehicles may wait at one entry: more than ever arrive there, within reason."""
    most = 0.0
    for scenario in drawn:
        factor = max(scenario.demand.pieces()[1])
        hours = factor * scenario.duration_s / 3600
        # An entry with many lanes gets several times the mean.
        most = max(most, 4 * float(scenario.demand.vehicles_per_hour) * hours / max(entries, 1))
        most = max([most, *(float(entry.vehicles_per_hour) * hours for entry in scenario.demand.entries.values())])
    expected = most
    return int(min(expected + 6 * expected**0.5 + 64, 200_000))


def _allocate(
    scenario: Scenario, network: StreetNetwork, drawn: Sequence[Scenario], effects: Sequence[Sequence[Effect]]
) -> State:
    arrays = network.arrays
    places = walking_places(scenario, network)
    sizes = {
        "world": len(drawn),
        "vehicle": network.capacity,
        "lane": len(arrays.lane_kind),
        "junction": len(arrays.junction_control),
        "axis": 2,
        "entry": len(arrays.entry_street),
        "profile": max(len(scenario.demand.pieces()[0]) for scenario in drawn),
        "queue": QUEUE,
        "memory": MEMORY,
        "desk": max(max(s.fleet.remote_assistance.agents_on_duty() for s in drawn), 1),
        "effect": max(max(len(rows) for rows in effects), 1),
        "group": GROUPS,
        "second": WAIT_BINS,
        "crosswalk": places.crosswalks,
        "walker": places.crosswalks * places.room,
    }
    room = _backlog_room(drawn, len(arrays.entry_street))
    backlog = np.zeros((len(drawn), len(arrays.entry_street), room))
    return State(backlog=backlog, **{name: allocate(table, sizes) for name, table in TABLES.items()})


def _fill_effects(state: State, effects: Sequence[Sequence[Effect]]) -> None:
    for w, rows in enumerate(effects):
        for e, effect in enumerate(rows):
            state.effects.time_s[w, e] = effect.time_s
            state.effects.kind[w, e] = effect.kind
            state.effects.index[w, e] = effect.index
            state.effects.value[w, e] = effect.value


def _fill_demand(state: State, w: int, scenario: Scenario, seed: Any, network: StreetNetwork) -> None:
    fill_entries(state, w, scenario, network)
    starts, factors = scenario.demand.pieces()
    state.profile.time_s[w, : len(starts)] = starts
    state.profile.factor[w, : len(factors)] = factors
    for e, base in enumerate(state.entries.rate[w].tolist()):
        units = random.exponential(1.0, seed, STREAM_ARRIVAL, e, 0)
        state.entries.next_s[w, e] = next_arrival(w, 0.0, base, units, np.asarray(state.profile))


def _fill_state(state: State, network: StreetNetwork, drawn: Sequence[Scenario], seeds: Sequence[int]) -> None:
    slots = state.vehicles.shape[1]
    state.vehicles.free_slot[:] = np.arange(slots)[::-1]
    state.clock.free_count[:] = slots
    for w, scenario in enumerate(drawn):
        baseline = scenario.baseline()
        state.junctions.link_loss[w] = baseline.link_loss
        state.junctions.link_latency_s[w] = baseline.link_latency_s
        state.operators.background_per_s[w] = baseline.background_per_s
        _fill_demand(state, w, scenario, np.uint64(seeds[w] & SEED_MASK), network)
        fill_crosswalks(state, w, scenario, np.uint64(seeds[w] & SEED_MASK))


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
    network = network or build_network(scenario.network)
    drawn = tuple(scenario.draw(seed) for seed in seeds)
    effects = [scenario.effects(seed, network) for seed in seeds]
    settings = fill_settings(drawn, seeds)
    settings.fleet_automated[:] = 0 if people_in_fleet else 1
    settings.ego_trip[:] = ego_trip
    settings.agent_latency_s[:] = latency_s
    state = _allocate(scenario, network, drawn, effects)
    _fill_effects(state, effects)
    _fill_state(state, network, drawn, seeds)
    return World(network, state, settings, drawn)
