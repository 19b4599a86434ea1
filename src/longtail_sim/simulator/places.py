"""Where the vehicles of the fleet are on the map, by numbers of streets and junctions."""

from __future__ import annotations

from typing import Any

import numpy as np

from longtail_sim.core.schema import Array, Table
from longtail_sim.observation import FleetPlace


def places_of(vehicles: Table, world: Array, slot: Array, network: Any) -> FleetPlace:
    """Return the places of the vehicles in these slots of these worlds, arrays (rows,).

    Localisation is taken to know the street even where it errs by metres.
    """
    lane, connector = vehicles["lane"][world, slot], vehicles["connector"][world, slot]
    inside = network.connector_to[lane] >= 0
    own = np.where(inside, network.connector_to[lane], lane)
    ahead = np.where(inside | (connector < 0), -1, network.connector_to[connector])
    following = np.where(ahead >= 0, network.lane_street[ahead], -1)
    numbers = network.lane_street[own], following, network.lane_junction[lane]
    return FleetPlace(*(array.astype(np.int64) for array in numbers))
