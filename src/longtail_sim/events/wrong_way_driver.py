"""A car comes against the traffic of its lane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.core.kinds import CAR_LENGTH_M, CAR_MASS_KG, CAR_WIDTH_M
from longtail_sim.core.limits import NEVER
from longtail_sim.events.block import LanePlace
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, Whole, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class WrongWayDriver(InTheRoad):
    """Starts at a place of a lane and drives towards its beginning, where it leaves; it brakes for nobody."""

    kind: Literal["wrong_way_driver"] = Field(default="wrong_way_driver", description="a car comes against its lane")
    where: LanePlace = Field(default=LanePlace(lane="left", at=0.9), description="on which lane, and where it starts")
    speed_mps: Annotated[Quantity, Range(1, 40)] = Field(default=8, description="how fast it comes")
    count: Annotated[Whole, Field(ge=1, le=50)] = Field(default=1, description="how many, one after the other")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(default=120, description="time between two of them")

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return one body for each."""
        spot = self.where.spot(draw, network)
        starts = [float(self.at_s) + number * float(self.every_s) for number in range(self.count)]
        return [
            Obstacle(
                kind=codes.OBSTACLE_WRONG_WAY,
                lane=spot.lane,
                s=min(max(spot.place_m, 1.0), spot.lane_m - CAR_LENGTH_M - 1.0),
                length=CAR_LENGTH_M,
                width=CAR_WIDTH_M,
                mass=CAR_MASS_KG,
                begins_s=start,
                ends_s=NEVER,
                speed=-float(self.speed_mps),
                solid=1,
                people_m=120.0,
                automated_m=100.0,
            )
            for start in starts
        ]

    def timeline(self) -> list[Span]:
        """Return the time from the first on."""
        return [Span(float(self.at_s), math.inf, "wrong-way driver")]

    def describe(self) -> str:
        """Return how many, where and when."""
        many = "a wrong-way driver" if self.count == 1 else f"{self.count} wrong-way drivers"
        return f"{many} {self.where} from {self.moment()} on, at {in_words(self.speed_mps, ' m/s')}"
