"""The fleet of automated vehicles and the people who assist it from afar."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, field_validator

from longtail_sim.quantities import (
    DrawnPerCase,
    Lognormal,
    LognormalQuantity,
    Quantity,
    Range,
    Section,
    Whole,
)
from longtail_sim.quantities.distributions import LognormalParameters

LEVELS = (4,)


class Link(Section):
    """The radio link between vehicles and remote agents, where nothing disturbs it."""

    loss: Annotated[Quantity, Range(0, 1)] = Field(default=0.01, description="probability that a message is lost")
    latency_s: Annotated[Quantity, Range(0, 60)] = Field(default=0.2, description="one-way latency")


class RemoteAssistance(Section):
    """A pool of remote agents, first come first served, shared with the rest of the fleet."""

    agents: Annotated[Quantity, Range(0, 10_000, whole=True)] | None = Field(
        default=None, description="remote agents on duty; none: fleet_size / vehicles_per_agent"
    )
    vehicles_per_agent: Annotated[Quantity, Range(1, 10_000)] = Field(
        default=43, description="vehicles of the whole fleet per agent on duty"
    )
    fleet_size: Annotated[Quantity, Range(0, 1e6, whole=True)] = Field(
        default=1000, description="vehicles of the whole fleet that share the pool, outside this map included"
    )
    service_s: Annotated[LognormalQuantity, Range(0.1, 3600), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=40, cv=1)),
        description="time an agent needs for one request, drawn for each",
    )
    patience_s: Annotated[Quantity, Range(1, 86400)] = Field(
        default=120, description="a vehicle that waits longer makes a minimal risk manoeuvre"
    )
    retry_s: Annotated[Quantity, Range(0.1, 600)] = Field(
        default=5, description="a lost message is sent again after this"
    )
    background_requests_per_h: Annotated[Quantity, Range(0, 1e6)] = Field(
        default=0, description="requests from the rest of the fleet, outside this map, at all times"
    )
    link: Link = Field(default=Link(), description="radio link where nothing disturbs it")

    def agents_on_duty(self) -> int:
        """Return the size of the pool (of a drawn scenario)."""
        if self.agents is not None:
            return round(float(self.agents))
        return math.ceil(float(self.fleet_size) / float(self.vehicles_per_agent))


class Fleet(Section):
    """Automated vehicles among the traffic."""

    share: Annotated[Quantity, Range(0, 1)] = Field(default=0.08, description="share of arriving vehicles")
    sae_level: Whole = Field(default=4, description="SAE J3016 level of automation (only 4 so far)")
    agent: str = Field(
        default="rule_based", min_length=1, max_length=300, description="who drives unless told otherwise"
    )
    remote_assistance: RemoteAssistance = Field(default=RemoteAssistance(), description="people who help from afar")
    retrieval_s: Annotated[LognormalQuantity, Range(1, 86400), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=840, cv=0.5)),
        description="time until somebody comes for a vehicle that stopped in its lane, drawn for each",
    )

    @field_validator("sae_level")
    @classmethod
    def _known_level(cls, level: int) -> int:
        if level not in LEVELS:
            raise ValueError(f"only SAE level 4 can be simulated so far; got {level}")
        return level
