"""What the heads of a signal show: the program, what a fault makes of it, and which control follows from that."""

from longtail_sim.core.codes import (
    COLOUR_GREEN,
    COLOUR_NONE,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    HEALTH_CONFLICTING,
    HEALTH_DARK,
    HEALTH_FLASHING_RED,
    HEALTH_FLASHING_YELLOW,
    HEALTH_OUT_OF_STEP,
    HEALTH_SHORT_MAJOR,
    HEALTH_STUCK_EAST_WEST,
    HEALTH_STUCK_NORTH_SOUTH,
    HEALTH_STUCK_RED,
    HEALTH_SWAPPED,
    HEALTH_WORKING,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.params import OFFICER_ALL_RED_S, OFFICER_GREEN_S, OFFICER_YELLOW_S

SHORT_GREEN_S = 5.0  # the shortest minimum green in use (5 to 10 s)


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
    """Return CONTROL_* that holds at a junction at this moment.

    Flashing red is a stop sign and flashing yellow a warning (California Vehicle Code 21457).
    """
    if officer == 1:
        return CONTROL_OFFICER
    if built != CONTROL_SIGNAL or health == HEALTH_WORKING:
        return built
    if health == HEALTH_DARK:
        return CONTROL_DARK
    if health == HEALTH_FLASHING_RED:
        return CONTROL_ALL_WAY_STOP
    if health == HEALTH_FLASHING_YELLOW:
        return CONTROL_TWO_WAY_STOP
    return built


@inlined
def is_frozen(health):
    """Return whether the heads show one colour for ever."""
    return (
        health == HEALTH_STUCK_NORTH_SOUTH
        or health == HEALTH_STUCK_EAST_WEST
        or health == HEALTH_STUCK_RED
        or health == HEALTH_CONFLICTING
    )


@inlined
def frozen_colour(axis, health):
    """Return COLOUR_* that frozen heads show to ``axis``."""
    if health == HEALTH_CONFLICTING:
        return COLOUR_GREEN
    if health == HEALTH_STUCK_NORTH_SOUTH and axis == 0:
        return COLOUR_GREEN
    if health == HEALTH_STUCK_EAST_WEST and axis == 1:
        return COLOUR_GREEN
    return COLOUR_RED


@kernel
def wrong_program_colour(j, axis, health, now, network):
    """Return COLOUR_* of a program that came back wrong; its cycle is as long as that of the right one."""
    cycle, green_0, green_1 = (
        network.junctions[j].cycle_s,
        network.junctions[j].green_s[0],
        network.junctions[j].green_s[1],
    )
    late = 0.0
    if health == HEALTH_SWAPPED:
        green_0, green_1 = green_1, green_0
    elif health == HEALTH_OUT_OF_STEP:
        late = 0.5 * cycle
    elif health == HEALTH_SHORT_MAJOR:
        rest = green_0 + green_1 - SHORT_GREEN_S
        major_first = network.junctions[j].major == 0
        green_0, green_1 = (SHORT_GREEN_S, rest) if major_first else (rest, SHORT_GREEN_S)
    time_in_cycle = (now - late - network.junctions[j].offset_s) % cycle
    return program_colour(
        time_in_cycle, axis, green_0, green_1, network.junctions[j].yellow_s, network.junctions[j].all_red_s
    )


@inlined
def colour_now(j, axis, control, health, now, network):
    """Return COLOUR_* of the heads (or the officer's hand) for an axis of junction ``j``."""
    if control == CONTROL_SIGNAL:
        if health != HEALTH_WORKING:
            if is_frozen(health):
                return frozen_colour(axis, health)
            return wrong_program_colour(j, axis, health, now, network)
        time_in_cycle = (now - network.junctions[j].offset_s) % network.junctions[j].cycle_s
        green_0, green_1 = network.junctions[j].green_s[0], network.junctions[j].green_s[1]
        yellow, all_red = network.junctions[j].yellow_s, network.junctions[j].all_red_s
        return program_colour(time_in_cycle, axis, green_0, green_1, yellow, all_red)
    if control == CONTROL_OFFICER:
        cycle = 2.0 * (OFFICER_GREEN_S + OFFICER_YELLOW_S + OFFICER_ALL_RED_S)
        return program_colour(now % cycle, axis, OFFICER_GREEN_S, OFFICER_GREEN_S, OFFICER_YELLOW_S, OFFICER_ALL_RED_S)
    return COLOUR_NONE
