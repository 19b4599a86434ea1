"""Who is in which lane: every lane keeps its vehicles in a linked list, from its end back to its beginning.

Order in a lane is order of place, so the leader is one link away and nothing is ever sorted.
"""

from longtail_sim.core.jit import inlined, kernel


@inlined
def list_occupied(w, lanes, clock):
    """List the lanes that carry somebody, in ascending order: most lanes are empty, and every phase walks all others.

    Whoever comes into an empty lane later is missing until the next listing.
    """
    number = 0
    for lane in range(lanes.shape[1]):
        lanes[w, number].occupied = lane
        number += 1 if lanes[w, lane].first >= 0 else 0
    clock[w].occupied = number


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
