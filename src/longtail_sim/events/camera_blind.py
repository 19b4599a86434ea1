"""Cameras see no signals: low sun, a dirty lens, a wet night.  Signs, vehicles and the map stay known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_BLIND_NORTH, LEG_EAST, LEG_NORTH, LEG_SOUTH, LEG_WEST
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

Heading = Literal["any", "north", "east", "south", "west"]
# Who drives north comes from the southern leg.
LEGS_OF: dict[Heading, tuple[int, ...]] = {
    "any": (LEG_NORTH, LEG_EAST, LEG_SOUTH, LEG_WEST),
    "north": (LEG_SOUTH,),
    "east": (LEG_WEST,),
    "south": (LEG_NORTH,),
    "west": (LEG_EAST,),
}


@register
class CameraBlind(Event):
    """Cameras of a share of the fleet see neither signals nor officers, wherever they look or in one direction."""

    kind: Literal["camera_blind"] = Field(default="camera_blind", description="cameras see no signals")
    where: Place = Field(default="everywhere", description="at which signals")
    heading: Heading = Field(default="any", description="who is struck: those who drive in this direction")
    share_of_fleet: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of the fleet, always the same vehicles"
    )
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per signal and direction."""
        start, share = float(self.at_s), float(self.share_of_fleet)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        return [
            Effect(start, EFFECT_BLIND_NORTH + leg, int(junction), share, end)
            for leg in LEGS_OF[self.heading]
            for junction in choose(self.where, draw, network).junctions
        ]

    def timeline(self) -> list[Span]:
        """Return the time without sight of signals."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "cameras blind")]

    def describe(self) -> str:
        """Return place, time, direction, share and duration."""
        who = "" if self.heading == "any" else f" to those driving {self.heading}"
        share = "" if self.share_of_fleet == 1 else f", a share of {in_words(self.share_of_fleet)} of the fleet"
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return f"no signal seen by cameras {in_place(self.where)}{who} from {self.moment()} on{duration}{share}"
