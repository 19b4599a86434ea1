"""Remote assistance.  Requests go up a radio link, wait for an agent, are answered, and come down again.

A request is advice to a vehicle that keeps driving; it is not fallback.  Whose patience ends makes a minimal risk
manoeuvre (to the kerb, or in lane; hazards), and somebody has to come for it.
"""

from longtail_sim.core import random
from longtail_sim.core.advice import close, confirm, confirms, is_newly_confirmed, is_wrong, mislead, share
from longtail_sim.core.aside import is_clear_of_junction
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    ASIDE_KERB,
    ASSIST_ANSWERED,
    ASSIST_ANSWERING,
    ASSIST_IN_SERVICE,
    ASSIST_NONE,
    ASSIST_QUEUED,
    ASSIST_RESTARTING,
    ASSIST_SENDING,
    CLAUSE_NONE,
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    ONLY_DRAW,
    ORDER_HOLD,
    ORDER_NONE,
    PRIORITY_BLOCKING_FIRST,
    REQUEST_ASK_REMOTE,
    REQUEST_MINIMAL_RISK,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_MINIMAL_RISK_MANOEUVRE,
    STREAM_BACKGROUND,
    STREAM_LINK,
    STREAM_RETRIEVAL,
    STREAM_SERVICE,
    STREAM_STALL,
    TRIGGER_ANSWERED,
    TRIGGER_ASKS,
    TRIGGER_FETCHED,
    TRIGGER_LEAVES_ODD,
    TRIGGER_PATIENCE_ENDS,
    TRIGGER_REQUEST_ENDS,
    TRIGGER_STALLS,
    TRIGGER_STANDS,
    TRIGGER_STARTS_ANEW,
    TRIGGER_STOPS_FOR_GOOD,
)
from longtail_sim.core.emergency_line import release, take_calls
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.params import DT_S
from longtail_sim.core.request_queue import ELSEWHERE, bring_forward, enqueue, pop_request

STANDING = 0.05  # m/s
LAST_WITH_PERSON = 3  # SAE level
WITHOUT_DOMAIN = 5  # SAE level


@kernel
def cell_of(w, i, vehicles, network):
    """Return the junction whose radio cell serves vehicle ``i``: the one ahead, or else the last."""
    lane = vehicles[w, i].lane
    j = network.lanes[lane].junction
    if j < 0 and vehicles[w, i].came_from >= 0:
        j = network.lanes[vehicles[w, i].came_from].junction
    return j


@kernel
def transmit(w, i, stage, now, state, settings, network):
    """Send a message; return whether it will arrive (else it is sent again after a while)."""
    vehicles = state.vehicles
    j = cell_of(w, i, vehicles, network)
    loss = state.junctions[w, j].link_loss if j >= 0 else 0.0
    latency = state.junctions[w, j].link_latency_s if j >= 0 else 0.0
    vehicles[w, i].assist = stage
    vehicles[w, i].assist_try += 1
    u = random.uniform(settings[w].seed, STREAM_LINK, vehicles[w, i].trip, vehicles[w, i].assist_try)
    if u < loss:
        vehicles[w, i].assist_due_s = now + settings[w].assist_retry_s
        return False
    vehicles[w, i].assist_due_s = now + latency
    return True


@kernel
def ask(w, i, now, state, settings):
    """Open a request."""
    vehicles = state.vehicles
    vehicles[w, i].assist = ASSIST_SENDING
    vehicles[w, i].assist_since_s = now
    vehicles[w, i].assist_due_s = now
    vehicles[w, i].assist_count += 1
    vehicles[w, i].assist_arrives = 0
    change(w, i, TRIGGER_ASKS, vehicles)
    state.totals[w].assist_requests += 1


@kernel
def carry(w, i, now, state, settings, network):
    """Move a request on whose stage is over."""
    vehicles = state.vehicles
    stage = vehicles[w, i].assist
    if now < vehicles[w, i].assist_due_s:
        return
    if stage == ASSIST_IN_SERVICE:
        vehicles[w, i].assist_arrives = 0
        stage = ASSIST_ANSWERING
    if vehicles[w, i].assist_arrives == 0:  # to be sent, for the first time or again
        arrives = transmit(w, i, stage, now, state, settings, network)
        vehicles[w, i].assist_arrives = 1 if arrives else 0
        return
    vehicles[w, i].assist_arrives = 0
    if stage == ASSIST_SENDING:
        vehicles[w, i].assist = ASSIST_QUEUED
        vehicles[w, i].assist_due_s = NEVER
        enqueue(w, i, vehicles[w, i].trip, now, state.operators)
    elif stage == ASSIST_ANSWERING:
        vehicles[w, i].assist = ASSIST_ANSWERED
        vehicles[w, i].assist_due_s = NEVER
        change(w, i, TRIGGER_ANSWERED, vehicles)
        close(w, i, now, state)
        state.totals[w].assist_answered += 1
        if settings[w].assist_wrong > 0.0 and is_wrong(w, i, vehicles, settings):
            mislead(w, i, now, state, settings)
        elif settings[w].shared_context_s > 0.0:
            share(w, i, now, state, settings, network)


