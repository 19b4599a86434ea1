"""Somebody stands before an automated vehicle because it will not drive on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.events.block import LanePlace
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, DrawnPerCase, Quantity, Range, Whole, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

SIZE_M = 0.6
MASS_KG = 75.0


@register
class Prankster(InTheRoad):
    """Waits at a place of a lane and steps before the first automated vehicle that comes and can stop.

    Vehicles that people drive are let past: they would honk.  Who stands there goes away once the automated vehicle
    has gone, or a person has taken it over.
    """

    kind: Literal["prankster"] = Field(default="prankster", description="somebody stops automated vehicles for fun")
    where: LanePlace = Field(default=LanePlace(), description="which block, direction and lane")
    within_m: Annotated[Quantity, Range(5, 100)] = Field(default=30, description="how near it has to be")
    stays_s: Annotated[Quantity, Range(1, DAY_S), DrawnPerCase()] = Field(
        default=60, description="how long they stand there, drawn for each time"
    )
    count: Annotated[Whole, Field(ge=1, le=100)] = Field(default=1, description="how often they do it")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(
        default=120, description="so much later they wait for the next one"
    )

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return one body for each time."""
        spot = self.where.spot(draw, network)
        return [
            Obstacle(
                kind=codes.OBSTACLE_PERSON,
                lane=spot.lane,
                s=max(spot.place_m, 1.0),
                length=SIZE_M,
                width=SIZE_M,
                mass=MASS_KG,
                begins_s=float(self.at_s) + time * float(self.every_s),
                ends_s=NEVER,
                lasts_s=draw.child("stays_s", time).value(self.stays_s),
                solid=1,
                back=spot.back,
                trigger=codes.TRIGGER_AUTOMATED,
                trigger_value=float(self.within_m),
            )
            for time in range(self.count)
        ]

    def timeline(self) -> list[Span]:
        """Return the time from which they wait."""
        return [Span(float(self.at_s), math.inf, "prankster about")]

    def describe(self) -> str:
        """Return how often, where and when."""
        often = "once" if self.count == 1 else f"{self.count} times"
        return (
            f"somebody stands before an automated vehicle {self.where}, {often} from {self.moment()} on, "
            f"for {in_words(self.stays_s, ' s')}"
        )
