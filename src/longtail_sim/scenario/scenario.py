"""A scenario: streets, demand, drivers, fleet, events.  Everything that a seed then turns into a world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from longtail_sim.core.limits import NEVER
from longtail_sim.core.params import DT_S
from longtail_sim.errors import ScenarioError
from longtail_sim.events import Baseline, Effect, Event, Obstacle, compose
from longtail_sim.network.names import junction_name
from longtail_sim.network.spec import NetworkSpec
from longtail_sim.quantities import Draw, DrawnPerCase, Number, Section, draw
from longtail_sim.scenario.any_event import AnyEvent
from longtail_sim.scenario.conditions import begun, check_id, check_order, with_known_times
from longtail_sim.scenario.demand import Demand
from longtail_sim.scenario.drivers import Drivers
from longtail_sim.scenario.expectation import Expectation
from longtail_sim.scenario.fleet import Fleet
from longtail_sim.scenario.pedestrians import Pedestrians
from longtail_sim.scenario.variation import Variation

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

MOST_ARRIVALS = 500_000


class Scenario(Section):
    """One scenario file, read and checked.  Numbers may still be distributions until ``draw``."""

    name: str = Field(
        default="unnamed",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        max_length=100,
        description="short name, as the file's",
    )
    title: str = Field(default="", max_length=200, description="one line for tables and pictures")
    story: str = Field(default="", max_length=10_000, description="what happens, in words")
    sources: tuple[str, ...] = Field(default=(), max_length=200, description="facts and where they come from")
    tags: tuple[Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")], ...] = Field(
        default=(), max_length=100, description="what it is about, in words of your own such as signals.dark"
    )
    duration_s: Annotated[Number, Field(ge=1, le=86400)] = Field(default=1800, description="simulated time")
    decision_interval_s: Annotated[Number, Field(ge=DT_S, le=10)] = Field(
        default=0.5, description="time between two decisions of an agent, a multiple of 0.1 s"
    )
    network: NetworkSpec = Field(default=NetworkSpec(), description="streets, junctions, signals")
    demand: Demand = Field(default=Demand(), description="vehicles that want to enter")
    drivers: Drivers = Field(default=Drivers(), description="how people drive")
    pedestrians: Pedestrians = Field(default=Pedestrians(), description="people on foot at the crosswalks")
    fleet: Fleet = Field(default=Fleet(), description="automated vehicles and their remote assistance")
    events: tuple[AnyEvent, ...] = Field(default=(), max_length=200, description="rare events")
    expect: tuple[Expectation, ...] = Field(default=(), max_length=200, description="facts about the outcome")
    vary: Annotated[Variation | None, DrawnPerCase()] = Field(
        default=None, description="which numbers `longtail vary` changes, and how; a plain run leaves them as they are"
    )

    @field_validator("decision_interval_s")
    @classmethod
    def _whole_steps(cls, interval: float) -> float:
        if abs(interval / DT_S - round(interval / DT_S)) > 1e-9:
            raise ValueError(f"must be a multiple of {DT_S:g} s; got {interval:g}")
        return interval

    @model_validator(mode="after")
    def _fits_into_memory(self) -> Self:
        arrivals = self.demand.most_arrivals(self.duration_s)
        if arrivals > MOST_ARRIVALS:
            raise ValueError(
                f"up to {arrivals:.0f} vehicles would arrive; at most {MOST_ARRIVALS} are possible, "
                "so lower demand.vehicles_per_hour, its profile, or duration_s"
            )
        return self

    @model_validator(mode="after")
    def _places_exist(self) -> Self:
        names = [junction_name(column, row) for row in self.network.row_names for column in self.network.column_names]
        mistakes = []
        for number in range(len(self.events)):
            for keys, check in self._checks(number, names).items():
                try:
                    check()
                except ScenarioError as error:
                    what = PydanticCustomError("impossible", "{message}", {"message": str(error)})
                    place: tuple[int | str, ...] = ("events", number, *keys)
                    mistakes.append(InitErrorDetails(type=what, loc=place, input=self.events[number]))
        if mistakes:
            raise ValidationError.from_exception_data("Scenario", mistakes)
        return self

    def _checks(self, number: int, junctions: Sequence[str]) -> dict[tuple[str, ...], Callable[[], None]]:
        """Return what can be wrong with an event among others, by the keys below it."""
        return {
            ("where",): partial(self.events[number].check_names, junctions),
            ("when", "after"): partial(check_order, number, self.events),
            ("id",): partial(check_id, number, self.events),
        }

    def draw(self, seed: int) -> Scenario:
        """Return this scenario with a number, decided by ``seed``, in place of every distribution.

        Fields that are drawn once per request or per cell (``DrawnPerCase``) keep their distribution.
        """
        return self.settled(draw(self, seed))

    @staticmethod
    def settled(drawn: Scenario) -> Scenario:
        """Return a drawn scenario in which events that begin after others have a time, where theirs are known."""
        events = with_known_times(drawn.events)
        return drawn if events is drawn.events else drawn.model_copy(update={"events": events})

    def waiting(self) -> list[int]:
        """Return the numbers of the events that wait for something to come to pass (of a drawn scenario)."""
        return [number for number, event in enumerate(self.events) if event.when is not None]

    def with_event_at(self, number: int, at_s: float) -> Scenario:
        """Return this drawn scenario with a time for an event that waited, and for those that waited for it."""
        return self.model_copy(update={"events": begun(self.events, number, at_s)})

    def effects(self, seed: int, network: StreetNetwork) -> list[Effect]:
        """Return what the events do to the world of ``seed``: single changes in time order, overlaps composed.

        Raises ScenarioError if an event cannot happen on ``network``.
        """
        return self.draw(seed).drawn_effects(seed, network)

    def drawn_effects(self, seed: int, network: StreetNetwork) -> list[Effect]:
        """Return the effects of this scenario, which was drawn with ``seed``; as ``effects`` of the one drawn from.

        Events that wait for something have none yet.
        """
        scheduled: list[Effect] = []
        for place, event in self._placed_events(seed):
            if event.when is None:
                scheduled += event.schedule(place, network)
        return compose(scheduled, self.baseline())

    def impossible(self, seed: int, network: StreetNetwork) -> dict[int, str]:
        """Return why events cannot happen on ``network``, by their numbers."""
        found = {}
        for number, (place, event) in enumerate(self.draw(seed)._placed_events(seed)):
            try:
                event.schedule(place, network)
                event.obstacles(place, network)
            except ScenarioError as error:
                found[number] = str(error)
        return found

    def places(self, seed: int, network: StreetNetwork) -> list[npt.NDArray[np.float64]]:
        """Return where on the map each event happens, points in metres (n, 2), of the scenario drawn with ``seed``."""
        return [event.places(place, network) for place, event in self._placed_events(seed)]

    def most_effects(self, seed: int, network: StreetNetwork) -> int:
        """Return an upper bound of the number of effects, whenever those events begin that wait for something."""
        every = [event.schedule(place, network) for place, event in self._placed_events(seed)]
        return 2 * sum(map(len, every))  # each has a beginning and an end

    def drawn_obstacles(self, seed: int, network: StreetNetwork) -> list[Obstacle]:
        """Return what the events of this scenario, which was drawn with ``seed``, put into the road.

        Events that wait for something have their rows, but no time yet.
        """
        found: list[Obstacle] = []
        for place, event in self._placed_events(seed):
            first = len(found)
            for row in event.obstacles(place, network):
                numbered = replace(row, follows=first + row.follows) if row.follows >= 0 else row
                found.append(numbered if event.when is None else replace(numbered, begins_s=NEVER, ends_s=NEVER))
        return found

    def baseline(self) -> Baseline:
        """Return the values that events change, as they are without any event (of a drawn scenario)."""
        assistance = self.fleet.remote_assistance
        return Baseline(
            link_loss=float(assistance.link.loss),
            link_latency_s=float(assistance.link.latency_s),
            background_per_s=float(assistance.background_requests_per_h) / 3600,
        )

    def _placed_events(self, seed: int) -> Iterator[tuple[Draw, Event]]:
        """Yield every event with its own place for draws: kind and running number within the kind."""
        seen: dict[str, int] = {}
        for event in self.events:
            seen[event.kind] = count = seen.get(event.kind, -1) + 1
            yield Draw(seed).child("schedule", event.kind, count), event
