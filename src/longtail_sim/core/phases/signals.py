"""Signal heads change.  The program runs on; what it shows depends on the signal's health."""

from longtail_sim.core.codes import (
    COLOUR_GREEN,
    COLOUR_NONE,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    HEALTH_WORKING,
)
from longtail_sim.core.jit import inlined
from longtail_sim.core.params import OFFICER_ALL_RED_S, OFFICER_GREEN_S, OFFICER_YELLOW_S


@inlined
def program_colour(time_in_cycle, axis, green_0, green_1, yellow, all_red):
    """Return COLOUR_* that a two-phase fixed-time program shows to ``axis``."""
    start = 0.0 if axis == 0 else green_0 + yellow + all_red
    green = green_0 if axis == 0 else green_1
    since = time_in_cycle - start
    if 0.0 <= since < green:
        return COLOUR_GREEN
    if green <= since < green + yellow:
        return COLOUR_YELLOW
    return COLOUR_RED


@inlined
def control_in_force(built, health, officer):
    """Return CONTROL_* that holds at a junction at this moment."""
    if officer == 1:
        return CONTROL_OFFICER
    if built == CONTROL_SIGNAL and health != HEALTH_WORKING:
        return CONTROL_DARK
    return built


@inlined
def colour_now(j, axis, control, now, network):
    """Return COLOUR_* of the heads (or the officer's hand) for an axis of junction ``j``."""
    if control == CONTROL_SIGNAL:
        time_in_cycle = (now - network.junctions[j].offset_s) % network.junctions[j].cycle_s
        green_0, green_1 = network.junctions[j].green_s[0], network.junctions[j].green_s[1]
        yellow, all_red = network.junctions[j].yellow_s, network.junctions[j].all_red_s
        return program_colour(time_in_cycle, axis, green_0, green_1, yellow, all_red)
    if control == CONTROL_OFFICER:
        cycle = 2.0 * (OFFICER_GREEN_S + OFFICER_YELLOW_S + OFFICER_ALL_RED_S)
        return program_colour(now % cycle, axis, OFFICER_GREEN_S, OFFICER_GREEN_S, OFFICER_YELLOW_S, OFFICER_ALL_RED_S)
    return COLOUR_NONE


@inlined
def advance(w, now, state, network):
    """Set what controls each junction, and what its heads show."""
    junctions = state.junctions
    for j in range(network.junctions.size):
        control = control_in_force(network.junctions[j].control, junctions[w, j].health, junctions[w, j].officer)
        junctions[w, j].control = control
        for axis in range(2):
            colour = colour_now(j, axis, control, now, network)
            if colour != junctions[w, j].colour[axis]:
                junctions[w, j].colour[axis] = colour
                junctions[w, j].colour_since_s[axis] = now
