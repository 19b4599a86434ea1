"""Who is ahead on the own path, and who is in the way inside the junction or gets there first?"""

from longtail_sim.core import lists
from longtail_sim.core.codes import LANE_CONNECTOR, TURN_LEFT
from longtail_sim.core.driving import braking_needed, travel_time
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest
from longtail_sim.core.right_of_way import CANNOT_STOP, leaves_zone_in

SIGHT_M = 120.0  # nobody looks for a leader beyond the junction from farther than this before it
HAZARD_SIGHT_M = 40.0
MEETING_MARGIN_S = 0.2
TOGETHER_S = 0.6  # who would reach a zone within so much of each other meet there


@inlined
def set_leader(w, i, leader, gap, vehicles):
    """Note the leader of vehicle ``i`` and the gap to it."""
    vehicles[w, i].leader = leader
    vehicles[w, i].gap = gap
    vehicles[w, i].leader_speed = vehicles[w, leader].speed if leader >= 0 else 0.0


@inlined
def beyond_connector(w, i, connector, to_end, vehicles, lanes, network):
    """Set the leader to the last vehicle of the lane behind ``connector``, whose end is ``to_end`` metres away."""
    tail = lanes[w, network.lanes[connector].connector_to].last
    if tail < 0:
        set_leader(w, i, -1, NEVER, vehicles)
    else:
        set_leader(w, i, tail, to_end + vehicles[w, tail].s - vehicles[w, tail].length, vehicles)


@inlined
def diverging(w, i, connector, position, state, network):
    """Let a vehicle that left the same lane on another connector be the leader while it is still in the way.

    ``position`` is the place of ``i``'s front on ``connector``, negative before its beginning.
    """
    vehicles, lanes = state.vehicles, state.lanes
    rest = state.junctions[w, network.lanes[connector].junction].active & network.lanes[connector].diverging_bits
    while rest != NOBODY:
        k = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        other = lanes[w, network.conflicts[k].other].last
        while other >= 0:
            front = vehicles[w, other].s
            rear = front - vehicles[w, other].length
            if front > position and rear < network.conflicts[k].other_exit:
                if rear - position < vehicles[w, i].gap:
                    set_leader(w, i, other, rear - position, vehicles)
                break
            other = vehicles[w, other].ahead


@inlined
def look_beyond(w, i, lane, state, network):
    """Find the leader of the first vehicle of a lane: on its connector, on the lane behind it, or none."""
    vehicles, lanes = state.vehicles, state.lanes
    if network.lanes[lane].kind == LANE_CONNECTOR:
        beyond_connector(w, i, lane, network.lanes[lane].length - vehicles[w, i].s, vehicles, lanes, network)
        diverging(w, i, lane, vehicles[w, i].s, state, network)
        return
    set_leader(w, i, -1, NEVER, vehicles)
    to_line = network.lanes[lane].length - vehicles[w, i].s
    connector = vehicles[w, i].connector
    if connector < 0 or to_line > SIGHT_M:
        return
    tail = lanes[w, connector].last
    if tail >= 0:
        set_leader(w, i, tail, to_line + vehicles[w, tail].s - vehicles[w, tail].length, vehicles)
    else:
        beyond_connector(w, i, connector, to_line + network.lanes[connector].length, vehicles, lanes, network)
    diverging(w, i, connector, -to_line, state, network)


@inlined
def occupied_until(w, connector, enter, leave, vehicles, lanes, network):
    """Return when [s] the last body will have left [enter, leave] of ``connector``: 0 if none is there, or never.

    Tails that reach back from the lane behind are included.
    """
    limit = network.lanes[connector].speed
    until = 0.0
    k = lanes[w, connector].first
    while k >= 0:
        rest = leave - (vehicles[w, k].s - vehicles[w, k].length)
        if vehicles[w, k].s >= enter and rest >= 0.0:
            until = max(until, leaves_zone_in(w, k, rest, vehicles, limit))
        k = vehicles[w, k].behind
    tail = lanes[w, network.lanes[connector].connector_to].last
    if tail >= 0 and vehicles[w, tail].came_from == connector and vehicles[w, tail].s < vehicles[w, tail].length:
        rest = leave - (network.lanes[connector].length + vehicles[w, tail].s - vehicles[w, tail].length)
        if rest >= 0.0:
            until = max(until, leaves_zone_in(w, tail, rest, vehicles, limit))
    return until


@inlined
def goes_first(w, i, connector, distance, k, other, before, vehicles, network):
    """Return whether ``k`` on connector ``other`` goes before ``i`` if both would reach their zone at the same time.

    ``distance`` and ``before`` [m] are what both have left to it: who cannot stop any more goes first.
    """
    i_stops = braking_needed(vehicles[w, i].speed, distance) <= CANNOT_STOP
    k_stops = braking_needed(vehicles[w, k].speed, before) <= CANNOT_STOP
    if i_stops != k_stops:
        return i_stops
    mine = network.lanes[connector].connector_turn == TURN_LEFT
    others = network.lanes[other].connector_turn == TURN_LEFT
    if mine != others:
        return mine  # who turns left gives way
    return vehicles[w, k].trip < vehicles[w, i].trip


