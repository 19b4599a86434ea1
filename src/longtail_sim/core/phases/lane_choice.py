"""Lane changes.  Into a lane that allows the wanted turn, and round what moves slower (MOBIL).

Safety and incentive after Kesting, Treiber, Helbing 2007; a change is written into the lane lists at once, the
body slides over in about three seconds, and for that time the vehicles of both lanes mind it.
"""

from longtail_sim.core import lists
from longtail_sim.core.aside import seeks_kerb
from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import (
    ASIDE_KERB,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    LATERAL_CHANGE_LEFT,
    LATERAL_CHANGE_RIGHT,
    LATERAL_KEEP,
    LATERAL_OTHER_TURN,
    LATERAL_TURN_BACK,
    STATE_AWAITING_ASSISTANCE,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.mobil import SAFE_BRAKING, incentive, is_safe, neighbours_in, pair_acceleration
from longtail_sim.core.obstruction import (
    is_barred,
    is_closed,
    is_obstructed,
    nearest_ahead,
    turn_back,
    turn_elsewhere,
    turn_round,
)
from longtail_sim.core.route import any_connector, set_connector

EVERY_STEPS = 5  # a driver considers a change twice a second
REST_S = 4.0  # between two changes of one vehicle
STANDING = 0.3  # m/s
SLIDE_S = 3.2
LANE_WIDTH_M = 3.3
URGENT_BRAKING = 6.0  # m/s^2 imposed on others when the line is near
URGENT_FROM_M = 150.0
URGENT_AT_M = 30.0
THRESHOLD = 0.3  # m/s^2 of advantage that is worth a change
SOLID_LINE_M = 12.0  # no change nearer to the line than this
GIVE_UP_M = 15.0  # here, at the latest, a driver in the wrong lane goes where the lane goes
PATIENCE_BEHIND_S = 15.0  # after standing so long a driver crosses the solid line to get round what stands ahead
AFTER_JUNCTION_M = 20.0  # nor so near behind a junction, out of which others come
COURTESY_S = 1.0
COURTESY_BRAKING = 2.0
ROUND_FROM_M = 60.0  # drivers begin to look for a gap beside what is in the road at this distance


@kernel
def way_to_turn(lane, turn, network):
    """Return -1 (right), +1 (left) or 0: where from ``lane`` the nearest lane lies that allows ``turn``."""
    left, right = network.lanes[lane].left, network.lanes[lane].right
    while left >= 0 or right >= 0:
        if left >= 0:
            if network.lanes[left].connector[turn] >= 0:
                return 1
            left = network.lanes[left].left
        if right >= 0:
            if network.lanes[right].connector[turn] >= 0:
                return -1
            right = network.lanes[right].right
    return 0


@kernel
def change(w, i, target, leader, now, state, network):
    """Move vehicle ``i`` into the list of lane ``target`` behind ``leader``; its body follows."""
    vehicles, lanes, tally = state.vehicles, state.lanes, state.tally
    lane = vehicles[w, i].lane
    old_leader, old_follower = vehicles[w, i].ahead, vehicles[w, i].behind
    lists.remove(vehicles, lanes, w, i)
    lists.insert_behind(vehicles, lanes, w, i, target, leader)
    vehicles[w, i].lateral += -LANE_WIDTH_M if network.lanes[lane].left == target else LANE_WIDTH_M
    vehicles[w, i].beside = old_leader
    vehicles[w, i].beside_until_s = now + SLIDE_S
    if old_follower >= 0:
        vehicles[w, old_follower].beside = i
        vehicles[w, old_follower].beside_until_s = now + SLIDE_S
    vehicles[w, i].lane_change_s = now
    vehicles[w, i].granted = 0
    vehicles[w, i].path_clear = 0
    vehicles[w, i].exit_clear = 0
    vehicles[w, i].arrived_s = NEVER
    vehicles[w, i].my_turn_s = NEVER
    set_connector(w, i, vehicles, network)
    tally[w, vehicles[w, i].fleet].lane_changes += 1


@kernel
def seek_turn_lane(w, i, lane, to_line, now, state, network):
    """Work towards a lane that allows the wanted turn; ask to be let in; give the turn up if all fails."""
    vehicles = state.vehicles
    side = way_to_turn(lane, vehicles[w, i].turn, network)
    if side == 0 or to_line < max(GIVE_UP_M, vehicles[w, i].speed * vehicles[w, i].speed / 5.0 + 5.0):
        vehicles[w, i].turn, vehicles[w, i].connector = any_connector(lane, network)
        state.tally[w, vehicles[w, i].fleet].missed_turns += 1
        return
    if now - vehicles[w, i].lane_change_s < REST_S:
        return
    target = network.lanes[lane].left if side > 0 else network.lanes[lane].right
    if is_barred(w, i, target, state):
        return
    leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
    urgency = min(1.0, max(0.0, (URGENT_FROM_M - to_line) / (URGENT_FROM_M - URGENT_AT_M)))
    if is_safe(w, i, leader, follower, SAFE_BRAKING + urgency * (URGENT_BRAKING - SAFE_BRAKING), vehicles):
        change(w, i, target, leader, now, state, network)
    elif follower >= 0 and pair_acceleration(w, follower, i, vehicles) > -COURTESY_BRAKING:
        vehicles[w, follower].beside = i
        vehicles[w, follower].beside_until_s = now + COURTESY_S


@kernel
def seek_faster_lane(w, i, lane, now, state, network):
    """Change to a neighbouring lane that allows the same turn if that is worth it."""
    vehicles = state.vehicles
    best, best_leader, best_gain = -1, -1, THRESHOLD
    for side in range(2):
        target = network.lanes[lane].left if side == 0 else network.lanes[lane].right
        if target < 0 or network.lanes[target].connector[vehicles[w, i].turn] < 0:
            continue
        if is_barred(w, i, target, state):
            continue
        leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
        if not is_safe(w, i, leader, follower, SAFE_BRAKING, vehicles):
            continue
        gain = incentive(w, i, leader, follower, vehicles)
        if gain > best_gain:
            best, best_leader, best_gain = target, leader, gain
    if best >= 0:
        change(w, i, best, best_leader, now, state, network)


@kernel
def follow_agent(w, i, lane, now, state, network):
    """Carry out the agent's lateral decision when it is safe."""
    vehicles = state.vehicles
    wish = vehicles[w, i].action_lateral
    if seeks_kerb(w, i, vehicles):
        wish = LATERAL_CHANGE_RIGHT
    elif not agent_drives(w, i, vehicles):
        return
    target = -1
    if wish == LATERAL_CHANGE_LEFT:
        target = network.lanes[lane].left
    elif wish == LATERAL_CHANGE_RIGHT:
        target = network.lanes[lane].right
    if target < 0 or is_barred(w, i, target, state):
        return
    other_turn = network.lanes[target].connector[vehicles[w, i].turn] < 0 and not seeks_kerb(w, i, vehicles)
    if other_turn and not is_obstructed(w, i, lane, state):
        return
    leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
    if is_safe(w, i, leader, follower, SAFE_BRAKING, vehicles):
        change(w, i, target, leader, now, state, network)


@kernel
def take_other_way(w, i, lane, to_line, now, state, network):
    """Carry out, once, the agent's wish for another turn, or for the way back from what is in the own lane."""
    vehicles = state.vehicles
    wish, connector = vehicles[w, i].action_lateral, vehicles[w, i].connector
    if not agent_drives(w, i, vehicles) or (wish != LATERAL_OTHER_TURN and wish != LATERAL_TURN_BACK):
        return
    if wish == LATERAL_OTHER_TURN and connector >= 0:
        street = network.lanes[network.lanes[connector].connector_to].street
        turn_elsewhere(w, i, lane, to_line, street, state, network)
        vehicles[w, i].action_lateral = LATERAL_KEEP
    elif wish == LATERAL_TURN_BACK and vehicles[w, i].speed < STANDING:
        o = nearest_ahead(w, i, lane, state)
        if o >= 0:
            turn_round(w, i, state.obstacles[w, o].back, now, state, network)
        if vehicles[w, i].lane != lane:
            vehicles[w, i].action_lateral = LATERAL_KEEP


@kernel
def seek_way_round(w, i, lane, now, state, network):
    """Change into a neighbouring lane, whatever turn it allows, to get round what is in the road; ask to be let in."""
    vehicles = state.vehicles
    if now - vehicles[w, i].lane_change_s < REST_S or vehicles[w, i].obstacle_m > ROUND_FROM_M:
        return
    urgency = 1.0 - vehicles[w, i].obstacle_m / ROUND_FROM_M
    for side in range(2):
        target = network.lanes[lane].left if side == 0 else network.lanes[lane].right
        if target < 0 or is_barred(w, i, target, state):
            continue
        leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
        if is_safe(w, i, leader, follower, SAFE_BRAKING + urgency * (URGENT_BRAKING - SAFE_BRAKING), vehicles):
            change(w, i, target, leader, now, state, network)
            return
        if follower >= 0 and pair_acceleration(w, follower, i, vehicles) > -COURTESY_BRAKING:
            vehicles[w, follower].beside = i
            vehicles[w, follower].beside_until_s = now + COURTESY_S


@kernel
def face_obstacle(w, i, lane, to_line, now, state, network):
    """Let the driver of vehicle ``i`` act on what is in the road; return whether that settles the lane for now.

    In the own lane: round it, or back where the whole street is closed.  In a street behind the junction that is closed
    altogether: another turn.  Automated vehicles change lanes as their agent decides.
    """
    vehicles = state.vehicles
    street = network.lanes[state.obstacles[w, vehicles[w, i].obstacle].lane].street
    closed = is_closed(w, street, state, network)
    if street != network.lanes[lane].street:
        if closed:
            turn_elsewhere(w, i, lane, to_line, street, state, network)
        return False
    if not is_obstructed(w, i, lane, state):
        return False
    if closed:
        turn_back(w, i, now, state, network)
        return True
    if vehicles[w, i].s <= AFTER_JUNCTION_M:
        return False
    if vehicles[w, i].driver != DRIVER_AUTOMATED:
        seek_way_round(w, i, lane, now, state, network)
    elif now - vehicles[w, i].lane_change_s >= REST_S:
        follow_agent(w, i, lane, now, state, network)
    return True


@inlined
def may_consider(w, i, now, vehicles):
    """Return whether a vehicle is in a position to change lanes at all."""
    if now < vehicles[w, i].crashed_until_s or vehicles[w, i].aside == ASIDE_KERB:
        return False
    decides = agent_drives(w, i, vehicles) or vehicles[w, i].state == STATE_AWAITING_ASSISTANCE
    decides = decides or (seeks_kerb(w, i, vehicles) and vehicles[w, i].speed > STANDING)
    if vehicles[w, i].driver == DRIVER_AUTOMATED and not decides:
        return False
    return vehicles[w, i].s > AFTER_JUNCTION_M or vehicles[w, i].obstacle >= 0


@inlined
def consider(w, i, lane, now, state, network):
    """Let one vehicle think about its lane."""
    vehicles = state.vehicles
    to_line = network.lanes[lane].length - vehicles[w, i].s
    if not may_consider(w, i, now, vehicles):
        return
    if vehicles[w, i].driver == DRIVER_AUTOMATED:
        take_other_way(w, i, lane, to_line, now, state, network)
        if vehicles[w, i].lane != lane:
            return
    if vehicles[w, i].obstacle >= 0 and face_obstacle(w, i, lane, to_line, now, state, network):
        return
    if vehicles[w, i].s <= AFTER_JUNCTION_M:
        return
    if vehicles[w, i].connector < 0:
        seek_turn_lane(w, i, lane, to_line, now, state, network)
        return
    if now - vehicles[w, i].lane_change_s < REST_S:
        return
    if to_line < SOLID_LINE_M and vehicles[w, i].standing_s < PATIENCE_BEHIND_S:
        return
    if vehicles[w, i].driver == DRIVER_AUTOMATED:
        follow_agent(w, i, lane, now, state, network)
    elif vehicles[w, i].speed < 0.9 * network.lanes[lane].speed:
        seek_faster_lane(w, i, lane, now, state, network)


@kernel
def choose(w, now, step, state, network):
    """Let every vehicle on a street with several lanes think about its lane, twice a second."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):  # who has come since is too near to the beginning of a street
        i = state.order[w, place].slot
        lane = vehicles[w, i].lane
        if lane < 0 or (step + vehicles[w, i].trip) % EVERY_STEPS != 0:
            continue
        if network.lanes[lane].kind != LANE_CONNECTOR and network.lanes[lane].junction >= 0:
            consider(w, i, lane, now, state, network)
