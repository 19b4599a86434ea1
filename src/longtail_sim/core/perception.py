"""What every automated vehicle perceives, written as one row of the observation vector (``perception_layout``)."""

from longtail_sim.core.believed import SIGHT_M, believe, clipped, see_control
from longtail_sim.core.codes import (
    ASSIST_ANSWERED,
    ASSIST_ANSWERING,
    ASSIST_SENDING,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    DRIVER_AUTOMATED,
    HEALTH_FLASHING_RED,
    HEALTH_FLASHING_YELLOW,
    LANE_CONNECTOR,
    OBSTACLE_PERSON,
    STATE_AWAITING_ASSISTANCE,
    STATE_DRIVING,
    STATE_TAKEOVER_REQUESTED,
)
from longtail_sim.core.failed_light import heeds_officer
from longtail_sim.core.jit import kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.mobil import SAFE_BRAKING, is_safe, neighbours_in
from longtail_sim.core.narrow import has_room_beyond, has_turn
from longtail_sim.core.obstruction import is_barred, is_closed, is_obstructed
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception_layout import COLUMN, FAR_M, LONG_S
from longtail_sim.core.pickup import boards
from longtail_sim.core.right_of_way import axis_of, is_major
from longtail_sim.core.signal_heads import control_in_force

SPEED = COLUMN["speed_mps"]
SPEED_LIMIT = COLUMN["speed_limit_mps"]
GAP = COLUMN["gap_m"]
LEADER_SPEED = COLUMN["leader_speed_mps"]
LINE = COLUMN["line_m"]
IN_JUNCTION = COLUMN["in_junction"]
COLOUR_AGE = COLUMN["colour_age_s"]
LATERAL = COLUMN["lateral_m"]
LANE_INDEX = COLUMN["lane_index"]
LANE_COUNT = COLUMN["lane_count"]
TURN_FIRST = COLUMN["turn_left"]
TURN_POSSIBLE = COLUMN["turn_possible"]
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
SIREN = COLUMN["siren_m"]
SIREN_HEARD = COLUMN["siren_heard"]
SIREN_AT_JUNCTION = COLUMN["siren_at_junction"]
NARROW = COLUMN["narrow_m"]
NARROW_TAKEN = COLUMN["narrow_taken"]
NARROW_OPPOSED = COLUMN["narrow_opposed"]
NARROW_TURN = COLUMN["narrow_turn"]
OBSTACLE = COLUMN["obstacle_m"]
OBSTACLE_SPEED = COLUMN["obstacle_speed_mps"]
OBSTACLE_IS_BODY = COLUMN["obstacle_is_body"]
OBSTACLE_IS_PERSON = COLUMN["obstacle_is_person"]
OBSTACLE_FILLS_STREET = COLUMN["obstacle_fills_street"]
IS_FLASHING_RED = COLUMN["is_flashing_red"]
IS_FLASHING_YELLOW = COLUMN["is_flashing_yellow"]
VISIBILITY = COLUMN["visibility_m"]
FRICTION = COLUMN["friction"]
BOARDS = COLUMN["boards"]
SIGNAL_KNOWN = COLUMN["signal_known"]
SIGNAL_CONFIDENCE = COLUMN["signal_confidence"]
PATH_KNOWN = COLUMN["path_known"]


@kernel
def see_own(row, w, i, now, vehicles, network):
    """Write the vehicle's own motion, lane and route."""
    lane = vehicles[w, i].lane
    row[SPEED] = vehicles[w, i].speed
    row[SPEED_LIMIT] = network.lanes[lane].speed
    row[GAP] = min(max(vehicles[w, i].gap, -10.0), FAR_M)
    row[LEADER_SPEED] = vehicles[w, i].leader_speed
    row[HAZARD] = clipped(vehicles[w, i].hazard, FAR_M)
    row[LATERAL] = vehicles[w, i].lateral
    row[STANDING_S] = clipped(vehicles[w, i].standing_s, LONG_S)
    row[BOARDS] = 1.0 if boards(w, i, now, vehicles) else 0.0
    street = network.lanes[lane].street
    if network.lanes[lane].kind == LANE_CONNECTOR:
        row[IN_JUNCTION] = 1.0
    else:
        row[LANE_INDEX] = lane - network.streets[street].first_lane
        row[LANE_COUNT] = network.streets[street].lanes
    turn = vehicles[w, i].turn
    if turn >= 0:
        row[TURN_FIRST + turn] = 1.0
        row[TURN_POSSIBLE] = 1.0 if vehicles[w, i].connector >= 0 else 0.0


@kernel
def see_flashing(row, w, j, leg, control, junctions, network):
    """Write what flashes, where a signal works as a stop sign."""
    if network.junctions[j].control != CONTROL_SIGNAL:
        return
    health = junctions[w, j].health
    if control == CONTROL_ALL_WAY_STOP and health == HEALTH_FLASHING_RED:
        row[IS_FLASHING_RED] = 1.0
    elif control == CONTROL_TWO_WAY_STOP and health == HEALTH_FLASHING_YELLOW:
        row[IS_FLASHING_YELLOW if is_major(j, leg, network) else IS_FLASHING_RED] = 1.0


