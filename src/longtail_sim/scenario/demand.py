"""How many vehicles want to enter the map, when, and where they turn."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from longtail_sim.quantities import Number, Quantity, Range, Section, highest

MOST_PER_HOUR = 200_000


class Turns(Section):
    """What vehicles want to do at a junction where they may; the rest drives straight on."""

    left: Annotated[Quantity, Range(0, 1)] = Field(default=0.10, description="share that turns left")
    right: Annotated[Quantity, Range(0, 1)] = Field(default=0.15, description="share that turns right")

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if highest(self.left) + highest(self.right) > 1:
            raise ValueError("left and right together must not exceed 1")
        return self


class ProfilePoint(Section):
    """From ``at_s`` until the next point the demand is multiplied by ``factor``."""

    at_s: Annotated[Number, Field(ge=0, le=86400)] = Field(description="from when on")
    factor: Annotated[Quantity, Range(0, 20)] = Field(description="multiple of vehicles_per_hour")


class EntryDemand(Section):
    """What enters the map by one street."""

    vehicles_per_hour: Annotated[Quantity, Range(0, MOST_PER_HOUR)] = Field(description="vehicles that enter here")
    turns: Turns | None = Field(
        default=None, description="what they want to do at their first junction; default: as everybody"
    )


class Demand(Section):
    """Vehicles that want to enter the map, over all its entries, split in proportion to their lanes."""

    vehicles_per_hour: Annotated[Quantity, Range(0, MOST_PER_HOUR)] = Field(
        default=3000, description="total over all entries of the map, those under `entries` apart"
    )
    entries: dict[Annotated[str, Field(pattern=r"^.+:(north|east|south|west)$")], EntryDemand] = Field(
        default_factory=dict,
        description='Entries with a demand of their own, as "junction:leg": the first junction that they lead to, and '
        'the side from which they reach it ("0,0:south", "Mission & 8th:west").',
    )
    trucks: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.0, description="share of the vehicles that are trucks (never the fleet's own)"
    )
    buses: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.0, description="share of the vehicles that are buses (never the fleet's own)"
    )
    turns: Turns = Field(default=Turns(), description="what they want to do at junctions")
    profile: tuple[ProfilePoint, ...] = Field(
        default=(), max_length=1000, description="how the demand changes over time; none: constant"
    )

    @model_validator(mode="after")
    def _cars_remain(self) -> Self:
        if highest(self.trucks) + highest(self.buses) > 1:
            raise ValueError("trucks and buses together must not exceed 1")
        return self

    @model_validator(mode="after")
    def _in_time_order(self) -> Self:
        times = [point.at_s for point in self.profile]
        if any(later <= earlier for earlier, later in pairwise(times)):
            raise ValueError("profile: every at_s must be later than the one before it")
        return self

    def most_arrivals(self, duration_s: float) -> float:
        """Return an upper bound of the mean number of vehicles that arrive in ``duration_s``, drawn or not."""
        factor = max((highest(point.factor) for point in self.profile), default=1.0)
        named = sum(highest(entry.vehicles_per_hour) for entry in self.entries.values())
        return (min(highest(self.vehicles_per_hour), MOST_PER_HOUR) + named) * max(factor, 1.0) * duration_s / 3600

    def pieces(self) -> tuple[list[float], list[float]]:
        """Return starts in s and factors of the profile, from 0 s on, at least one of each."""
        starts = [point.at_s for point in self.profile]
        factors = [float(point.factor) for point in self.profile]
        return (starts, factors) if starts and starts[0] == 0 else ([0.0, *starts], [1.0, *factors])
