"""Exposure, delay, standstills, conflicts, blocking.  Reads the world, writes the account."""

from longtail_sim.core.codes import LANE_CONNECTOR
from longtail_sim.core.collision import is_wrecked
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.keep_clear import cannot_leave
from longtail_sim.core.kinds import CAR_JAM_SPACING_M, desired_speed
from longtail_sim.core.params import DT_S

STANDING = 0.1  # m/s
LONG_STOP_S = 120.0
TTC_CONFLICT_S = 1.5
HARD_BRAKING = 3.0  # m/s^2
ALARM_TTC = 1
ALARM_BRAKE = 2
SPILL_SPEED = 2.2  # m/s: a queue moves slower than 5 mph


@inlined
def account_delay(w, i, lane, group, vehicles, tally, network):
    """Add one step's distance, time and delay of a vehicle.

    delay = time - time in free flow at the own desired speed along the same way, so unfinished trips count as they go.
    """
    desired = desired_speed(w, i, lane, vehicles, network)
    distance = vehicles[w, i].speed * DT_S
    lost = DT_S - distance / desired
    vehicles[w, i].delay_s += lost
    tally[w, group].vehicle_m += distance
    tally[w, group].vehicle_s += DT_S
    tally[w, group].free_flow_s += distance / desired
    tally[w, group].delay_s += lost


@inlined
def account_siren(w, i, lane, vehicles, totals, network):
    """Add one step's delay of an emergency vehicle, which counts for neither group."""
    lost = DT_S - vehicles[w, i].speed * DT_S / desired_speed(w, i, lane, vehicles, network)
    vehicles[w, i].delay_s += lost
    vehicles[w, i].standing_s = 0.0 if vehicles[w, i].speed >= STANDING else vehicles[w, i].standing_s + DT_S
    totals[w].siren_delay_s += lost
    totals[w].siren_worst_s = max(totals[w].siren_worst_s, vehicles[w, i].delay_s)


@kernel
def account_dispatched(w, now, entries, totals):
    """Let the waiting of emergency vehicles outside the map count as delay."""
    for e in range(entries.shape[1]):
        if entries[w, e].dispatch_count > 0:
            totals[w].siren_delay_s += entries[w, e].dispatch_count * DT_S
            totals[w].siren_worst_s = max(totals[w].siren_worst_s, now - entries[w, e].dispatch_s)


@inlined
def in_box(w, i, lane, vehicles, network):
    """Return whether a vehicle, or its tail, is inside a junction."""
    before = vehicles[w, i].came_from
    if network.lanes[lane].kind == LANE_CONNECTOR:
        return True
    return before >= 0 and vehicles[w, i].s < vehicles[w, i].length and network.lanes[before].kind == LANE_CONNECTOR


@inlined
def account_standing(w, i, lane, group, now, vehicles, lanes, tally, network):
    """Follow the length of a standstill; return whether the vehicle stands."""
    if vehicles[w, i].speed >= STANDING:
        vehicles[w, i].standing_s = 0.0
        return False
    before = vehicles[w, i].standing_s
    vehicles[w, i].standing_s = before + DT_S
    if before < LONG_STOP_S <= before + DT_S:
        tally[w, group].stops_over_2min += 1
    tally[w, group].longest_stop_s = max(tally[w, group].longest_stop_s, before + DT_S)
    if in_box(w, i, lane, vehicles, network):
        tally[w, group].standing_in_junction_s += 0.0 if is_wrecked(w, i, now, vehicles) else DT_S
        if cannot_leave(w, i, lane, vehicles, lanes, network):
            tally[w, group].box_blocked_s += DT_S
    return True


@inlined
def account_conflicts(w, i, group, now, vehicles, tally):
    """Count onsets of a time-to-collision with the one ahead below 1.5 s and of hard braking, wrecks apart."""
    speed, closing = vehicles[w, i].speed, vehicles[w, i].speed - vehicles[w, i].leader_speed
    near = (closing > 0.0) & (vehicles[w, i].gap < TTC_CONFLICT_S * closing)  # the gap to nobody is endless
    braking = (vehicles[w, i].accel < -HARD_BRAKING) & (speed > 0.0)
    if braking and is_wrecked(w, i, now, vehicles):
        braking = False
    alarms = (ALARM_TTC if near else 0) + (ALARM_BRAKE if braking else 0)
    if alarms == vehicles[w, i].alarms:
        return
    begun = alarms & ~vehicles[w, i].alarms
    tally[w, group].conflicts_ttc_ahead += 1 if begun & ALARM_TTC != 0 else 0
    tally[w, group].hard_brakes += 1 if begun & ALARM_BRAKE != 0 else 0
    vehicles[w, i].alarms = alarms


@inlined
def account_backlog(w, entries, tally, totals):
    """Let waiting outside the map count as time and as delay."""
    backlog = 0
    for e in range(entries.shape[1]):
        waiting = entries[w, e].arrived - entries[w, e].admitted
        backlog += waiting
        for group in range(2):
            number = entries[w, e].backlog_fleet if group == 1 else waiting - entries[w, e].backlog_fleet
            lost = number * DT_S
            tally[w, group].vehicle_s += lost
            tally[w, group].delay_s += lost
            tally[w, group].backlog_s += lost
    totals[w].backlog_max = max(totals[w].backlog_max, backlog)


@inlined
def account_spillback(w, lane, vehicles, lanes, totals):
    """Count the onset of a queue that reaches back to the junction upstream: no room is left for another car."""
    tail = lanes[w, lane].last
    spilled = (
        tail >= 0
        and vehicles[w, tail].s - vehicles[w, tail].length < CAR_JAM_SPACING_M
        and vehicles[w, tail].speed < SPILL_SPEED
        and vehicles[w, tail].came_from >= 0
    )
    if spilled and lanes[w, lane].spilled == 0:
        totals[w].spillbacks += 1
    lanes[w, lane].spilled = 1 if spilled else 0


@inlined
def find_fault(w, i, step, vehicles, clock):
    """Remember the first impossible state: a NaN, or somebody behind the beginning of a lane."""
    s = vehicles[w, i].s
    sane = (vehicles[w, i].speed >= 0.0) & (s >= 0.0) & (s < 1e7)
    if not sane and clock[w].fault_step < 0:
        clock[w].fault_step = step
        clock[w].fault_slot = i


@kernel
def update(w, step, state, network):
    """Account for one step."""
    vehicles, lanes, tally, junctions = state.vehicles, state.lanes, state.tally, state.junctions
    now, sirens = step * DT_S, state.clock[w].sirens > 0
    for j in range(junctions.shape[1]):
        junctions[w, j].waiting = 0
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        group, lane = vehicles[w, i].fleet, vehicles[w, i].lane
        if lane < 0:
            continue  # has just left the map
        if sirens and vehicles[w, i].siren == 1:
            account_siren(w, i, lane, vehicles, state.totals, network)
            find_fault(w, i, step, vehicles, state.clock)
            continue
        account_delay(w, i, lane, group, vehicles, tally, network)
        if account_standing(w, i, lane, group, now, vehicles, lanes, tally, network):
            j = network.lanes[lane].junction
            if j >= 0 and network.lanes[lane].kind != LANE_CONNECTOR:
                junctions[w, j].waiting += 1
        account_conflicts(w, i, group, now, vehicles, tally)
        find_fault(w, i, step, vehicles, state.clock)
    for lane in network.approach_lane:
        account_spillback(w, lane, vehicles, lanes, state.totals)
    account_backlog(w, state.entries, tally, state.totals)
    if sirens:
        account_dispatched(w, now, state.entries, state.totals)
