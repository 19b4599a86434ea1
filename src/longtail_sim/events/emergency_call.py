"""Police or fire services call the operator about a vehicle of the fleet that stands in their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_EMERGENCY_CALL
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class EmergencyCall(Event):
    """Each call is about the automated vehicle that has stood longest; where none stands for 60 s nobody calls.

    How soon the line answers, and how soon the vehicle moves then, says ``fleet.remote_assistance.emergency_line``.
    """

    kind: Literal["emergency_call"] = Field(default="emergency_call", description="calls about vehicles in the way")
    count: Annotated[Quantity, Range(1, 1000, whole=True)] = Field(default=1, description="number of calls")
    every_s: Annotated[Quantity, Range(1, DAY_S)] = Field(default=60, description="time between two of them")

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per call."""
        times = [float(self.at_s) + number * float(self.every_s) for number in range(round(float(self.count)))]
        return [Effect(time, EFFECT_EMERGENCY_CALL, -1, 1.0) for time in times]

    def timeline(self) -> list[Span]:
        """Return the time from the first call to the last."""
        start = float(self.at_s)
        return [Span(start, start + max(1.0, (float(self.count) - 1) * float(self.every_s)), "emergency calls")]

    def describe(self) -> str:
        """Return number and time."""
        plural = "" if self.count == 1 else f"s, one every {in_words(self.every_s, ' s')}"
        return f"{in_words(self.count)} emergency call{plural}, from {self.moment()} on"
