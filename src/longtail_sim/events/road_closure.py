"""A street, or a lane of it, is closed by what one could drive into: water, hoses, a wire, cones, wet concrete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.events.block import Stretch
from longtail_sim.events.event import DAY_S, Span
from longtail_sim.events.in_the_road import InTheRoad, end_of, shown_end
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


class Scene(NamedTuple):
    """What closes a road: how it is drawn and called, what it does to intruders, from how far it is recognised.

    Shares and distances are assumptions: an event may state others.
    """

    code: int
    words: str
    length_m: float
    consequence: int
    people_m: float
    automated_share: float
    automated_m: float


_NONE, _STUCK = codes.CONSEQUENCE_NONE, codes.CONSEQUENCE_STUCK
SCENES = {
    "flood": Scene(codes.OBSTACLE_FLOOD, "flooded road", 30, _STUCK, 80, 0.7, 50),
    "hoses": Scene(codes.OBSTACLE_HOSES, "fire hoses across the road", 6, _NONE, 80, 0.6, 40),
    "downed_wire": Scene(codes.OBSTACLE_DOWNED_WIRE, "downed wire behind tape", 10, _STUCK, 60, 0.5, 30),
    "work_zone": Scene(codes.OBSTACLE_WORK_ZONE, "work zone behind cones", 40, _NONE, 100, 0.9, 80),
    "wet_concrete": Scene(codes.OBSTACLE_WET_CONCRETE, "wet concrete", 15, _STUCK, 80, 0.5, 40),
    "police_scene": Scene(codes.OBSTACLE_POLICE_SCENE, "police scene", 25, _NONE, 120, 0.8, 60),
    "debris": Scene(codes.OBSTACLE_DEBRIS, "debris on the road", 4, _NONE, 60, 0.8, 50),
}


def _usual(field: str) -> str:
    """Return in words what is usual for each thing that closes a road."""
    return ", ".join(f"{what} {getattr(scene, field):g}" for what, scene in SCENES.items())


@register
class RoadClosure(InTheRoad):
    """Drivers who recognise it halt before it, turn back, or take another street; the others drive in."""

    kind: Literal["road_closure"] = Field(default="road_closure", description="a street or a lane is closed")
    what: Literal["flood", "hoses", "downed_wire", "work_zone", "wet_concrete", "police_scene", "debris"] = Field(
        default="work_zone", description="what closes it"
    )
    where: Stretch = Field(default=Stretch(), description="which block, direction and lanes")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    length_m: Annotated[Quantity, Range(1, 500)] | None = Field(
        default=None, description=f"along the street; none: as usual ({_usual('length_m')})"
    )
    people_sight_m: Annotated[Quantity, Range(1, 500)] | None = Field(
        default=None, description=f"from how far people recognise it; none: as usual ({_usual('people_m')})"
    )
    noticed_by_people: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of people who halt before it; the others drive in"
    )
    automated_sight_m: Annotated[Quantity, Range(1, 500)] | None = Field(
        default=None,
        description=f"from how far automated vehicles recognise it; none: as usual ({_usual('automated_m')})",
    )
    noticed_by_automated: Annotated[Quantity, Range(0, 1)] | None = Field(
        default=None,
        description="share of automated vehicles that recognise it; the others drive in; none: as usual "
        f"({_usual('automated_share')})",
    )

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return one obstacle per closed lane."""
        scene, start = SCENES[self.what], float(self.at_s)
        length = _given(self.length_m, scene.length_m)
        return [
            Obstacle(
                kind=scene.code,
                lane=spot.lane,
                s=min(max(spot.place_m - length / 2, 1.0), spot.lane_m - 1.0),
                length=length,
                width=spot.width_m,
                begins_s=start,
                ends_s=end_of(start, self.duration_s),
                closes=1,
                consequence=scene.consequence,
                back=spot.back,
                people_share=float(self.noticed_by_people),
                people_m=_given(self.people_sight_m, scene.people_m),
                automated_share=_given(self.noticed_by_automated, scene.automated_share),
                automated_m=_given(self.automated_sight_m, scene.automated_m),
            )
            for spot in self.where.spots(draw, network)
        ]

    def timeline(self) -> list[Span]:
        """Return the time of the closure."""
        start = float(self.at_s)
        return [Span(start, shown_end(start, self.duration_s), SCENES[self.what].words)]

    def describe(self) -> str:
        """Return what, where and when."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return f"{SCENES[self.what].words} {self.where} from {self.moment()} on{duration}"


def _given(value: object, usual: float) -> float:
    return usual if value is None else float(value)  # type: ignore[arg-type]
