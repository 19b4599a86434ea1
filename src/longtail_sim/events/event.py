"""The base of all rare events."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from longtail_sim.events.condition import When, condition_in_words
from longtail_sim.events.effect import Effect
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.place import EVERYWHERE, check_names
from longtail_sim.events.whereabouts import Points, named, positions, touched
from longtail_sim.quantities import Distribution, Draw, Quantity, Range, Section, Uniform, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

DAY_S = 86400


class Span(NamedTuple):
    """A piece of an event's time line, for pictures; ``end_s`` is infinite for what does not end."""

    start_s: float
    end_s: float
    label: str


class Event(Section):
    """One rare event of a scenario.  A kind of event is a subclass with a ``kind: Literal[...]`` of its own."""

    kind: str
    at_s: Annotated[Quantity, Range(0, DAY_S)] = Field(default=600, description="when it begins")
    when: When | None = Field(
        default=None, description="in place of at_s: gridlock, {after: 0, delay_s: 60} or {metric: ..., above: ...}"
    )
    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=100)] | None = Field(
        default=None, description="a name for the `after` of other events"
    )

    @model_validator(mode="after")
    def _begins_once(self) -> Self:
        if self.when is not None and self.at_s != type(self).model_fields["at_s"].default:
            raise ValueError("give at_s or when, not both")
        return self

    @abstractmethod
    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return the event's effects in time order.

        Called on a drawn event.  ``draw`` is the event's own place for further draws (which junctions, which cell).
        Raises ScenarioError if the event names a place that ``network`` does not have.
        """

    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return what the event puts into the road, nothing by default; called as ``schedule``."""
        return []

    def places(self, draw: Draw, network: StreetNetwork) -> Points:
        """Return where on the map it happens, for pictures: points in metres, shape (n, 2); none for everywhere.

        Called on a drawn event, with the same ``draw`` as ``schedule``.
        """
        if getattr(self, "where", None) == EVERYWHERE:
            return positions([], network)
        points = touched(self.schedule(draw, network), network)
        return points if len(points) else named(self, network)

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if the event names a place that is not among the junctions' names."""
        where = getattr(self, "where", None)
        if where is not None:
            check_names(where, junctions)

    def moment(self) -> str:
        """Return when it begins, in words; a time that is still to be drawn must not read like an interval."""
        if self.when is not None:
            return condition_in_words(self.when)
        if isinstance(self.at_s, Uniform):
            low, high = self.at_s.support()
            return f"a moment between {low:g} and {high:g} s"
        words = in_words(self.at_s, " s")
        return f"a drawn moment ({words})" if isinstance(self.at_s, Distribution) else words

    @abstractmethod
    def timeline(self) -> list[Span]:
        """Return what happens when, on a drawn event."""

    @abstractmethod
    def describe(self) -> str:
        """Return the event in one line, drawn or not."""
