"""The line on which police and fire services call about a vehicle of the fleet that is in their way."""

from longtail_sim.core import random
from longtail_sim.core.advice import close
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    ASSIST_ANSWERED,
    ASSIST_ANSWERING,
    ASSIST_SENDING,
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    ONLY_DRAW,
    ORDER_GO_IF_CLEAR,
    STATE_MINIMAL_RISK_MANOEUVRE,
    STREAM_EMERGENCY_LINE,
    TRIGGER_MOVED,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.limits import NEVER

BLOCKING_S = 60.0  # who has stood longer than a red light lasts may be called about
LAWFUL_ANSWER_S = 30.0  # California Vehicle Code 38751: a person answers the emergency line within 30 s


@kernel
def release(w, i, now, state):
    """Move a vehicle after a call on the emergency line: it drives on where that is clear, or is driven away."""
    vehicles = state.vehicles
    vehicles[w, i].release_s = NEVER
    if vehicles[w, i].state >= STATE_MINIMAL_RISK_MANOEUVRE:
        if change(w, i, TRIGGER_MOVED, vehicles):
            vehicles[w, i].driver = DRIVER_PERSON
            vehicles[w, i].assist_due_s = NEVER
        return
    if ASSIST_SENDING <= vehicles[w, i].assist <= ASSIST_ANSWERING:
        close(w, i, now, state)
        change(w, i, TRIGGER_MOVED, vehicles)
    vehicles[w, i].assist = ASSIST_ANSWERED
    vehicles[w, i].assist_due_s = NEVER
    vehicles[w, i].order = ORDER_GO_IF_CLEAR


@kernel
def longest_standing(w, state):
    """Return the automated vehicle that has stood longest, those about to be moved apart; -1 if there is none."""
    vehicles, found = state.vehicles, -1
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].driver != DRIVER_AUTOMATED or vehicles[w, i].standing_s < BLOCKING_S:
            continue
        if vehicles[w, i].release_s == NEVER and (
            found < 0 or vehicles[w, i].standing_s > vehicles[w, found].standing_s
        ):
            found = i
    return found


@kernel
def take_calls(w, now, state, settings):
    """Answer calls on the emergency line, each after a drawn time; the vehicle is moved a little later."""
    operators, totals = state.operators, state.totals
    while operators[w].calls_taken < operators[w].calls:
        operators[w].calls_taken += 1
        i = longest_standing(w, state)
        if i < 0:
            continue  # nobody to call about
        mean, cv = settings[w].line_answer_mean_s, settings[w].line_answer_cv
        number = operators[w].calls_taken
        answer = random.lognormal(mean, cv, settings[w].seed, STREAM_EMERGENCY_LINE, number, ONLY_DRAW)
        totals[w].emergency_calls += 1
        totals[w].emergency_answer_s += answer
        totals[w].emergency_late += 1 if answer > LAWFUL_ANSWER_S else 0
        state.vehicles[w, i].release_s = now + answer + settings[w].line_move_s
