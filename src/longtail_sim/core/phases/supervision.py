"""Who must act.  The level says it: a person who watches (2), a person who can be called (3), nobody (4 and 5).

Here vehicles note that they leave their operational design domain, people are called or notice an error, take over late
or never, and the automation is switched on again.  Levels differ by what world/settings.py filled in, the two rules
with a level in them apart.  Vehicles that were told to keep out of an area turn away.
"""

from longtail_sim.core import random
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    CLAUSE_NONE,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    ORDER_HOLD,
    ORDER_NONE,
    REQUEST_NONE,
    STATE_AWAITING_ASSISTANCE,
    STATE_DRIVING,
    STATE_PERSON_DRIVING,
    STATE_TAKEOVER_REQUESTED,
    STREAM_INATTENTION,
    STREAM_TAKEOVER,
    TRIGGER_CALLS,
    TRIGGER_NO_TAKEOVER,
    TRIGGER_SWITCHED_ON,
    TRIGGER_TAKES_OVER,
    TRIGGER_WITHDRAWS,
    TURN_STRAIGHT,
)
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.manners import hand_to_automation, hand_to_person
from longtail_sim.core.misled import thinks_before_line
from longtail_sim.core.odd import broken_clause
from longtail_sim.core.params import DT_S
from longtail_sim.core.watching import CALM, NOTHING, URGENT, can_stay_back, overlooked_ahead, what_is_wrong

WATCHED, LAST_WITH_PERSON = 2, 3  # SAE levels
ODD_HORIZON_M = 110.0  # ten seconds at 25 mph: as long as a request to intervene lasts
MANOEUVRE_BRAKING = 4.0  # m/s^2: who would have to brake harder to hold at the line goes through
LONG_AGO_S = 60.0  # a person who takes over because of something has noticed it before, and has reacted
SWITCH_ON_AFTER_M = 30.0  # assumption: so far behind the junction the automation is switched on again
LAST_TURN_CHANGE_M = 40.0  # nearer to the line only the own lane's turns can still be taken


@kernel
def note_domain(w, i, lane, state, settings, network):
    """Note which clause of the domain is broken where vehicle ``i`` is going, and count it once for each junction."""
    vehicles = state.vehicles
    if network.lanes[lane].kind == LANE_CONNECTOR:
        return  # as it was when the junction was entered
    clause = broken_clause(w, i, lane, is_near(w, i, lane, vehicles, network), state, settings, network)
    vehicles[w, i].odd_clause = clause
    if clause != CLAUSE_NONE and vehicles[w, i].odd_noted != vehicles[w, i].junctions_passed:
        vehicles[w, i].odd_noted = vehicles[w, i].junctions_passed
        state.totals[w].odd_exits[clause] += 1


@inlined
def is_near(w, i, lane, vehicles, network):
    """Return whether the automation looks at the junction ahead already."""
    ahead = network.lanes[lane].junction >= 0
    return ahead and network.lanes[lane].length - vehicles[w, i].s < ODD_HORIZON_M


@kernel
def needs_person(w, i, lane, now, state, settings, network):
    """Return how much the automation wants a person, or a person who watches wants to act: NOTHING, CALM or URGENT."""
    vehicles, wanted = state.vehicles, NOTHING
    if settings[w].sae_level == WATCHED:
        wanted = what_is_wrong(w, i, lane, now, state, settings, network)
    if vehicles[w, i].odd_clause != CLAUSE_NONE or vehicles[w, i].action_request != REQUEST_NONE:
        wanted = max(wanted, CALM)
    return wanted


@kernel
def takeover_time(w, i, urgency, vehicles, settings):
    """Return how long [s] the person needs, keyed by vehicle and junction; NEVER if nobody reacts.

    A lognormal time by what the person was doing, or to the brake where harm is near, plus another one where the person
    who should watch looks elsewhere.
    """
    seed, trip, number = settings[w].seed, vehicles[w, i].trip, vehicles[w, i].junctions_passed
    if random.uniform(seed, STREAM_TAKEOVER, trip, number) < settings[w].never_responds:
        return NEVER
    mean, cv = settings[w].takeover_mean_s, settings[w].takeover_cv
    if urgency == URGENT:
        mean, cv = settings[w].braking_mean_s, settings[w].braking_cv
    time = random.lognormal(mean, cv, seed, STREAM_TAKEOVER, trip, number)
    if random.uniform(seed, STREAM_INATTENTION, trip, number) < settings[w].inattentive:
        mean, cv = settings[w].inattention_mean_s, settings[w].inattention_cv
        time += random.lognormal(mean, cv, seed, STREAM_INATTENTION, trip, number)
    return time


