"""Who hears a siren pulls over and lets it pass; an emergency vehicle looks past those who stand at the kerb."""

from longtail_sim.core.aside import is_out_of_the_way, pull_aside, set_aside
from longtail_sim.core.codes import ASIDE_KERB, ASIDE_NO, ASIDE_ROUND, DRIVER_PERSON, LANE_CONNECTOR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.longitudinal import follow
from longtail_sim.core.siren import (
    APPROACHES_M,
    ASIDE_FROM_M,
    AT_JUNCTION_M,
    HEARD_M,
    STAY_S,
    look_past,
    notices,
)

STAYS_M = 3.0  # who has it as near as this, and the way that it drives in STAYS_S more, stays at the kerb whatever else
STAYS_S = 2.0
SWINGS_OUT_M = 15.0  # an emergency vehicle goes to the other side so far before somebody at the kerb


@inlined
def make_way(w, now, state, settings, network):
    """Let everybody hear the sirens of this world, if there are any, and act on them."""
    if state.clock[w].sirens > 0 or state.clock[w].alerted > 0:
        forget(w, state)
        sound_all(w, now, state, network)
        respond_all(w, now, state, settings, network)
        go_round_all(w, state, network)


@kernel
def forget(w, state):
    """Begin with nobody who hears anything."""
    for j in range(state.junctions.shape[1]):
        state.junctions[w, j].siren = 0
    for place in range(state.clock[w].present):
        vehicle = state.vehicles[w, state.order[w, place].slot]
        vehicle.siren_m = NEVER
        vehicle.siren_heard = 0


@kernel
def sound_all(w, now, state, network):
    """Let every siren be heard."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].siren == 1:
            sound(w, i, now, state, network)


@kernel
def sound(w, i, now, state, network):
    """Let one siren be heard in its street, in the one that comes next on its way, and at the junction between."""
    vehicles = state.vehicles
    lane, s, connector = vehicles[w, i].lane, vehicles[w, i].s, vehicles[w, i].connector
    to_end = network.lanes[lane].length - s
    if network.lanes[lane].kind == LANE_CONNECTOR:
        near_junction(w, network.lanes[lane].junction, state, network)
        hear_in_street(w, i, network.lanes[lane].connector_to, to_end, now, state, network)
        return
    hear_in_street(w, i, lane, -s, now, state, network)
    before = vehicles[w, i].came_from
    if before >= 0 and s < vehicles[w, i].length:
        near_junction(w, network.lanes[before].junction, state, network)
    opposite = state.lanes[w, lane].narrow_opposite
    if opposite >= 0:
        hear_from_ahead(w, opposite, to_end, state)
    if connector < 0 or to_end > HEARD_M:
        return
    if to_end < AT_JUNCTION_M:
        near_junction(w, network.lanes[lane].junction, state, network)
    offset = to_end + network.lanes[connector].length
    hear_in_street(w, i, network.lanes[connector].connector_to, offset, now, state, network)


@kernel
def hear_in_street(w, siren, lane, offset, now, state, network):
    """Let those in all lanes of a street hear a siren, whose front is ``offset`` metres before its beginning."""
    vehicles, street = state.vehicles, network.lanes[lane].street
    close = STAYS_M + STAYS_S * vehicles[w, siren].speed
    first = network.streets[street].first_lane
    for each in range(first, first + network.streets[street].lanes):
        k = state.lanes[w, each].first
        while k >= 0 and vehicles[w, k].s + offset > -vehicles[w, siren].length:
            ahead = offset + vehicles[w, k].s - vehicles[w, k].length
            if vehicles[w, k].aside == ASIDE_KERB and ahead < close:
                vehicles[w, k].aside_until_s = now + STAY_S
            if vehicles[w, k].s + offset > 0.0 and vehicles[w, k].siren == 0 and ahead < HEARD_M:
                vehicles[w, k].siren_m = min(vehicles[w, k].siren_m, max(ahead, 0.0))
                vehicles[w, k].siren_heard = 1
            k = vehicles[w, k].behind


@kernel
def hear_from_ahead(w, lane, place, state):
    """Let those in the opposite lane of a narrow street hear a siren that comes towards them, at ``place`` there."""
    vehicles, k = state.vehicles, state.lanes[w, lane].first
    while k >= 0:
        if 0.0 <= place - vehicles[w, k].s < HEARD_M:
            vehicles[w, k].siren_heard = 1
        k = vehicles[w, k].behind


@kernel
def near_junction(w, j, state, network):
    """Let those near the lines of a junction hear a siren near it."""
    if j < 0:
        return
    vehicles = state.vehicles
    state.junctions[w, j].siren = 1
    for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
        lane = network.approach_lane[a]
        k = state.lanes[w, lane].first
        while k >= 0 and network.lanes[lane].length - vehicles[w, k].s < APPROACHES_M:
            vehicles[w, k].siren_heard = 1
            k = vehicles[w, k].behind


@kernel
def respond_all(w, now, state, settings, network):
    """Let people who have noticed a siren behind them pull over, and come back when it has passed."""
    vehicles, alerted = state.vehicles, 0
    for place in range(state.clock[w].present):
        i, lane = state.order[w, place].slot, state.order[w, place].lane
        vehicle = vehicles[w, i]
        if vehicle.siren == 1:
            continue
        if vehicle.siren_heard == 0:
            vehicle.siren_s = NEVER
        elif vehicle.siren_s == NEVER:
            vehicle.siren_s = now
        if vehicle.driver == DRIVER_PERSON:
            if vehicle.siren_m < ASIDE_FROM_M and notices(w, i, now, vehicles, settings):
                vehicle.aside_until_s = now + STAY_S
            pull_aside(w, i, lane, now < vehicle.aside_until_s, state, network)
        alerted += 1 if vehicle.siren_heard == 1 or now < vehicle.aside_until_s or vehicle.aside == ASIDE_KERB else 0
    state.clock[w].alerted = alerted


@kernel
def go_round_all(w, state, network):
    """Let emergency vehicles look past those at the kerb and swing out for them."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].siren == 1:
            look_past(w, i, state, network)
            swing_out(w, i, state)
            warn_follower(w, i, state)


