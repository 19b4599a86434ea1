"""Which trip the learner gets: one that enters soon, on a street that leads to the rare event."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from longtail_sim.core.codes import TURN_STRAIGHT
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array
from longtail_sim.core.state import NEVER, State
from longtail_sim.errors import ScenarioError
from longtail_sim.simulator import Simulator

SOON_S = 60.0


def straight_on(network: Network, street: int) -> Iterator[int]:
    """Yield the junctions on the way straight on along a street, nearest first."""
    seen: set[int] = set()
    while True:
        first = int(network.street_first_lane[street])
        lanes = slice(first, first + int(network.street_lanes[street]))
        junction = int(network.lane_junction[first])
        if junction < 0 or junction in seen:
            return
        seen.add(junction)
        yield junction
        connector = int(network.lane_connector[lanes, TURN_STRAIGHT].max())
        if connector < 0:
            return
        street = int(network.lane_street[network.connector_to[connector]])


def touched_junctions(state: State, world: int) -> set[int]:
    """Return the junctions that an event does something to, at whatever time."""
    return {int(junction) for junction in state.effects["index"][world] if junction >= 0}


def entries_towards(network: Network, junctions: set[int]) -> Array:
    """Return the entries from which the way straight on leads through one of these junctions, all if none does."""
    ways = [set(straight_on(network, street)) for street in network.entry_street.tolist()]
    towards = [entry for entry, way in enumerate(ways) if way & junctions]
    return np.array(towards or range(len(ways)), np.int64)


def pick_trip(simulator: Simulator, world: int, generator: np.random.Generator) -> int:
    """Return a trip that has not arrived yet: the next of an entry drawn among those where one can enter soonest.

    Raises:
        ScenarioError: nobody will ever enter.
    """
    entries = simulator.state.entries[world]
    candidates = _with_arrivals(simulator, world)
    arrival = entries["next_s"][candidates]
    soon = candidates[arrival <= max(float(simulator.times_s[world]) + SOON_S, float(arrival.min()))]
    backlog = (entries["arrived"] - entries["admitted"])[soon]
    entry = int(generator.choice(soon[backlog == backlog.min()]))
    return int(entries["arrived"][entry]) * len(entries) + entry


def _with_arrivals(simulator: Simulator, world: int) -> Array:
    """Return the entries at which vehicles arrive, if possible those that lead to an event."""
    open_ = simulator.state.entries["next_s"][world] < NEVER
    towards = entries_towards(simulator.network.arrays, touched_junctions(simulator.state, world))
    chosen = towards[open_[towards]] if open_[towards].any() else np.flatnonzero(open_)
    if not len(chosen):
        raise ScenarioError(
            f"scenario '{simulator.scenario.name}' has no traffic, so there is no vehicle to drive; "
            "raise demand.vehicles_per_hour."
        )
    return chosen
