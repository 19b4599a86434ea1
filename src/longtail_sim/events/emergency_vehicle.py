"""An ambulance or a fire engine crosses the map with lights and siren."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.core.codes import EFFECT_DISPATCH
from longtail_sim.core.dispatch import MOST_TURNS, pack
from longtail_sim.events.effect import Effect
from longtail_sim.events.entry import entry_index
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.names import junction_index
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

_KINDS = {"ambulance": codes.KIND_AMBULANCE, "fire_engine": codes.KIND_FIRE_ENGINE}
ANYWHERE = "anywhere"
_TURNS = {word: code for code, word in codes.names("TURN").items()}


@register
class EmergencyVehicle(Event):
    """Emergency vehicles enter the map one by one, before everybody who waits there, and drive to its other end."""

    kind: Literal["emergency_vehicle"] = Field(
        default="emergency_vehicle", description="emergency vehicles with lights and siren"
    )
    what: Literal["ambulance", "fire_engine"] = Field(default="ambulance", description="what kind of vehicle")
    enters: str = Field(
        default=ANYWHERE, description="a junction and the side from which they come, Mission & 8th:north, or anywhere"
    )
    route: tuple[Literal["left", "straight", "right"], ...] = Field(
        default=(), max_length=MOST_TURNS, description="turns at the junctions of its way; straight on after the last"
    )
    count: Annotated[Quantity, Range(1, 20, whole=True)] = Field(default=1, description="number of vehicles")
    every_s: Annotated[Quantity, Range(0, DAY_S)] = Field(default=0, description="time between two of them")

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if the junction at which they enter does not exist."""
        name = self.enters.rpartition(":")[0]
        if self.enters != ANYWHERE and "," not in name:  # "column,row" is looked up in the network
            junction_index(name, junctions)

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect for each vehicle; all of them come from one place."""
        if self.enters == ANYWHERE:
            entry = int(draw.child("enters").generator().integers(len(network.arrays.entry_street)))
        else:
            entry = entry_index(self.enters, network)
        value = pack(_KINDS[self.what], 1, [_TURNS[turn] for turn in self.route])
        return [Effect(moment, EFFECT_DISPATCH, entry, value) for moment in self._moments()]

    def _moments(self) -> list[float]:
        return [float(self.at_s) + number * float(self.every_s) for number in range(round(float(self.count)))]

    def timeline(self) -> list[Span]:
        """Return the time from the first one on; when the last one leaves depends on the traffic."""
        return [Span(float(self.at_s), math.inf, f"{self._name()} with siren")]

    def describe(self) -> str:
        """Return kind, number, place and time."""
        turns = f", {', '.join(self.route)}" if self.route else ", straight on"
        number = "" if self.count == 1 else f"{in_words(self.count)} times, every {in_words(self.every_s, ' s')}, "
        return f"{number}{self._name()} with siren from {self.enters} at {self.moment()}{turns}"

    def _name(self) -> str:
        return self.what.replace("_", " ")
