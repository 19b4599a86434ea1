"""Who is on a collision course with whom: follower and leader, and those on paths that cross or merge.

In the plane, as footprints that go straight on at constant speed (time to collision), and along the paths (deceleration
to avoid a crash).  Of two on crossing paths it is put down to the one who would come to their zone second.
"""

from longtail_sim.core.codes import CONFLICT_CROSSING, LANE_CONNECTOR
from longtail_sim.core.collision import is_wrecked
from longtail_sim.core.footprints import body
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest
from longtail_sim.core.projection import time_to_overlap
from longtail_sim.core.surrogate import REACH_S, TTC_CONFLICT_S, braking_behind, braking_for_zone

DRIVES_OFF_S = 30.0  # who has crashed is looked at again when it has driven out of the heap
STANDING = 0.1  # m/s
NARROWEST_M = 1.5  # no vehicle is as narrow: spares a look at their widths


@inlined
def is_apart(w, i, now, vehicles):
    """Return whether a vehicle is not looked at: an emergency vehicle, or one that crashed a short time ago."""
    return vehicles[w, i].siren == 1 or is_wrecked(w, i, now - DRIVES_OFF_S, vehicles)


@kernel
def plane_ttc(w, i, k, vehicles, network):
    """Return the time to collision of two vehicles in the plane [s], each one rectangle, unbent."""
    ax, ay, a_heading = body(network, vehicles, w, i)
    bx, by, b_heading = body(network, vehicles, w, k)
    a, b = vehicles[w, i], vehicles[w, k]
    return time_to_overlap(
        bx - ax, by - ay, a_heading, a.speed, a.length, a.width, b_heading, b.speed, b.length, b.width
    )


@inlined
def note_ttc(w, i, k, ttc_s, vehicles, watch):
    """Remember that vehicle ``i`` would be in ``k`` after so long, if that is soon and nobody is sooner."""
    if ttc_s < TTC_CONFLICT_S and ttc_s < watch[w, i].ttc_s:
        watch[w, i].ttc_s = ttc_s
        watch[w, i].ttc_fleet = vehicles[w, k].fleet


@inlined
def note_drac(w, i, k, braking, vehicles, watch):
    """Remember that vehicle ``i`` has to brake so hard for ``k``, if for nobody harder."""
    if braking > watch[w, i].drac_mps2:
        watch[w, i].drac_mps2 = braking
        watch[w, i].drac_fleet = vehicles[w, k].fleet


@inlined
def gap_now(w, i, lane, k, vehicles, network):
    """Return the gap [m] to the leader ``k`` along the own path after everybody has moved, NEVER if it is elsewhere."""
    its = vehicles[w, k].lane
    rear = vehicles[w, k].s - vehicles[w, k].length
    if its == lane:
        return rear - vehicles[w, i].s
    if its < 0:
        return NEVER
    to_end = network.lanes[lane].length - vehicles[w, i].s
    if network.lanes[lane].kind == LANE_CONNECTOR:
        if its == network.lanes[lane].connector_to:
            return to_end + rear
        same = network.lanes[its].connector_from == network.lanes[lane].connector_from
        return rear - vehicles[w, i].s if network.lanes[its].kind == LANE_CONNECTOR and same else NEVER
    connector = vehicles[w, i].connector
    if network.lanes[its].kind == LANE_CONNECTOR:
        return to_end + rear if network.lanes[its].connector_from == lane else NEVER
    if connector >= 0 and its == network.lanes[connector].connector_to:
        return to_end + network.lanes[connector].length + rear
    return NEVER


@inlined
def in_the_way(w, i, k, vehicles):
    """Return whether two vehicles of one lane would touch, neither being pulled aside far enough."""
    aside = abs(vehicles[w, i].lateral - vehicles[w, k].lateral)
    return aside < NARROWEST_M or 2.0 * aside < vehicles[w, i].width + vehicles[w, k].width


@inlined
def behind_leader(w, i, lane, k, gap, vehicles, watch, network):
    """Look at a vehicle and its leader ``k``; return whether the leader is in its way."""
    if vehicles[w, k].lane == lane and not in_the_way(w, i, k, vehicles):
        return False
    closing = vehicles[w, i].speed - vehicles[w, k].speed
    note_drac(w, i, k, braking_behind(closing, gap), vehicles, watch)
    if closing > 0.0 and gap < TTC_CONFLICT_S * closing:
        # On one lane, which bends gently, that is the time in the plane; a leader who turns off may be gone by then.
        one_lane = vehicles[w, k].lane == lane and network.lanes[lane].kind != LANE_CONNECTOR
        ttc_s = max(gap, 0.0) / closing if one_lane else plane_ttc(w, i, k, vehicles, network)
        note_ttc(w, i, k, ttc_s, vehicles, watch)
    return True


@inlined
def place_on(w, i, connector, vehicles, network):
    """Return where the front of a vehicle is on ``connector``: below 0 before the line, beyond its length behind it."""
    lane, s = vehicles[w, i].lane, vehicles[w, i].s
    if lane == connector:
        return s
    if lane == network.lanes[connector].connector_to:
        return network.lanes[connector].length + s
    return s - network.lanes[lane].length


