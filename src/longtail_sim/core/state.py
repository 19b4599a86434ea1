"""Everything in a world that changes; the world is the first axis, so a world is one row of each table.

The tables are in ``core/tables``, one line per field.  ``writer`` names the phase (file in ``core/phases``) that may
write the array; ``arrivals`` fills a whole slot when a vehicle enters and ``move`` clears it when the vehicle leaves.
"""

from typing import NamedTuple

from longtail_sim.core.schema import Array, Table
from longtail_sim.core.tables.beliefs import Beliefs
from longtail_sim.core.tables.clock import Clock
from longtail_sim.core.tables.effects import Effects, Weather
from longtail_sim.core.tables.entries import Entries, Profile
from longtail_sim.core.tables.junctions import Junctions
from longtail_sim.core.tables.lanes import Lanes, Waits
from longtail_sim.core.tables.memory import Memory, Order
from longtail_sim.core.tables.obstacles import Obstacles
from longtail_sim.core.tables.operators import Desks, Operators
from longtail_sim.core.tables.pedestrians import Crosswalks, Pedestrians
from longtail_sim.core.tables.tally import Tally
from longtail_sim.core.tables.totals import Totals
from longtail_sim.core.tables.vehicles import Vehicles
from longtail_sim.core.tables.watch import Watch
from longtail_sim.core.tables.zones import Zones


class State(NamedTuple):
    """All tables of all worlds: structured arrays, ``state.vehicles[w, i].speed`` in the core."""

    vehicles: Table
    memory: Table
    order: Table
    lanes: Table
    waits: Table
    junctions: Table
    entries: Table
    profile: Table
    backlog: Array  # (world, entry, place): ring of arrival times of those that wait outside the map [s]; -1 - t if called
    operators: Table
    desks: Table
    clock: Table
    effects: Table
    tally: Table
    totals: Table
    crosswalks: Table
    pedestrians: Table
    obstacles: Table
    weather: Table
    beliefs: Table
    watch: Table
    zones: Table


TABLES = {
    "vehicles": Vehicles,
    "memory": Memory,
    "order": Order,
    "lanes": Lanes,
    "waits": Waits,
    "junctions": Junctions,
    "entries": Entries,
    "profile": Profile,
    "operators": Operators,
    "desks": Desks,
    "clock": Clock,
    "effects": Effects,
    "tally": Tally,
    "totals": Totals,
    "crosswalks": Crosswalks,
    "pedestrians": Pedestrians,
    "obstacles": Obstacles,
    "weather": Weather,
    "beliefs": Beliefs,
    "watch": Watch,
    "zones": Zones,
}
