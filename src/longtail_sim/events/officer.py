"""A police officer directs the traffic of a junction by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from longtail_sim.core.codes import EFFECT_OFFICER, EFFECT_OFFICER_AT_WORST, EFFECT_OFFICER_RECOGNISED
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.names import junction_index
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, DrawnPerCase, Quantity, Range, in_words, lowest

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

WORST = "worst_junction"


@register
class Officer(Event):
    """Officers are called at ``at_s`` and arrive after their response time, each after a draw of their own."""

    kind: Literal["officer"] = Field(default="officer", description="police officers direct traffic")
    where: str = Field(
        default=WORST, description="a junction's name as plain text, or worst_junction: dark, with the longest queues"
    )
    count: Annotated[Quantity, Range(1, 100, whole=True)] = Field(default=1, description="number of officers")
    response_s: Annotated[Quantity, Range(0, DAY_S), DrawnPerCase()] = Field(
        default=0, description="time from call to arrival"
    )
    stays_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(
        default=None, description="how long an officer stays at a named junction; none: to the end"
    )

    recognised_by_automated: Annotated[Quantity, Range(0, 1)] = Field(
        default=1,
        description="share of automated vehicles that recognise the hand signals, drawn for each vehicle and junction; "
        "the others go by the lights",
    )

    @model_validator(mode="after")
    def _stays_where_it_can(self) -> Self:
        if self.where == WORST and self.stays_s is not None:
            raise ValueError("stays_s needs a named junction; an officer sent to worst_junction stays to the end")
        if self.where != WORST and self.count != 1:
            raise ValueError("count needs where: worst_junction; a named junction takes one officer")
        return self

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if the named junction does not exist."""
        junction_index(self.where, [*junctions, WORST])

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per officer, and one for who recognises them."""
        recognised = float(self.recognised_by_automated)
        arrivals = [
            float(self.at_s) + draw.child("response_s", number).value(self.response_s)
            for number in range(round(float(self.count)))
        ]
        if self.where == WORST:
            return sorted(Effect(arrival, EFFECT_OFFICER_AT_WORST, -1, recognised) for arrival in arrivals)
        junction = junction_index(self.where, network.junction_names)
        leaves = NEVER if self.stays_s is None else arrivals[0] + float(self.stays_s)
        directs = [Effect(arrivals[0], EFFECT_OFFICER, junction, 1.0, leaves)]
        if recognised == 1:
            return directs
        return [*directs, Effect(arrivals[0], EFFECT_OFFICER_RECOGNISED, junction, recognised, leaves)]

    def timeline(self) -> list[Span]:
        """Return the time from the earliest possible arrival on."""
        start = float(self.at_s) + max(0.0, lowest(self.response_s))
        end = math.inf if self.stays_s is None else start + float(self.stays_s)
        return [Span(start, end, "officers direct traffic")]

    def describe(self) -> str:
        """Return number, place and time."""
        plural = "" if self.count == 1 else "s"
        place = f"the worst dark junction{plural}" if self.where == WORST else self.where
        share = self.recognised_by_automated
        known = "" if share == 1 else f", recognised by a share of {in_words(share)} of automated vehicles"
        return (
            f"{in_words(self.count)} officer{plural} to {place}, called at {self.moment()}, "
            f"there after {in_words(self.response_s, ' s')}{known}"
        )
