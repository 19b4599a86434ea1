"""More vehicles want to enter than usual: a stadium lets out, or many call a car to one street."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from longtail_sim.core.codes import EFFECT_DEMAND, EFFECT_FLEET_DEMAND, EFFECT_PICKUP
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class DemandSurge(Event):
    """The arrival rate of the entries that lead to a place is multiplied for a time.

    Several surges at once multiply; so a profile in steps is several of them.
    """

    kind: Literal["demand_surge"] = Field(default="demand_surge", description="more vehicles want to enter")
    where: Place = Field(default="everywhere", description="entries whose first junction lies here")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    factor: Annotated[Quantity, Range(1, 100)] = Field(default=2, description="multiple of the arrival rate")
    who: Literal["everybody", "fleet"] = Field(
        default="everybody", description="fleet: only the fleet's part of the arrivals grows"
    )
    pickup_s: Annotated[Quantity, Range(0, DAY_S)] = Field(
        default=0,
        description="while it lasts, vehicles of the fleet stand for so long in the kerb lane of the street by which "
        "they enter, waiting for a passenger; 0: they do not",
    )

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per entry, and one per kerb lane where vehicles wait.

        Raises ScenarioError if no entry of the map leads to the place.
        """
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        streets = network.arrays.entry_street
        near = choose(self.where, draw, network, signals_only=False).junctions
        entries = np.flatnonzero(np.isin(network.street_to_junction[streets], near)).tolist()
        if not entries:
            raise ScenarioError(f"no street leads from the edge of the map to a junction {in_place(self.where)}")
        kind = EFFECT_FLEET_DEMAND if self.who == "fleet" else EFFECT_DEMAND
        effects = [Effect(start, kind, entry, float(self.factor), end) for entry in entries]
        if self.pickup_s != 0:
            kerbs = network.arrays.street_first_lane[streets[entries]].tolist()
            effects += [Effect(start, EFFECT_PICKUP, lane, float(self.pickup_s), end) for lane in kerbs]
        return effects

    def timeline(self) -> list[Span]:
        """Return the time of the surge."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        who = "the fleet is called" if self.who == "fleet" else "many want to enter"
        return [Span(float(self.at_s), float(self.at_s) + duration, who)]

    def describe(self) -> str:
        """Return place, time and factor."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        who = "vehicles of the fleet" if self.who == "fleet" else "vehicles"
        waits = "" if self.pickup_s == 0 else f"; they wait {in_words(self.pickup_s, ' s')} at the kerb"
        return (
            f"{in_words(self.factor)} times as many {who} enter {in_place(self.where)} "
            f"from {self.moment()} on{duration}{waits}"
        )
