"""Events that begin after others: their times once those are known, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.errors import ScenarioError
from longtail_sim.events import Event
from longtail_sim.events.condition import After


def number_of(name: int | str, events: Sequence[Event]) -> int:
    """Return the place in the list of the event that ``after`` names; raises ScenarioError if there is none."""
    if isinstance(name, int):
        if name >= len(events):
            raise ScenarioError(f"there is no event {name}; the {len(events)} events are counted from 0")
        return name
    ids = [event.id for event in events]
    if name not in ids:
        known = ", ".join(other for other in ids if other) or "none"
        raise ScenarioError(f"no event has the id {name!r}; there are {known}")
    return ids.index(name)


def check_id(number: int, events: Sequence[Event]) -> None:
    """Raise ScenarioError if an event before this one has the same id."""
    own = events[number].id
    if own is not None and own in [event.id for event in events[:number]]:
        raise ScenarioError(f"another event has the id {own!r} already")


def check_order(number: int, events: Sequence[Event]) -> None:
    """Make sure that an event waits for others that exist, and not, over any others, for itself.

    Raises ScenarioError if it does not.
    """
    seen, at = {number}, number
    while isinstance(when := events[at].when, After):
        at = number_of(when.after, events)
        if at in seen:
            raise ScenarioError(f"waits for event {when.after}, which waits for this one")
        seen.add(at)


def with_known_times(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return drawn events with ``at_s`` in place of every ``after`` of an event whose time is known."""
    found = events
    while True:
        settled = tuple(_settled(event, found) for event in found)
        if all(new is old for new, old in zip(settled, found, strict=True)):
            return found
        found = settled


def begun(events: tuple[Event, ...], number: int, at_s: float) -> tuple[Event, ...]:
    """Return events of which one now begins at a time, and those that waited for it."""
    event = events[number].model_copy(update={"at_s": at_s, "when": None})
    return with_known_times((*events[:number], event, *events[number + 1 :]))


def _settled(event: Event, events: Sequence[Event]) -> Event:
    if not isinstance(event.when, After):
        return event
    other = events[number_of(event.when.after, events)]
    if other.when is not None:
        return event
    return event.model_copy(update={"at_s": float(other.at_s) + float(event.when.delay_s), "when": None})
