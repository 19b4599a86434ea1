"""What a contact does: how hard it is, whether at a right angle, and how long those involved stand."""

import math

from longtail_sim.core import random
from longtail_sim.core.codes import LANE_CONNECTOR, STREAM_CRASH, TURN_STRAIGHT
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.params import DT_S

STANDS_MEAN_S = 300.0  # assumption: those involved look at the damage, or wait for help, then drive on
STANDS_CV = 0.5
TOUCH_SPEED = 0.1  # m/s: bodies that rest against each other, or part, do not collide
MPH = 2.23694
KMH = 3.6
DRIVER_AGE_YEARS = 45.0  # as of those on foot (assumption)


@kernel
def injury_probability(delta_v, side, rear):
    """Return P(MAIS3+) of a car occupant, delta-v in m/s (Malliaris 1997; an upper bound for today's cars).

    logit = -5.820 + 0.202 dv[mph] + 0.556 side - 2.170 rear
    """
    logit = -5.820 + 0.202 * delta_v * MPH + (0.556 if side else 0.0) - (2.170 if rear else 0.0)
    return 1.0 / (1.0 + math.exp(-logit))


@kernel
def driver_injury_probability(closing):
    """Return P(MAIS3+ or death) of a car driver struck in front at ``closing`` m/s (Lubbe et al. 2022, GIDAS).

    logit = -7.654 + 0.041 v[km/h] + 0.021 age.  Lower than the curve above, by a factor of
    1.4 (slow rear-end) to ten (hard, from the side): both are reported.
    """
    return 1.0 / (1.0 + math.exp(7.654 - 0.041 * closing * KMH - 0.021 * DRIVER_AGE_YEARS))


@kernel
def relative_speed(speed, other_speed, angle):
    """Return the speed [m/s] of one body as seen from another; ``angle`` [rad] is between their headings."""
    across = 2.0 * speed * other_speed * math.cos(angle)
    return math.sqrt(max(0.0, speed * speed + other_speed * other_speed - across))


@kernel
def speed_afterwards(mass, speed, other_mass, other_speed, angle):
    """Return the speed [m/s] of a body after a plastic impact, along its own heading and never backwards.

    Both bodies have one velocity afterwards, (m v + m' v') / (m + m') as vectors; vehicles keep to their lanes, so that
    of it only the part along the own heading, ``angle`` [rad] from the other's, moves on.
    """
    return max(0.0, (mass * speed + other_mass * other_speed * math.cos(angle)) / (mass + other_mass))


@kernel
def path_of(w, i, vehicles, network):
    """Return the connector that a vehicle, or its tail, is on; -1 on the open street."""
    if network.lanes[vehicles[w, i].lane].kind == LANE_CONNECTOR:
        return vehicles[w, i].lane
    return vehicles[w, i].came_from if vehicles[w, i].s < vehicles[w, i].length else -1


@kernel
def is_right_angle(w, a, b, vehicles, network):
    """Return whether two vehicles that met were going straight on, from streets that cross.

    As on New York State's collision form (MV-104A), which keeps collisions with somebody who turns apart.
    """
    a_path, b_path = path_of(w, a, vehicles, network), path_of(w, b, vehicles, network)
    if a_path < 0 or b_path < 0 or network.lanes[a_path].leg == network.lanes[b_path].leg:
        return False
    turns = network.lanes[a_path].connector_turn, network.lanes[b_path].connector_turn
    return turns[0] == TURN_STRAIGHT and turns[1] == TURN_STRAIGHT


@kernel
def cut_in(w, i, vehicles):
    """Return whether a vehicle went into the junction that it is in although its path was not clear."""
    vehicle = vehicles[w, i]
    return (vehicle.taken_clear if vehicle.granted == 1 else vehicle.path_clear) == 0


@kernel
def who_caused(w, striker, other, vehicles, network):
    """Return which of two vehicles is at fault for their contact.

    The one that strikes with the front, as in nuPlan; but of two that came into a junction from different legs the one
    that cut in, if the other did not: with traffic that does not stop, to have the way is not to be at fault.
    """
    mine, its = vehicles[w, striker].lane, vehicles[w, other].lane
    inside = network.lanes[mine].kind == LANE_CONNECTOR and network.lanes[its].kind == LANE_CONNECTOR
    across = inside and network.lanes[mine].leg != network.lanes[its].leg
    return other if across and cut_in(w, other, vehicles) and not cut_in(w, striker, vehicles) else striker


@inlined
def is_wrecked(w, i, now, vehicles):
    """Return whether a vehicle has crashed and not yet been let go: what it does meanwhile is nobody's driving."""
    return now < vehicles[w, i].crashed_until_s


@kernel
def stand(w, i, trip, now, vehicles, settings):
    """Let vehicle ``i`` stand for a while after a contact, drawn for ``trip``; it brakes as hard as it can."""
    stands = random.lognormal(STANDS_MEAN_S, STANDS_CV, settings[w].seed, STREAM_CRASH, trip, int(now / DT_S))
    vehicles[w, i].crashed_until_s = max(vehicles[w, i].crashed_until_s, now + stands)