@inlined
def swing_out(w, i, state):
    """Go to the other side of the lane for who stands at the kerb, a little before it and until it has been passed."""
    vehicles = state.vehicles
    ahead, behind = vehicles[w, i].ahead, vehicles[w, i].behind
    near = ahead >= 0 and is_out_of_the_way(w, ahead, vehicles)
    near = near and vehicles[w, ahead].s - vehicles[w, ahead].length - vehicles[w, i].s < SWINGS_OUT_M
    rear = vehicles[w, i].s - vehicles[w, i].length
    beside = behind >= 0 and vehicles[w, behind].aside == ASIDE_KERB and vehicles[w, behind].s > rear
    wanted = ASIDE_ROUND if near or beside else ASIDE_NO
    if vehicles[w, i].narrow_go == 0 and vehicles[w, i].aside != wanted:
        set_aside(w, i, wanted, state)


@inlined
def warn_follower(w, i, state):
    """Let who drives behind an emergency vehicle mind those at the kerb whom it is just passing."""
    vehicles = state.vehicles
    k, m = vehicles[w, i].behind, vehicles[w, i].ahead
    if k < 0 or m < 0 or vehicles[w, m].aside != ASIDE_KERB or vehicles[w, k].siren == 1:
        return
    gap = vehicles[w, m].s - vehicles[w, m].length - vehicles[w, k].s
    if follow(w, k, gap, vehicles[w, m].speed, vehicles) < follow(
        w, k, vehicles[w, k].gap, vehicles[w, k].leader_speed, vehicles
    ):
        vehicles[w, k].leader = m
        vehicles[w, k].gap = gap
        vehicles[w, k].leader_speed = vehicles[w, m].speed
