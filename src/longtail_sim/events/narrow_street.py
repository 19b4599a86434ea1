"""A street becomes narrow, so that both directions share one lane: a truck stands there, or cars are parked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from longtail_sim.core.codes import (
    EFFECT_NARROW_FROM,
    EFFECT_NARROW_OPPOSITE,
    EFFECT_NARROW_SHIFT,
    EFFECT_NARROW_TO,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.names import junction_index
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

ROOM_M = 25.0  # of street at both ends of the stretch, for those who wait
NOBODY = -1.0


class Stretch(NamedTuple):
    """What one direction has of it."""

    lane: int
    start_m: float
    end_m: float
    shift_m: float


@register
class NarrowStreet(Event):
    """One direction at a time can pass; who goes first is settled by those who meet there."""

    kind: Literal["narrow_street"] = Field(
        default="narrow_street", description="both directions share one lane on a stretch of a street"
    )
    between: tuple[str, str] | None = Field(
        default=None, description="two neighbouring junctions; none: a street with one lane each way, drawn by the seed"
    )
    standing: Literal["truck", "parked_cars"] = Field(
        default="truck", description="a truck in the lane from the first to the second, or cars parked on both sides"
    )
    length_m: Annotated[Quantity, Range(5, 200)] = Field(default=20, description="length of the stretch")
    centre: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.5, description="its middle, as a share of the way from the first junction to the second"
    )
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if one of the junctions does not exist."""
        for name in self.between or ():
            junction_index(name, junctions)

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return the effects on the lanes of both directions."""
        start = float(self.at_s)
        here, there = self.stretches(draw, network)
        effects = []
        for mine, other in ((here, there), (there, here)):
            places = ((EFFECT_NARROW_FROM, mine.start_m), (EFFECT_NARROW_TO, mine.end_m))
            effects += [Effect(start, kind, mine.lane, value) for kind, value in places]
            effects.append(Effect(start, EFFECT_NARROW_SHIFT, mine.lane, mine.shift_m))
            effects.append(Effect(start, EFFECT_NARROW_OPPOSITE, mine.lane, float(other.lane)))
            if self.duration_s is not None:
                end = start + float(self.duration_s)
                effects.append(Effect(end, EFFECT_NARROW_OPPOSITE, mine.lane, NOBODY))
                effects.append(Effect(end, EFFECT_NARROW_FROM, mine.lane, NEVER))
        return sorted(effects)

    def stretches(self, draw: Draw, network: StreetNetwork) -> tuple[Stretch, Stretch]:
        """Return the stretch in the lane from the first junction to the second, and in the one back.

        Raises:
            ScenarioError: no street with one lane each way joins them, or it is too short.
        """
        here, there = self._lanes(draw, network)
        lengths = network.arrays.lane_length
        whole, half = float(lengths[here]), float(self.length_m) / 2
        middle = float(self.centre) * whole
        if middle - half < ROOM_M or middle + half > whole - ROOM_M:
            raise ScenarioError(
                f"narrow_street: the stretch from {middle - half:.0f} to {middle + half:.0f} m leaves less than "
                f"{ROOM_M:g} m at an end of a street of {whole:.0f} m"
            )
        width = float(network.lane_width[here])
        shifts = (0.75 * width, 0.0) if self.standing == "truck" else (0.5 * width, 0.5 * width)
        back = float(lengths[there])
        return (
            Stretch(here, middle - half, middle + half, shifts[0]),
            Stretch(there, back - middle - half, back - middle + half, shifts[1]),
        )

    def _lanes(self, draw: Draw, network: StreetNetwork) -> tuple[int, int]:
        """Return the lane from the first junction to the second, and the one back."""
        if self.between is None:
            pairs = list(zip(network.street_from_junction.tolist(), network.street_to_junction.tolist(), strict=True))
            inner = [(start, end) for start, end in pairs if start >= 0 and end >= 0]
        else:
            start, end = (junction_index(name, network.junction_names) for name in self.between)
            inner = [(start, end)]
        both = [(_only_lane(network, start, end), _only_lane(network, end, start)) for start, end in inner]
        found = [lanes for lanes in both if min(lanes) >= 0]
        if not found:
            where = f"between {' and '.join(self.between)}" if self.between else "on the map"
            raise ScenarioError(f"narrow_street: {where} there is no street with one lane in each direction")
        return found[int(draw.child("between").generator().integers(len(found)))]

    def timeline(self) -> list[Span]:
        """Return how long the street is narrow."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "narrow street")]

    def describe(self) -> str:
        """Return place, time and what stands there."""
        what = "a standing truck leaves" if self.standing == "truck" else "parked cars leave"
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        where = f"between {' and '.join(self.between)}" if self.between else "somewhere"
        return f"{what} one lane for both directions {where} from {self.moment()} on{duration}"


def _only_lane(network: StreetNetwork, start: int, end: int) -> int:
    """Return the lane of the one-lane street from a junction to the next, -1 if there is none."""
    found = np.flatnonzero((network.street_from_junction == start) & (network.street_to_junction == end))
    if not len(found) or int(network.arrays.street_lanes[found[0]]) != 1:
        return -1
    return int(network.arrays.street_first_lane[found[0]])
