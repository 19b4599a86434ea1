"""The sensors of a share of the fleet fail in one way, in an area and for a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from longtail_sim.core.codes import (
    EFFECT_LINE_OFFSET,
    EFFECT_OBSTACLES_FALSE,
    EFFECT_OBSTACLES_MISSED,
    EFFECT_SENSOR_LATENCY,
    EFFECT_SENSOR_SHARE,
    EFFECT_SIGNAL_MISREAD,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, Section, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

Sensor = Literal["localisation", "latency", "misreading", "missed_obstacles", "false_obstacles"]


class Fault(Section):
    """How bad it is; only the number of the event's own sensor counts."""

    offset_m: Annotated[Quantity, Range(-1.9, 10)] = Field(
        default=2, description="localisation: how much farther ahead the stop line is believed to be than it is"
    )
    latency_s: Annotated[Quantity, Range(0, 2.5)] = Field(
        default=1.5, description="latency: what is perceived is at least so old (of vehicles at most 1.9 s)"
    )
    misread: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.1, description="misreading: probability that a look takes the signal for another"
    )
    per_h: Annotated[Quantity, Range(0, 3600)] = Field(
        default=60, description="missed_obstacles, false_obstacles: how often more in an hour of driving"
    )


# Of each sensor: the effect, the number that counts, its unit, and words.
_FAULTS: dict[Sensor, tuple[int, str, str, str]] = {
    "localisation": (EFFECT_LINE_OFFSET, "offset_m", " m", "own place off by"),
    "latency": (EFFECT_SENSOR_LATENCY, "latency_s", " s", "perception late by"),
    "misreading": (EFFECT_SIGNAL_MISREAD, "misread", " of looks", "signals misread in"),
    "missed_obstacles": (EFFECT_OBSTACLES_MISSED, "per_h", " times an hour", "vehicles ahead missed"),
    "false_obstacles": (EFFECT_OBSTACLES_FALSE, "per_h", " times an hour", "phantoms seen ahead"),
}


@register
class SensorFailure(Event):
    """Localisation, latency, misreadings, missed or false obstacles near some junctions.

    Of two failures at one junction the worse number counts, offsets add up, and both strike the larger share.
    """

    kind: Literal["sensor_failure"] = Field(default="sensor_failure", description="sensors fail in one way")
    sensor: Sensor = Field(default="latency", description="what fails")
    fault: Fault = Field(default=Fault(), description="how bad it is")
    where: Place = Field(default="everywhere", description="on the way to which junctions")
    share_of_fleet: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of the fleet, always the same vehicles"
    )
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    @model_validator(mode="after")
    def _only_its_own_number(self) -> Self:
        own = _FAULTS[self.sensor][1]
        strangers = sorted(self.fault.model_fields_set - {own})
        if strangers:
            raise ValueError(f"sensor: {self.sensor} is told by fault.{own}, not by {', '.join(strangers)}")
        return self

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return two effects, share and fault, per junction of the place."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        kind, name, _, _ = _FAULTS[self.sensor]
        values = ((EFFECT_SENSOR_SHARE, float(self.share_of_fleet)), (kind, float(getattr(self.fault, name))))
        chosen = choose(self.where, draw, network, signals_only=False).junctions
        return [Effect(start, effect, int(junction), value, end) for effect, value in values for junction in chosen]

    def timeline(self) -> list[Span]:
        """Return the time of the failure."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        label = f"sensor failure: {self.sensor.replace('_', ' ')}"
        return [Span(float(self.at_s), float(self.at_s) + duration, label)]

    def describe(self) -> str:
        """Return what fails, by how much, where, when and for whom."""
        _, name, unit, words = _FAULTS[self.sensor]
        how_bad = in_words(getattr(self.fault, name), unit)
        share = "" if self.share_of_fleet == 1 else f", a share of {in_words(self.share_of_fleet)} of the fleet"
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return f"{words} {how_bad} {in_place(self.where)} from {self.moment()} on{duration}{share}"
