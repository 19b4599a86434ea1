"""The software of the fleet stalls: vehicles stop in their lanes, all at about the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from longtail_sim.core.codes import (
    EFFECT_FLEET_STALL,
    STALL_CV,
    STALL_MEAN,
    STALL_RETRIEVED,
    STALL_SHARE,
    STALL_WITHIN,
)
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.registry import register
from longtail_sim.quantities import (
    Draw,
    DrawnPerCase,
    Lognormal,
    LognormalQuantity,
    Quantity,
    Range,
    highest,
    in_words,
    lognormal_parameters,
)
from longtail_sim.quantities.distributions import LognormalParameters

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


@register
class FleetStall(Event):
    """A share of the fleet makes a minimal risk manoeuvre in lane; some start anew by themselves, some are fetched.

    Nobody is asked, so no agent can help it: what differs is how those who still drive get round the others.
    """

    kind: Literal["fleet_stall"] = Field(default="fleet_stall", description="vehicles of the fleet stop in their lanes")
    share: Annotated[Quantity, Range(0, 1)] = Field(default=1, description="share of the fleet in the map that stalls")
    within_s: Annotated[Quantity, Range(0, DAY_S)] = Field(
        default=0, description="time from the first to the last of them, even"
    )
    restart_s: Annotated[LognormalQuantity, Range(0, DAY_S), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=300, cv=0.5)),
        description="standstill until a vehicle has started anew by itself, drawn for each",
    )
    retrieved: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.3, description="share of those who do not start anew; somebody has to come (fleet.retrieval_s)"
    )

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return one effect per number of the stall, the one that begins it last."""
        mean, cv = lognormal_parameters(self.restart_s)
        numbers = {
            STALL_MEAN: mean,
            STALL_CV: cv,
            STALL_RETRIEVED: float(self.retrieved),
            STALL_WITHIN: float(self.within_s),
            STALL_SHARE: float(self.share),
        }
        return [Effect(float(self.at_s), EFFECT_FLEET_STALL, which, value) for which, value in sorted(numbers.items())]

    def timeline(self) -> list[Span]:
        """Return the time from the first stall to the mean restart of the last."""
        end = float(self.at_s) + highest(self.within_s) + lognormal_parameters(self.restart_s)[0]
        return [Span(float(self.at_s), end, "the fleet's software stalls")]

    def describe(self) -> str:
        """Return share, time and what becomes of them."""
        return (
            f"a share of {in_words(self.share)} of the fleet stalls at {self.moment()}, "
            f"starts anew after {in_words(self.restart_s, ' s')} (retrieved: {in_words(self.retrieved)})"
        )
