"""Rare events begin and end.  The effect table of the world was written when the world was built."""

from longtail_sim.core.codes import (
    CONTROL_DARK,
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_HEALTH,
    EFFECT_LINK_LATENCY,
    EFFECT_LINK_LOSS,
    EFFECT_OFFICER,
    EFFECT_OFFICER_AT_WORST,
    EFFECT_SERVICE_FACTOR,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.state import NEVER


@kernel
def worst_junction(w, junctions):
    """Return the dark junction without an officer that has most waiting vehicles, or -1 if there is no dark one."""
    worst = -1
    for j in range(junctions.shape[1]):
        if junctions[w, j].control != CONTROL_DARK or junctions[w, j].officer == 1:
            continue
        if worst < 0 or junctions[w, j].waiting > junctions[w, worst].waiting:
            worst = j
    return worst


@inlined
def fire(w, now, state):
    """Apply every effect whose time has come."""
    e = state.clock[w].effect_next
    if e < state.effects.shape[1] and state.effects[w, e].time_s <= now:
        apply(w, now, state)


@kernel
def apply(w, now, state):
    """Apply the effects that are due, in their order."""
    clock, effects, junctions, operators = state.clock, state.effects, state.junctions, state.operators
    e = clock[w].effect_next
    while e < effects.shape[1] and effects[w, e].time_s <= now:
        kind, j, value = effects[w, e].kind, effects[w, e].index, effects[w, e].value
        if kind == EFFECT_HEALTH:
            junctions[w, j].health = int(value)
        elif kind == EFFECT_OFFICER:
            junctions[w, j].officer = int(value)
        elif kind == EFFECT_OFFICER_AT_WORST:
            worst = worst_junction(w, junctions)
            if worst >= 0:
                junctions[w, worst].officer = 1
        elif kind == EFFECT_LINK_LOSS:
            junctions[w, j].link_loss = value
        elif kind == EFFECT_LINK_LATENCY:
            junctions[w, j].link_latency_s = value
        elif kind == EFFECT_ASSIST_BACKGROUND:
            operators[w].background_per_s = value
            operators[w].background_next_s = NEVER  # to be drawn at the new rate
        elif kind == EFFECT_SERVICE_FACTOR:
            operators[w].service_factor = value
        e += 1
    clock[w].effect_next = e
