"""Is there room behind the junction?  Who keeps the box clear does not enter without it; who is inside cannot leave."""

from longtail_sim.core.codes import CONFLICT_DIVERGING, LANE_CONNECTOR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest

MOVING_ON = 2.0  # m/s: a tail as fast as this makes room by itself
MAKES_ROOM_S = 3.0


@inlined
def place_in_queue(w, i, vehicles):
    """Return the length [m] that a vehicle takes in a queue: its own and the gap that it keeps."""
    return vehicles[w, i].length + vehicles[w, i].standstill_gap


@inlined
def places_in_lane(w, lane, vehicles, lanes):
    """Return the length [m] that all vehicles of a lane will take in a queue."""
    total, k = 0.0, lanes[w, lane].first
    while k >= 0:
        total += place_in_queue(w, k, vehicles)
        k = vehicles[w, k].behind
    return total


@inlined
def has_room(w, to, tail, needed, vehicles, network):
    """Return whether lane ``to`` has ``needed`` metres behind its vehicle ``tail`` (-1: nobody), or soon will have."""
    if tail < 0:
        return network.lanes[to].length >= needed
    rear = vehicles[w, tail].s - vehicles[w, tail].length
    speed = vehicles[w, tail].speed
    return rear >= needed or (speed > MOVING_ON and rear + MAKES_ROOM_S * speed >= needed)


@inlined
def exit_is_clear(w, i, connector, state, network):
    """Return whether there is room behind the junction, those counted who are already on the way there."""
    vehicles, lanes, to = state.vehicles, state.lanes, network.lanes[connector].connector_to
    needed = place_in_queue(w, i, vehicles) + places_in_lane(w, connector, vehicles, lanes)
    rest = state.junctions[w, network.lanes[connector].junction].active & network.lanes[connector].merging_bits
    while rest != NOBODY:
        row = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        needed += places_in_lane(w, network.conflicts[row].other, vehicles, lanes)
    return has_room(w, to, lanes[w, to].last, needed, vehicles, network)


@kernel
def is_across(connector, rear, front, network):
    """Return whether a body between two points of a connector lies in a zone where others cross or merge."""
    for row in range(network.lanes[connector].conflict_first, network.lanes[connector].conflict_last):
        zone = network.conflicts[row]
        if zone.kind != CONFLICT_DIVERGING and front >= zone.enter and rear <= zone.exit:
            return True
    return False


@kernel
def cannot_leave(w, i, lane, vehicles, lanes, network):
    """Return whether a vehicle is in a conflict zone of a junction, tails included, and has no room to leave it."""
    needed = place_in_queue(w, i, vehicles)
    front, rear = vehicles[w, i].s, vehicles[w, i].s - vehicles[w, i].length
    ahead = vehicles[w, i].ahead
    if network.lanes[lane].kind != LANE_CONNECTOR:
        before = vehicles[w, i].came_from
        if before < 0 or rear >= 0.0 or network.lanes[before].kind != LANE_CONNECTOR:
            return False
        start = network.lanes[before].length
        return is_across(before, start + rear, start + front, network) and not has_room(
            w, lane, ahead, needed, vehicles, network
        )
    if not is_across(lane, rear, front, network):
        return False
    while ahead >= 0:
        needed += place_in_queue(w, ahead, vehicles)
        ahead = vehicles[w, ahead].ahead
    to = network.lanes[lane].connector_to
    return not has_room(w, to, lanes[w, to].last, needed, vehicles, network)
