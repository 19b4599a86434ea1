"""``when:`` in place of ``at_s``: an event that begins after another, or once something has come to pass.

``gridlock`` | ``{metric: fleet_waiting, above: 20}`` | ``{after: 0, delay_s: 60}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from longtail_sim.quantities import Quantity, Range, Section, Whole, in_words

GRIDLOCK = "gridlock"
Delay: TypeAlias = Annotated[Quantity, Range(0, 86400)]
# What a condition can watch; longtail_sim.simulator.conditions says how each is counted.
Watched: TypeAlias = Literal[
    "fleet_waiting",
    "fleet_stopped",
    "vehicles",
    "backlog",
    "signals_dark",
    "contacts",
    "assist_requests",
    "fleet_stops_over_2min",
    "minimal_risk_stops",
    "spillbacks",
]
WATCHED: tuple[str, ...] = get_args(Watched)


class After(Section):
    """Some time after another event has begun, whenever that is."""

    after: Annotated[Whole, Field(ge=0)] | str = Field(
        description="the other event: its place in the list, counted from 0, or its id"
    )
    delay_s: Delay = Field(default=0, description="time from the other's beginning to this one's")

    def in_words(self) -> str:
        """Return it as part of a sentence."""
        delay = "" if self.delay_s == 0 else f"{in_words(self.delay_s, ' s')} after "
        return f"{delay}the beginning of event {self.after}"


class Reached(Section):
    """Once a number of the running world has passed a bound; looked at between two decisions of the agents."""

    metric: Watched = Field(
        description="fleet_waiting: vehicles of the fleet that wait for an answer; fleet_stopped: those that gave up "
        "and stand in their lanes; vehicles: all in the map; backlog: those that wait outside it; signals_dark: "
        "junctions; the others: counts since the beginning"
    )
    above: Annotated[Quantity, Range(-1, 1e6)] | None = Field(
        default=None, description="begins when it is more than this"
    )
    below: Annotated[Quantity, Range(0, 1e6)] | None = Field(
        default=None, description="begins when it is less than this"
    )
    not_before_s: Delay = Field(default=0, description="looked at from this time on")
    delay_s: Delay = Field(default=0, description="time from then to the event's beginning")

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("give either above or below")
        return self

    def in_words(self) -> str:
        """Return it as part of a sentence."""
        relation, bound = ("above", self.above) if self.above is not None else ("below", self.below)
        assert bound is not None
        delay = "" if self.delay_s == 0 else f"{in_words(self.delay_s, ' s')} after "
        since = "" if self.not_before_s == 0 else f" (not before {in_words(self.not_before_s, ' s')})"
        return f"{delay}the moment when {self.metric} is {relation} {in_words(bound)}{since}"


def _tag(value: Any) -> str | None:
    if isinstance(value, (After, Reached)):
        return "<after>" if isinstance(value, After) else "<metric>"
    if isinstance(value, Mapping):
        return next((f"<{key}>" for key in ("after", "metric") if key in value), None)
    return "<word>" if isinstance(value, str) else None


When: TypeAlias = Annotated[
    Annotated[Literal["gridlock"], Tag("<word>")]
    | Annotated[After, Tag("<after>")]
    | Annotated[Reached, Tag("<metric>")],
    Discriminator(
        _tag,
        custom_error_type="unknown_condition",
        custom_error_message="not a condition; write gridlock, {after: 0, delay_s: 60} or "
        "{metric: fleet_waiting, above: 20}",
    ),
]


def condition_in_words(when: str | After | Reached) -> str:
    """Return a condition as part of a sentence, 'from ... on'."""
    return f"the first {GRIDLOCK}" if isinstance(when, str) else when.in_words()
