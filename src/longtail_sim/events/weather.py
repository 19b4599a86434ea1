"""Fog, rain, ice: how far one sees, and how the road holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from longtail_sim.core.codes import EFFECT_FRICTION, EFFECT_VISIBILITY
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class Weather(Event):
    """Everywhere in the map.  People slow down until they can stop within what they see.

    That speed comes from the stopping sight distance of AASHTO: v t + v^2 / (2 b), t = 2.5 s, b = 3.4 m/s^2 or what the
    grip gives.  Nobody, automated or not, sees a vehicle or a light farther away than one sees.
    """

    kind: Literal["weather"] = Field(default="weather", description="visibility and grip of the road change")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    visibility_m: Annotated[Quantity, Range(10, 10_000)] | None = Field(
        default=100, description="how far one sees; none: no limit"
    )
    friction: Annotated[Quantity, Range(0.05, 1)] = Field(
        default=1, description="grip of the road as a share of that of a dry one: limits the hardest braking"
    )

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.visibility_m is None and self.friction == 1:
            raise ValueError("give visibility_m, friction or both")
        return self

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect for what changes: sight, grip."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        effects = []
        if self.visibility_m is not None:
            effects.append(Effect(start, EFFECT_VISIBILITY, -1, float(self.visibility_m), end))
        if self.friction != 1:
            effects.append(Effect(start, EFFECT_FRICTION, -1, float(self.friction), end))
        return effects

    def timeline(self) -> list[Span]:
        """Return the time of the weather."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, self._words())]

    def _words(self) -> str:
        words = [] if self.visibility_m is None else [f"one sees {in_words(self.visibility_m, ' m')}"]
        return ", ".join(words if self.friction == 1 else [*words, f"grip {in_words(self.friction)} of a dry road's"])

    def describe(self) -> str:
        """Return what it is like, and when."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return f"{self._words()} from {self.moment()} on{duration}"
