"""Events that cannot begin before the scenario ends."""

from __future__ import annotations

from longtail_sim.quantities import in_words, lowest
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
    return [_mistake(scenario, tree, number) for number in late]


def _mistake(scenario: Scenario, tree: Mapping, number: int) -> Mistake:
    start = scenario.events[number].at_s
    relation = "is" if start == scenario.duration_s else "is after"
    event = child(tree.items["events"], number)
    written = None if event is None else child(event, "at_s")
    place = written or event or tree
    what = f"{in_words(start)} {relation} the end of the scenario (duration_s: {scenario.duration_s:g})"
    return Mistake(place.mark, f"events[{number}].at_s", what if written else f"the default {what}; give at_s")
