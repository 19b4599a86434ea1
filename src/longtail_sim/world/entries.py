"""How much traffic enters the map where."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.state import State
from longtail_sim.errors import ScenarioError
from longtail_sim.events import entry_index
from longtail_sim.network import StreetNetwork
from longtail_sim.scenario import Scenario


def find_entry(text: str, network: StreetNetwork) -> int:
    """Return the entry written as "junction:leg".

    Raises:
        ScenarioError: there is no such junction, or no street enters the map by that side of it.
    """
    try:
        return entry_index(text, network)
    except ScenarioError as error:
        raise ScenarioError(f"demand.entries: {error}") from None


def fill_entries(state: State, w: int, scenario: Scenario, network: StreetNetwork) -> None:
    """Set the arrival rates and the turning proportions of every entry in world ``w``.

    Raises:
        ScenarioError: the scenario gives an entry a demand that the streets do not have.
    """
    demand, entries = scenario.demand, np.asarray(state.entries)[w]
    entries["turn_left"] = float(demand.turns.left)
    entries["turn_right"] = float(demand.turns.right)
    shared = network.arrays.street_lanes[network.arrays.entry_street].astype(np.float64)
    own = {find_entry(text, network): entry for text, entry in demand.entries.items()}
    shared[list(own)] = 0.0
    entries["rate"] = float(demand.vehicles_per_hour) / 3600 * shared / max(shared.sum(), 1.0)
    for e, entry in own.items():
        entries["rate"][e] = float(entry.vehicles_per_hour) / 3600
        if entry.turns:
            entries["turn_left"][e] = float(entry.turns.left)
            entries["turn_right"][e] = float(entry.turns.right)
