"""The operator pauses its service: no new trips of the fleet begin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_SERVICE_PAUSE
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class ServicePause(Event):
    """Trips that would have begun do not take place, and count as unfinished; those under way go on."""

    kind: Literal["service_pause"] = Field(default="service_pause", description="no new trips of the fleet begin")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        return [Effect(start, EFFECT_SERVICE_PAUSE, -1, 1.0, end)]

    def timeline(self) -> list[Span]:
        """Return the time of the pause."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "service paused")]

    def describe(self) -> str:
        """Return the time."""
        return f"the fleet's service is paused, from {self.moment()} on"
