"""The queue of requests before the remote agents: a ring of slots, first come first served or by urgency."""

from longtail_sim.core.codes import (
    ASSIST_QUEUED,
    LANE_CONNECTOR,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.limits import QUEUE

ELSEWHERE = -1  # queue slot of a request from a car of the fleet outside this map
INSIDE = 1000  # a vehicle inside a junction counts as this many blocked vehicles


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


@kernel
def blocked_by(w, slot, vehicles, lanes, network):
    """Return how badly the vehicle of a request blocks: vehicles on its lane, and many more inside a junction."""
    if slot == ELSEWHERE or vehicles[w, slot].assist != ASSIST_QUEUED:
        return -1
    lane = vehicles[w, slot].lane
    inside = network.lanes[lane].kind == LANE_CONNECTOR
    return lanes[w, lane].count + (INSIDE if inside else 0)


@kernel
def bring_forward(w, state, network):
    """Put the request of the vehicle that blocks most at the head of the queue; the others keep their order."""
    operators, size = state.operators, QUEUE
    best, worst = -1, -1
    for place in range(operators[w].queue_head, operators[w].queue_tail):
        blocks = blocked_by(w, operators[w].queue_slot[place % size], state.vehicles, state.lanes, network)
        if blocks > worst:
            best, worst = place, blocks
    if best <= operators[w].queue_head:
        return
    slot, trip = operators[w].queue_slot[best % size], operators[w].queue_trip[best % size]
    since = operators[w].queue_since_s[best % size]
    for place in range(best, operators[w].queue_head, -1):
        operators[w].queue_slot[place % size] = operators[w].queue_slot[(place - 1) % size]
        operators[w].queue_trip[place % size] = operators[w].queue_trip[(place - 1) % size]
        operators[w].queue_since_s[place % size] = operators[w].queue_since_s[(place - 1) % size]
    head = operators[w].queue_head % size
    operators[w].queue_slot[head], operators[w].queue_trip[head] = slot, trip
    operators[w].queue_since_s[head] = since
