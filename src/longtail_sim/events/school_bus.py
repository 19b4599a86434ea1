"""A school bus stops and puts its stop arm out: nobody may pass it, in either direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.core.kinds import BUS_LENGTH_M, BUS_MASS_KG, BUS_WIDTH_M
from longtail_sim.core.limits import NEVER
from longtail_sim.events.block import LanePlace
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, Whole, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

YELLOW_S = 3.0  # warning lamps before the arm is out (assumption)
BEFORE_BUS_M = 2.0  # where drivers behind it have to stop


@register
class SchoolBus(InTheRoad):
    """The bus is a body in the right lane; its arm closes that side of the road and the other until it is in again."""

    kind: Literal["school_bus"] = Field(default="school_bus", description="a school bus with its stop arm out")
    where: LanePlace = Field(default=LanePlace(), description="which block, direction and lane")
    arm_out_s: Annotated[Quantity, Range(1, 3600)] = Field(default=45, description="how long the arm is out")
    count: Annotated[Whole, Field(ge=1, le=50)] = Field(default=1, description="buses, one after the other")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(default=120, description="time between two of them")
    noticed_by_people: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of people who stop for the arm"
    )
    noticed_by_automated: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of automated vehicles that recognise the arm"
    )

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return for each bus its body, then one closure for every lane of the block."""
        spot, road = self.where.spot(draw, network), self.where.road(draw, network)
        own = road.away if self.where.direction == "away" else road.towards
        found: list[Obstacle] = []
        for number in range(self.count):
            start, bus = float(self.at_s) + number * float(self.every_s), len(found)
            rear = max(spot.place_m - BUS_LENGTH_M / 2, BEFORE_BUS_M + 1.0)
            found.append(self._body(spot.lane, rear, start))
            for street in (road.away, road.towards):
                for lane in self.where.lane_spots(street, road, network):
                    nearer = rear if street == own else lane.lane_m - rear - BUS_LENGTH_M
                    found.append(self._arm(lane.lane, nearer - BEFORE_BUS_M, lane.width_m, start, bus))
        return found

    def _body(self, lane: int, rear: float, start: float) -> Obstacle:
        return Obstacle(
            kind=codes.OBSTACLE_SCHOOL_BUS,
            lane=lane,
            s=rear,
            length=BUS_LENGTH_M,
            width=BUS_WIDTH_M,
            mass=BUS_MASS_KG,
            begins_s=start,
            lasts_s=YELLOW_S + float(self.arm_out_s) + 1.0,
            solid=1,
        )

    def _arm(self, lane: int, s: float, width: float, start: float, bus: int) -> Obstacle:
        return Obstacle(
            kind=codes.OBSTACLE_STOP_ARM,
            lane=lane,
            s=max(s, 1.0),
            length=BUS_LENGTH_M + BEFORE_BUS_M,
            width=width,
            begins_s=start,
            ends_s=NEVER,
            lasts_s=float(self.arm_out_s),
            trigger=codes.TRIGGER_AFTER,
            trigger_value=YELLOW_S,
            follows=bus,
            people_share=float(self.noticed_by_people),
            automated_share=float(self.noticed_by_automated),
        )

    def timeline(self) -> list[Span]:
        """Return the times of the stops."""
        starts = [float(self.at_s) + number * float(self.every_s) for number in range(self.count)]
        return [Span(start, start + YELLOW_S + float(self.arm_out_s), "school bus stands") for start in starts]

    def describe(self) -> str:
        """Return how many, where and when."""
        many = "a school bus stops" if self.count == 1 else f"{self.count} school buses stop"
        return f"{many} {self.where} from {self.moment()} on, arm out for {in_words(self.arm_out_s, ' s')}"
