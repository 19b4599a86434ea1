"""A gridlock in words: which junctions, streets and vehicles wait for each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from longtail_sim.core.phases.gridlock import EVERY_S, EVERY_STEPS
from longtail_sim.core.state import State
from longtail_sim.network import StreetNetwork

MOST_NAMED = 8  # junctions in the text; longer circles are abridged


@dataclass(frozen=True)
class Gridlock:
    """Lanes that wait for each other in a circle, each for the next and the last for the first.

    Attributes:
        junctions: names, in the order of waiting, each once in a row.
        streets: names of the streets whose first vehicle cannot go on; none if all of it is inside one junction.
        trips: the vehicles on the lanes of the circle.
        since_s: when the last movement in it ended.
        lasted_s: for how long nothing had moved when it was last looked at.
    """

    junctions: tuple[str, ...]
    streets: tuple[str, ...]
    trips: tuple[int, ...]
    since_s: float
    lasted_s: float

    def __str__(self) -> str:
        """Return the circle and its size, ``A -> B -> A (2 streets, 9 vehicles, for 140 s)``."""
        names = list(self.junctions)
        if len(names) > MOST_NAMED:
            names[MOST_NAMED - 2 : -1] = ["..."]
        circle = " -> ".join([*names, names[0]]) if len(names) > 1 else f"inside {names[0]}"
        streets = f"{len(self.streets)} street{'s' * (len(self.streets) != 1)}"
        return f"{circle} ({streets}, {len(self.trips)} vehicles, for {self.lasted_s:.0f} s)"


def find_gridlocks(state: State, network: StreetNetwork, world: int) -> list[Gridlock]:
    """Return the gridlocks of one world, as they were when last looked for."""
    waits = state.waits[world]
    numbers = np.unique(waits.cycle[waits.gridlocked == 1])
    step = int(state.clock.step[world]) - 1
    looked_s = step // EVERY_STEPS * EVERY_S
    return [_describe(state, network, world, int(number), looked_s) for number in numbers]


def _describe(state: State, network: StreetNetwork, world: int, number: int, looked_s: float) -> Gridlock:
    lanes = list(_circle(state, world, number))
    since_s = float(state.waits.since_s[world, lanes].max())
    return Gridlock(
        junctions=tuple(_junctions(network, lanes)),
        streets=tuple(_streets(network, lanes)),
        trips=tuple(trip for lane in lanes for trip in _trips(state, world, lane)),
        since_s=since_s,
        lasted_s=looked_s - since_s,
    )


def _circle(state: State, world: int, number: int) -> Iterator[int]:
    """Yield the lanes of a circle in the order of waiting."""
    lane = number
    while True:
        yield lane
        lane = int(state.waits.waits_for[world, lane])
        if lane == number:
            return


def _junctions(network: StreetNetwork, lanes: list[int]) -> list[str]:
    numbers = network.arrays.lane_junction[lanes].tolist()
    kept = [number for before, number in pairwise([numbers[-1], *numbers]) if number != before]
    return [network.junction_names[number] for number in kept or numbers[:1]]


def _streets(network: StreetNetwork, lanes: list[int]) -> list[str]:
    numbers = [number for number in network.arrays.lane_street[lanes].tolist() if number >= 0]
    return [network.street_names[number] for number in dict.fromkeys(numbers)]


def _trips(state: State, world: int, lane: int) -> Iterator[int]:
    """Yield the vehicles of a lane from its end back."""
    i = int(state.lanes["first"][world, lane])
    while i >= 0:
        yield int(state.vehicles.trip[world, i])
        i = int(state.vehicles.behind[world, i])
