"""Which gap in a stream with priority does a driver take?  Critical headways, their spread, and impatience.

A driver who has to yield accepts a gap between two vehicles of the priority streams, or the lag until the next one, of
at least the own critical headway: the value of the manual times a factor of the driver, less what waiting takes off.
"""

from longtail_sim.core.codes import CONTROL_TWO_WAY_STOP, TURN_LEFT, TURN_RIGHT
from longtail_sim.core.jit import inlined
from longtail_sim.core.limits import NEVER

# Critical headways [s] of HCM 7 chapter 20 (two-lane major road) and permitted left turns (chapter 19).
CRITICAL_PERMITTED_LEFT_S = 4.5
CRITICAL_MAJOR_LEFT_S = 4.1
CRITICAL_MINOR_RIGHT_S = 6.2  # also a right turn on red, which is a stop-controlled right turn
CRITICAL_MINOR_STRAIGHT_S = 6.5
CRITICAL_MINOR_LEFT_S = 7.1

HEAVY_S = 1.0  # trucks and buses need so much more on a two-lane road

SPREAD_CV = 0.2  # of critical headways across drivers (observed 0.2-0.3)
IMPATIENCE = 1.0 / 30.0  # s taken off the critical headway per second waited,
MOST_IMPATIENCE_S = 2.0  # in all (assumption)


@inlined
def base_critical_headway(control, turn, major, on_red):
    """Return the critical headway [s] of a movement that has to yield by control and turn."""
    if on_red:  # like the minor road of a two-way stop, straight on and to the left only where the light has failed
        major, control = False, CONTROL_TWO_WAY_STOP
    if control != CONTROL_TWO_WAY_STOP:
        return CRITICAL_PERMITTED_LEFT_S
    if major:
        return CRITICAL_MAJOR_LEFT_S
    if turn == TURN_RIGHT:
        return CRITICAL_MINOR_RIGHT_S
    return CRITICAL_MINOR_LEFT_S if turn == TURN_LEFT else CRITICAL_MINOR_STRAIGHT_S


@inlined
def critical_headway(base, heavy, factor, waited):
    """Return a driver's critical headway [s] after waiting ``waited`` [s] at the line (0 if it has not stopped)."""
    if heavy:
        base += HEAVY_S
    return max(base * factor - min(waited * IMPATIENCE, MOST_IMPATIENCE_S), 0.5 * base)


@inlined
def waited_at_line(arrived_s, now):
    """Return how long [s] a vehicle has stood at its line."""
    return 0.0 if arrived_s == NEVER else now - arrived_s
