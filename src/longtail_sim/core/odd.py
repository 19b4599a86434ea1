"""The operational design domain: what each clause reads, and which clause is broken.

A new clause is a CLAUSE_* of its own, a branch of a reading below, and a row of the table in ``scenario/odd.py``.
"""

from longtail_sim.core.codes import (
    CLAUSE_EMERGENCY_VEHICLES,
    CLAUSE_GRIP,
    CLAUSE_JUNCTION_CONTROL,
    CLAUSE_LINK_LATENCY,
    CLAUSE_LINK_LOSS,
    CLAUSE_LOW_SUN,
    CLAUSE_NONE,
    CLAUSE_ROAD_CLOSURES,
    CLAUSE_SPEED_LIMIT,
    CLAUSE_VISIBILITY,
    OBSTACLE_STOP_ARM,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.params import CLAUSES

FIRST_OF_ROAD = CLAUSE_VISIBILITY  # this clause and those after it hold anywhere, those before it at a junction


@kernel
def reading_at_junction(clause, w, lane, state, settings, network):
    """Return what a clause reads of the junction that ``lane`` leads to; above its limit it is broken."""
    j = network.lanes[lane].junction
    if clause == CLAUSE_JUNCTION_CONTROL:
        allowed = (settings[w].odd_controls >> state.junctions[w, j].control) & 1
        return 0.0 if allowed == 1 else 1.0
    if clause == CLAUSE_SPEED_LIMIT:
        return network.lanes[lane].speed
    if clause == CLAUSE_LINK_LOSS:
        return state.junctions[w, j].link_loss
    if clause == CLAUSE_LINK_LATENCY:
        return state.junctions[w, j].link_latency_s
    if clause == CLAUSE_LOW_SUN:
        return state.junctions[w, j].blind[network.lanes[lane].leg]
    return float(state.junctions[w, j].waiting)


@kernel
def reading_on_road(clause, w, i, state):
    """Return what a clause reads where vehicle ``i`` is; lowest values that a domain asks for are read as negative."""
    if clause == CLAUSE_VISIBILITY:
        return -state.weather[w].visibility_m
    if clause == CLAUSE_GRIP:
        return -state.weather[w].friction
    if clause == CLAUSE_EMERGENCY_VEHICLES:
        return float(state.vehicles[w, i].siren_heard)
    o = state.vehicles[w, i].obstacle  # only what the automation has made out
    if o < 0:
        return 0.0
    # The arm of a school bus belongs to a vehicle that stands in the road, and closes nothing.
    closure = state.obstacles[w, o].solid == 0 and state.obstacles[w, o].kind != OBSTACLE_STOP_ARM
    if clause == CLAUSE_ROAD_CLOSURES:
        return 1.0 if closure else 0.0
    return 0.0 if closure else 1.0


@kernel
def broken_clause(w, i, lane, near, state, settings, network):
    """Return the first clause that is broken for vehicle ``i``, CLAUSE_NONE if the domain holds.

    Those about the junction that ``lane`` leads to are read only if it is ``near``.
    """
    for clause in range(CLAUSES):
        limit = settings[w].odd_limit[clause]
        if clause >= FIRST_OF_ROAD:
            value = reading_on_road(clause, w, i, state)
        elif near:
            value = reading_at_junction(clause, w, lane, state, settings, network)
        else:
            continue
        if value > limit:
            return clause
    return CLAUSE_NONE