@inlined
def someone_is_sooner(w, i, connector, row, distance, mine_in, vehicles, lanes, network):
    """Return whether somebody inside is at zone ``row`` before vehicle ``i`` and would be met.

    ``i`` is ``distance`` metres and ``mine_in`` seconds away from it.  Both judge alike, so that of two who would
    arrive together exactly one gives way.
    """
    zone = network.conflicts[row]
    other_limit = network.lanes[zone.other].speed
    k = lanes[w, zone.other].first
    while k >= 0:
        before = zone.other_enter - vehicles[w, k].s
        if before > 0.0 and vehicles[w, k].stays_back == 0:
            speed, acceleration = vehicles[w, k].speed, vehicles[w, k].acceleration
            its_in = travel_time(before, speed, acceleration, other_limit)
            rest = zone.other_exit + vehicles[w, k].length - vehicles[w, k].s
            its_out = travel_time(rest, speed, acceleration, other_limit)
            together = abs(its_in - mine_in) <= TOGETHER_S
            if together:
                sooner = goes_first(w, i, connector, distance, k, zone.other, before, vehicles, network)
            else:
                sooner = its_in < mine_in
            if sooner and mine_in < its_out + MEETING_MARGIN_S:
                return True
        k = vehicles[w, k].behind
    return False


@inlined
def hazard_ahead(w, i, connector, position, state, network):
    """Return the distance [m] to the nearest conflict zone ahead where vehicle ``i`` would meet somebody.

    A body is in it, or will be there still when a left turner comes, or somebody reaches it sooner.
    """
    vehicles, lanes = state.vehicles, state.lanes
    nearest = NEVER
    turn, oncoming = network.lanes[connector].connector_turn, (network.lanes[connector].leg + 2) % 4
    limit = network.lanes[connector].speed
    rest = state.junctions[w, network.lanes[connector].junction].active & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        k = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        zone = network.conflicts[k]
        distance, other = zone.enter - position, zone.other
        if distance < 0.0 or distance > min(nearest, HAZARD_SIGHT_M):
            continue
        mine_in = travel_time(distance, vehicles[w, i].speed, vehicles[w, i].acceleration, limit)
        left_s = occupied_until(w, other, zone.other_enter, zone.other_exit, vehicles, lanes, network)
        # A left turner rolls up to the zone while the oncoming vehicle leaves it; all others wait until it is free.
        rolls = turn == TURN_LEFT and network.lanes[other].leg == oncoming
        if (left_s > 0.0 and not (rolls and mine_in >= left_s + MEETING_MARGIN_S)) or (
            lanes[w, other].count > 0
            and someone_is_sooner(w, i, connector, k, distance, mine_in, vehicles, lanes, network)
        ):
            nearest = distance
    return nearest


@inlined
def mark_active(w, state, network):
    """Set the bit of every connector that carries a body, tails that reach back included."""
    vehicles, lanes, junctions = state.vehicles, state.lanes, state.junctions
    for j in range(junctions.shape[1]):
        junctions[w, j].active = NOBODY
    for n in range(state.clock[w].occupied):
        lane = lanes[w, n].occupied
        tail = lanes[w, lane].last
        connector = lane
        if network.lanes[lane].kind != LANE_CONNECTOR:
            if vehicles[w, tail].s > vehicles[w, tail].length:
                continue
            connector = vehicles[w, tail].came_from
            if connector < 0:
                continue
        j = network.lanes[connector].junction
        if j >= 0 and network.lanes[connector].kind == LANE_CONNECTOR:
            junctions[w, j].active |= network.lanes[connector].bit


@inlined
def see_hazard(w, i, connector, position, state, network):
    """Set the hazard of a vehicle that is on, or close before, ``connector``."""
    state.vehicles[w, i].hazard = hazard_ahead(w, i, connector, position, state, network)


@kernel
def lose_sight(w, state):
    """Let nobody see a leader who is farther away than one sees."""
    vehicles, visibility = state.vehicles, state.weather[w].visibility_m
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].leader >= 0 and vehicles[w, i].gap > visibility:
            set_leader(w, i, -1, NEVER, vehicles)


@kernel
def neighbours(w, state, network):
    """Set leader, gap, leader speed and hazard of every vehicle."""
    vehicles, order = state.vehicles, state.order
    lists.list_vehicles(w, state)
    mark_active(w, state, network)
    before, leader = -1, -1  # the lane and the vehicle of the place before
    for place in range(state.clock[w].present):
        i, lane = order[w, place].slot, order[w, place].lane
        vehicles[w, i].hazard = NEVER
        if lane != before:
            look_beyond(w, i, lane, state, network)
        else:
            rear = vehicles[w, leader].s - vehicles[w, leader].length
            set_leader(w, i, leader, rear - vehicles[w, i].s, vehicles)
        if network.lanes[lane].kind == LANE_CONNECTOR:
            see_hazard(w, i, lane, vehicles[w, i].s, state, network)
        elif lane != before:
            connector, to_line = vehicles[w, i].connector, network.lanes[lane].length - vehicles[w, i].s
            if connector >= 0 and to_line < HAZARD_SIGHT_M:
                see_hazard(w, i, connector, -to_line, state, network)
        before, leader = lane, i
    if state.weather[w].visibility_m < NEVER:
        lose_sight(w, state)
