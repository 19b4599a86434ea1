"""A signal fails in another way than by going dark: it flashes, sticks, shows green to all, or runs a wrong program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import (
    EFFECT_HEALTH,
    HEALTH_CONFLICTING,
    HEALTH_FLASHING_RED,
    HEALTH_FLASHING_YELLOW,
    HEALTH_STUCK_EAST_WEST,
    HEALTH_STUCK_NORTH_SOUTH,
    HEALTH_STUCK_RED,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.events.wrong_program import PROGRAMS
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

_WORDS = {
    "flashing_red": "flash red",
    "flashing_yellow": "flash yellow for the bigger road, red for the smaller one",
    "stuck_green": "are stuck",
    "stuck_red": "are stuck at red for all",
    "conflicting": "show green to all",
    "swapped": "give each street the other's green",
    "short_major": "give the bigger road 5 s of green",
    "out_of_step": "run half a cycle late",
}

_HEALTHS: dict[str, int] = {
    "flashing_red": HEALTH_FLASHING_RED,
    "flashing_yellow": HEALTH_FLASHING_YELLOW,
    "stuck_red": HEALTH_STUCK_RED,
    "conflicting": HEALTH_CONFLICTING,
    "swapped": PROGRAMS["swapped"],
    "short_major": PROGRAMS["short_major"],
    "out_of_step": PROGRAMS["out_of_step"],
}


@register
class SignalFault(Event):
    """Signals of a place fail at once and are repaired at once, or not at all."""

    kind: Literal["signal_fault"] = Field(default="signal_fault", description="signals fail, but are not dark")
    where: Place = Field(default="everywhere", description="which signals")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    fault: Literal[
        "flashing_red",
        "flashing_yellow",
        "stuck_green",
        "stuck_red",
        "conflicting",
        "swapped",
        "short_major",
        "out_of_step",
    ] = Field(
        default="flashing_red",
        description="flashing_red: for all, like stop signs; flashing_yellow: for the bigger road, red for the smaller "
        "one; stuck_green: one street green for ever, the other red; stuck_red: red for all; conflicting: green for "
        "all; swapped, short_major, out_of_step: a wrong program",
    )
    green_for: Literal["major", "minor", "drawn"] = Field(
        default="drawn", description="stuck_green: which street has the green; drawn: for each signal"
    )

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per signal."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        chosen = choose(self.where, draw, network).junctions.tolist()
        return [
            Effect(start, EFFECT_HEALTH, junction, self._health(junction, draw, network), end) for junction in chosen
        ]

    def _health(self, junction: int, draw: Draw, network: StreetNetwork) -> int:
        if self.fault == "stuck_green":
            return self._stuck(junction, draw, network)
        return _HEALTHS[self.fault]

    def _stuck(self, junction: int, draw: Draw, network: StreetNetwork) -> int:
        """Return which axis has green for ever."""
        axis = int(network.arrays.junction_major[junction])
        if self.green_for == "drawn":
            axis = int(draw.child("green_for", junction).generator().integers(2))
        elif self.green_for == "minor":
            axis = 1 - axis
        return HEALTH_STUCK_NORTH_SOUTH if axis == 0 else HEALTH_STUCK_EAST_WEST

    def timeline(self) -> list[Span]:
        """Return the time of the fault."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, f"signals {_WORDS[self.fault]}")]

    def describe(self) -> str:
        """Return fault, place, time and duration."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        green = ""
        if self.fault == "stuck_green":
            street = {"major": "the bigger road", "minor": "the smaller road", "drawn": "a drawn street"}[
                self.green_for
            ]
            green = f" at green for {street}"
        return f"signals {in_place(self.where)} {_WORDS[self.fault]}{green} from {self.moment()} on{duration}"
