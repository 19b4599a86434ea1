"""The fleet of automated vehicles and the people who assist it from afar."""

from __future__ import annotations

import math
from typing import Annotated, Literal

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
from longtail_sim.scenario.odd import USUAL_AT_LEVEL_3, Odd
from longtail_sim.scenario.perception import Perception
from longtail_sim.scenario.takeover import Takeover

LEVELS = (0, 1, 2, 3, 4, 5)


class Link(Section):
    """The radio link between vehicles and remote agents, where nothing disturbs it."""

    loss: Annotated[Quantity, Range(0, 1)] = Field(default=0.01, description="probability that a message is lost")
    latency_s: Annotated[Quantity, Range(0, 60)] = Field(default=0.2, description="one-way latency")


class SharedContext(Section):
    """An answer given to one vehicle holds for others."""

    lasts_s: Annotated[Quantity, Range(0, 86400)] = Field(default=0, description="for so long; 0: for nobody else")
    radius_m: Annotated[Quantity, Range(0, 100_000)] = Field(
        default=0, description="at junctions so near to the one it was given for; 0: there only"
    )


class WrongAnswers(Section):
    """Remote agents err: some say wait where the vehicle may go, some say go at once though others have the turn."""

    share: Annotated[Quantity, Range(0, 1)] = Field(default=0, description="share of answers that are wrong")
    say_go: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.5, description="share of them that say go at once; the others say wait (assumption)"
    )
    wait_s: Annotated[Quantity, Range(0, 3600)] = Field(
        default=60, description="how long a vehicle that was told to wait holds before it asks again (assumption)"
    )
    checked: Annotated[Quantity, Range(0, 1)] = Field(
        default=1, description="share of vehicles that refuse to go where they see somebody in their way"
    )


class EmergencyLine(Section):
    """Police and fire services call about a vehicle in their way; see the event emergency_call."""

    answer_s: Annotated[LognormalQuantity, Range(0, 86400), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=20, cv=0.5)),
        description="time until a person answers (assumption); by California's law at most 30",
    )
    move_s: Annotated[Quantity, Range(0, 3600)] = Field(
        default=20, description="from the answer until the vehicle moves (assumption)"
    )


class RetrievalJam(Section):
    """Who comes for a vehicle comes through the traffic, too."""

    per_standing_vehicle: Annotated[Quantity, Range(0, 10)] = Field(
        default=0, description="share by which it takes longer for each vehicle that stands at the junction there"
    )
    most: Annotated[Quantity, Range(1, 100)] = Field(default=4, description="at most this many times as long")


class RemoteAssistance(Section):
    """A pool of remote agents, shared with the rest of the fleet."""

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
    priority: Literal["fifo", "blocking_first"] = Field(
        default="fifo", description="whose turn it is: who has waited longest, or who blocks most vehicles"
    )
    wrong_answers: WrongAnswers = Field(default=WrongAnswers(), description="remote agents err")
    shared_context: SharedContext = Field(default=SharedContext(), description="one answer for several vehicles")
    emergency_line: EmergencyLine = Field(default=EmergencyLine(), description="calls of police and fire services")

    def agents_on_duty(self) -> int:
        """Return the size of the pool (of a drawn scenario)."""
        if self.agents is not None:
            return round(float(self.agents))
        return math.ceil(float(self.fleet_size) / float(self.vehicles_per_agent))


class Fleet(Section):
    """Automated vehicles among the traffic."""

    share: Annotated[Quantity, Range(0, 1)] = Field(default=0.08, description="share of arriving vehicles")
    sae_level: Whole = Field(default=4, description="SAE J3016 level of automation, 0 to 5")
    agent: str = Field(
        default="rule_based", min_length=1, max_length=300, description="who drives unless told otherwise"
    )
    remote_assistance: RemoteAssistance = Field(default=RemoteAssistance(), description="people who help from afar")
    perception: Perception = Field(default=Perception(), description="what its vehicles see, how late and how wrong")
    retrieval_s: Annotated[LognormalQuantity, Range(1, 86400), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=840, cv=0.5)),
        description="time until somebody comes for a vehicle that stopped in its lane, drawn for each",
    )
    minimal_risk: Literal["kerb", "in_lane"] = Field(
        default="kerb",
        description="level 4: a minimal risk manoeuvre ends at the kerb where it can, or in the lane wherever it is",
    )
    retrieval_jam: RetrievalJam = Field(default=RetrievalJam(), description="it takes longer in a jam")
    takeover: Takeover = Field(default=Takeover(), description="the person in the vehicle, at levels 2 and 3")
    odd: Odd | None = Field(
        default=None,
        description="operational design domain; none: no limits, at level 3 no dark signals and no officers",
    )

    @field_validator("sae_level")
    @classmethod
    def _known_level(cls, level: int) -> int:
        if level not in LEVELS:
            raise ValueError(f"SAE levels are 0 to 5; got {level}")
        return level

    def domain(self) -> Odd | None:
        """Return the operational design domain that holds at the fleet's level, None where there are no limits."""
        if self.sae_level <= 1 or self.sae_level == 5:
            return None  # nothing that could leave it, or no limits by definition
        return self.odd or (USUAL_AT_LEVEL_3 if self.sae_level == 3 else None)
