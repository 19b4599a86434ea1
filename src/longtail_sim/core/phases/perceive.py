"""Phase 4: who is ahead on the own path, and does a body stand across it inside the junction?"""

from longtail_sim.core.codes import CONFLICT_DIVERGING, LANE_CONNECTOR
from longtail_sim.core.jit import kernel
from longtail_sim.core.state import NEVER

SIGHT_M = 120.0  # nobody looks for a leader beyond the junction from farther than this before it
HAZARD_SIGHT_M = 40.0


@kernel
def set_leader(w, i, leader, gap, vehicles):
    """Note the leader of vehicle ``i`` and the gap to it."""
    vehicles.leader[w, i] = leader
    vehicles.gap[w, i] = gap
    vehicles.leader_speed[w, i] = vehicles.speed[w, leader] if leader >= 0 else 0.0


@kernel
def beyond_connector(w, i, connector, to_end, vehicles, lanes, network):
    """Set the leader to the last vehicle of the lane behind ``connector``, whose end is ``to_end`` metres away."""
    tail = lanes.last[w, network.connector_to[connector]]
    if tail < 0:
        set_leader(w, i, -1, NEVER, vehicles)
    else:
        set_leader(w, i, tail, to_end + vehicles.s[w, tail] - vehicles.length[w, tail], vehicles)


@kernel
def diverging(w, i, connector, position, vehicles, lanes, network):
    """Let a vehicle that left the same lane on another connector be the leader while it is still in the way.

    ``position`` is the place of ``i``'s front on ``connector``, negative before its beginning.
    """
    for k in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        if network.conflict_kind[k] != CONFLICT_DIVERGING:
            continue
        other = lanes.last[w, network.conflict_other[k]]
        while other >= 0:
            front = vehicles.s[w, other]
            rear = front - vehicles.length[w, other]
            if front > position and rear < network.conflict_other_exit[k]:
                if rear - position < vehicles.gap[w, i]:
                    set_leader(w, i, other, rear - position, vehicles)
                break
            other = vehicles.ahead[w, other]


@kernel
def look_beyond(w, i, lane, vehicles, lanes, network):
    """Find the leader of the first vehicle of a lane: on its connector, on the lane behind it, or none."""
    if network.lane_kind[lane] == LANE_CONNECTOR:
        beyond_connector(w, i, lane, network.lane_length[lane] - vehicles.s[w, i], vehicles, lanes, network)
        diverging(w, i, lane, vehicles.s[w, i], vehicles, lanes, network)
        return
    set_leader(w, i, -1, NEVER, vehicles)
    to_line = network.lane_length[lane] - vehicles.s[w, i]
    connector = vehicles.connector[w, i]
    if connector < 0 or to_line > SIGHT_M:
        return
    tail = lanes.last[w, connector]
    if tail >= 0:
        set_leader(w, i, tail, to_line + vehicles.s[w, tail] - vehicles.length[w, tail], vehicles)
    else:
        beyond_connector(w, i, connector, to_line + network.lane_length[connector], vehicles, lanes, network)
    diverging(w, i, connector, -to_line, vehicles, lanes, network)


@kernel
def occupied(w, connector, enter, leave, vehicles, lanes, network):
    """Return whether a body is within [enter, leave] of ``connector``, tails that reach back into it included."""
    k = lanes.first[w, connector]
    while k >= 0:
        if vehicles.s[w, k] >= enter and vehicles.s[w, k] - vehicles.length[w, k] <= leave:
            return True
        k = vehicles.behind[w, k]
    tail = lanes.last[w, network.connector_to[connector]]
    if tail >= 0 and vehicles.came_from[w, tail] == connector and vehicles.s[w, tail] < vehicles.length[w, tail]:
        return network.lane_length[connector] + vehicles.s[w, tail] - vehicles.length[w, tail] <= leave
    return False


@kernel
def hazard_ahead(w, connector, position, vehicles, lanes, network):
    """Return the distance [m] to the nearest conflict zone ahead with a body in it."""
    nearest = NEVER
    for k in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        distance = network.conflict_enter[k] - position
        if network.conflict_kind[k] == CONFLICT_DIVERGING or distance < 0.0 or distance > min(nearest, HAZARD_SIGHT_M):
            continue
        enter, leave = network.conflict_other_enter[k], network.conflict_other_exit[k]
        if occupied(w, network.conflict_other[k], enter, leave, vehicles, lanes, network):
            nearest = distance
    return nearest


@kernel
def neighbours(w, state, network):
    """Set leader, gap, leader speed and hazard of every vehicle."""
    vehicles, lanes = state.vehicles, state.lanes
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        if i < 0:
            continue
        look_beyond(w, i, lane, vehicles, lanes, network)
        connector = vehicles.connector[w, i]
        vehicles.hazard[w, i] = NEVER
        if network.lane_kind[lane] == LANE_CONNECTOR:
            vehicles.hazard[w, i] = hazard_ahead(w, lane, vehicles.s[w, i], vehicles, lanes, network)
        elif connector >= 0 and network.lane_length[lane] - vehicles.s[w, i] < HAZARD_SIGHT_M:
            to_line = network.lane_length[lane] - vehicles.s[w, i]
            vehicles.hazard[w, i] = hazard_ahead(w, connector, -to_line, vehicles, lanes, network)
        leader, i = i, vehicles.behind[w, i]
        while i >= 0:
            rear = vehicles.s[w, leader] - vehicles.length[w, leader]
            set_leader(w, i, leader, rear - vehicles.s[w, i], vehicles)
            vehicles.hazard[w, i] = NEVER
            if network.lane_kind[lane] == LANE_CONNECTOR:
                vehicles.hazard[w, i] = hazard_ahead(w, lane, vehicles.s[w, i], vehicles, lanes, network)
            leader, i = i, vehicles.behind[w, i]
