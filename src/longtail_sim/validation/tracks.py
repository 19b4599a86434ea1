"""One record for every vehicle that went through the map: when it came and left, its delay, its stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from longtail_sim.simulator import Simulator

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# HCM: a vehicle has stopped when it is slower than 5 mi/h; a further stop counts after it has gone faster than 15 mi/h.
STOPPED_BELOW = 2.24  # m/s
MOVING_ABOVE = 6.71  # m/s


@dataclass(frozen=True)
class Trips:
    """Finished trips, one row each, in the order of leaving the map."""

    world: IntArray
    trip: IntArray
    arrived_s: FloatArray  # when it wanted to enter the map
    left_s: FloatArray  # when it was gone
    delay_s: FloatArray  # time lost against its own free flow, waiting outside the map included
    stops: IntArray

    def of(self, world: int) -> Trips:
        """Return the trips of one world."""
        rows = self.world == world
        return Trips(*(getattr(self, field.name)[rows] for field in fields(self)))


class Tracks:
    """Follows all vehicles of all worlds from step to step; ``look`` is called after every step.

    What one vehicle did is kept in the place of its slot until the vehicle leaves the map.
    """

    def __init__(self, simulator: Simulator) -> None:
        """Begin with whom is on the road now."""
        self._simulator = simulator
        shape = simulator.state.vehicles.trip.shape
        self._trip = np.full(shape, -1, np.int64)
        self._arrived_s, self._delay_s = np.zeros(shape), np.zeros(shape)
        self._stops, self._stands = np.zeros(shape, np.int64), np.zeros(shape, bool)
        self._done: list[Trips] = []
        self.look()

    def look(self) -> None:
        """Take in the present state."""
        vehicles = self._simulator.state.vehicles
        trip = vehicles.trip.copy()  # one row of memory is quicker than the table's columns
        changed = trip != self._trip
        self._close(changed & (self._trip >= 0))
        self._stops[changed], self._stands[changed] = 0, False
        self._trip = trip
        self._arrived_s[changed] = vehicles.arrival_s[changed]
        self._delay_s[...] = vehicles.delay_s
        self._count_stops(vehicles.speed.copy())

    def finished(self) -> Trips:
        """Return all trips that have ended so far."""
        columns = (np.concatenate([getattr(part, field.name) for part in self._done]) for field in fields(Trips))
        return Trips(*columns)

    def _close(self, left: npt.NDArray[np.bool_]) -> None:
        world, slot = np.nonzero(left)
        at = (world, slot)
        now = np.full(len(world), self._simulator.time_s)
        self._done.append(
            Trips(world, self._trip[at], self._arrived_s[at], now, self._delay_s[at].copy(), self._stops[at])
        )

    def _count_stops(self, speed: FloatArray) -> None:
        stopped = (self._trip >= 0) & (speed < STOPPED_BELOW) & ~self._stands
        self._stops[stopped] += 1
        self._stands[stopped] = True
        self._stands[speed > MOVING_ABOVE] = False


def follow(simulator: Simulator, until_s: float, tell: Callable[[float], None] | None = None) -> Trips:
    """Advance the simulator and return all trips that ended until then."""
    tracks, start = Tracks(simulator), simulator.time_s
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        tracks.look()
        if tell is not None:
            tell((simulator.time_s - start) / (until_s - start))
    return tracks.finished()
