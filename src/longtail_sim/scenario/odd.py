"""The operational design domain of a fleet's automation, in the words of ISO 34503."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from longtail_sim.core import codes
from longtail_sim.quantities import Quantity, Range, Section

Control = Literal["signal", "all_way_stop", "two_way_stop", "dark", "officer"]
EVERY_CONTROL: tuple[Control, ...] = ("signal", "all_way_stop", "two_way_stop", "dark", "officer")


class Scenery(Section):
    """The streets and what controls their junctions."""

    junction_controls: tuple[Control, ...] = Field(
        default=EVERY_CONTROL,
        max_length=10,
        description="what may be in force at a junction; dark is a signal without power, officer somebody who directs",
    )
    speed_limit_mps: Annotated[Quantity, Range(0, 100)] | None = Field(
        default=None, description="highest speed limit; none: any"
    )


class Connectivity(Section):
    """The radio link to the remote agents."""

    link_loss: Annotated[Quantity, Range(0, 1)] | None = Field(
        default=None, description="largest share of messages lost; none: any"
    )
    link_latency_s: Annotated[Quantity, Range(0, 60)] | None = Field(
        default=None, description="largest one-way latency; none: any"
    )


class DynamicElements(Section):
    """Other road users."""

    waiting_vehicles: Annotated[Quantity, Range(0, 10_000)] | None = Field(
        default=None, description="most vehicles that stand at a junction; none: any number"
    )


class Odd(Section):
    """Where the automation is designed to work; it looks at the junction ahead from 110 m on."""

    scenery: Scenery = Field(default=Scenery(), description="streets and junctions")
    connectivity: Connectivity = Field(default=Connectivity(), description="radio link")
    dynamic_elements: DynamicElements = Field(default=DynamicElements(), description="other road users")

    def controls(self) -> int:
        """Return one bit for each allowed CONTROL_*."""
        numbers = {word: value for value, word in codes.names("CONTROL").items()}
        return sum(1 << numbers[control] for control in set(self.scenery.junction_controls))


class Clause(NamedTuple):
    """A row of the table below: the clause in the core, its name, its limit in a domain (None: no limit)."""

    code: int
    name: str
    limit: Callable[[Odd], object]


CLAUSES: tuple[Clause, ...] = (
    Clause(codes.CLAUSE_JUNCTION_CONTROL, "scenery.junction_controls", lambda odd: 0.0),
    Clause(codes.CLAUSE_SPEED_LIMIT, "scenery.speed_limit_mps", lambda odd: odd.scenery.speed_limit_mps),
    Clause(codes.CLAUSE_LINK_LOSS, "connectivity.link_loss", lambda odd: odd.connectivity.link_loss),
    Clause(codes.CLAUSE_LINK_LATENCY, "connectivity.link_latency_s", lambda odd: odd.connectivity.link_latency_s),
    Clause(
        codes.CLAUSE_WAITING_VEHICLES,
        "dynamic_elements.waiting_vehicles",
        lambda odd: odd.dynamic_elements.waiting_vehicles,
    ),
)

# What a feature of level 3 is designed for unless a scenario says otherwise (assumption): signals that work, and signs.
USUAL_AT_LEVEL_3 = Odd(scenery=Scenery(junction_controls=("signal", "all_way_stop", "two_way_stop")))
