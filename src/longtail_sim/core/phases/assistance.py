"""Remote assistance.  Requests go up a radio link, wait for an agent, are answered, and come down again.

A request is advice to a vehicle that keeps driving; it is not fallback.  Whose patience ends makes a minimal risk
manoeuvre (stop in lane, hazards), and somebody has to come for it.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    ASSIST_ANSWERED,
    ASSIST_ANSWERING,
    ASSIST_IN_SERVICE,
    ASSIST_NONE,
    ASSIST_QUEUED,
    ASSIST_SENDING,
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    ONLY_DRAW,
    REQUEST_ASK_REMOTE,
    REQUEST_MINIMAL_RISK,
    STATE_AWAITING_ASSISTANCE,
    STATE_DRIVING,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_MINIMAL_RISK_MANOEUVRE,
    STATE_RETRIEVED,
    STREAM_BACKGROUND,
    STREAM_LINK,
    STREAM_RETRIEVAL,
    STREAM_SERVICE,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.state import NEVER, QUEUE, WAIT_BINS

ELSEWHERE = -1  # queue slot of a request from a car of the fleet outside this map
STANDING = 0.05  # m/s


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
    vehicles[w, i].state = STATE_AWAITING_ASSISTANCE
    state.totals[w].assist_requests += 1


@kernel
def enqueue(w, slot, trip, now, operators):
    """Put a request at the end of the queue; a full queue drops it."""
    size = QUEUE
    if operators[w].queue_tail - operators[w].queue_head >= size:
        return
    place = operators[w].queue_tail % size
    operators[w].queue_slot[place] = slot
    operators[w].queue_trip[place] = trip
    operators[w].queue_since_s[place] = now
    operators[w].queue_tail += 1


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
        vehicles[w, i].state = STATE_DRIVING
        close(w, i, now, state)
        state.totals[w].assist_answered += 1


@kernel
def close(w, i, now, state):
    """Account for the wait of a request that has ended."""
    wait = now - state.vehicles[w, i].assist_since_s
    state.totals[w].assist_wait_s += wait
    state.totals[w].assist_wait_histogram[min(int(wait), WAIT_BINS - 1)] += 1


@kernel
def give_up(w, i, now, state):
    """End a request without an answer in a minimal risk manoeuvre."""
    close(w, i, now, state)
    state.totals[w].assist_abandoned += 1
    state.vehicles[w, i].assist = ASSIST_NONE
    state.vehicles[w, i].assist_due_s = NEVER
    state.vehicles[w, i].state = STATE_MINIMAL_RISK_MANOEUVRE


@kernel
def come_to_rest(w, i, now, state, settings):
    """Turn a minimal risk manoeuvre into a minimal risk condition, and that into a retrieval when somebody has come."""
    vehicles = state.vehicles
    if vehicles[w, i].state == STATE_MINIMAL_RISK_MANOEUVRE and vehicles[w, i].speed < STANDING:
        vehicles[w, i].state = STATE_MINIMAL_RISK_CONDITION
        number = vehicles[w, i].assist_count
        mean, cv = settings[w].retrieval_mean_s, settings[w].retrieval_cv
        wait = random.lognormal(mean, cv, settings[w].seed, STREAM_RETRIEVAL, vehicles[w, i].trip, number)
        vehicles[w, i].assist_due_s = now + wait
        state.totals[w].minimal_risk_stops += 1
    elif vehicles[w, i].state == STATE_MINIMAL_RISK_CONDITION and now >= vehicles[w, i].assist_due_s:
        vehicles[w, i].state = STATE_RETRIEVED
        vehicles[w, i].driver = DRIVER_PERSON
        vehicles[w, i].assist_due_s = NEVER
        state.totals[w].retrievals += 1


@kernel
def attend(w, i, now, state, settings, network):
    """Serve one automated vehicle."""
    vehicles = state.vehicles
    under_way = ASSIST_SENDING <= vehicles[w, i].assist <= ASSIST_ANSWERING
    if vehicles[w, i].state >= STATE_MINIMAL_RISK_MANOEUVRE:
        come_to_rest(w, i, now, state, settings)
    elif vehicles[w, i].action_request == REQUEST_MINIMAL_RISK:
        if under_way:
            give_up(w, i, now, state)
        vehicles[w, i].state = STATE_MINIMAL_RISK_MANOEUVRE
    elif under_way:
        if now - vehicles[w, i].assist_since_s > settings[w].assist_patience_s:
            give_up(w, i, now, state)
        else:
            carry(w, i, now, state, settings, network)
    elif vehicles[w, i].assist == ASSIST_NONE and vehicles[w, i].action_request == REQUEST_ASK_REMOTE:
        ask(w, i, now, state, settings)


@kernel
def attend_all(w, now, state, settings, network):
    """Serve every automated vehicle."""
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if state.vehicles[w, i].driver == DRIVER_AUTOMATED:
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


@kernel
def pop_request(w, now, operators, vehicles, settings):
    """Return (slot, trip) of the next request that is still wanted, or (-2, -1) if the queue is empty."""
    size = QUEUE
    while operators[w].queue_head < operators[w].queue_tail:
        place = operators[w].queue_head % size
        operators[w].queue_head += 1
        slot, trip = operators[w].queue_slot[place], operators[w].queue_trip[place]
        if slot == ELSEWHERE:
            if now - operators[w].queue_since_s[place] <= settings[w].assist_patience_s:
                return slot, trip
        elif vehicles[w, slot].trip == trip and vehicles[w, slot].assist == ASSIST_QUEUED:
            return slot, trip
    return -2, -1


@inlined
def staff_desks(w, now, state, settings):
    """Let every free remote agent take the next request."""
    operators, desks, vehicles = state.operators, state.desks, state.vehicles
    busy = 0
    for desk in range(settings[w].assist_agents):
        if desks[w, desk].until_s <= now:
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
    hear_others(w, now, state.operators, settings)
    if state.clock[w].automated > 0:
        attend_all(w, now, state, settings, network)
    staff_desks(w, now, state, settings)
