"""The decision at a yellow light: stop or go, after a reaction; and who runs the red."""

import math

from longtail_sim.core import random
from longtail_sim.core.codes import STREAM_YELLOW, YELLOW_GO, YELLOW_STOP, YELLOW_UNDECIDED
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.jit import inlined, kernel

REACTION_S = 1.0  # mean perception-reaction time at an expected event (NCHRP 03-95),
REACTION_CV = 0.35  # lognormal across drivers
LEVEL_S = 3.75  # half of the drivers stop at this time to the line; 10 % at 2.5 s, 90 % at 5.0 s:
SLOPE = 1.76  # 1/s, fitted to the observed dilemma zone
HARDEST_STOP = 4.5  # m/s^2: who would have to brake harder goes
RUNNING_SPEED = 3.0  # m/s: slower drivers do not run a fresh red light


@inlined
def reaction_time(w, trip, junctions_passed, settings):
    """Return how long [s] this driver goes on before reacting to this yellow light."""
    return random.lognormal(REACTION_S, REACTION_CV, settings[w].seed, STREAM_YELLOW, trip, junctions_passed * 4 + 2)


@kernel
def decide_yellow(w, i, to_line, yellow_left, red_running, vehicles, settings, network):
    """Decide once per junction whether to stop at the yellow light.

    P(stop) = 1 / (1 + exp(-1.76 (t - 3.75))), t the time to the line.  ``red_running`` is the probability of running a
    fresh red at this junction, if it is higher than elsewhere.
    """
    if vehicles[w, i].yellow != YELLOW_UNDECIDED:
        return
    speed = vehicles[w, i].speed
    connector, at_line = vehicles[w, i].connector, speed
    if connector >= 0:
        at_line = min(speed, network.lanes[connector].speed * vehicles[w, i].speed_factor)
    time_to_line = to_line / max(0.5 * (speed + at_line), 0.5)  # who turns slows down first
    number = vehicles[w, i].junctions_passed * 4
    u = random.uniform(settings[w].seed, STREAM_YELLOW, vehicles[w, i].trip, number)
    stop = u < 1.0 / (1.0 + math.exp(-SLOPE * (time_to_line - LEVEL_S)))
    if time_to_line > yellow_left:
        runs = random.uniform(settings[w].seed, STREAM_YELLOW, vehicles[w, i].trip, number + 1)
        stop = runs >= max(settings[w].error_red_light, red_running) or speed < RUNNING_SPEED
    if braking_needed(speed, to_line - REACTION_S * speed) > HARDEST_STOP:
        stop = False
    vehicles[w, i].yellow = YELLOW_STOP if stop else YELLOW_GO
