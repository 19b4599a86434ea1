"""The radio link between vehicles and remote agents degrades in an area, for a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_LINK_LATENCY, EFFECT_LINK_LOSS
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class LinkLoss(Event):
    """Messages are lost or late; a better link than the scenario's own does not come of it."""

    kind: Literal["link_loss"] = Field(default="link_loss", description="the radio link degrades")
    where: Place = Field(default="everywhere", description="at which junctions")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    loss: Annotated[Quantity, Range(0, 1)] = Field(default=1, description="probability that a message is lost")
    latency_s: Annotated[Quantity, Range(0, 60)] = Field(default=0, description="one-way latency")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return two effects, loss and latency, per junction of the place."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        chosen = choose(self.where, draw, network, signals_only=False).junctions
        values = ((EFFECT_LINK_LOSS, float(self.loss)), (EFFECT_LINK_LATENCY, float(self.latency_s)))
        return [Effect(start, kind, int(junction), value, end) for kind, value in values for junction in chosen]

    def timeline(self) -> list[Span]:
        """Return the time of the degraded link."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "radio link degraded")]

    def describe(self) -> str:
        """Return place, time and severity."""
        return (
            f"radio link degraded {in_place(self.where)} from {self.moment()} on: "
            f"loss {in_words(self.loss)}, latency {in_words(self.latency_s, ' s')}"
        )