@kernel
def fall_back(w, i, trigger, vehicles, settings):
    """Begin a minimal risk manoeuvre, to the kerb if it may; software that has stalled cannot look for one."""
    change(w, i, trigger, vehicles)
    vehicles[w, i].refuge = 1 if settings[w].pulls_over == 1 and trigger != TRIGGER_STALLS else 0


@kernel
def give_up(w, i, trigger, now, state, settings):
    """End a request without an answer, because of ``trigger``."""
    close(w, i, now, state)
    state.totals[w].assist_abandoned += 1
    state.vehicles[w, i].assist = ASSIST_NONE
    state.vehicles[w, i].assist_due_s = NEVER
    fall_back(w, i, trigger, state.vehicles, settings)


@kernel
def time_to_retrieve(w, i, state, settings, network):
    """Return how long [s] somebody takes to come: longer the more vehicles stand at the junction there."""
    vehicles = state.vehicles
    mean, cv = settings[w].retrieval_mean_s, settings[w].retrieval_cv
    number = vehicles[w, i].assist_count
    wait = random.lognormal(mean, cv, settings[w].seed, STREAM_RETRIEVAL, vehicles[w, i].trip, number)
    j = cell_of(w, i, vehicles, network)
    if settings[w].retrieval_jam > 0.0 and j >= 0:
        longer = 1.0 + settings[w].retrieval_jam * state.junctions[w, j].waiting
        wait *= min(longer, settings[w].retrieval_jam_most)
    return wait


@kernel
def rest_s(w, i, state, settings, network):
    """Return how long [s] a vehicle stays where it has come to rest: until it has started anew, or somebody comes."""
    operators, trip = state.operators, state.vehicles[w, i].trip
    if state.vehicles[w, i].assist != ASSIST_RESTARTING:
        return time_to_retrieve(w, i, state, settings, network)
    mean, cv, number = operators[w].stall_mean_s, operators[w].stall_cv, operators[w].stall_count * 4 + 3
    return random.lognormal(mean, cv, settings[w].seed, STREAM_STALL, trip, number)


@kernel
def stop_for_good(w, i, under_way, trigger, now, state, settings):
    """Begin a minimal risk manoeuvre, with no help from anybody; a request under way is given up."""
    if under_way:
        give_up(w, i, trigger, now, state, settings)
    else:
        fall_back(w, i, trigger, state.vehicles, settings)


@kernel
def start_anew(w, i, vehicles):
    """Let a vehicle whose software had stalled drive on by itself."""
    change(w, i, TRIGGER_STARTS_ANEW, vehicles)
    vehicles[w, i].assist = ASSIST_NONE
    vehicles[w, i].assist_due_s = NEVER


@kernel
def stall(w, i, now, state, settings):
    """Let the software of a vehicle stall if its moment has come: it stops in its lane.

    Share, moment, and who has to be retrieved are drawn for each vehicle and stall of the fleet.
    """
    vehicle, operators = state.vehicles[w, i], state.operators[w]
    seed, number = settings[w].seed, operators.stall_count * 4
    if random.uniform(seed, STREAM_STALL, vehicle.trip, number) >= operators.stall_share:
        return
    moment = operators.stall_from_s + operators.stall_within_s * random.uniform(
        seed, STREAM_STALL, vehicle.trip, number + 1
    )
    if abs(now - moment) > 0.5 * DT_S or vehicle.state >= STATE_MINIMAL_RISK_MANOEUVRE:
        return
    stop_for_good(w, i, ASSIST_SENDING <= vehicle.assist <= ASSIST_ANSWERING, TRIGGER_STALLS, now, state, settings)
    alone = random.uniform(seed, STREAM_STALL, vehicle.trip, number + 2) >= operators.stall_retrieved
    vehicle.assist = ASSIST_RESTARTING if alone else ASSIST_NONE


@kernel
def come_to_rest(w, i, now, state, settings, network):
    """Turn a minimal risk manoeuvre into a minimal risk condition, and that into a retrieval when somebody has come."""
    vehicles = state.vehicles
    goes_on = vehicles[w, i].refuge == 1 and not is_clear_of_junction(w, i, vehicles[w, i].lane, vehicles, network)
    rests = vehicles[w, i].speed < STANDING and not goes_on
    if vehicles[w, i].state == STATE_MINIMAL_RISK_MANOEUVRE and rests:
        change(w, i, TRIGGER_STANDS, vehicles)
        vehicles[w, i].assist_due_s = now + rest_s(w, i, state, settings, network)
        state.totals[w].minimal_risk_stops += 1
        state.totals[w].kerb_stops += 1 if vehicles[w, i].aside == ASIDE_KERB else 0
    elif vehicles[w, i].state == STATE_MINIMAL_RISK_CONDITION and now >= vehicles[w, i].assist_due_s:
        if vehicles[w, i].assist == ASSIST_RESTARTING:
            start_anew(w, i, vehicles)
            return
        change(w, i, TRIGGER_FETCHED, vehicles)
        vehicles[w, i].driver = DRIVER_PERSON
        vehicles[w, i].assist_due_s = NEVER
        state.totals[w].retrievals += 1


