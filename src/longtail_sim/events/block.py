"""Where in a street something happens: a block is the road from one junction to the next.

``{junction: Main & 2nd, side: east, at: 0.5}`` is half way from Main & 2nd to the next junction in the east.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from longtail_sim.core.codes import LEG_EAST, LEG_NORTH, LEG_SOUTH, LEG_WEST
from longtail_sim.errors import ScenarioError
from longtail_sim.events.names import junction_index
from longtail_sim.quantities import Draw, Quantity, Range, Section, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

NO_STREET = -1
_LEGS = {"north": LEG_NORTH, "east": LEG_EAST, "south": LEG_SOUTH, "west": LEG_WEST}
_HEADINGS = {"north": math.pi / 2, "east": 0.0, "south": -math.pi / 2, "west": math.pi}


class Road(NamedTuple):
    """The two directions of a block; NO_STREET where a one-way street has none."""

    away: int  # street that leads away from the junction
    towards: int  # street that leads to it


class Spot(NamedTuple):
    """A place on one lane."""

    lane: int
    place_m: float  # along the lane
    lane_m: float  # length of the lane
    width_m: float
    back: int  # lane nearest to the middle of the road in the opposite direction, -1 if there is none


class Block(Section):
    """A place in the road between two junctions."""

    junction: str | None = Field(default=None, description="name of a junction; none: drawn anew for every seed")
    side: Literal["north", "east", "south", "west"] = Field(
        default="east", description="on which side of the junction the block lies"
    )
    at: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.5, description="how far from the junction to the next one, a share of the block"
    )

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if there is no such junction."""
        if self.junction is not None:
            junction_index(self.junction, junctions)

    def road(self, draw: Draw, network: StreetNetwork) -> Road:
        """Return the block's streets; raises ScenarioError if no street leads on there to another junction."""
        if self.junction is not None:
            index = junction_index(self.junction, network.junction_names)
            road = _road(network, index, self.side)
            if road == Road(NO_STREET, NO_STREET):
                raise ScenarioError(
                    f"no street leads from {network.junction_names[index]!r} to another junction in the {self.side}; "
                    f"{_sides_of(network, index)}"
                )
            return road
        roads = [_road(network, index, self.side) for index in range(network.num_junctions)]
        complete = [road for road in roads if NO_STREET not in road] or [
            road for road in roads if road != Road(NO_STREET, NO_STREET)
        ]
        if not complete:
            raise ScenarioError(f"no junction of the map has another one in the {self.side}")
        return complete[int(draw.child("block").generator().integers(len(complete)))]

    def lane_spots(self, street: int, road: Road, network: StreetNetwork) -> list[Spot]:
        """Return this place on every lane of one of the block's streets, from right to left."""
        if street == NO_STREET:
            return []
        arrays, opposite = network.arrays, road.towards if street == road.away else road.away
        first, number = int(arrays.street_first_lane[street]), int(arrays.street_lanes[street])
        back = -1
        if opposite != NO_STREET:
            back = int(arrays.street_first_lane[opposite]) + int(arrays.street_lanes[opposite]) - 1
        share = float(self.at) if street == road.away else 1.0 - float(self.at)
        lengths = [float(arrays.lane_length[lane]) for lane in range(first, first + number)]
        return [
            Spot(first + k, share * length, length, float(network.lane_width[first + k]), back)
            for k, length in enumerate(lengths)
        ]

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        where = "a drawn junction" if self.junction is None else self.junction
        return f"{self.side} of {where} at {in_words(self.at)} of the block"


class Stretch(Block):
    """A block, or one direction or lane of it."""

    direction: Literal["both", "away", "towards"] = Field(
        default="both", description="lanes that lead away from the junction, towards it, or both"
    )
    lanes: Literal["all", "right", "left"] = Field(
        default="all", description="all lanes of a direction, or the one on its right or left"
    )

    def spots(self, draw: Draw, network: StreetNetwork) -> list[Spot]:
        """Return the place on every lane that is concerned; raises ScenarioError if there is none."""
        road = self.road(draw, network)
        streets = {"both": list(road), "away": [road.away], "towards": [road.towards]}[self.direction]
        chosen = {"all": slice(None), "right": slice(0, 1), "left": slice(-1, None)}[self.lanes]
        spots = [spot for street in streets for spot in self.lane_spots(street, road, network)[chosen]]
        if not spots:
            raise ScenarioError(f"no lane leads {self.direction} the junction {self}: it is a one-way street")
        return spots


class LanePlace(Block):
    """A place on one lane of a block."""

    direction: Literal["away", "towards"] = Field(
        default="away", description="the lane leads away from the junction, or towards it"
    )
    lane: Literal["right", "left"] = Field(default="right", description="the rightmost or leftmost of the direction")

    def spot(self, draw: Draw, network: StreetNetwork) -> Spot:
        """Return the place; raises ScenarioError if the block has no such direction."""
        one = Stretch(**{name: getattr(self, name) for name in ("junction", "side", "at", "direction")})
        return one.spots(draw, network)[0 if self.lane == "right" else -1]


def _road(network: StreetNetwork, junction: int, side: str) -> Road:
    """Return the block on one side of a junction, without the streets that end at the map's edge."""
    inside = (np.asarray(network.street_from_junction) >= 0) & (np.asarray(network.street_to_junction) >= 0)
    first = network.arrays.point_first[network.arrays.street_first_lane]
    turned = network.arrays.point_heading[first] - _HEADINGS[side]
    away = inside & (network.street_from_junction == junction) & (np.cos(turned) > 0.7)
    towards = inside & (network.street_to_junction == junction) & (network.street_leg == _LEGS[side])
    return Road(*(int(np.flatnonzero(found)[0]) if found.any() else NO_STREET for found in (away, towards)))


def _sides_of(network: StreetNetwork, junction: int) -> str:
    sides = [side for side in _LEGS if _road(network, junction, side) != Road(NO_STREET, NO_STREET)]
    return f"there is one in the {' and the '.join(sides)}" if sides else "nor on any other side"
