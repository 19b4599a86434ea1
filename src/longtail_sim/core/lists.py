"""Who is in which lane: every lane keeps its vehicles in a linked list, from its end back to its beginning.

Order in a lane is order of place, so the leader is one link away and nothing is ever sorted.
"""

from longtail_sim.core.instructions import fetch
from longtail_sim.core.jit import inlined, kernel

FETCH_AHEAD = 8  # vehicles whose records are on their way while one is listed


@inlined
def list_vehicles(w, state):
    """List the lanes that carry somebody, in ascending order, and their vehicles: what most phases walk along.

    Most lanes of a grid are empty connectors, and going from link to link waits for the memory at every vehicle.
    Whoever comes into a lane, or changes it, is missing there until the next listing.
    """
    vehicles, lanes, order, clock = state.vehicles, state.lanes, state.order, state.clock
    number = 0
    for lane in range(lanes.shape[1]):
        lanes[w, number].occupied = lane
        number += 1 if lanes[w, lane].first >= 0 else 0
    place, last, n = 0, clock[w].present - 1, 0
    i = lanes[w, lanes[w, 0].occupied].first
    while n < number:
        # Who was here in the last listing is near here in this one.
        fetch(vehicles[w, order[w, min(place + FETCH_AHEAD, last)].slot])
        order[w, place].slot = i
        order[w, place].lane = lanes[w, n].occupied
        place += 1
        # Without a branch, since no processor foresees where a lane ends.
        behind = vehicles[w, i].behind
        n += 1 if behind < 0 else 0
        first = lanes[w, lanes[w, min(n, number - 1)].occupied].first
        i = first if behind < 0 else behind
    clock[w].occupied = number
    clock[w].present = place


@kernel
def push_last(vehicles, lanes, w, i, lane):
    """Put vehicle ``i`` into ``lane`` behind everybody."""
    tail = lanes[w, lane].last
    vehicles[w, i].lane = lane
    vehicles[w, i].ahead = tail
    vehicles[w, i].behind = -1
    if tail >= 0:
        vehicles[w, tail].behind = i
    else:
        lanes[w, lane].first = i
    lanes[w, lane].last = i
    lanes[w, lane].count += 1


@kernel
def insert_behind(vehicles, lanes, w, i, lane, leader):
    """Put vehicle ``i`` into ``lane`` right behind ``leader`` (-1: before everybody)."""
    follower = lanes[w, lane].first if leader < 0 else vehicles[w, leader].behind
    vehicles[w, i].lane = lane
    vehicles[w, i].ahead = leader
    vehicles[w, i].behind = follower
    if leader >= 0:
        vehicles[w, leader].behind = i
    else:
        lanes[w, lane].first = i
    if follower >= 0:
        vehicles[w, follower].ahead = i
    else:
        lanes[w, lane].last = i
    lanes[w, lane].count += 1


@kernel
def insert_by_place(vehicles, lanes, w, i, lane):
    """Put vehicle ``i`` into ``lane`` behind everybody who is farther on: wrecks may lie in each other."""
    leader = lanes[w, lane].last
    while leader >= 0 and vehicles[w, leader].s < vehicles[w, i].s:
        leader = vehicles[w, leader].ahead
    insert_behind(vehicles, lanes, w, i, lane, leader)


@kernel
def pass_ahead(vehicles, lanes, w, i):
    """Let vehicle ``i`` change places with the one right ahead of it in its lane."""
    lane, other = vehicles[w, i].lane, vehicles[w, i].ahead
    before = vehicles[w, other].ahead
    remove(vehicles, lanes, w, i)
    insert_behind(vehicles, lanes, w, i, lane, before)


@kernel
def remove(vehicles, lanes, w, i):
    """Take vehicle ``i`` out of its lane's list."""
    lane = vehicles[w, i].lane
    leader = vehicles[w, i].ahead
    follower = vehicles[w, i].behind
    if leader >= 0:
        vehicles[w, leader].behind = follower
    else:
        lanes[w, lane].first = follower
    if follower >= 0:
        vehicles[w, follower].ahead = leader
    else:
        lanes[w, lane].last = leader
    lanes[w, lane].count -= 1
