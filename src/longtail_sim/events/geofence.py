"""Authorities close an area to the fleet: an emergency geofence, to be obeyed within two minutes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_GEOFENCE, EFFECT_GEOFENCE_DUE
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import District, DistrictShape, Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

A_THIRD = District(district=DistrictShape(share_of_junctions=1 / 3))
LAWFUL_S = 120.0  # California Vehicle Code 38751


@register
class Geofence(Event):
    """From ``response_s`` after the message on, the fleet turns away from the area and starts no trip in it.

    Vehicles inside leave by the next turn that leads out.  Who is inside later than two minutes after the message
    counts in ``geofence_s``.
    """

    kind: Literal["geofence"] = Field(default="geofence", description="an area is closed to the fleet")
    where: Place = Field(default=A_THIRD, description="at which junctions, the streets that lead to them included")
    response_s: Annotated[Quantity, Range(0, DAY_S)] = Field(
        default=60, description="from the message until the fleet obeys (assumption); by law it should within 120"
    )
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return two effects per junction: the fleet obeys, and the lawful term is over."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        obeys, due = start + float(self.response_s), start + LAWFUL_S
        chosen = choose(self.where, draw, network, signals_only=False).junctions
        return sorted(
            Effect(begin, kind, int(junction), 1.0, end)
            for begin, kind in ((obeys, EFFECT_GEOFENCE), (due, EFFECT_GEOFENCE_DUE))
            for junction in chosen
            if begin < end
        )

    def timeline(self) -> list[Span]:
        """Return the time in which the area is closed."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "area closed to the fleet")]

    def describe(self) -> str:
        """Return place, time and how soon the fleet obeys."""
        return (
            f"closed to the fleet {in_place(self.where)} from {self.moment()} on, "
            f"obeyed after {in_words(self.response_s, ' s')}"
        )
