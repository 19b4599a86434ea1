"""What a person takes a dark signal for.  No field study has counted it: the mixture is the scenario's assumption."""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    BELIEF_ALL_WAY_STOP,
    BELIEF_FOLLOW,
    BELIEF_NONE,
    BELIEF_PRIORITY,
    BELIEF_UNAWARE,
    STREAM_BELIEF,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.right_of_way import conflict_in_sight, is_major


@kernel
def draw_belief(w, i, j, state, settings, network):
    """Return what the driver takes a dark signal for (the mixture is an assumption: docs/decisions/0003)."""
    vehicles = state.vehicles
    major = is_major(j, network.lanes[vehicles[w, i].lane].leg, network)
    priority = settings[w].dark_priority_major if major else settings[w].dark_priority_minor
    u = random.uniform(settings[w].seed, STREAM_BELIEF, vehicles[w, i].trip, vehicles[w, i].junctions_passed * 4)
    if u < settings[w].dark_unaware:
        return BELIEF_UNAWARE
    if u < settings[w].dark_unaware + settings[w].dark_follow:
        return BELIEF_FOLLOW
    if u < settings[w].dark_unaware + settings[w].dark_follow + priority:
        return BELIEF_PRIORITY
    return BELIEF_ALL_WAY_STOP


@kernel
def update_belief(w, i, j, state, settings, network):
    """Draw the belief at first sight of a dark signal; visible cross traffic makes nearly everybody stop."""
    vehicles = state.vehicles
    if vehicles[w, i].belief == BELIEF_NONE:
        vehicles[w, i].belief = draw_belief(w, i, j, state, settings, network)
    belief = vehicles[w, i].belief
    if belief != BELIEF_PRIORITY and belief != BELIEF_FOLLOW:
        return
    number = vehicles[w, i].junctions_passed * 4 + 1
    stops = random.uniform(settings[w].seed, STREAM_BELIEF, vehicles[w, i].trip, number)
    if stops < settings[w].dark_stop_if_conflict and conflict_in_sight(w, i, j, state, network):
        vehicles[w, i].belief = BELIEF_ALL_WAY_STOP
