"""Gridlock: lanes that wait for each other in a circle, none of which has let anybody out for two minutes.

The first vehicle of a lane that stands because another standing vehicle bars its way, whatever the light shows, makes
its lane wait for the lane of that vehicle.  Nobody is ever removed from a gridlock; it is found, timed and named.
"""

from longtail_sim.core.codes import CONFLICT_DIVERGING, LANE_CONNECTOR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.kinds import CAR_JAM_SPACING_M
from longtail_sim.core.limits import NEVER
from longtail_sim.core.wait_graph import mark_cycles

EVERY_STEPS = 100
EVERY_S = 10.0
GRIDLOCK_S = 120.0
AT_LINE_M = 15.0  # who stands farther from the line than this waits for something else
TOUCH_M = 2.0  # a leader nearer than this beyond the standstill gap bars the way
CROWDED = 0.8  # share of a lane's room that is taken


@kernel
def in_zone(w, connector, enter, leave, vehicles, lanes, network):
    """Return a vehicle that stands within [enter, leave] of ``connector``, tails that reach back included, or -1."""
    k = lanes[w, connector].first
    while k >= 0:
        rear = vehicles[w, k].s - vehicles[w, k].length
        if vehicles[w, k].standing_s > 0.0 and vehicles[w, k].s >= enter and rear <= leave:
            return k
        k = vehicles[w, k].behind
    tail = lanes[w, network.lanes[connector].connector_to].last
    if tail < 0 or vehicles[w, tail].came_from != connector or vehicles[w, tail].standing_s <= 0.0:
        return -1
    rear = network.lanes[connector].length + vehicles[w, tail].s - vehicles[w, tail].length
    return tail if rear <= leave else -1


@kernel
def across(w, connector, position, state, network):
    """Return the vehicle that stands across ``connector`` nearest beyond ``position``, -1 if nobody does."""
    found, nearest = -1, NEVER
    for row in range(network.lanes[connector].conflict_first, network.lanes[connector].conflict_last):
        zone = network.conflicts[row]
        if zone.kind == CONFLICT_DIVERGING or zone.enter < position or zone.enter >= nearest:
            continue
        k = in_zone(w, zone.other, zone.other_enter, zone.other_exit, state.vehicles, state.lanes, network)
        if k >= 0:
            found, nearest = k, zone.enter
    return found


@kernel
def without_room(w, i, connector, vehicles, lanes, network):
    """Return the vehicle that stands so near behind the junction that ``i`` does not fit there, -1 if it does."""
    tail = lanes[w, network.lanes[connector].connector_to].last
    if tail < 0 or vehicles[w, tail].standing_s <= 0.0:
        return -1
    rear = vehicles[w, tail].s - vehicles[w, tail].length
    return tail if rear < vehicles[w, i].length + vehicles[w, i].standstill_gap else -1


@kernel
def barred_by(w, i, lane, state, network):
    """Return the standing vehicle that bars the way of ``i``, first in its lane; -1 if nobody does."""
    vehicles = state.vehicles
    inside = network.lanes[lane].kind == LANE_CONNECTOR
    connector = lane if inside else vehicles[w, i].connector
    position = vehicles[w, i].s if inside else vehicles[w, i].s - network.lanes[lane].length
    if connector < 0 or position < -AT_LINE_M:
        return -1
    leader = vehicles[w, i].leader
    near = vehicles[w, i].gap < vehicles[w, i].standstill_gap + TOUCH_M
    if leader >= 0 and near and vehicles[w, leader].standing_s > 0.0:
        return leader
    found = across(w, connector, position, state, network)
    if found < 0 and not inside:
        found = without_room(w, i, connector, vehicles, state.lanes, network)
    return found


@kernel
def note_wait(w, lane, now, state, network):
    """Set for which lane ``lane`` waits, and since when both its first vehicle and the one that bars its way stand."""
    vehicles, waits = state.vehicles, state.waits
    waits[w, lane].waits_for = -1
    waits[w, lane].since_s = NEVER
    i = state.lanes[w, lane].first
    if i < 0 or vehicles[w, i].standing_s <= 0.0 or vehicles[w, i].crashed_until_s > now:
        return
    k = barred_by(w, i, lane, state, network)
    if k >= 0:
        waits[w, lane].waits_for = vehicles[w, k].lane
        waits[w, lane].since_s = now - min(vehicles[w, i].standing_s, vehicles[w, k].standing_s)


@kernel
def still_since(w, lane, waits):
    """Return since when nothing has moved in the cycle that ``lane`` is in: the youngest standstill in it."""
    latest, member = waits[w, lane].since_s, waits[w, lane].waits_for
    while member != lane:
        latest = max(latest, waits[w, member].since_s)
        member = waits[w, member].waits_for
    return latest


@kernel
def enter_cycle(w, lane, waits):
    """Mark the lanes of a cycle as gridlocked; return whether none of them was before."""
    is_new, member = waits[w, lane].gridlocked == 0, lane
    while True:
        is_new = is_new and waits[w, member].gridlocked == 0
        waits[w, member].gridlocked = 1
        member = waits[w, member].waits_for
        if member == lane:
            return is_new


@kernel
def account(w, now, waits, totals):
    """Count the gridlocks, and time them."""
    oldest = NEVER
    for lane in range(waits.shape[1]):
        if waits[w, lane].cycle != lane:
            continue
        since = still_since(w, lane, waits)
        if now - since >= GRIDLOCK_S:
            oldest = min(oldest, since)
            if enter_cycle(w, lane, waits):
                totals[w].gridlocks += 1
    for lane in range(waits.shape[1]):
        cycle = waits[w, lane].cycle
        if cycle < 0 or now - still_since(w, cycle, waits) < GRIDLOCK_S:
            waits[w, lane].gridlocked = 0
    totals[w].gridlock_since_s = oldest
    if oldest < NEVER:
        totals[w].gridlock_s += EVERY_S


@kernel
def account_crowding(w, lanes, totals, network):
    """Add the lanes that lead to a junction and are nearly full."""
    crowded, count = 0, 0
    for lane in range(network.lanes.size):
        if network.lanes[lane].kind != LANE_CONNECTOR and network.lanes[lane].junction >= 0:
            count += 1
            if lanes[w, lane].count * CAR_JAM_SPACING_M > CROWDED * network.lanes[lane].length:
                crowded += 1
    totals[w].crowded_s += EVERY_S * crowded / count


@inlined
def search(w, step, now, state, network):
    """Look for gridlock, once in ten seconds."""
    if step % EVERY_STEPS == 0:
        look_round(w, now, state, network)


@kernel
def look_round(w, now, state, network):
    """Find the circles of lanes that wait for each other now, and account for them."""
    for lane in range(network.lanes.size):
        note_wait(w, lane, now, state, network)
    mark_cycles(w, state.waits)
    account(w, now, state.waits, state.totals)
    account_crowding(w, state.lanes, state.totals, network)
