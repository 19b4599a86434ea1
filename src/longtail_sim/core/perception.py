"""What every automated vehicle perceives, written as one row of the observation vector (``perception_layout``)."""

from longtail_sim.core.codes import (
    ASSIST_ANSWERED,
    ASSIST_ANSWERING,
    ASSIST_SENDING,
    COLOUR_GREEN,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    STATE_AWAITING_ASSISTANCE,
    STATE_DRIVING,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.mobil import SAFE_BRAKING, is_safe, neighbours_in
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception_layout import COLUMN, FAR_M, LONG_S
from longtail_sim.core.right_of_way import axis_of, is_major
from longtail_sim.core.state import NEVER

SIGHT_M = 150.0  # signals and signs are read from this far

SPEED = COLUMN["speed_mps"]
SPEED_LIMIT = COLUMN["speed_limit_mps"]
GAP = COLUMN["gap_m"]
LEADER_SPEED = COLUMN["leader_speed_mps"]
LINE = COLUMN["line_m"]
IN_JUNCTION = COLUMN["in_junction"]
LATERAL = COLUMN["lateral_m"]
LANE_INDEX = COLUMN["lane_index"]
LANE_COUNT = COLUMN["lane_count"]
TURN_FIRST = COLUMN["turn_left"]
TURN_POSSIBLE = COLUMN["turn_possible"]
HAS_SIGNAL = COLUMN["has_signal"]
IS_GREEN = COLUMN["is_green"]
IS_YELLOW = COLUMN["is_yellow"]
IS_RED = COLUMN["is_red"]
IS_DARK = COLUMN["is_dark"]
IS_ALL_WAY_STOP = COLUMN["is_all_way_stop"]
IS_STOP = COLUMN["is_stop"]
IS_OFFICER = COLUMN["is_officer"]
COLOUR_AGE = COLUMN["colour_age_s"]
NEXT_IS_DARK = COLUMN["next_is_dark"]
AT_LINE = COLUMN["at_line"]
AT_LINE_S = COLUMN["at_line_s"]
MY_TURN = COLUMN["my_turn"]
PATH_CLEAR = COLUMN["path_clear"]
EXIT_CLEAR = COLUMN["exit_clear"]
HAZARD = COLUMN["hazard_m"]
OTHERS_WAITING = COLUMN["others_waiting"]
LEFT_FREE = COLUMN["left_free"]
RIGHT_FREE = COLUMN["right_free"]
STANDING_S = COLUMN["standing_s"]
LINK_LOSS = COLUMN["link_loss"]
LINK_LATENCY = COLUMN["link_latency_s"]
AWAITING = COLUMN["awaiting_assistance"]
GRANTED = COLUMN["assistance_granted"]
ASSIST_WAIT = COLUMN["assistance_wait_s"]
SAE_LEVEL = COLUMN["sae_level"]


@kernel
def clipped(value, high):
    """Return ``value`` limited to 0 .. ``high``."""
    return min(max(value, 0.0), high)


@kernel
def see_own(row, w, i, now, vehicles, network):
    """Write the vehicle's own motion, lane and route."""
    lane = vehicles.lane[w, i]
    row[SPEED] = vehicles.speed[w, i]
    row[SPEED_LIMIT] = network.lane_speed[lane]
    row[GAP] = min(max(vehicles.gap[w, i], -10.0), FAR_M)
    row[LEADER_SPEED] = vehicles.leader_speed[w, i]
    row[HAZARD] = clipped(vehicles.hazard[w, i], FAR_M)
    row[LATERAL] = vehicles.lateral[w, i]
    row[STANDING_S] = clipped(vehicles.standing_s[w, i], LONG_S)
    street = network.lane_street[lane]
    if network.lane_kind[lane] == LANE_CONNECTOR:
        row[IN_JUNCTION] = 1.0
    else:
        row[LANE_INDEX] = lane - network.street_first_lane[street]
        row[LANE_COUNT] = network.street_lanes[street]
    turn = vehicles.turn[w, i]
    if turn >= 0:
        row[TURN_FIRST + turn] = 1.0
        row[TURN_POSSIBLE] = 1.0 if vehicles.connector[w, i] >= 0 else 0.0


@kernel
def see_control(row, w, j, leg, now, junctions, network):
    """Write what the lights, signs or an officer at junction ``j`` show to the approach from ``leg``."""
    control = junctions.control[w, j]
    row[HAS_SIGNAL] = 1.0 if network.junction_control[j] == CONTROL_SIGNAL else 0.0
    row[IS_DARK] = 1.0 if control == CONTROL_DARK else 0.0
    row[IS_OFFICER] = 1.0 if control == CONTROL_OFFICER else 0.0
    row[IS_ALL_WAY_STOP] = 1.0 if control == CONTROL_ALL_WAY_STOP else 0.0
    row[IS_STOP] = 1.0 if control == CONTROL_TWO_WAY_STOP and not is_major(j, leg, network) else 0.0
    colour = junctions.colour[w, j, axis_of(leg)]
    row[IS_GREEN] = 1.0 if colour == COLOUR_GREEN else 0.0
    row[IS_YELLOW] = 1.0 if colour == COLOUR_YELLOW else 0.0
    row[IS_RED] = 1.0 if colour == COLOUR_RED else 0.0
    row[COLOUR_AGE] = clipped(now - junctions.colour_since_s[w, j, axis_of(leg)], LONG_S)
    row[OTHERS_WAITING] = min(junctions.waiting[w, j], 100)


@kernel
def see_junction(row, w, i, now, state, network):
    """Write what can be seen of the junction ahead: line, control, whose turn, room, what comes after it."""
    vehicles, junctions = state.vehicles, state.junctions
    lane = vehicles.lane[w, i]
    j = network.lane_junction[lane]
    row[LINE] = FAR_M
    if network.lane_kind[lane] == LANE_CONNECTOR:
        row[LINE] = 0.0
        return
    if j < 0:
        return
    to_line = network.lane_length[lane] - vehicles.s[w, i]
    row[LINE] = clipped(to_line, FAR_M)
    row[LINK_LOSS] = junctions.link_loss[w, j]
    row[LINK_LATENCY] = clipped(junctions.link_latency_s[w, j], 60.0)
    if to_line > SIGHT_M:
        return
    see_control(row, w, j, network.lane_leg[lane], now, junctions, network)
    arrived = vehicles.arrived_s[w, i]
    if arrived < NEVER:
        row[AT_LINE] = 1.0
        row[AT_LINE_S] = clipped(now - arrived, LONG_S)
    row[PATH_CLEAR] = vehicles.path_clear[w, i]
    row[EXIT_CLEAR] = vehicles.exit_clear[w, i]
    turn = vehicles.my_turn_s[w, i] < NEVER and vehicles.path_clear[w, i] == 1 and vehicles.exit_clear[w, i] == 1
    row[MY_TURN] = 1.0 if turn else 0.0
    connector = vehicles.connector[w, i]
    if connector >= 0:
        after = network.lane_junction[network.connector_to[connector]]
        row[NEXT_IS_DARK] = 1.0 if after >= 0 and junctions.control[w, after] == CONTROL_DARK else 0.0


@kernel
def see_beside(row, w, i, state, network):
    """Write whether the neighbouring lanes are free for a change."""
    vehicles = state.vehicles
    lane = vehicles.lane[w, i]
    turn = vehicles.turn[w, i]
    if network.lane_kind[lane] == LANE_CONNECTOR or turn < 0:
        return
    for side in range(2):
        target = network.lane_left[lane] if side == 0 else network.lane_right[lane]
        if target < 0 or network.lane_connector[target, turn] < 0:
            continue
        leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
        if is_safe(w, i, leader, follower, SAFE_BRAKING, vehicles):
            row[LEFT_FREE if side == 0 else RIGHT_FREE] = 1.0


@kernel
def see_assistance(row, w, i, now, settings, vehicles):
    """Write where the request for remote assistance is, and the level."""
    stage = vehicles.assist[w, i]
    if ASSIST_SENDING <= stage <= ASSIST_ANSWERING:
        row[AWAITING] = 1.0
        row[ASSIST_WAIT] = clipped(now - vehicles.assist_since_s[w, i], LONG_S)
    row[GRANTED] = 1.0 if stage == ASSIST_ANSWERED else 0.0
    row[SAE_LEVEL] = settings.sae_level[w]


@kernel
def observe_worlds(first, last, state, settings, network, world, slot, values):
    """Write one row per vehicle that awaits a decision; return the number of rows.

    ``world`` and ``slot`` (rows,) say whose row it is; ``values`` (rows, NUM_FEATURES) must be zero.
    """
    vehicles, lanes = state.vehicles, state.lanes
    n = 0
    for w in range(first, last):
        now = state.clock.step[w] * DT_S
        for lane in range(network.lane_kind.size):
            i = lanes.first[w, lane]
            while i >= 0:
                deciding = vehicles.state[w, i] == STATE_DRIVING or vehicles.state[w, i] == STATE_AWAITING_ASSISTANCE
                if vehicles.driver[w, i] == DRIVER_AUTOMATED and deciding and n < world.size:
                    world[n], slot[n] = w, i
                    row = values[n]
                    see_own(row, w, i, now, vehicles, network)
                    see_junction(row, w, i, now, state, network)
                    see_beside(row, w, i, state, network)
                    see_assistance(row, w, i, now, settings, vehicles)
                    n += 1
                i = vehicles.behind[w, i]
    return n
