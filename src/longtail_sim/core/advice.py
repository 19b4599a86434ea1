"""What comes of answers from afar: right ones, wrong ones, and those that hold for more than who had asked."""

from longtail_sim.core import random
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    ASSIST_ANSWERED,
    ASSIST_NONE,
    CONTROL_DARK,
    LANE_CONNECTOR,
    ORDER_GO,
    ORDER_GO_IF_CLEAR,
    ORDER_HOLD,
    STREAM_ADVICE,
    STREAM_BROADCAST,
    TRIGGER_ANSWERED,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER, WAIT_BINS

CONFIRM_FROM_M = 110.0  # from here on a vehicle cares about the junction ahead


@kernel
def close(w, i, now, state):
    """Account for the wait of a request that has ended."""
    wait = now - state.vehicles[w, i].assist_since_s
    state.totals[w].assist_wait_s += wait
    state.totals[w].assist_wait_histogram[min(int(wait), WAIT_BINS - 1)] += 1


@kernel
def is_wrong(w, i, vehicles, settings):
    """Return whether the answer that has just come is wrong."""
    trip, number = vehicles[w, i].trip, vehicles[w, i].assist_count
    return random.uniform(settings[w].seed, STREAM_ADVICE, trip, number) < settings[w].assist_wrong


@kernel
def mislead(w, i, now, state, settings):
    """Give a wrong answer: wait, though it may go, or go at once, though others have the turn.

    Who checks the advice goes only where it sees its path to be clear.
    """
    vehicles = state.vehicles
    seed, number = settings[w].seed, vehicles[w, i].assist_count
    state.totals[w].assist_wrong += 1
    if random.uniform(seed, STREAM_ADVICE, -vehicles[w, i].trip - 1, 2 * number) >= settings[w].assist_wrong_go:
        vehicles[w, i].assist = ASSIST_NONE
        vehicles[w, i].order = ORDER_HOLD
        vehicles[w, i].order_until_s = now + settings[w].assist_wrong_wait_s
        return
    checks = random.uniform(seed, STREAM_ADVICE, -vehicles[w, i].trip - 1, 2 * number + 1)
    vehicles[w, i].order = ORDER_GO
    if checks < settings[w].assist_checks_advice:
        vehicles[w, i].order = ORDER_GO_IF_CLEAR
        state.totals[w].assist_refused += 1 if vehicles[w, i].path_clear == 0 else 0


@kernel
def share(w, i, now, state, settings, network):
    """Let a right answer hold for others at the junctions near the one it was given for."""
    j = network.lanes[state.vehicles[w, i].lane].junction
    if j < 0:
        return
    reach = settings[w].shared_context_m
    for k in range(network.junctions.size):
        dx = network.junctions[k].x - network.junctions[j].x
        dy = network.junctions[k].y - network.junctions[j].y
        if dx * dx + dy * dy <= reach * reach:
            state.junctions[w, k].confirmed_until_s = now + settings[w].shared_context_s


@kernel
def hears(w, i, j, now, state, settings):
    """Return whether a message to the whole fleet gets through to vehicle ``i``; it is sent again and again."""
    number = int(now / settings[w].assist_retry_s)
    u = random.uniform(settings[w].seed, STREAM_BROADCAST, state.vehicles[w, i].trip, number)
    return u >= state.junctions[w, j].link_loss


@kernel
def is_confirmed(w, i, now, state, settings, network):
    """Return whether vehicle ``i`` hears that the dark junction ahead is confirmed for all, or was to another."""
    lane = state.vehicles[w, i].lane
    j = network.lanes[lane].junction
    if j < 0 or network.lanes[lane].kind == LANE_CONNECTOR or state.junctions[w, j].control != CONTROL_DARK:
        return False
    if network.lanes[lane].length - state.vehicles[w, i].s > CONFIRM_FROM_M:
        return False
    known = state.junctions[w, j].instructed == 1 or now < state.junctions[w, j].confirmed_until_s
    return known and hears(w, i, j, now, state, settings)


@kernel
def confirm(w, i, now, state):
    """Let a confirmation that nobody had to ask for hold for the junction ahead."""
    vehicles = state.vehicles
    if vehicles[w, i].assist != ASSIST_NONE:
        close(w, i, now, state)
        change(w, i, TRIGGER_ANSWERED, vehicles)
    vehicles[w, i].assist = ASSIST_ANSWERED
    vehicles[w, i].assist_due_s = NEVER
    state.totals[w].assist_spared += 1


@inlined
def confirms(w, state, settings):
    """Return whether junctions can be confirmed without a request."""
    return state.operators[w].instructions == 1 or settings[w].shared_context_s > 0.0


@kernel
def is_newly_confirmed(w, i, now, state, settings, network):
    """Return whether vehicle ``i`` learns in this step that the junction ahead is confirmed."""
    known = state.vehicles[w, i].assist == ASSIST_ANSWERED
    return not known and is_confirmed(w, i, now, state, settings, network)
