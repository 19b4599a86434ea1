"""Events that cannot begin before the scenario ends."""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.events import Event
from longtail_sim.events.condition import After
from longtail_sim.quantities import in_words, lowest
from longtail_sim.scenario.conditions import number_of
from longtail_sim.scenario.known_keys import child
from longtail_sim.scenario.overrides import is_option
from longtail_sim.scenario.scenario import Scenario
from longtail_sim.scenario.tree import Mapping, Mistake


def late_events(scenario: Scenario, tree: Mapping) -> list[Mistake]:
    """Return one mistake per event of ``tree`` whose earliest start is not before the end of the scenario.

    A run that an option cuts short (``--set duration_s=60``) is meant to leave out what comes later.
    """
    duration = tree.items.get("duration_s")
    if duration is not None and is_option(duration.mark):
        return []
    late = [
        number
        for number, event in enumerate(scenario.events)
        if event.when is None and lowest(event.at_s) >= scenario.duration_s
    ]
    return [*(_mistake(scenario, tree, number) for number in late), *_after_the_end(scenario, tree, late)]


def _after_the_end(scenario: Scenario, tree: Mapping, late: list[int]) -> list[Mistake]:
    """Return the same of events that begin after others; not of those that wait for one that is late itself."""
    found = []
    for number, event in enumerate(scenario.events):
        if not isinstance(event.when, After) or number_of(event.when.after, scenario.events) in late:
            continue
        start = _earliest(event, scenario.events)
        if start >= scenario.duration_s:
            late = [*late, number]
            node = child(child(tree.items["events"], number) or tree, "when") or tree
            what = f"{start:g} s, when it begins at the earliest, {_relation(start, scenario)}"
            found.append(Mistake(node.mark, f"events[{number}].when", f"{what} {_end(scenario)}"))
    return found


def _earliest(event: Event, events: Sequence[Event]) -> float:
    """Return the earliest time at which an event can begin; 0 where it waits for something of the running world."""
    if event.when is None:
        return lowest(event.at_s)
    if not isinstance(event.when, After):
        return 0.0
    return _earliest(events[number_of(event.when.after, events)], events) + lowest(event.when.delay_s)


def _relation(start: object, scenario: Scenario) -> str:
    return "is" if start == scenario.duration_s else "is after"


def _end(scenario: Scenario) -> str:
    return f"the end of the scenario (duration_s: {scenario.duration_s:g})"


def _mistake(scenario: Scenario, tree: Mapping, number: int) -> Mistake:
    start = scenario.events[number].at_s
    event = child(tree.items["events"], number)
    written = None if event is None else child(event, "at_s")
    place = written or event or tree
    what = f"{in_words(start)} {_relation(start, scenario)} {_end(scenario)}"
    return Mistake(place.mark, f"events[{number}].at_s", what if written else f"the default {what}; give at_s")
