"""Phase 8: lane changes.  Into a lane that allows the wanted turn, and round what moves slower (MOBIL).

Safety criterion and incentive after Kesting, Treiber, Helbing 2007; a change is written into the lane lists at once, the
body slides over in about three seconds, and for that time the vehicles of both lanes mind it.
"""

from longtail_sim.core import lists
from longtail_sim.core.codes import (
    DRIVER_AUTOMATED,
    LANE_STREET,
    LATERAL_CHANGE_LEFT,
    LATERAL_CHANGE_RIGHT,
    STATE_DRIVING,
    STATE_AWAITING_ASSISTANCE,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.mobil import SAFE_BRAKING, incentive, is_safe, neighbours_in, pair_acceleration
from longtail_sim.core.route import any_connector, set_connector
from longtail_sim.core.state import NEVER

EVERY_STEPS = 5  # a driver considers a change twice a second
REST_S = 4.0  # between two changes of one vehicle
SLIDE_S = 3.2
LANE_WIDTH_M = 3.3
URGENT_BRAKING = 6.0  # m/s^2 imposed on others when the line is near
URGENT_FROM_M = 150.0
URGENT_AT_M = 30.0
THRESHOLD = 0.3  # m/s^2 of advantage that is worth a change
SOLID_LINE_M = 12.0  # no change nearer to the line than this
GIVE_UP_M = 15.0  # here, at the latest, a driver in the wrong lane goes where the lane goes
PATIENCE_BEHIND_S = 15.0  # after standing so long a driver crosses the solid line to get round what stands ahead
COURTESY_S = 1.0
COURTESY_BRAKING = 2.0


@kernel
def way_to_turn(lane, turn, network):
    """Return -1 (right), +1 (left) or 0: where from ``lane`` the nearest lane lies that allows ``turn``."""
    left, right = network.lane_left[lane], network.lane_right[lane]
    while left >= 0 or right >= 0:
        if left >= 0:
            if network.lane_connector[left, turn] >= 0:
                return 1
            left = network.lane_left[left]
        if right >= 0:
            if network.lane_connector[right, turn] >= 0:
                return -1
            right = network.lane_right[right]
    return 0


@kernel
def change(w, i, target, leader, now, state, network):
    """Move vehicle ``i`` into the list of lane ``target`` behind ``leader``; its body follows."""
    vehicles, lanes, tally = state.vehicles, state.lanes, state.tally
    lane = vehicles.lane[w, i]
    old_leader, old_follower = vehicles.ahead[w, i], vehicles.behind[w, i]
    lists.remove(vehicles, lanes, w, i)
    lists.insert_behind(vehicles, lanes, w, i, target, leader)
    vehicles.lateral[w, i] += -LANE_WIDTH_M if network.lane_left[lane] == target else LANE_WIDTH_M
    vehicles.beside[w, i] = old_leader
    vehicles.beside_until_s[w, i] = now + SLIDE_S
    if old_follower >= 0:
        vehicles.beside[w, old_follower] = i
        vehicles.beside_until_s[w, old_follower] = now + SLIDE_S
    vehicles.lane_change_s[w, i] = now
    vehicles.granted[w, i] = 0
    vehicles.arrived_s[w, i] = NEVER
    vehicles.my_turn_s[w, i] = NEVER
    set_connector(w, i, vehicles, network)
    tally.lane_changes[w, vehicles.fleet[w, i]] += 1


@kernel
def seek_turn_lane(w, i, lane, to_line, now, state, network):
    """Work towards a lane that allows the wanted turn; ask to be let in; give the turn up if all fails."""
    vehicles = state.vehicles
    side = way_to_turn(lane, vehicles.turn[w, i], network)
    if side == 0 or to_line < max(GIVE_UP_M, vehicles.speed[w, i] * vehicles.speed[w, i] / 5.0 + 5.0):
        vehicles.turn[w, i], vehicles.connector[w, i] = any_connector(lane, network)
        state.tally.missed_turns[w, vehicles.fleet[w, i]] += 1
        return
    if now - vehicles.lane_change_s[w, i] < REST_S:
        return
    target = network.lane_left[lane] if side > 0 else network.lane_right[lane]
    leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
    urgency = min(1.0, max(0.0, (URGENT_FROM_M - to_line) / (URGENT_FROM_M - URGENT_AT_M)))
    if is_safe(w, i, leader, follower, SAFE_BRAKING + urgency * (URGENT_BRAKING - SAFE_BRAKING), vehicles):
        change(w, i, target, leader, now, state, network)
    elif follower >= 0 and pair_acceleration(w, follower, i, vehicles) > -COURTESY_BRAKING:
        vehicles.beside[w, follower] = i
        vehicles.beside_until_s[w, follower] = now + COURTESY_S


@kernel
def seek_faster_lane(w, i, lane, now, state, network):
    """Change to a neighbouring lane that allows the same turn if that is worth it."""
    vehicles = state.vehicles
    best, best_leader, best_gain = -1, -1, THRESHOLD
    for side in range(2):
        target = network.lane_left[lane] if side == 0 else network.lane_right[lane]
        if target < 0 or network.lane_connector[target, vehicles.turn[w, i]] < 0:
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
    wish = vehicles.action_lateral[w, i]
    if vehicles.state[w, i] != STATE_DRIVING:
        return
    target = -1
    if wish == LATERAL_CHANGE_LEFT:
        target = network.lane_left[lane]
    elif wish == LATERAL_CHANGE_RIGHT:
        target = network.lane_right[lane]
    if target < 0 or network.lane_connector[target, vehicles.turn[w, i]] < 0:
        return
    leader, follower = neighbours_in(w, i, target, vehicles, state.lanes)
    if is_safe(w, i, leader, follower, SAFE_BRAKING, vehicles):
        change(w, i, target, leader, now, state, network)


@kernel
def may_consider(w, i, now, vehicles):
    """Return whether a vehicle is in a position to change lanes at all."""
    if now < vehicles.crashed_until_s[w, i]:
        return False
    state = vehicles.state[w, i]
    if vehicles.driver[w, i] == DRIVER_AUTOMATED and state != STATE_DRIVING and state != STATE_AWAITING_ASSISTANCE:
        return False
    return vehicles.s[w, i] > vehicles.length[w, i]


@kernel
def consider(w, i, lane, now, state, network):
    """Let one vehicle think about its lane."""
    vehicles = state.vehicles
    to_line = network.lane_length[lane] - vehicles.s[w, i]
    if not may_consider(w, i, now, vehicles):
        return
    if vehicles.connector[w, i] < 0:
        seek_turn_lane(w, i, lane, to_line, now, state, network)
        return
    if now - vehicles.lane_change_s[w, i] < REST_S:
        return
    if to_line < SOLID_LINE_M and vehicles.standing_s[w, i] < PATIENCE_BEHIND_S:
        return
    if vehicles.driver[w, i] == DRIVER_AUTOMATED:
        follow_agent(w, i, lane, now, state, network)
    elif vehicles.speed[w, i] < 0.9 * network.lane_speed[lane]:
        seek_faster_lane(w, i, lane, now, state, network)


@kernel
def choose(w, now, step, state, network):
    """Let every vehicle on a street with several lanes think about its lane, twice a second."""
    vehicles, lanes = state.vehicles, state.lanes
    for lane in range(network.lane_kind.size):
        if network.lane_kind[lane] != LANE_STREET or network.lane_junction[lane] < 0:
            continue
        i = lanes.first[w, lane]
        while i >= 0:
            behind = vehicles.behind[w, i]
            if (step + vehicles.trip[w, i]) % EVERY_STEPS == 0:
                consider(w, i, lane, now, state, network)
            i = behind
