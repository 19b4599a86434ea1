"""Find an entry of the map by the name that people type: "Mission & 8th:north", the junction and the side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from longtail_sim.core import codes
from longtail_sim.errors import NetworkError, ScenarioError

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

_LEGS = {word: code for code, word in codes.names("LEG").items()}


def entry_index(text: str, network: StreetNetwork) -> int:
    """Return the number of the entry written as "junction:side".

    Raises:
        ScenarioError: there is no such junction or side, or no street enters the map there.
    """
    name, _, side = text.rpartition(":")
    if side not in _LEGS:
        raise ScenarioError(f"'{text}': after the junction a colon and one of {', '.join(_LEGS)} is needed")
    try:
        junction = network.junction(name)
    except NetworkError as error:
        raise ScenarioError(f"'{text}': {error}") from None
    streets = network.arrays.entry_street
    found = (network.street_to_junction[streets] == junction) & (network.street_leg[streets] == _LEGS[side])
    if not found.any():
        raise ScenarioError(f"'{text}': no street leads from the {side} edge of the map to {name}")
    return int(np.flatnonzero(found)[0])
