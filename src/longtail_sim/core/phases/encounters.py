"""How near road users came to each other without touching, and what passengers went through: looked at every 0.2 s."""

from longtail_sim.core.aside import is_clear_of_junction
from longtail_sim.core.codes import (
    ACT_HALT,
    ACT_STOP,
    ASIDE_KERB,
    DRIVER_AUTOMATED,
    STATE_AWAITING_ASSISTANCE,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_TAKEOVER_REQUESTED,
    WARNING_DRAC,
    WARNING_RSS,
    WARNING_SIREN,
    WARNING_TTC,
)
from longtail_sim.core.comfort import shake
from longtail_sim.core.encroachment import pass_zones
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.near_miss import STANDING, behind_leader, gap_now, is_apart, look_inside
from longtail_sim.core.params import DT_S
from longtail_sim.core.slots import clear_watch, look_anew
from longtail_sim.core.surrogate import DRAC_CONFLICT, TTC_CONFLICT_S, rss_distance

STEPS = 2  # from one look to the next
LOOK_S = STEPS * DT_S
FAR_M = 60.0  # nobody is too near from so far
IN_MIRROR_M = 20.0  # a siren as near behind as this
HEARD_S = 5.0  # ... and heard for so long has to be made way for (assumption)


@inlined
def look_ahead(w, i, lane, vehicles, watch, network):
    """Look at a vehicle and its leader; return whether it is nearer than the safe distance of RSS."""
    k = vehicles[w, i].leader
    if k < 0 or vehicles[w, i].gap > FAR_M or vehicles[w, i].speed <= STANDING:
        return False
    gap = gap_now(w, i, lane, k, vehicles, network)
    closes = vehicles[w, i].speed > vehicles[w, k].speed
    unsafe = gap < rss_distance(vehicles[w, i].speed, vehicles[w, k].speed)
    if not (closes or unsafe) or gap > FAR_M:
        return False
    return behind_leader(w, i, lane, k, gap, vehicles, watch, network) and unsafe


@inlined
def is_held(w, i, now, vehicles):
    """Return whether a vehicle of the fleet stands because its automation does not go on by itself."""
    if vehicles[w, i].fleet == 0 or vehicles[w, i].speed > STANDING or vehicles[w, i].driver != DRIVER_AUTOMATED:
        return False
    state, action = vehicles[w, i].state, vehicles[w, i].action_longitudinal
    waits = state == STATE_AWAITING_ASSISTANCE or state == STATE_TAKEOVER_REQUESTED
    could_go = vehicles[w, i].my_turn_s <= now and vehicles[w, i].path_clear == 1 and vehicles[w, i].exit_clear == 1
    holds = action == ACT_HALT or (action == ACT_STOP and could_go)
    return waits or holds or state == STATE_MINIMAL_RISK_CONDITION


@inlined
def bars_siren(w, i, lane, now, vehicles, network):
    """Return whether a vehicle has had a siren right behind it for some time and has not pulled over where it could."""
    vehicle = vehicles[w, i]
    if vehicle.siren_m > IN_MIRROR_M or now < vehicle.siren_s + HEARD_S or vehicle.aside == ASIDE_KERB:
        return False
    return is_clear_of_junction(w, i, lane, vehicles, network)


@inlined
def account_warnings(w, i, unsafe, bars, watch, vehicles, tally):
    """Count what has begun since the last look, add to the times, keep the extremes."""
    row, group = watch[w, i], vehicles[w, i].fleet
    near, hard = row.ttc_s < TTC_CONFLICT_S, row.drac_mps2 > DRAC_CONFLICT
    if not (near or unsafe or bars) and row.drac_mps2 <= 0.0 and row.warnings == 0:
        return
    warnings = (
        (WARNING_TTC if near else 0)
        + (WARNING_DRAC if hard else 0)
        + (WARNING_RSS if unsafe else 0)
        + (WARNING_SIREN if bars else 0)
    )
    begun = warnings & ~row.warnings
    ttc_group, drac_group = max(group, row.ttc_fleet), max(group, row.drac_fleet)
    if near:
        tally[w, ttc_group].ttc_exposure_s += LOOK_S
        tally[w, ttc_group].ttc_min_s = min(tally[w, ttc_group].ttc_min_s, row.ttc_s)
    if unsafe:
        tally[w, group].rss_exposure_s += LOOK_S
    tally[w, drac_group].drac_max_mps2 = max(tally[w, drac_group].drac_max_mps2, row.drac_mps2)
    if begun != 0:
        tally[w, ttc_group].conflicts_ttc += 1 if begun & WARNING_TTC != 0 else 0
        tally[w, drac_group].conflicts_drac += 1 if begun & WARNING_DRAC != 0 else 0
        tally[w, group].rss_violations += 1 if begun & WARNING_RSS != 0 else 0
        tally[w, group].siren_not_yielded += 1 if begun & WARNING_SIREN != 0 else 0
    watch[w, i].warnings = warnings
    look_anew(w, i, watch)


@kernel
def look(w, now, state, network):
    """Look at everybody once."""
    vehicles, watch, tally = state.vehicles, state.watch, state.tally
    sirens = state.clock[w].sirens > 0
    look_inside(w, now, state, network)
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        lane = vehicles[w, i].lane
        if lane < 0:
            continue  # has just left the map
        pass_zones(w, i, lane, now, LOOK_S, vehicles, state.zones, tally, network)
        if is_apart(w, i, now, vehicles):
            clear_watch(w, i, watch)
            continue
        moves = vehicles[w, i].speed > STANDING
        shake(w, i, vehicles[w, i].fleet, moves, LOOK_S, vehicles, watch, tally)
        unsafe = look_ahead(w, i, lane, vehicles, watch, network)
        bars = sirens and bars_siren(w, i, lane, now, vehicles, network)
        account_warnings(w, i, unsafe, bars, watch, vehicles, tally)
        if is_held(w, i, now, vehicles):
            state.totals[w].passenger_held_s += LOOK_S
    for j in range(state.junctions.shape[1]):
        state.totals[w].queue_max = max(state.totals[w].queue_max, state.junctions[w, j].waiting)


@inlined
def update(w, step, now, state, network):
    """Look at the traffic, if it is time to."""
    if step % STEPS == 0:
        look(w, now, state, network)