@kernel
def see_shown(row, w, j, leg, heeds, now, junctions, network):
    """Write what the lights, signs or an officer at junction ``j`` show to the approach from ``leg``.

    Who does not heed the officer (``heeds``) sees the lights only.
    """
    axis = axis_of(leg)
    control, colour = junctions[w, j].control, junctions[w, j].colour[axis]
    since = junctions[w, j].colour_since_s[axis]
    if control == CONTROL_OFFICER and not heeds:
        control = control_in_force(network.junctions[j].control, junctions[w, j].health, 0)
        colour, since = junctions[w, j].light[axis], junctions[w, j].light_since_s[axis]
    see_control(row, j, leg, control, colour, network)
    row[COLOUR_AGE] = clipped(now - since, LONG_S)
    see_flashing(row, w, j, leg, control, junctions, network)
    row[OTHERS_WAITING] = min(junctions[w, j].waiting, 100)


@kernel
def see_junction(row, w, i, now, state, settings, network):
    """Write what can be seen of the junction ahead: line, control, whose turn, room, what comes after it."""
    vehicles, junctions = state.vehicles, state.junctions
    lane = vehicles[w, i].lane
    j = network.lanes[lane].junction
    row[LINE] = FAR_M
    if network.lanes[lane].kind == LANE_CONNECTOR:
        row[LINE] = 0.0
        return
    if j < 0:
        return
    to_line = network.lanes[lane].length - vehicles[w, i].s
    row[LINE] = clipped(to_line, FAR_M)
    row[LINK_LOSS] = junctions[w, j].link_loss
    row[LINK_LATENCY] = clipped(junctions[w, j].link_latency_s, 60.0)
    if to_line > min(SIGHT_M, state.weather[w].visibility_m):
        return
    heeds = heeds_officer(w, i, j, state, settings)
    see_shown(row, w, j, network.lanes[lane].leg, heeds, now, junctions, network)
    row[SIGNAL_KNOWN] = 1.0
    row[SIGNAL_CONFIDENCE] = 1.0
    row[PATH_KNOWN] = 1.0
    arrived = vehicles[w, i].arrived_s
    if arrived < NEVER:
        row[AT_LINE] = 1.0
        row[AT_LINE_S] = clipped(now - arrived, LONG_S)
    row[PATH_CLEAR] = vehicles[w, i].path_clear
    row[EXIT_CLEAR] = vehicles[w, i].exit_clear
    turn = vehicles[w, i].my_turn_s < NEVER or (arrived < NEVER and not heeds)
    turn = turn and vehicles[w, i].path_clear == 1 and vehicles[w, i].exit_clear == 1
    row[MY_TURN] = 1.0 if turn else 0.0
    connector = vehicles[w, i].connector
    if connector >= 0:
        after = network.lanes[network.lanes[connector].connector_to].junction
        row[NEXT_IS_DARK] = 1.0 if after >= 0 and junctions[w, after].control == CONTROL_DARK else 0.0


@kernel
def see_beside(row, w, i, state, network):
    """Write whether the neighbouring lanes are free for a change."""
    vehicles = state.vehicles
    lane = vehicles[w, i].lane
    turn = vehicles[w, i].turn
    if network.lanes[lane].kind == LANE_CONNECTOR or turn < 0:
        return
    obstructed = is_obstructed(w, i, lane, state)
    for side in range(2):
        target = network.lanes[lane].left if side == 0 else network.lanes[lane].right
        if target < 0 or (network.lanes[target].connector[turn] < 0 and not obstructed):
            continue
        if is_barred(w, i, target, state):
            continue
        leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
        if is_safe(w, i, leader, follower, SAFE_BRAKING, vehicles):
            row[LEFT_FREE if side == 0 else RIGHT_FREE] = 1.0


@kernel
def see_obstacle(row, w, i, state, network):
    """Write what has been recognised in the road."""
    row[OBSTACLE] = FAR_M
    o = state.vehicles[w, i].obstacle
    if o < 0:
        return
    obstacle = state.obstacles[w, o]
    row[OBSTACLE] = clipped(state.vehicles[w, i].obstacle_m, FAR_M)
    row[OBSTACLE_SPEED] = obstacle.speed
    row[OBSTACLE_IS_BODY] = obstacle.solid
    row[OBSTACLE_IS_PERSON] = 1.0 if obstacle.kind == OBSTACLE_PERSON else 0.0
    row[OBSTACLE_FILLS_STREET] = 1.0 if is_closed(w, network.lanes[obstacle.lane].street, state, network) else 0.0


@kernel
def see_assistance(row, w, i, now, settings, vehicles):
    """Write where the request for remote assistance is, and the level."""
    stage = vehicles[w, i].assist
    if ASSIST_SENDING <= stage <= ASSIST_ANSWERING:
        row[AWAITING] = 1.0
        row[ASSIST_WAIT] = clipped(now - vehicles[w, i].assist_since_s, LONG_S)
    row[GRANTED] = 1.0 if stage == ASSIST_ANSWERED else 0.0
    row[SAE_LEVEL] = settings[w].sae_level


