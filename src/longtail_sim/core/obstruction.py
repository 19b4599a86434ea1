"""Which way is obstructed, who knows it, and the other way: another turn, or back.

An obstacle is on one lane; a street is closed when each of its lanes is.
"""

from longtail_sim.core import lists, random
from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import (
    ACT_STOP,
    ACT_YIELD,
    DRIVER_AUTOMATED,
    STREAM_RECOGNITION,
    TURN_LEFT,
    TURN_RIGHT,
    TURN_STRAIGHT,
)
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.route import any_connector
from longtail_sim.core.slots import clear_junction

BARS_AHEAD_M = 45.0  # nobody changes into a lane that is closed within so much
CLEARANCE_M = 2.0
SURPRISE_S = 1.5  # mean time to the brake for what is not expected (Green 2000)
TURN_BACK_S = 20.0  # assumption: so long drivers stand before a closed street until they have turned round
TURN_BACK_FROM_M = 80.0
LATE_BRAKING = 2.5  # m/s^2: who would have to brake harder before the line drives on
ROOM_AHEAD_M = 4.0
ROOM_BEHIND_M = 8.0
ROOM_BEHIND_S = 3.0


@inlined
def makes_out(w, i, o, distance, automated, vehicles, obstacles, settings):
    """Return whether the eyes of a person in vehicle ``i``, or its sensors, take obstacle ``o`` for what it is.

    It is ``distance`` metres away; share and draw are those of the driver and the obstacle.
    """
    if automated:
        sight, share = obstacles[w, o].automated_m, obstacles[w, o].automated_share
    else:
        sight, share = obstacles[w, o].people_m, obstacles[w, o].people_share
    if distance > sight:
        return False
    return share >= 1.0 or random.uniform(settings[w].seed, STREAM_RECOGNITION, vehicles[w, i].trip, o) < share


@inlined
def recognises(w, i, o, distance, vehicles, obstacles, settings):
    """Return whether the driver of vehicle ``i`` takes obstacle ``o``, ``distance`` metres away, for what it is."""
    automated = vehicles[w, i].driver == DRIVER_AUTOMATED
    return makes_out(w, i, o, distance, automated, vehicles, obstacles, settings)


@inlined
def nearest_in(w, i, lane, start, state, settings):
    """Return (obstacle, distance [m]) of the nearest one in ``lane`` that driver ``i`` recognises, (-1, NEVER) if none.

    The lane begins ``start`` metres ahead of the front of ``i``; what is beside or behind it does not count.
    """
    nearest, least = -1, NEVER
    o = state.lanes[w, lane].obstacle
    while o >= 0:
        distance = start + state.obstacles[w, o].s
        if 0.0 < distance < least and recognises(w, i, o, distance, state.vehicles, state.obstacles, settings):
            nearest, least = o, distance
        o = state.obstacles[w, o].next
    return nearest, least


@inlined
def minds_closures(w, i, vehicles):
    """Return whether vehicle ``i`` halts before what is no body: an automated one does if its agent says so."""
    if vehicles[w, i].driver != DRIVER_AUTOMATED or not agent_drives(w, i, vehicles):
        return True
    action = vehicles[w, i].action_longitudinal
    return action == ACT_YIELD or action == ACT_STOP


@inlined
def is_obstructed(w, i, lane, state):
    """Return whether what driver ``i`` has noticed is in the own lane."""
    o = state.vehicles[w, i].obstacle
    return o >= 0 and state.obstacles[w, o].lane == lane


@inlined
def is_barred(w, i, lane, state):
    """Return whether something is in ``lane`` of the own street beside vehicle ``i`` or not far ahead of it."""
    if state.clock[w].obstacles == 0:
        return False
    front = state.vehicles[w, i].s
    rear = front - state.vehicles[w, i].length
    o = state.lanes[w, lane].obstacle
    while o >= 0:
        nearer, farther = state.obstacles[w, o].s, state.obstacles[w, o].s + state.obstacles[w, o].length
        if nearer < front + BARS_AHEAD_M and farther > rear - CLEARANCE_M:
            return True
        o = state.obstacles[w, o].next
    return False


@inlined
def closes_lane(w, lane, state):
    """Return whether something that closes a lane is in ``lane``."""
    o = state.lanes[w, lane].obstacle
    while o >= 0:
        if state.obstacles[w, o].closes == 1:
            return True
        o = state.obstacles[w, o].next
    return False


