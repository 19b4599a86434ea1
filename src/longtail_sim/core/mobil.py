"""Is a lane change safe, and is it worth it?  MOBIL (Kesting, Treiber, Helbing 2007) on the lane lists."""

from longtail_sim.core.jit import kernel
from longtail_sim.core.longitudinal import follow
from longtail_sim.core.state import NEVER

SAFE_BRAKING = 2.5  # m/s^2 that a change may impose on anybody in the ordinary case
POLITENESS = 0.2
CREEP_GAP_M = 1.2  # bumper distance that a change needs at walking pace


@kernel
def neighbours_in(w, i, lane, vehicles, lanes):
    """Return (leader, follower) that vehicle ``i`` would have in ``lane`` of its street."""
    leader, k = -1, lanes.first[w, lane]
    while k >= 0 and vehicles.s[w, k] >= vehicles.s[w, i]:
        leader, k = k, vehicles.behind[w, k]
    return leader, k


@kernel
def pair_acceleration(w, i, leader, vehicles):
    """Return the interaction of ``i`` with ``leader`` in terms of arc length; large if there is none."""
    if leader < 0:
        return vehicles.acceleration[w, i]
    gap = vehicles.s[w, leader] - vehicles.length[w, leader] - vehicles.s[w, i]
    if gap <= 0.0:
        return -NEVER
    return min(follow(w, i, gap, vehicles.speed[w, leader], vehicles), vehicles.acceleration[w, i])


@kernel
def room_for(w, i, leader, follower, vehicles):
    """Return whether there is physical room between two vehicles of the target lane."""
    if leader >= 0 and vehicles.s[w, leader] - vehicles.length[w, leader] - vehicles.s[w, i] < CREEP_GAP_M:
        return False
    return follower < 0 or vehicles.s[w, i] - vehicles.length[w, i] - vehicles.s[w, follower] >= CREEP_GAP_M


@kernel
def is_safe(w, i, leader, follower, braking, vehicles):
    """Return whether nobody would have to brake harder than ``braking`` after the change (MOBIL safety criterion)."""
    if not room_for(w, i, leader, follower, vehicles):
        return False
    if pair_acceleration(w, i, leader, vehicles) < -braking and vehicles.speed[w, i] > 1.0:
        return False
    if follower < 0:
        return True
    return pair_acceleration(w, follower, i, vehicles) >= -braking or vehicles.speed[w, follower] < 1.0


@kernel
def incentive(w, i, leader, follower, vehicles):
    """Return the advantage of a change [m/s^2]: own gain plus politeness times the others' (MOBIL incentive criterion)."""
    gain = pair_acceleration(w, i, leader, vehicles) - pair_acceleration(w, i, vehicles.ahead[w, i], vehicles)
    if follower >= 0:
        before = pair_acceleration(w, follower, leader, vehicles)
        gain += POLITENESS * (pair_acceleration(w, follower, i, vehicles) - before)
    return gain
