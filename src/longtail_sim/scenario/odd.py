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
    road_closures: bool = Field(
        default=True,
        description="road works, water, hoses, a wire, a police scene: false: left as soon as one is made out ahead",
    )


class EnvironmentalConditions(Section):
    """Weather and light."""

    visibility_m: Annotated[Quantity, Range(0, 10_000)] | None = Field(
        default=None, description="rain, fog: shortest distance that one must see; none: any"
    )
    grip: Annotated[Quantity, Range(0, 1)] | None = Field(
        default=None, description="rain, ice: lowest grip of the road, as a share of that of a dry one; none: any"
    )
    low_sun: bool = Field(
        default=True, description="false: left before a junction where low sun blinds cameras (event camera_blind)"
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
    objects_in_road: bool = Field(
        default=True,
        description="standing, towed and wrong-way vehicles, people: false: left as soon as one is made out ahead",
    )
    emergency_vehicles: bool = Field(default=True, description="false: left as soon as a siren is heard")


class Odd(Section):
    """Where the automation is designed to work; it looks at the junction ahead from 110 m on."""

    scenery: Scenery = Field(default=Scenery(), description="streets and junctions")
    environmental_conditions: EnvironmentalConditions = Field(
        default=EnvironmentalConditions(), description="weather and light"
    )
    connectivity: Connectivity = Field(default=Connectivity(), description="radio link")
    dynamic_elements: DynamicElements = Field(default=DynamicElements(), description="other road users")

    def controls(self) -> int:
        """Return one bit for each allowed CONTROL_*."""
        numbers = {word: value for value, word in codes.names("CONTROL").items()}
        return sum(1 << numbers[control] for control in set(self.scenery.junction_controls))


def _at_least(lowest: object) -> float | None:
    """Return the limit of a clause that reads the negative of a value which must not fall below ``lowest``."""
    return None if lowest is None else -float(lowest)  # type: ignore[arg-type]


def _none_of_it(allowed: bool) -> float | None:
    """Return the limit of a clause that reads how much there is of what may be forbidden."""
    return None if allowed else 0.0


class Clause(NamedTuple):
    """A row of the table below: the clause in the core, its name, its limit in a domain (None: no limit)."""

    code: int
    name: str
    limit: Callable[[Odd], object]


def exits_of(clause: Clause) -> str:
    """Return the name of the metric that counts where a clause was broken."""
    return f"odd_exits_{clause.name.rsplit('.', 1)[-1]}"


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
    Clause(
        codes.CLAUSE_LOW_SUN,
        "environmental_conditions.low_sun",
        lambda odd: _none_of_it(odd.environmental_conditions.low_sun),
    ),
    Clause(
        codes.CLAUSE_VISIBILITY,
        "environmental_conditions.visibility_m",
        lambda odd: _at_least(odd.environmental_conditions.visibility_m),
    ),
    Clause(
        codes.CLAUSE_GRIP, "environmental_conditions.grip", lambda odd: _at_least(odd.environmental_conditions.grip)
    ),
    Clause(codes.CLAUSE_ROAD_CLOSURES, "scenery.road_closures", lambda odd: _none_of_it(odd.scenery.road_closures)),
    Clause(
        codes.CLAUSE_OBJECTS_IN_ROAD,
        "dynamic_elements.objects_in_road",
        lambda odd: _none_of_it(odd.dynamic_elements.objects_in_road),
    ),
    Clause(
        codes.CLAUSE_EMERGENCY_VEHICLES,
        "dynamic_elements.emergency_vehicles",
        lambda odd: _none_of_it(odd.dynamic_elements.emergency_vehicles),
    ),
)

# What a feature of level 3 is designed for unless a scenario says otherwise (assumption): signals that work, and signs.
USUAL_AT_LEVEL_3 = Odd(scenery=Scenery(junction_controls=("signal", "all_way_stop", "two_way_stop")))
