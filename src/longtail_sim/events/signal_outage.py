"""Signals go dark: one, those of a street, a share of the map; the radio link stays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_HEALTH, HEALTH_DARK
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class SignalOutage(Event):
    """Signals fail at once and come back at once, or not at all."""

    kind: Literal["signal_outage"] = Field(default="signal_outage", description="signals go dark")
    where: Place = Field(default="everywhere", description="which signals")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per dark signal."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        chosen = choose(self.where, draw, network).junctions
        return [Effect(start, EFFECT_HEALTH, int(junction), HEALTH_DARK, end) for junction in chosen]

    def timeline(self) -> list[Span]:
        """Return the time without signals."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "signals dark")]

    def describe(self) -> str:
        """Return place, time and duration."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return f"signals dark {in_place(self.where)} from {self.moment()} on{duration}"
