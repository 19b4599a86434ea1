"""Crosswalks and room for the people who wait at them."""

from __future__ import annotations

from typing import Any, NamedTuple

from longtail_sim.core import random
from longtail_sim.core.codes import STREAM_WALKER
from longtail_sim.core.state import State
from longtail_sim.network import StreetNetwork
from longtail_sim.quantities import highest
from longtail_sim.scenario import Scenario

STAY_S = 150.0  # a crosswalk has slots for those who arrive in this time; the longest red is shorter


class Places(NamedTuple):
    """How many crosswalks there are to look after, and how many people each has room for."""

    crosswalks: int
    room: int


def walking_places(scenario: Scenario, network: StreetNetwork) -> Places:
    """Return the room for people on foot: none at all if the scenario has none, the same whatever the seed."""
    rate = highest(scenario.pedestrians.per_hour_per_crosswalk)
    if rate <= 0:
        return Places(0, 0)
    expected = rate * STAY_S / 3600
    return Places(len(network.arrays.crosswalk_length), int(expected + 6 * expected**0.5) + 8)


def fill_crosswalks(state: State, w: int, scenario: Scenario, seed: Any) -> None:
    """Set the time of the first arrival at every crosswalk of world ``w``."""
    rate = float(scenario.pedestrians.per_hour_per_crosswalk) / 3600
    if rate <= 0:
        return
    for c in range(state.crosswalks.shape[1]):
        state.crosswalks.next_s[w, c] = random.exponential(1.0 / rate, seed, STREAM_WALKER, c, 0)
