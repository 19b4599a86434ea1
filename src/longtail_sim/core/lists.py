"""Who is in which lane: every lane keeps its vehicles in a linked list, from its end back to its beginning.

Order in a lane is order of passing, so the leader is one link away and nothing is ever sorted.
"""

from longtail_sim.core.jit import kernel


@kernel
def push_last(vehicles, lanes, w, i, lane):
    """Put vehicle ``i`` into ``lane`` behind everybody."""
    tail = lanes.last[w, lane]
    vehicles.lane[w, i] = lane
    vehicles.ahead[w, i] = tail
    vehicles.behind[w, i] = -1
    if tail >= 0:
        vehicles.behind[w, tail] = i
    else:
        lanes.first[w, lane] = i
    lanes.last[w, lane] = i
    lanes.count[w, lane] += 1


@kernel
def insert_behind(vehicles, lanes, w, i, lane, leader):
    """Put vehicle ``i`` into ``lane`` right behind ``leader`` (-1: before everybody)."""
    follower = lanes.first[w, lane] if leader < 0 else vehicles.behind[w, leader]
    vehicles.lane[w, i] = lane
    vehicles.ahead[w, i] = leader
    vehicles.behind[w, i] = follower
    if leader >= 0:
        vehicles.behind[w, leader] = i
    else:
        lanes.first[w, lane] = i
    if follower >= 0:
        vehicles.ahead[w, follower] = i
    else:
        lanes.last[w, lane] = i
    lanes.count[w, lane] += 1


@kernel
def remove(vehicles, lanes, w, i):
    """Take vehicle ``i`` out of its lane's list."""
    lane = vehicles.lane[w, i]
    leader = vehicles.ahead[w, i]
    follower = vehicles.behind[w, i]
    if leader >= 0:
        vehicles.behind[w, leader] = follower
    else:
        lanes.first[w, lane] = follower
    if follower >= 0:
        vehicles.ahead[w, follower] = leader
    else:
        lanes.last[w, lane] = leader
    lanes.count[w, lane] -= 1