@kernel
def call_person(w, i, urgency, now, state, settings):
    """Request the person to intervene, or let a person who watches notice; either takes time."""
    vehicles = state.vehicles
    change(w, i, TRIGGER_CALLS, vehicles)
    vehicles[w, i].takeover_since_s = now
    vehicles[w, i].takeover_due_s = now + takeover_time(w, i, urgency, vehicles, settings)
    vehicles[w, i].takeover_urgent = 1 if urgency == URGENT else 0
    vehicles[w, i].takeover_junction = vehicles[w, i].junctions_passed
    state.totals[w].takeover_requests += 1


@kernel
def hurry(w, i, now, vehicles, settings):
    """Let a person who was about to act without haste see that harm is near."""
    vehicles[w, i].takeover_urgent = 1
    soon = now + takeover_time(w, i, URGENT, vehicles, settings)
    vehicles[w, i].takeover_due_s = min(vehicles[w, i].takeover_due_s, soon)


@kernel
def know_obstacle(w, i, lane, now, state, settings, network):
    """Let a person who takes over because of something in the road brake for it at once: they have seen it before."""
    if settings[w].sae_level != WATCHED or state.clock[w].obstacles == 0:
        return
    o = overlooked_ahead(w, i, lane, state, settings, network)
    if o >= 0:
        state.vehicles[w, i].obstacle = o
        state.vehicles[w, i].obstacle_since_s = state.vehicles[w, i].takeover_since_s - LONG_AGO_S


@kernel
def take_over(w, i, lane, now, state, settings, network):
    """Let the person drive."""
    vehicles, totals = state.vehicles, state.totals
    in_time = vehicles[w, i].state == STATE_TAKEOVER_REQUESTED
    passed = vehicles[w, i].junctions_passed > vehicles[w, i].takeover_junction
    if in_time and passed and network.lanes[lane].kind == LANE_CONNECTOR:
        totals[w].takeovers_late += 1
    know_obstacle(w, i, lane, now, state, settings, network)
    change(w, i, TRIGGER_TAKES_OVER, vehicles)
    totals[w].takeovers += 1
    totals[w].takeover_s += now - vehicles[w, i].takeover_since_s
    totals[w].restarts += 0 if in_time else 1
    hand_to_person(w, i, vehicles, settings)
    vehicles[w, i].stays_back = 1 if can_stay_back(w, i, lane, state, network) else 0
    vehicles[w, i].order = ORDER_NONE
    vehicles[w, i].idle_s = 0.0
    vehicles[w, i].takeover_since_s = NEVER
    vehicles[w, i].takeover_due_s = NEVER


@kernel
def withdraw(w, i, vehicles):
    """Let the automation drive on: the person is not wanted any more."""
    change(w, i, TRIGGER_WITHDRAWS, vehicles)
    vehicles[w, i].takeover_since_s = NEVER
    vehicles[w, i].takeover_due_s = NEVER
    vehicles[w, i].order = ORDER_NONE


@kernel
def await_person(w, i, lane, now, state, settings, network):
    """Wait for the person: in time, too late for this junction, or not at all.

    Who watches and sees that the automation does what it should, after all, does not act; nor while it stops by itself,
    if beyond the line.
    """
    vehicles = state.vehicles
    urgency = needs_person(w, i, lane, now, state, settings, network)
    if urgency == URGENT and vehicles[w, i].takeover_urgent == 0:
        hurry(w, i, now, vehicles, settings)
    passed = vehicles[w, i].junctions_passed > vehicles[w, i].takeover_junction
    stops = passed and thinks_before_line(w, i, lane, state, network)
    if now >= vehicles[w, i].takeover_due_s and not stops:
        take_over(w, i, lane, now, state, settings, network)
    elif passed and (stops or network.lanes[lane].kind != LANE_CONNECTOR):
        state.totals[w].takeovers_late += 1
        withdraw(w, i, vehicles)
    elif urgency == NOTHING and not (passed and settings[w].sae_level == WATCHED):
        withdraw(w, i, vehicles)
    elif now - vehicles[w, i].takeover_since_s >= settings[w].takeover_limit_s:
        state.totals[w].takeovers_missed += 1
        change(w, i, TRIGGER_NO_TAKEOVER, vehicles)


@kernel
def hold_outside(w, i, lane, vehicles, settings, network):
    """Do not let the automation of level 3 pass the line outside its domain, if it can still stop."""
    if settings[w].sae_level == WATCHED or vehicles[w, i].odd_clause == CLAUSE_NONE:
        return
    to_line = network.lanes[lane].length - vehicles[w, i].s
    on_street = network.lanes[lane].kind != LANE_CONNECTOR
    if on_street and braking_needed(vehicles[w, i].speed, to_line) < MANOEUVRE_BRAKING:
        vehicles[w, i].order = ORDER_HOLD
        vehicles[w, i].order_until_s = NEVER


