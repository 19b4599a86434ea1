"""People run the red at some junctions, without a look."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import EFFECT_RED_RUNNING
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import Place, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.quantities import Draw, Quantity, Range, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class RedLightRunner(Event):
    """Whoever comes to the red at more than a walking pace, first in the lane, drives on with this probability.

    The draw is that of ``drivers.errors.red_light_running``: who would run one red in a hundred runs these as well.
    """

    kind: Literal["red_light_runner"] = Field(default="red_light_runner", description="people run the red")
    where: Place = Field(default="everywhere", description="at which signals")
    duration_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(default=None, description="none: to the end")
    probability: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.05, description="that a person who drives runs a red light (usual: 3 to 5 of 1000)"
    )

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per signal."""
        start = float(self.at_s)
        end = NEVER if self.duration_s is None else start + float(self.duration_s)
        chosen = choose(self.where, draw, network).junctions.tolist()
        return [Effect(start, EFFECT_RED_RUNNING, junction, float(self.probability), end) for junction in chosen]

    def timeline(self) -> list[Span]:
        """Return the time in which people run the red."""
        duration = math.inf if self.duration_s is None else float(self.duration_s)
        return [Span(float(self.at_s), float(self.at_s) + duration, "people run the red")]

    def describe(self) -> str:
        """Return place, time and probability."""
        duration = "" if self.duration_s is None else f", for {in_words(self.duration_s, ' s')}"
        return (
            f"a share of {in_words(self.probability)} of the people runs the red {in_place(self.where)} "
            f"from {self.moment()} on{duration}"
        )
