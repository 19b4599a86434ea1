"""A vehicle that stands in a lane, or is towed along it backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.events.block import LanePlace
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad, end_of, shown_end
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, Whole, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


class Body(NamedTuple):
    """A kind of vehicle: code, words, size, mass, and the share of automated vehicles that take it for what it is."""

    code: int
    words: str
    length_m: float
    width_m: float
    mass_kg: float
    automated_share: float


# Masses and shares are assumptions.
BODIES = {
    "van": Body(codes.OBSTACLE_VAN, "van", 6.0, 2.1, 2500.0, 1.0),
    "truck": Body(codes.OBSTACLE_TRUCK, "truck", 9.0, 2.5, 12000.0, 1.0),
    "towed_pickup": Body(codes.OBSTACLE_TOWED, "pickup towed backwards", 12.0, 2.2, 5000.0, 0.5),
}


@register
class StoppedVehicle(InTheRoad):
    """It stands where traffic flows, or moves slowly and looks as if it moved the other way."""

    kind: Literal["stopped_vehicle"] = Field(default="stopped_vehicle", description="a vehicle stands in a lane")
    vehicle: Literal["van", "truck", "towed_pickup"] = Field(default="van", description="what it is")
    where: LanePlace = Field(default=LanePlace(), description="which block, direction and lane")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    speed_mps: Annotated[Quantity, Range(0, 15)] = Field(
        default=0, description="along the lane; one that moves leaves at the lane's end"
    )
    count: Annotated[Whole, Field(ge=1, le=50)] = Field(default=1, description="how many, one after the other")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(default=120, description="time between two of them")
    noticed_by_automated: Annotated[Quantity, Range(0, 1)] | None = Field(
        default=None, description="share of automated vehicles that take it for what it is; none: as usual"
    )

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return one body for each."""
        body, spot = BODIES[self.vehicle], self.where.spot(draw, network)
        starts = [float(self.at_s) + number * float(self.every_s) for number in range(self.count)]
        share = body.automated_share if self.noticed_by_automated is None else float(self.noticed_by_automated)
        return [
            Obstacle(
                kind=body.code,
                lane=spot.lane,
                s=max(spot.place_m - body.length_m / 2, 1.0),
                length=body.length_m,
                width=body.width_m,
                mass=body.mass_kg,
                begins_s=start,
                ends_s=end_of(start, self.duration_s),
                speed=float(self.speed_mps),
                solid=1,
                closes=1 if float(self.speed_mps) == 0.0 else 0,
                back=spot.back,
                automated_share=share,
            )
            for start in starts
        ]

    def timeline(self) -> list[Span]:
        """Return the times for which they are there at most."""
        starts = [float(self.at_s) + number * float(self.every_s) for number in range(self.count)]
        return [Span(start, shown_end(start, self.duration_s), BODIES[self.vehicle].words) for start in starts]

    def describe(self) -> str:
        """Return what, where and when."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        moves = "" if self.speed_mps == 0 else f", moving at {in_words(self.speed_mps, ' m/s')}"
        times = "" if self.count == 1 else f", {self.count} times"
        return f"a {BODIES[self.vehicle].words} in a lane {self.where} from {self.moment()} on{duration}{moves}{times}"
