"""Is a lane change safe, and is it worth it?  MOBIL (Kesting, Treiber, Helbing 2007) on the lane lists."""

from longtail_sim.core.jit import inlined
from longtail_sim.core.limits import NEVER
from longtail_sim.core.longitudinal import follow

SAFE_BRAKING = 2.5  # m/s^2 that a change may impose on anybody in the ordinary case
POLITENESS = 0.2
CREEP_GAP_M = 1.2  # bumper distance that a change needs at walking pace


@inlined
def neighbours_in(w, i, lane, vehicles, lanes):
    """Return (leader, follower) that vehicle ``i`` would have in ``lane`` of its street."""
    leader, k = -1, lanes[w, lane].first
    while k >= 0 and vehicles[w, k].s >= vehicles[w, i].s:
        leader, k = k, vehicles[w, k].behind
    return leader, k


@inlined
def pair_acceleration(w, i, leader, vehicles):
    """Return the interaction of ``i`` with ``leader`` in terms of arc length; large if there is none."""
    if leader < 0:
        return vehicles[w, i].acceleration
    gap = vehicles[w, leader].s - vehicles[w, leader].length - vehicles[w, i].s
    if gap <= 0.0:
        return -NEVER
    return min(follow(w, i, gap, vehicles[w, leader].speed, vehicles), vehicles[w, i].acceleration)


@inlined
def room_for(w, i, leader, follower, vehicles):
    """Return whether there is physical room between two vehicles of the target lane."""
    if leader >= 0 and vehicles[w, leader].s - vehicles[w, leader].length - vehicles[w, i].s < CREEP_GAP_M:
        return False
    return follower < 0 or vehicles[w, i].s - vehicles[w, i].length - vehicles[w, follower].s >= CREEP_GAP_M


@inlined
def is_safe(w, i, leader, follower, braking, vehicles):
    """Return whether nobody would have to brake harder than ``braking`` after the change (MOBIL safety criterion)."""
    if not room_for(w, i, leader, follower, vehicles):
        return False
    if pair_acceleration(w, i, leader, vehicles) < -braking and vehicles[w, i].speed > 1.0:
        return False
    if follower < 0:
        return True
    return pair_acceleration(w, follower, i, vehicles) >= -braking or vehicles[w, follower].speed < 1.0


@inlined
def incentive(w, i, leader, follower, vehicles):
    """Return the advantage of a change [m/s^2]: own gain plus politeness times the others' (MOBIL incentive)."""
    gain = pair_acceleration(w, i, leader, vehicles) - pair_acceleration(w, i, vehicles[w, i].ahead, vehicles)
    if follower >= 0:
        before = pair_acceleration(w, follower, leader, vehicles)
        gain += POLITENESS * (pair_acceleration(w, follower, i, vehicles) - before)
    return gain
