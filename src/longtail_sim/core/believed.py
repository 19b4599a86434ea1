"""What an automated vehicle believes in place of the truth, in its row of the observation vector."""

from longtail_sim.core.codes import (
    COLOUR_GREEN,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    LANE_CONNECTOR,
    UNKNOWN_CONTROL,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.misled import thinks_before_line
from longtail_sim.core.perception_layout import COLUMN, FAR_M, LONG_S
from longtail_sim.core.right_of_way import is_major

SIGHT_M = 150.0  # signals and signs are read from this far

GAP = COLUMN["gap_m"]
LEADER_SPEED = COLUMN["leader_speed_mps"]
LINE = COLUMN["line_m"]
IN_JUNCTION = COLUMN["in_junction"]
HAS_SIGNAL = COLUMN["has_signal"]
IS_GREEN = COLUMN["is_green"]
IS_YELLOW = COLUMN["is_yellow"]
IS_RED = COLUMN["is_red"]
IS_DARK = COLUMN["is_dark"]
IS_ALL_WAY_STOP = COLUMN["is_all_way_stop"]
IS_STOP = COLUMN["is_stop"]
IS_OFFICER = COLUMN["is_officer"]
IS_FLASHING_RED = COLUMN["is_flashing_red"]
IS_FLASHING_YELLOW = COLUMN["is_flashing_yellow"]
COLOUR_AGE = COLUMN["colour_age_s"]
NEXT_IS_DARK = COLUMN["next_is_dark"]
MY_TURN = COLUMN["my_turn"]
PATH_CLEAR = COLUMN["path_clear"]
SIGNAL_KNOWN = COLUMN["signal_known"]
SIGNAL_CONFIDENCE = COLUMN["signal_confidence"]
SIGNAL_AGE = COLUMN["signal_age_s"]
PATH_KNOWN = COLUMN["path_known"]


@kernel
def clipped(value, high):
    """Return ``value`` limited to 0 .. ``high``."""
    return min(max(value, 0.0), high)


@kernel
def see_control(row, j, leg, control, colour, network):
    """Write what the lights, signs or an officer at junction ``j`` show, or seem to, to the approach from ``leg``."""
    row[HAS_SIGNAL] = 1.0 if network.junctions[j].control == CONTROL_SIGNAL else 0.0
    row[IS_DARK] = 1.0 if control == CONTROL_DARK else 0.0
    row[IS_OFFICER] = 1.0 if control == CONTROL_OFFICER else 0.0
    row[IS_ALL_WAY_STOP] = 1.0 if control == CONTROL_ALL_WAY_STOP else 0.0
    row[IS_STOP] = 1.0 if control == CONTROL_TWO_WAY_STOP and not is_major(j, leg, network) else 0.0
    row[IS_GREEN] = 1.0 if colour == COLOUR_GREEN else 0.0
    row[IS_YELLOW] = 1.0 if colour == COLOUR_YELLOW else 0.0
    row[IS_RED] = 1.0 if colour == COLOUR_RED else 0.0


@kernel
def believe_place(row, w, i, lane, state, network):
    """Write where the vehicle believes to be; return whether a junction is ahead of that place."""
    vehicles, offset = state.vehicles, state.beliefs[w, i].line_offset
    if network.lanes[lane].kind == LANE_CONNECTOR:
        if not thinks_before_line(w, i, lane, state, network):
            return False
        row[IN_JUNCTION] = 0.0
        row[LINE] = offset - vehicles[w, i].s
        return True
    if network.lanes[lane].junction < 0:
        return False
    to_line = network.lanes[lane].length - vehicles[w, i].s
    row[LINE] = clipped(to_line + offset, FAR_M)
    return to_line <= SIGHT_M


@kernel
def forget_control(row):
    """Write that nothing is seen of what controls the junction ahead; that there should be a signal stays."""
    row[IS_DARK], row[IS_OFFICER], row[IS_ALL_WAY_STOP], row[IS_STOP] = 0.0, 0.0, 0.0, 0.0
    row[IS_GREEN], row[IS_YELLOW], row[IS_RED] = 0.0, 0.0, 0.0
    row[IS_FLASHING_RED], row[IS_FLASHING_YELLOW] = 0.0, 0.0
    row[COLOUR_AGE], row[NEXT_IS_DARK] = 0.0, 0.0
    row[SIGNAL_KNOWN], row[SIGNAL_CONFIDENCE], row[SIGNAL_AGE] = 0.0, 0.0, LONG_S


@kernel
def believe_control(row, w, i, lane, now, state, network):
    """Write what the vehicle takes the control of the junction ahead for, how sure it is, and how old that is.

    A junction that it has just come before is not seen yet.
    """
    belief, j = state.beliefs[w, i], network.lanes[lane].junction
    known = belief.control != UNKNOWN_CONTROL and belief.junction == j
    if not known:
        forget_control(row)
        if belief.junction == j:
            row[SIGNAL_AGE] = clipped(now - belief.read_s, LONG_S)
        return
    see_control(row, j, network.lanes[lane].leg, belief.control, belief.colour, network)
    row[COLOUR_AGE] = clipped(now - belief.since_s, LONG_S)
    row[SIGNAL_KNOWN] = 1.0
    row[SIGNAL_CONFIDENCE] = belief.confidence
    row[SIGNAL_AGE] = clipped(now - belief.read_s, LONG_S)


@kernel
def believe(row, w, i, now, state, network):
    """Write what vehicle ``i`` believes over what is true."""
    lane, belief = state.vehicles[w, i].lane, state.beliefs[w, i]
    row[GAP] = min(max(belief.gap, -10.0), FAR_M)
    row[LEADER_SPEED] = belief.leader_speed
    if not believe_place(row, w, i, lane, state, network):
        return
    believe_control(row, w, i, lane, now, state, network)
    seen = belief.junction == network.lanes[lane].junction
    row[PATH_KNOWN] = belief.path_known if seen else 0
    row[PATH_CLEAR] = belief.path_clear if seen else 0
    if row[PATH_CLEAR] == 0.0:
        row[MY_TURN] = 0.0
