"""Lights that do not mean what they show: a red that does not end, an officer before it, people who run the red.

No program shows red for longer than its cycle: who sees that may take the signal for failed, and a signal that has
failed is a stop sign (California Vehicle Code 21800(d)).  When people do so was not counted: the patience is an
assumption of the scenario (``drivers.failed_light_patience_s``).
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    BELIEF_FAILED,
    COLOUR_GREEN,
    COLOUR_RED,
    CONTROL_SIGNAL,
    HEALTH_CONFLICTING,
    STREAM_FAILED_LIGHT,
    STREAM_TRUST,
    STREAM_YELLOW,
    TURN_LEFT,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.right_of_way import STANDING, is_automated
from longtail_sim.core.yellow import RUNNING_SPEED

ENDLESS_S = 180.0  # an automated vehicle that goes by the book takes a red of this age for failed (assumption)


@inlined
def has_failed(j, control, colour, age, network):
    """Return whether a light has been red for longer than any program would be."""
    return control == CONTROL_SIGNAL and colour == COLOUR_RED and age > network.junctions[j].cycle_s


@kernel
def doubt_light(w, i, first, now, state, settings):
    """Let a person take an endless red for a failed signal: after a drawn wait at the line, or by example.

    Whoever stands behind somebody who has lost patience has waited in the same queue, and sees what that driver does.
    """
    vehicles = state.vehicles
    if vehicles[w, i].belief == BELIEF_FAILED or is_automated(w, i, vehicles):
        return
    if not first:
        if vehicles[w, i].speed < STANDING and vehicles[w, vehicles[w, i].ahead].belief == BELIEF_FAILED:
            vehicles[w, i].belief = BELIEF_FAILED
        return
    mean, cv = settings[w].failed_light_mean_s, settings[w].failed_light_cv
    trip, number = vehicles[w, i].trip, vehicles[w, i].junctions_passed
    patience = random.lognormal(mean, cv, settings[w].seed, STREAM_FAILED_LIGHT, trip, number)
    if now - vehicles[w, i].arrived_s > patience:
        vehicles[w, i].belief = BELIEF_FAILED


@inlined
def seeks_turn(w, i, age, vehicles):
    """Return whether a driver has taken an endless red, ``age`` seconds old, for failed, and so waits for a turn."""
    if is_automated(w, i, vehicles):
        return age > ENDLESS_S
    return vehicles[w, i].belief == BELIEF_FAILED


@kernel
def heeds_officer(w, i, j, state, settings):
    """Return whether a driver goes by the officer's hand; drawn for each automated vehicle and junction."""
    share = state.junctions[w, j].officer_recognised
    if share >= 1.0 or not is_automated(w, i, state.vehicles):
        return True
    return random.uniform(settings[w].seed, STREAM_TRUST, state.vehicles[w, i].trip, j) < share


@inlined
def trusts_green(w, i, j, colour, state, settings):
    """Return whether a person goes on green without a look to the sides.

    It matters only where cross traffic may come all the same: elsewhere nobody is asked.  Left turners look out for
    oncoming traffic, and see the junction doing so.
    """
    if colour != COLOUR_GREEN or state.vehicles[w, i].turn == TURN_LEFT:
        return False
    if state.junctions[w, j].health != HEALTH_CONFLICTING and state.junctions[w, j].red_running <= 0.0:
        return False
    number = -1 - state.vehicles[w, i].junctions_passed
    u = random.uniform(settings[w].seed, STREAM_TRUST, state.vehicles[w, i].trip, number)
    return u >= settings[w].looks_on_green


@inlined
def runs_red(w, i, j, colour, state, settings):
    """Return whether a person who is on the move drives on at a red light, without a look: only where an event says so.

    The draw is that of the fresh red (``yellow``), with a higher threshold.
    """
    running = state.junctions[w, j].red_running
    if running <= 0.0 or colour != COLOUR_RED or state.vehicles[w, i].speed <= RUNNING_SPEED:
        return False
    number = state.vehicles[w, i].junctions_passed * 4 + 1
    return random.uniform(settings[w].seed, STREAM_YELLOW, state.vehicles[w, i].trip, number) < running
