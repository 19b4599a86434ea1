"""Events that wait for something: looked at between two decisions, world by world, in Python.

What a world does depends on nothing but its own tables, so the result is the same alone, in a batch and on any number
of threads.  An event that begins changes effects from now on only: those that have fired stay the first of the table.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from longtail_sim.core.codes import ASSIST_ANSWERING, ASSIST_SENDING, CONTROL_DARK, STATE_MINIMAL_RISK_CONDITION
from longtail_sim.core.state import State
from longtail_sim.events import Event
from longtail_sim.events.condition import GRIDLOCK, Reached
from longtail_sim.scenario import Scenario

FLEET = 1


def _fleet_waiting(state: State, w: int) -> float:
    vehicles = state.vehicles[w]
    stage = vehicles["assist"]
    return float(((vehicles["trip"] >= 0) & (stage >= ASSIST_SENDING) & (stage <= ASSIST_ANSWERING)).sum())


def _fleet_stopped(state: State, w: int) -> float:
    vehicles = state.vehicles[w]
    return float(((vehicles["trip"] >= 0) & (vehicles["state"] == STATE_MINIMAL_RISK_CONDITION)).sum())


def _vehicles(state: State, w: int) -> float:
    return float((state.tally["entered"][w] - state.tally["finished"][w]).sum())


def _backlog(state: State, w: int) -> float:
    return float((state.entries["arrived"][w] - state.entries["admitted"][w]).sum())


def _contacts(state: State, w: int) -> float:
    return float((state.tally["contacts"][w] + state.tally["pedestrian_contacts"][w]).sum())


COUNTS: dict[str, Callable[[State, int], float]] = {
    "fleet_waiting": _fleet_waiting,
    "fleet_stopped": _fleet_stopped,
    "vehicles": _vehicles,
    "backlog": _backlog,
    "signals_dark": lambda state, w: float((state.junctions["control"][w] == CONTROL_DARK).sum()),
    "contacts": _contacts,
    "assist_requests": lambda state, w: float(state.totals["assist_requests"][w]),
    "fleet_stops_over_2min": lambda state, w: float(state.tally["stops_over_2min"][w, FLEET]),
    "minimal_risk_stops": lambda state, w: float(state.totals["minimal_risk_stops"][w]),
    "spillbacks": lambda state, w: float(state.totals["spillbacks"][w]),
}


def with_begun_events(drawn: Scenario, state: State, world: int, now: float) -> Scenario:
    """Return the scenario of a world with times for the events whose condition holds at ``now`` [s]; else the same."""
    for number in drawn.waiting():
        event = drawn.events[number]
        if _holds(event, state, world, now):
            delay = float(event.when.delay_s) if isinstance(event.when, Reached) else 0.0
            drawn = drawn.with_event_at(number, now + delay)
    return drawn


def _holds(event: Event, state: State, world: int, now: float) -> bool:
    when = event.when
    if when == GRIDLOCK:
        return bool(np.any(state.waits["gridlocked"][world] == 1))
    if not isinstance(when, Reached) or now < float(when.not_before_s):
        return False
    count = COUNTS[when.metric](state, world)
    return count > float(when.above) if when.above is not None else count < float(when.below or 0.0)