@kernel
def switch_on(w, i, lane, state, settings, network):
    """Switch the automation on again behind the junction for which the person took over, if its domain holds."""
    vehicles = state.vehicles
    if settings[w].sae_level < WATCHED or network.lanes[lane].kind == LANE_CONNECTOR:
        return
    behind = vehicles[w, i].junctions_passed > vehicles[w, i].takeover_junction
    if not behind or vehicles[w, i].s < SWITCH_ON_AFTER_M:
        return
    ahead = network.lanes[lane].junction >= 0
    if broken_clause(w, i, lane, ahead, state, settings, network) != CLAUSE_NONE:
        return
    hand_to_automation(w, i, vehicles, settings)
    change(w, i, TRIGGER_SWITCHED_ON, vehicles)
    vehicles[w, i].takeover_junction = -1


@kernel
def oversee(w, i, lane, now, state, settings, network):
    """See to one vehicle of the fleet."""
    vehicles = state.vehicles
    mode = vehicles[w, i].state
    if mode == STATE_PERSON_DRIVING:
        switch_on(w, i, lane, state, settings, network)
        return
    if mode == STATE_DRIVING or mode == STATE_AWAITING_ASSISTANCE or mode == STATE_TAKEOVER_REQUESTED:
        note_domain(w, i, lane, state, settings, network)
    if settings[w].sae_level > LAST_WITH_PERSON:
        return
    if mode == STATE_DRIVING:
        urgency = needs_person(w, i, lane, now, state, settings, network)
        if urgency != NOTHING:
            call_person(w, i, urgency, now, state, settings)
    elif mode == STATE_TAKEOVER_REQUESTED:
        await_person(w, i, lane, now, state, settings, network)
    elif vehicles[w, i].driver == DRIVER_AUTOMATED and now >= vehicles[w, i].takeover_due_s:
        take_over(w, i, lane, now, state, settings, network)  # restarts what a manoeuvre has stopped
    if vehicles[w, i].state == STATE_TAKEOVER_REQUESTED:
        hold_outside(w, i, lane, vehicles, settings, network)


@kernel
def leads_out(w, connector, state, network):
    """Return whether a connector leads where the fleet may be."""
    if connector < 0:
        return False
    j = network.lanes[network.lanes[connector].connector_to].junction
    return j < 0 or state.junctions[w, j].closed == 0


@kernel
def street_connector(street, turn, network):
    """Return a connector of ``street`` for a turn, -1 if no lane allows it."""
    first = network.streets[street].first_lane
    for lane in range(first, first + network.streets[street].lanes):
        if network.lanes[lane].connector[turn] >= 0:
            return network.lanes[lane].connector[turn]
    return -1


@kernel
def keep_out(w, i, lane, state, network):
    """Take another turn where the wanted one leads into a closed area and another does not; straight on first."""
    vehicles = state.vehicles
    turn, street = vehicles[w, i].turn, network.lanes[lane].street
    if turn < 0 or vehicles[w, i].granted == 1 or leads_out(w, street_connector(street, turn, network), state, network):
        return
    near = network.lanes[lane].length - vehicles[w, i].s < LAST_TURN_CHANGE_M
    for k in range(3):
        other = (TURN_STRAIGHT + k) % 3
        own = network.lanes[lane].connector[other]
        if leads_out(w, own if near else street_connector(street, other, network), state, network):
            vehicles[w, i].turn = other
            vehicles[w, i].connector = own
            return


@kernel
def clear_area(w, state, network):
    """Let the automated vehicles turn away from closed areas, and count the time of those that should be out."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i, lane = state.order[w, place].slot, state.order[w, place].lane
        if vehicles[w, i].driver != DRIVER_AUTOMATED:
            continue
        j = network.lanes[lane].junction
        if j < 0:
            continue
        if state.junctions[w, j].closed_due == 1:
            state.totals[w].geofence_s += DT_S
        if network.lanes[lane].kind != LANE_CONNECTOR:
            keep_out(w, i, lane, state, network)


@kernel
def oversee_all(w, now, state, settings, network):
    """See to every vehicle of the fleet."""
    for place in range(state.clock[w].present):
        i, lane = state.order[w, place].slot, state.order[w, place].lane
        if state.vehicles[w, i].fleet == 1:
            oversee(w, i, lane, now, state, settings, network)


@inlined
def watch(w, now, state, settings, network):
    """See to the fleet where a person stands by, where it has a domain to leave, or an area to keep out of."""
    if settings[w].fleet_automated == 0:
        return
    if state.operators[w].fenced == 1:
        clear_area(w, state, network)
    if settings[w].supervised == 1:
        oversee_all(w, now, state, settings, network)