@kernel
def is_closed(w, street, state, network):
    """Return whether every lane of ``street`` is closed."""
    if street < 0:
        return False
    first, open_lanes = network.streets[street].first_lane, 0
    for lane in range(first, first + network.streets[street].lanes):
        open_lanes += 0 if closes_lane(w, lane, state) else 1
    return open_lanes == 0


@kernel
def leads_round(lane, turn, street, network):
    """Return whether ``turn`` is possible from ``lane`` and leads elsewhere than into ``street``."""
    connector = network.lanes[lane].connector[turn]
    return connector >= 0 and network.lanes[network.lanes[connector].connector_to].street != street


@kernel
def turn_elsewhere(w, i, lane, to_line, street, state, network):
    """Take another turn at the junction ahead than the one into ``street``, which is closed.

    Straight on if that leads round it, else right or left, half of the drivers each; from the own lane.
    """
    vehicles = state.vehicles
    if vehicles[w, i].granted == 1 or braking_needed(vehicles[w, i].speed, to_line) > LATE_BRAKING:
        return
    right_first = vehicles[w, i].trip % 2 == 0
    turn = -1
    if leads_round(lane, TURN_STRAIGHT, street, network):
        turn = TURN_STRAIGHT
    elif leads_round(lane, TURN_RIGHT, street, network) and (
        right_first or not leads_round(lane, TURN_LEFT, street, network)
    ):
        turn = TURN_RIGHT
    elif leads_round(lane, TURN_LEFT, street, network):
        turn = TURN_LEFT
    if turn >= 0:
        vehicles[w, i].turn = turn
        vehicles[w, i].connector = network.lanes[lane].connector[turn]


@inlined
def wants_back(w, i, vehicles):
    """Return whether a driver who stands before a closed street has had enough of it."""
    if vehicles[w, i].standing_s < TURN_BACK_S or vehicles[w, i].obstacle_m > TURN_BACK_FROM_M:
        return False
    if vehicles[w, i].driver != DRIVER_AUTOMATED:
        return True
    action = vehicles[w, i].action_longitudinal
    return agent_drives(w, i, vehicles) and (action == ACT_YIELD or action == ACT_STOP)


@inlined
def has_place(w, lane, rear, front, vehicles, lanes):
    """Return whether nobody is, or soon comes, between two places of ``lane``."""
    k = lanes[w, lane].first
    while k >= 0:
        behind = ROOM_BEHIND_M + ROOM_BEHIND_S * vehicles[w, k].speed
        if vehicles[w, k].s > rear - behind and vehicles[w, k].s - vehicles[w, k].length < front + ROOM_AHEAD_M:
            return False
        k = vehicles[w, k].behind
    return True


@inlined
def nearest_ahead(w, i, lane, state):
    """Return the nearest obstacle ahead in the own lane of vehicle ``i``, recognised or not; -1 if none is near."""
    nearest, least = -1, TURN_BACK_FROM_M
    if state.clock[w].obstacles == 0:
        return nearest
    o = state.lanes[w, lane].obstacle
    while o >= 0:
        distance = state.obstacles[w, o].s - state.vehicles[w, i].s
        if 0.0 < distance < least:
            nearest, least = o, distance
        o = state.obstacles[w, o].next
    return nearest


@kernel
def turn_back(w, i, now, state, network):
    """Let a vehicle that has stood long before a closed street turn round."""
    if wants_back(w, i, state.vehicles):
        turn_round(w, i, state.obstacles[w, state.vehicles[w, i].obstacle].back, now, state, network)


@kernel
def turn_round(w, i, back, now, state, network):
    """Put a vehicle on lane ``back``, the other side of the road, once there is room for it."""
    vehicles, lanes = state.vehicles, state.lanes
    if back < 0:
        return
    rear = network.lanes[back].length - vehicles[w, i].s
    front = rear + vehicles[w, i].length
    if rear < 1.0 or front > network.lanes[back].length - 1.0 or not has_place(w, back, rear, front, vehicles, lanes):
        return
    lists.remove(vehicles, lanes, w, i)
    vehicles[w, i].s = front
    lists.insert_by_place(vehicles, lanes, w, i, back)
    vehicles[w, i].came_from = -1
    vehicles[w, i].lateral = 0.0
    vehicles[w, i].beside = -1
    vehicles[w, i].lane_change_s = now
    clear_junction(w, i, vehicles)
    if network.lanes[back].junction >= 0:
        vehicles[w, i].turn, vehicles[w, i].connector = any_connector(back, network)
    else:
        vehicles[w, i].turn, vehicles[w, i].connector = -1, -1
