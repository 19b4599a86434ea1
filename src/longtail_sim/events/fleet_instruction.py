"""The operator tells the whole fleet at once what to make of dark signals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_FLEET_INSTRUCTION
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class FleetInstruction(Event):
    """Treat dark signals as all-way stops: who hears it, by the radio link of the junction ahead, need not ask."""

    kind: Literal["fleet_instruction"] = Field(
        default="fleet_instruction", description="one instruction to the whole fleet: dark signals are all-way stops"
    )
    where: Place = Field(default="everywhere", description="at which junctions it holds")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per junction of the place."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        chosen = choose(self.where, draw, network, signals_only=False).junctions
        return [Effect(start, EFFECT_FLEET_INSTRUCTION, int(junction), 1.0, end) for junction in chosen]

    def timeline(self) -> list[Span]:
        """Return the time in which it holds."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "fleet instructed")]

    def describe(self) -> str:
        """Return place and time."""
        return f"the fleet is told to treat dark signals {in_place(self.where)} as all-way stops, at {self.moment()}"
