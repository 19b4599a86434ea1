"""Which trip the learner gets: one that enters soon, on a street that leads to the rare event."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from longtail_sim.core.codes import TURN_STRAIGHT
from longtail_sim.core.limits import NEVER
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array
from longtail_sim.core.state import State
from longtail_sim.errors import ScenarioError
from longtail_sim.simulator import Simulator

SOON_S = 60.0
MOST_KEPT = 1000  # answers; where an event strikes at random there is no end of questions


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


def touched_junctions(state: State, world: int) -> frozenset[int]:
    """Return the junctions that an event does something to, at whatever time."""
    return frozenset(junction for junction in state.effects["index"][world].tolist() if junction >= 0)


class Ways:
    """The way straight on from every entry of a network, followed once."""

    def __init__(self, network: Network) -> None:
        """Follow all ways."""
        self._ways = [frozenset(straight_on(network, street)) for street in network.entry_street.tolist()]
        self._found: dict[frozenset[int], Array] = {}

    def towards(self, junctions: frozenset[int]) -> Array:
        """Return the entries from which the way leads through one of these junctions, all if none does."""
        if junctions not in self._found:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            entries = [entry for entry, way in enumerate(self._ways) if way & junctions]
            self._found[junctions] = np.array(entries or range(len(self._ways)), np.int64)
        return self._found[junctions]


def pick_trip(simulator: Simulator, ways: Ways, world: int, generator: np.random.Generator) -> int:
    """Return a trip that has not arrived yet: the next of an entry drawn among those where one can enter soonest.

    Raises:
        ScenarioError: nobody will ever enter.
    """
    entries = simulator.tables.entries[world]
    candidates = _with_arrivals(simulator, ways, world)
    arrival = entries["next_s"][candidates]
    soon = candidates[arrival <= max(float(simulator.times_s[world]) + SOON_S, float(arrival.min()))]
    backlog = (entries["arrived"] - entries["admitted"])[soon]
    entry = int(generator.choice(soon[backlog == backlog.min()]))
    return int(entries["arrived"][entry]) * len(entries) + entry


def _with_arrivals(simulator: Simulator, ways: Ways, world: int) -> Array:
    """Return the entries at which vehicles arrive, if possible those that lead to an event."""
    open_ = simulator.tables.entries["next_s"][world] < NEVER
    towards = ways.towards(touched_junctions(simulator.tables, world))
    chosen = towards[open_[towards]] if open_[towards].any() else np.flatnonzero(open_)
    if not len(chosen):
        raise ScenarioError(
            f"scenario '{simulator.scenario.name}' has no traffic, so there is no vehicle to drive; "
            "raise demand.vehicles_per_hour."
        )
    return chosen
