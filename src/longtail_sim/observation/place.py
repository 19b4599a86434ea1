"""Where vehicles are on the map that every automated vehicle carries, by numbers of streets and junctions."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FleetPlace:
    """Where all vehicles are on the map, int64 arrays of shape (vehicles,); -1 where that is not known.

    Attributes:
        street: number of the own street, inside a junction of the one behind it.
        next_street: of the street behind the junction ahead, by the route.
        junction: number of the junction ahead, or around.
    """

    street: IntArray
    next_street: IntArray
    junction: IntArray

    @classmethod
    def unknown(cls, vehicles: int) -> "FleetPlace":
        """Return places that are not known."""
        nowhere = np.full(vehicles, -1, np.int64)
        return cls(nowhere, nowhere, nowhere)

    def rows(self, which: npt.NDArray[Any]) -> "FleetPlace":
        """Return some rows, by number or by a boolean array (vehicles,)."""
        return FleetPlace(self.street[which], self.next_street[which], self.junction[which])


class Place(NamedTuple):
    """Where one vehicle is on the map, as :class:`FleetPlace`."""

    street: int = -1
    next_street: int = -1
    junction: int = -1


NOWHERE = Place()
UNKNOWN = FleetPlace.unknown(0)
