"""Right turns on red where they are not forbidden: after a stop (people: a rolling one) as from a stop sign."""

from longtail_sim.core.codes import COLOUR_RED, CONTROL_SIGNAL, TURN_RIGHT
from longtail_sim.core.jit import inlined
from longtail_sim.core.limits import NEVER
from longtail_sim.core.right_of_way import axis_of


@inlined
def may_turn_on_red(w, i, lane, j, state, network):
    """Return whether the light ahead is red and the rules let this vehicle turn right all the same, after a stop."""
    if state.vehicles[w, i].turn != TURN_RIGHT or network.junctions[j].right_on_red == 0:
        return False
    if state.junctions[w, j].control != CONTROL_SIGNAL:
        return False
    return state.junctions[w, j].colour[axis_of(network.lanes[lane].leg)] == COLOUR_RED


@inlined
def turns_on_red(w, i, lane, j, state, network):
    """Return whether this vehicle has stopped at a red light and now waits for a gap to turn right."""
    return state.vehicles[w, i].arrived_s < NEVER and may_turn_on_red(w, i, lane, j, state, network)