@inlined
def comes_to(w, connector, vehicles, lanes, junctions, network):
    """Return the first vehicle before the line that may go onto ``connector`` and is near, -1 if there is none."""
    lane, j = network.lanes[connector].connector_from, network.lanes[connector].junction
    i = lanes[w, lane].first
    if (
        i < 0
        or junctions[w, j].coming & network.lanes[connector].bit == NOBODY
        or vehicles[w, i].connector != connector
    ):
        return -1
    near = network.lanes[lane].length - vehicles[w, i].s <= REACH_S * vehicles[w, i].speed
    return i if near else -1


@inlined
def first_user(w, connector, vehicles, lanes, junctions, network):
    """Return the first of those on ``connector``: a tail that reaches back to it, who is on it, who comes to it."""
    tail = lanes[w, network.lanes[connector].connector_to].last
    if tail >= 0 and vehicles[w, tail].came_from == connector and vehicles[w, tail].s < vehicles[w, tail].length:
        return tail
    i = lanes[w, connector].first
    return i if i >= 0 else comes_to(w, connector, vehicles, lanes, junctions, network)


@inlined
def next_user(w, i, connector, vehicles, lanes, junctions, network):
    """Return who is on ``connector`` behind ``i``, -1 if nobody."""
    lane = vehicles[w, i].lane
    if lane == connector:
        k = vehicles[w, i].behind
    elif lane == network.lanes[connector].connector_to:
        k = lanes[w, connector].first
    else:
        return -1
    return k if k >= 0 else comes_to(w, connector, vehicles, lanes, junctions, network)


@inlined
def reaches_in(place, length, speed, enter, leave):
    """Return the time [s] until a front at ``place`` is in a zone: 0 inside, NEVER once the tail has left it."""
    if place - length > leave:
        return NEVER
    if place >= enter:
        return 0.0
    return (enter - place) / speed if speed > STANDING else NEVER


@kernel
def look_at_pair(w, i, k, row, i_place, k_place, vehicles, watch, network):
    """Look at two vehicles whose paths cross or merge; ``row`` is the conflict as ``i`` sees it."""
    zone = network.conflicts[row]
    i_in = reaches_in(i_place, vehicles[w, i].length, vehicles[w, i].speed, zone.enter, zone.exit)
    k_in = reaches_in(k_place, vehicles[w, k].length, vehicles[w, k].speed, zone.other_enter, zone.other_exit)
    later = max(i_in, k_in)
    if later > REACH_S:
        return
    second, first = (i, k) if i_in > k_in else (k, i)
    moves = vehicles[w, i].speed > STANDING or vehicles[w, k].speed > STANDING
    if later < TTC_CONFLICT_S and moves:
        note_ttc(w, second, first, plane_ttc(w, second, first, vehicles, network), vehicles, watch)
    if zone.kind != CONFLICT_CROSSING or later <= 0.0:
        return
    distance = zone.enter - i_place if second == i else zone.other_enter - k_place
    rest = zone.other_exit - k_place if second == i else zone.exit - i_place
    speed = vehicles[w, first].speed
    clears_s = (rest + vehicles[w, first].length) / speed if speed > STANDING else NEVER
    note_drac(w, second, first, braking_for_zone(vehicles[w, second].speed, distance, clears_s), vehicles, watch)


@kernel
def look_across(w, connector, used, now, state, network):
    """Look at those on a connector beside those on the ``used`` ones that it crosses or merges with, each pair once."""
    vehicles, lanes, junctions, watch = state.vehicles, state.lanes, state.junctions, state.watch
    rest = used & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        row = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        other = network.conflicts[row].other
        if other < connector:
            continue
        i = first_user(w, connector, vehicles, lanes, junctions, network)
        while i >= 0:
            i_place, i_apart = place_on(w, i, connector, vehicles, network), is_apart(w, i, now, vehicles)
            k = -1 if i_apart else first_user(w, other, vehicles, lanes, junctions, network)
            while k >= 0:
                if not is_apart(w, k, now, vehicles):
                    k_place = place_on(w, k, other, vehicles, network)
                    look_at_pair(w, i, k, row, i_place, k_place, vehicles, watch, network)
                k = next_user(w, k, other, vehicles, lanes, junctions, network)
            i = next_user(w, i, connector, vehicles, lanes, junctions, network)


@inlined
def used_bits(w, j, state, network):
    """Return the bits of the connectors of a junction that carry a body, or that somebody near comes to."""
    vehicles, lanes, used = state.vehicles, state.lanes, state.junctions[w, j].active
    coming = state.junctions[w, j].coming
    if coming == NOBODY:
        return used
    for n in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
        i = lanes[w, network.approach_lane[n]].first
        if i >= 0 and vehicles[w, i].connector >= 0:
            connector = vehicles[w, i].connector
            if comes_to(w, connector, vehicles, lanes, state.junctions, network) >= 0:
                used |= network.lanes[connector].bit
    return used


@kernel
def look_inside(w, now, state, network):
    """Look at those on crossing or merging paths in all junctions."""
    for j in range(network.junctions.size):
        used = used_bits(w, j, state, network)
        if used == NOBODY or without_lowest(used) == NOBODY:
            continue  # at most one connector is used
        for n in range(network.junctions[j].inside_first, network.junctions[j].inside_last):
            connector = network.inside_lane[n]
            if network.lanes[connector].bit & used == NOBODY:
                continue
            if network.lanes[connector].conflict_bits & used != NOBODY:
                look_across(w, connector, used, now, state, network)