@kernel
def see_sirens(row, w, i, state, network):
    """Write what is heard of emergency vehicles."""
    vehicle = state.vehicles[w, i]
    row[SIREN] = clipped(vehicle.siren_m, FAR_M)
    row[SIREN_HEARD] = vehicle.siren_heard
    j = network.lanes[vehicle.lane].junction
    if j >= 0:
        row[SIREN_AT_JUNCTION] = state.junctions[w, j].siren


@kernel
def see_narrow(row, w, i, now, state):
    """Write what can be seen of the narrow stretch ahead: who is in it, who waits, whose turn it is."""
    vehicle = state.vehicles[w, i]
    lane = vehicle.lane
    opposite = state.lanes[w, lane].narrow_opposite
    inside = vehicle.narrow_go == 1 and vehicle.narrow_m == NEVER
    row[NARROW] = 0.0 if inside else clipped(vehicle.narrow_m, FAR_M)
    if opposite < 0 or inside:
        return
    taken = state.lanes[w, opposite].narrow_held == 1
    row[NARROW_TAKEN] = 1.0 if taken else 0.0
    row[NARROW_OPPOSED] = 1.0 if state.lanes[w, opposite].narrow_first >= 0 else 0.0
    turn = has_turn(w, lane, opposite, now, state.lanes) and has_room_beyond(w, i, lane, state)
    row[NARROW_TURN] = 1.0 if turn else 0.0


@kernel
def is_asked(w, i, vehicles):
    """Return whether vehicle ``i`` awaits a decision of an agent."""
    state = vehicles[w, i].state
    deciding = state == STATE_DRIVING or state == STATE_AWAITING_ASSISTANCE or state == STATE_TAKEOVER_REQUESTED
    return deciding and vehicles[w, i].driver == DRIVER_AUTOMATED


@kernel
def see(row, w, i, now, state, settings, network):
    """Write everything that vehicle ``i`` perceives; ``row`` (NUM_FEATURES,) must be zero."""
    see_own(row, w, i, now, state.vehicles, network)
    row[VISIBILITY] = clipped(state.weather[w].visibility_m, FAR_M)
    row[FRICTION] = state.weather[w].friction
    see_junction(row, w, i, now, state, settings, network)
    see_beside(row, w, i, state, network)
    see_obstacle(row, w, i, state, network)
    see_assistance(row, w, i, now, settings, state.vehicles)
    see_sirens(row, w, i, state, network)
    see_narrow(row, w, i, now, state)
    if state.clock[w].sensing == 1 and state.beliefs[w, i].trip == state.vehicles[w, i].trip:
        believe(row, w, i, now, state, network)


@kernel
def slot_of(w, trip, vehicles, lanes):
    """Return where the vehicle that makes a trip is kept, -1 if it is not in the map."""
    for lane in range(lanes.shape[1]):
        i = lanes[w, lane].first
        while i >= 0:
            if vehicles[w, i].trip == trip:
                return i
            i = vehicles[w, i].behind
    return -1


@kernel
def observe_worlds(first, last, state, settings, network, world, slot, values):
    """Write one row per vehicle that awaits a decision; return the number of rows.

    ``world`` and ``slot`` (rows,) say whose row it is; ``values`` (rows, NUM_FEATURES) must be zero.
    """
    vehicles, lanes = state.vehicles, state.lanes
    n = 0
    for w in range(first, last):
        now = state.clock[w].step * DT_S
        for lane in range(network.lanes.size):
            i = lanes[w, lane].first
            while i >= 0:
                if is_asked(w, i, vehicles) and n < world.size:
                    world[n], slot[n] = w, i
                    see(values[n], w, i, now, state, settings, network)
                    n += 1
                i = vehicles[w, i].behind
    return n


@kernel
def observe_trips(which, per_world, trips, state, settings, network, values):
    """Write what the vehicles that make some trips perceive, if they await a decision.

    For those who know whom they ask about: nobody else costs anything.

    Args:
        which: numbers of rows below; row r belongs to world ``r // per_world``.
        per_world: rows of each world.
        trips: table (rows,): ``trip`` says who; ``slot``, where the vehicle is kept, is -1 until it has come and is
            found here; ``awaits`` becomes 1 where a decision is awaited, 0 elsewhere.
        state: tables of all worlds.
        settings: of all worlds.
        network: the streets.
        values: (rows, NUM_FEATURES) what they perceive; rows of those that await no decision stay as they are.
    """
    vehicles = state.vehicles
    for k in range(which.size):
        r = which[k]
        w = r // per_world
        if trips[r].slot < 0:
            trips[r].slot = slot_of(w, trips[r].trip, vehicles, state.lanes)
        i = trips[r].slot
        trips[r].awaits = 0
        if i >= 0 and vehicles[w, i].trip == trips[r].trip and is_asked(w, i, vehicles):
            trips[r].awaits = 1
            row = values[r]
            for feature in range(row.size):
                row[feature] = 0.0
            see(row, w, i, state.clock[w].step * DT_S, state, settings, network)
