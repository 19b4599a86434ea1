"""Phase 9: remote assistance.  Requests go up a radio link, wait for an agent, are answered, and come down again.

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
from longtail_sim.core.jit import kernel
from longtail_sim.core.state import NEVER

ELSEWHERE = -1  # queue slot of a request from a car of the fleet outside this map
STANDING = 0.05  # m/s


@kernel
def cell_of(w, i, vehicles, network):
    """Return the junction whose radio cell serves vehicle ``i``: the one ahead, or the last one when leaving the map."""
    lane = vehicles.lane[w, i]
    j = network.lane_junction[lane]
    if j < 0 and vehicles.came_from[w, i] >= 0:
        j = network.lane_junction[vehicles.came_from[w, i]]
    return j


@kernel
def transmit(w, i, stage, now, state, settings, network):
    """Send a message and return whether it will arrive (after the latency) or be lost (and sent again after a while)."""
    vehicles = state.vehicles
    j = cell_of(w, i, vehicles, network)
    loss = state.junctions.link_loss[w, j] if j >= 0 else 0.0
    latency = state.junctions.link_latency_s[w, j] if j >= 0 else 0.0
    vehicles.assist[w, i] = stage
    vehicles.assist_try[w, i] += 1
    u = random.uniform(settings.seed[w], STREAM_LINK, vehicles.trip[w, i], vehicles.assist_try[w, i])
    if u < loss:
        vehicles.assist_due_s[w, i] = now + settings.assist_retry_s[w]
        return False
    vehicles.assist_due_s[w, i] = now + latency
    return True


@kernel
def ask(w, i, now, state, settings):
    """Open a request."""
    vehicles = state.vehicles
    vehicles.assist[w, i] = ASSIST_SENDING
    vehicles.assist_since_s[w, i] = now
    vehicles.assist_due_s[w, i] = now
    vehicles.assist_count[w, i] += 1
    vehicles.assist_arrives[w, i] = 0
    vehicles.state[w, i] = STATE_AWAITING_ASSISTANCE
    state.tally.assist_requests[w] += 1


@kernel
def enqueue(w, slot, trip, now, operators):
    """Put a request at the end of the queue; a full queue drops it."""
    size = operators.queue_slot.shape[1]
    if operators.queue_tail[w] - operators.queue_head[w] >= size:
        return
    place = operators.queue_tail[w] % size
    operators.queue_slot[w, place] = slot
    operators.queue_trip[w, place] = trip
    operators.queue_since_s[w, place] = now
    operators.queue_tail[w] += 1


@kernel
def carry(w, i, now, state, settings, network):
    """Move a request on whose stage is over."""
    vehicles = state.vehicles
    stage = vehicles.assist[w, i]
    if now < vehicles.assist_due_s[w, i]:
        return
    if stage == ASSIST_IN_SERVICE:
        vehicles.assist_arrives[w, i] = 0
        stage = ASSIST_ANSWERING
    if vehicles.assist_arrives[w, i] == 0:  # to be sent, for the first time or again
        arrives = transmit(w, i, stage, now, state, settings, network)
        vehicles.assist_arrives[w, i] = 1 if arrives else 0
        return
    vehicles.assist_arrives[w, i] = 0
    if stage == ASSIST_SENDING:
        vehicles.assist[w, i] = ASSIST_QUEUED
        vehicles.assist_due_s[w, i] = NEVER
        enqueue(w, i, vehicles.trip[w, i], now, state.operators)
    elif stage == ASSIST_ANSWERING:
        vehicles.assist[w, i] = ASSIST_ANSWERED
        vehicles.assist_due_s[w, i] = NEVER
        vehicles.state[w, i] = STATE_DRIVING
        close(w, i, now, state)
        state.tally.assist_answered[w] += 1


@kernel
def close(w, i, now, state):
    """Account for the wait of a request that has ended."""
    wait = now - state.vehicles.assist_since_s[w, i]
    histogram = state.tally.assist_wait_histogram
    state.tally.assist_wait_s[w] += wait
    histogram[w, min(int(wait), histogram.shape[1] - 1)] += 1


@kernel
def give_up(w, i, now, state):
    """End a request without an answer in a minimal risk manoeuvre."""
    close(w, i, now, state)
    state.tally.assist_abandoned[w] += 1
    state.vehicles.assist[w, i] = ASSIST_NONE
    state.vehicles.assist_due_s[w, i] = NEVER
    state.vehicles.state[w, i] = STATE_MINIMAL_RISK_MANOEUVRE


@kernel
def come_to_rest(w, i, now, state, settings):
    """Turn a minimal risk manoeuvre into a minimal risk condition, and that into a retrieval when somebody has come."""
    vehicles = state.vehicles
    if vehicles.state[w, i] == STATE_MINIMAL_RISK_MANOEUVRE and vehicles.speed[w, i] < STANDING:
        vehicles.state[w, i] = STATE_MINIMAL_RISK_CONDITION
        number = vehicles.assist_count[w, i]
        mean, cv = settings.retrieval_mean_s[w], settings.retrieval_cv[w]
        wait = random.lognormal(mean, cv, settings.seed[w], STREAM_RETRIEVAL, vehicles.trip[w, i], number)
        vehicles.assist_due_s[w, i] = now + wait
        state.tally.minimal_risk_stops[w] += 1
    elif vehicles.state[w, i] == STATE_MINIMAL_RISK_CONDITION and now >= vehicles.assist_due_s[w, i]:
        vehicles.state[w, i] = STATE_RETRIEVED
        vehicles.driver[w, i] = DRIVER_PERSON
        vehicles.assist_due_s[w, i] = NEVER
        state.tally.retrievals[w] += 1


@kernel
def attend(w, i, now, state, settings, network):
    """Serve one automated vehicle."""
    vehicles = state.vehicles
    under_way = ASSIST_SENDING <= vehicles.assist[w, i] <= ASSIST_ANSWERING
    if vehicles.state[w, i] >= STATE_MINIMAL_RISK_MANOEUVRE:
        come_to_rest(w, i, now, state, settings)
    elif vehicles.action_request[w, i] == REQUEST_MINIMAL_RISK:
        if under_way:
            give_up(w, i, now, state)
        vehicles.state[w, i] = STATE_MINIMAL_RISK_MANOEUVRE
    elif under_way:
        if now - vehicles.assist_since_s[w, i] > settings.assist_patience_s[w]:
            give_up(w, i, now, state)
        else:
            carry(w, i, now, state, settings, network)
    elif vehicles.assist[w, i] == ASSIST_NONE and vehicles.action_request[w, i] == REQUEST_ASK_REMOTE:
        ask(w, i, now, state, settings)


@kernel
def hear_others(w, now, operators, settings):
    """Take in the requests of the rest of the fleet (Poisson process)."""
    rate = operators.background_per_s[w]
    if rate <= 0.0:
        operators.background_next_s[w] = NEVER
        return
    if operators.background_next_s[w] == NEVER:
        draw_next_other(w, now, rate, operators, settings)
    while operators.background_next_s[w] <= now:
        operators.background_count[w] += 1
        enqueue(w, ELSEWHERE, operators.background_count[w], now, operators)
        draw_next_other(w, operators.background_next_s[w], rate, operators, settings)


@kernel
def draw_next_other(w, after, rate, operators, settings):
    """Draw when the next request from elsewhere comes."""
    number = operators.background_count[w]
    interval = random.exponential(1.0 / rate, settings.seed[w], STREAM_BACKGROUND, number, 0)
    operators.background_next_s[w] = after + interval


@kernel
def pop_request(w, now, operators, vehicles, settings):
    """Return (slot, trip) of the next request that is still wanted, or (-2, -1) if the queue is empty."""
    size = operators.queue_slot.shape[1]
    while operators.queue_head[w] < operators.queue_tail[w]:
        place = operators.queue_head[w] % size
        operators.queue_head[w] += 1
        slot, trip = operators.queue_slot[w, place], operators.queue_trip[w, place]
        if slot == ELSEWHERE:
            if now - operators.queue_since_s[w, place] <= settings.assist_patience_s[w]:
                return slot, trip
        elif vehicles.trip[w, slot] == trip and vehicles.assist[w, slot] == ASSIST_QUEUED:
            return slot, trip
    return -2, -1


@kernel
def staff_desks(w, now, state, settings):
    """Let every free remote agent take the next request."""
    operators, vehicles = state.operators, state.vehicles
    busy = 0
    for desk in range(settings.assist_agents[w]):
        if operators.desk_until_s[w, desk] <= now:
            slot, trip = pop_request(w, now, operators, vehicles, settings)
            if slot == -2:
                continue
            number = 0 if slot == ELSEWHERE else vehicles.assist_count[w, slot]
            entity = -trip - 1 if slot == ELSEWHERE else trip
            mean = settings.assist_service_mean_s[w] * operators.service_factor[w]
            cv = settings.assist_service_cv[w]
            duration = random.lognormal(mean, cv, settings.seed[w], STREAM_SERVICE, entity, number)
            operators.desk_until_s[w, desk] = now + duration
            if slot != ELSEWHERE:
                vehicles.assist[w, slot] = ASSIST_IN_SERVICE
                vehicles.assist_due_s[w, slot] = now + duration
        busy += 1
    operators.busy[w] = busy
    operators.queued[w] = operators.queue_tail[w] - operators.queue_head[w]


@kernel
def serve(w, now, state, settings, network):
    """Advance every request, the remote agents, and the vehicles that have stopped for good."""
    vehicles, lanes = state.vehicles, state.lanes
    if settings.fleet_automated[w] == 0:
        return  # people in the fleet's place ask nobody
    hear_others(w, now, state.operators, settings)
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        while i >= 0:
            if vehicles.driver[w, i] == DRIVER_AUTOMATED:
                attend(w, i, now, state, settings, network)
            i = vehicles.behind[w, i]
    staff_desks(w, now, state, settings)
