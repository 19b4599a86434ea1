"""What follows from a wrong belief about the signal, or about the own place: the same for all phases."""

from longtail_sim.core.codes import (
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    MISTAKE_SIGNAL,
    MISTAKE_UNSEEN,
)
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.jit import inlined
from longtail_sim.core.right_of_way import axis_of

ABOUT_SIGNAL = MISTAKE_SIGNAL | MISTAKE_UNSEEN
CAN_STOP = 4.0  # m/s^2


@inlined
def is_mistaken(w, i, mistakes, state):
    """Return whether vehicle ``i`` makes one of these mistakes about the signal ahead; a person never does."""
    if state.clock[w].misled == 0 or state.vehicles[w, i].driver != DRIVER_AUTOMATED:
        return False
    belief = state.beliefs[w, i]
    return belief.trip == state.vehicles[w, i].trip and belief.mistakes & mistakes != 0


@inlined
def is_misled(w, i, state):
    """Return whether an automated vehicle is wrong about the signal ahead, or does not see it."""
    return is_mistaken(w, i, ABOUT_SIGNAL, state)


@inlined
def enters_red(w, i, j, state, network):
    """Return whether a misled vehicle faces a red light: those with green come across it, and it has to see them."""
    if not is_misled(w, i, state):
        return False
    control = state.junctions[w, j].control
    axis = axis_of(network.lanes[state.vehicles[w, i].lane].leg)
    lit = control == CONTROL_SIGNAL or control == CONTROL_OFFICER
    return lit and state.junctions[w, j].colour[axis] == COLOUR_RED


@inlined
def thinks_before_line(w, i, lane, state, network):
    """Return whether a vehicle is inside a junction and believes to come to a stop before the line, at a red light."""
    ahead = state.beliefs[w, i].line_offset - state.vehicles[w, i].s
    if network.lanes[lane].kind != LANE_CONNECTOR or ahead <= 0.0:
        return False
    colour = state.beliefs[w, i].colour
    waits = colour == COLOUR_RED or colour == COLOUR_YELLOW
    return waits and braking_needed(state.vehicles[w, i].speed, ahead) < CAN_STOP
