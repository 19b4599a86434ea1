"""Phase 1: rare events begin and end.  The effect table of the world was written when the world was built."""

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
from longtail_sim.core.jit import kernel


@kernel
def worst_junction(w, junctions):
    """Return the dark junction without an officer that has most waiting vehicles, or -1 if there is no dark one."""
    worst = -1
    for j in range(junctions.control.shape[1]):
        if junctions.control[w, j] != CONTROL_DARK or junctions.officer[w, j] == 1:
            continue
        if worst < 0 or junctions.waiting[w, j] > junctions.waiting[w, worst]:
            worst = j
    return worst


@kernel
def fire(w, now, state):
    """Apply every effect whose time has come."""
    clock, junctions, operators = state.clock, state.junctions, state.operators
    e = clock.effect_next[w]
    while e < clock.effect_s.shape[1] and clock.effect_s[w, e] <= now:
        kind, j, value = clock.effect_kind[w, e], clock.effect_index[w, e], clock.effect_value[w, e]
        if kind == EFFECT_HEALTH:
            junctions.health[w, j] = int(value)
        elif kind == EFFECT_OFFICER:
            junctions.officer[w, j] = int(value)
        elif kind == EFFECT_OFFICER_AT_WORST:
            worst = worst_junction(w, junctions)
            if worst >= 0:
                junctions.officer[w, worst] = 1
        elif kind == EFFECT_LINK_LOSS:
            junctions.link_loss[w, j] = value
        elif kind == EFFECT_LINK_LATENCY:
            junctions.link_latency_s[w, j] = value
        elif kind == EFFECT_ASSIST_BACKGROUND:
            operators.background_per_s[w] = value
        elif kind == EFFECT_SERVICE_FACTOR:
            operators.service_factor[w] = value
        e += 1
    clock.effect_next[w] = e
