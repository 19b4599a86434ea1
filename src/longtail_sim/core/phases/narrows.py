"""Narrow streets: which direction goes, and everybody's distance to the stretch that both share."""

import numpy as np

from longtail_sim.core.aside import set_aside
from longtail_sim.core.codes import ASIDE_NO, ASIDE_ROUND
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.narrow import came_first, claim, note_first, reach, survey


@inlined
def share(w, now, state, settings):
    """Decide at every narrow stretch of the world, if there are any."""
    if state.clock[w].narrows > 0:
        share_all(w, now, state, settings)


@kernel
def share_all(w, now, state, settings):
    """Go through the pairs of lanes that share a stretch, each once."""
    for place in range(state.clock[w].present):
        state.vehicles[w, state.order[w, place].slot].narrow_m = NEVER
    for lane in range(state.lanes.shape[1]):
        opposite = np.int64(state.lanes[w, lane].narrow_opposite)
        if opposite > lane:
            settle(w, lane, opposite, now, state, settings)
    for place in range(state.clock[w].present):
        keep_beside(w, state.order[w, place].slot, state)


@kernel
def settle(w, lane, opposite, now, state, settings):
    """Decide who goes into one stretch."""
    head, inside = survey(w, lane, state)
    note_first(w, lane, head, inside, now, state)
    head, inside = survey(w, opposite, state)
    note_first(w, opposite, head, inside, now, state)
    if came_first(w, lane, opposite, state.lanes):
        claim(w, lane, opposite, now, state, settings)
        claim(w, opposite, lane, now, state, settings)
    else:
        claim(w, opposite, lane, now, state, settings)
        claim(w, lane, opposite, now, state, settings)


@inlined
def keep_beside(w, i, state):
    """Let a vehicle in a narrow stretch, or about to go in, drive where there is room."""
    vehicle = state.vehicles[w, i]
    if vehicle.narrow_go == 1:
        near = vehicle.narrow_m == NEVER or vehicle.narrow_m < reach(w, i, state.vehicles)
        if near and vehicle.aside == ASIDE_NO:
            set_aside(w, i, ASIDE_ROUND, state)
    elif vehicle.aside == ASIDE_ROUND and vehicle.siren == 0 and vehicle.rounds == 0:
        set_aside(w, i, ASIDE_NO, state)
