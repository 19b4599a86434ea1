"""A child runs into the road from behind a parked vehicle, just before somebody who comes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.events.block import NO_STREET, Block, Spot
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, DrawnPerCase, Quantity, Range, Whole, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

SIZE_M = 0.5
MASS_KG = 30.0
SIGHT_M = 60.0


@register
class ChildRunsOut(InTheRoad):
    """Nobody sees the child before it is in the road; it runs over all lanes of the block, one after the other."""

    kind: Literal["child_runs_out"] = Field(default="child_runs_out", description="a child runs into the road")
    where: Block = Field(default=Block(), description="which block, and where in it")
    warning_s: Annotated[Quantity, Range(0.2, 20), DrawnPerCase()] = Field(
        default=2.5, description="how long before somebody reaches the place the child runs out, drawn for each child"
    )
    speed_mps: Annotated[Quantity, Range(0.5, 6)] = Field(default=2.5, description="how fast it runs")
    count: Annotated[Whole, Field(ge=1, le=50)] = Field(default=1, description="children, one after the other")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(
        default=60, description="so much later the next one waits at the kerb"
    )

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return one body per lane and child; in each lane it appears when it has crossed the one before."""
        road = self.where.road(draw, network)
        near, far = (road.away, road.towards) if road.away != NO_STREET else (road.towards, road.away)
        lanes = [(spot, 1.0) for spot in self.where.lane_spots(near, road, network)]
        lanes += [(spot, -1.0) for spot in reversed(self.where.lane_spots(far, road, network))]
        found: list[Obstacle] = []
        for child in range(self.count):
            warning = draw.child("warning_s", child).value(self.warning_s)
            for number, (spot, leftwards) in enumerate(lanes):
                found.append(self._in_lane(spot, leftwards, child, warning, len(found) - 1 if number else -1))
        return found

    def _in_lane(self, spot: Spot, leftwards: float, child: int, warning: float, after: int) -> Obstacle:
        speed = float(self.speed_mps)
        crossing = spot.width_m / speed
        return Obstacle(
            kind=codes.OBSTACLE_PERSON,
            lane=spot.lane,
            s=max(spot.place_m, 1.0),
            length=SIZE_M,
            width=SIZE_M,
            mass=MASS_KG,
            begins_s=float(self.at_s) + child * float(self.every_s),
            ends_s=NEVER,
            lasts_s=crossing,
            lateral=-leftwards * spot.width_m / 2,
            lateral_speed=leftwards * speed,
            solid=1,
            trigger=codes.TRIGGER_APPROACH if after < 0 else codes.TRIGGER_AFTER,
            trigger_value=warning if after < 0 else crossing,
            follows=after,
            people_m=SIGHT_M,
            automated_m=SIGHT_M,
        )

    def timeline(self) -> list[Span]:
        """Return the time from which the first waits at the kerb."""
        return [Span(float(self.at_s), math.inf, "a child may run out" if self.count == 1 else "children may run out")]

    def describe(self) -> str:
        """Return how many, where and when."""
        many = "a child runs" if self.count == 1 else f"{self.count} children run"
        return (
            f"{many} into the road {self.where} from {self.moment()} on, "
            f"{in_words(self.warning_s, ' s')} before somebody comes"
        )