@inlined
def may_ask(w, i, vehicles):
    """Return whether vehicle ``i`` opens a request now; one that was told to wait does not."""
    wants = vehicles[w, i].assist == ASSIST_NONE and vehicles[w, i].action_request == REQUEST_ASK_REMOTE
    return wants and vehicles[w, i].order != ORDER_HOLD


@kernel
def attend(w, i, now, state, settings, network):
    """Serve one automated vehicle."""
    vehicles = state.vehicles
    if now >= vehicles[w, i].release_s:
        release(w, i, now, state)
    if vehicles[w, i].order == ORDER_HOLD and now >= vehicles[w, i].order_until_s:
        vehicles[w, i].order = ORDER_NONE
    under_way = ASSIST_SENDING <= vehicles[w, i].assist <= ASSIST_ANSWERING
    level = settings[w].sae_level
    if vehicles[w, i].state >= STATE_MINIMAL_RISK_MANOEUVRE:
        come_to_rest(w, i, now, state, settings, network)
    elif level <= LAST_WITH_PERSON:
        return  # the person in the vehicle is asked instead: supervision
    elif vehicles[w, i].odd_clause != CLAUSE_NONE:
        stop_for_good(w, i, under_way, TRIGGER_LEAVES_ODD, now, state, settings)
    elif vehicles[w, i].action_request == REQUEST_MINIMAL_RISK:
        stop_for_good(w, i, under_way, TRIGGER_STOPS_FOR_GOOD, now, state, settings)
    elif confirms(w, state, settings) and is_newly_confirmed(w, i, now, state, settings, network):
        confirm(w, i, now, state)
    elif under_way:
        if now - vehicles[w, i].assist_since_s > settings[w].assist_patience_s:
            # Level 5 has no fallback by permission: it drives on as well as it can, and may ask again.
            give_up(
                w, i, TRIGGER_PATIENCE_ENDS if level < WITHOUT_DOMAIN else TRIGGER_REQUEST_ENDS, now, state, settings
            )
        else:
            carry(w, i, now, state, settings, network)
    elif may_ask(w, i, vehicles):
        ask(w, i, now, state, settings)


@kernel
def attend_all(w, now, state, settings, network):
    """Serve every automated vehicle."""
    stalling = now < state.operators[w].stall_until_s
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if state.vehicles[w, i].driver == DRIVER_AUTOMATED:
            if stalling:
                stall(w, i, now, state, settings)
            attend(w, i, now, state, settings, network)


@kernel
def hear_others(w, now, operators, settings):
    """Take in the requests of the rest of the fleet (Poisson process)."""
    rate = operators[w].background_per_s
    if rate <= 0.0:
        operators[w].background_next_s = NEVER
        return
    if operators[w].background_next_s == NEVER:
        draw_next_other(w, now, rate, operators, settings)
    while operators[w].background_next_s <= now:
        operators[w].background_count += 1
        enqueue(w, ELSEWHERE, operators[w].background_count, now, operators)
        draw_next_other(w, operators[w].background_next_s, rate, operators, settings)


@kernel
def draw_next_other(w, after, rate, operators, settings):
    """Draw when the next request from elsewhere comes."""
    number = operators[w].background_count
    interval = random.exponential(1.0 / rate, settings[w].seed, STREAM_BACKGROUND, number, ONLY_DRAW)
    operators[w].background_next_s = after + interval


@inlined
def staff_desks(w, now, state, settings, network):
    """Let every free remote agent take the next request."""
    operators, desks, vehicles = state.operators, state.desks, state.vehicles
    busy = 0
    for desk in range(settings[w].assist_agents):
        if desks[w, desk].until_s <= now:
            if settings[w].assist_priority == PRIORITY_BLOCKING_FIRST:
                bring_forward(w, state, network)
            slot, trip = pop_request(w, now, operators, vehicles, settings)
            if slot == -2:
                continue
            number = 0 if slot == ELSEWHERE else vehicles[w, slot].assist_count
            entity = -trip - 1 if slot == ELSEWHERE else trip
            mean = settings[w].assist_service_mean_s * operators[w].service_factor
            cv = settings[w].assist_service_cv
            duration = random.lognormal(mean, cv, settings[w].seed, STREAM_SERVICE, entity, number)
            desks[w, desk].until_s = now + duration
            if slot != ELSEWHERE:
                vehicles[w, slot].assist = ASSIST_IN_SERVICE
                vehicles[w, slot].assist_due_s = now + duration
        busy += 1
    operators[w].busy = busy
    operators[w].queued = operators[w].queue_tail - operators[w].queue_head


@inlined
def serve(w, now, state, settings, network):
    """Advance every request, the remote agents, and the vehicles that have stopped for good."""
    if settings[w].fleet_automated == 0:
        return  # people in the fleet's place ask nobody
    if state.operators[w].calls_taken < state.operators[w].calls:
        take_calls(w, now, state, settings)
    hear_others(w, now, state.operators, settings)
    if state.clock[w].automated > 0:
        attend_all(w, now, state, settings, network)
    staff_desks(w, now, state, settings, network)
