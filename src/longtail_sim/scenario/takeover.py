"""The person in the vehicle: how soon they drive, when they watch (level 2) and when they are called (level 3)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from longtail_sim.quantities import DrawnPerCase, Lognormal, LognormalQuantity, Quantity, Range, Section
from longtail_sim.quantities.distributions import LognormalParameters


def _lognormal(mean: float, cv: float) -> Lognormal:
    return Lognormal(lognormal=LognormalParameters(mean=mean, cv=cv))


# Level 2: first steering after an automation that fails in silence, means of a simulator study; spread: assumption.
NOTICING = {"hands_on": _lognormal(3.7, 0.5), "hands_off": _lognormal(8.5, 0.5)}
# Level 2, where harm is near or a rule about to be broken: to the brake.  Hands on: what is not expected (Green 2000);
# off: urgent takeovers (mean over studies, from memory).  That these hold for who watches an automation: assumption.
BRAKING = {"hands_on": _lognormal(1.5, 0.4), "hands_off": _lognormal(2.72, 0.53)}
# Level 3: from the request to the takeover; lognormals fitted to means and spreads of takeover studies.
RESPONDING = {"monitoring": _lognormal(4.46, 0.365), "reading": _lognormal(6.06, 0.394)}


class Takeover(Section):
    """A person who watches (level 2) or can be called (level 3)."""

    hands: Literal["hands_on", "hands_off"] = Field(
        default="hands_on",
        description="level 2: mean of 3.7 or 8.5 s from an error to the first action; 1.5 or 2.72 s to the brake",
    )
    activity: Literal["monitoring", "reading"] = Field(
        default="reading", description="level 3: mean of 4.46 or 6.06 s from the request to the takeover"
    )
    time_s: Annotated[LognormalQuantity, Range(0, 3600), DrawnPerCase()] | None = Field(
        default=None, description="time to take over instead of what hands and activity say, drawn for each"
    )
    braking_s: Annotated[LognormalQuantity, Range(0, 3600), DrawnPerCase()] | None = Field(
        default=None, description="level 2: time to the brake where harm is near, instead of what hands say"
    )
    inattentive: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.36,
        description="level 2: share of junctions at which the person looks off the road (share of glances, MIT AgeLab)",
    )
    inattention_s: Annotated[LognormalQuantity, Range(0, 3600), DrawnPerCase()] = Field(
        default=_lognormal(3.0, 0.7), description="level 2: what that adds to the time to take over (assumption)"
    )
    never_responds: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.02, description="level 3: share of requests to which nobody reacts (assumption)"
    )
    limit_s: Annotated[Quantity, Range(0, 600)] = Field(
        default=10, description="level 3: a minimal risk manoeuvre begins this long after the request (UN R157)"
    )

    def time_at(self, level: int) -> float | Lognormal:
        """Return the time to take over at a level."""
        if self.time_s is not None:
            return self.time_s
        return NOTICING[self.hands] if level <= 2 else RESPONDING[self.activity]

    def time_to_brake(self) -> float | Lognormal:
        """Return the time in which a person who watches brakes for what the automation does not see."""
        return self.braking_s if self.braking_s is not None else BRAKING[self.hands]
