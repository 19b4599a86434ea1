"""Phase 11: footprints that overlap are contacts.  None is scripted, and nothing in the motion prevents one.

Tested are the pairs that can touch: follower and leader, vehicles of neighbouring lanes during a lane change, and
vehicles inside one junction, tails included.
"""

import math

from longtail_sim.core import random
from longtail_sim.core.codes import CONFLICT_DIVERGING, LANE_CONNECTOR, STREAM_CRASH
from longtail_sim.core.footprints import body, overlap
from longtail_sim.core.jit import kernel

STANDS_MEAN_S = 300.0  # assumption: those involved look at the damage, then drive on
STANDS_CV = 0.5
REACH_M = 8.0  # bodies whose centres are farther apart cannot touch
MPH = 2.23694
ANGLE = math.pi / 4


@kernel
def angle_between(a, b):
    """Return the angle [rad] between two headings, 0 to pi."""
    return abs((a - b + math.pi) % (2.0 * math.pi) - math.pi)


@kernel
def injury_probability(delta_v, side, rear):
    """Return P(MAIS3+) of a car occupant, delta-v in m/s (Malliaris 1997; an upper bound for today's cars).

    logit = -5.820 + 0.202 dv[mph] + 0.556 side - 2.170 rear
    """
    logit = -5.820 + 0.202 * delta_v * MPH + (0.556 if side else 0.0) - (2.170 if rear else 0.0)
    return 1.0 / (1.0 + math.exp(-logit))


@kernel
def front_distance(ax, ay, a_heading, a_length, bx, by, b_heading, b_length, b_width):
    """Return how far the middle of a's front bumper lies outside rectangle b (0 or less: it is inside)."""
    fx = ax + 0.5 * a_length * math.cos(a_heading) - bx
    fy = ay + 0.5 * a_length * math.sin(a_heading) - by
    along = abs(fx * math.cos(b_heading) + fy * math.sin(b_heading)) - 0.5 * b_length
    across = abs(fy * math.cos(b_heading) - fx * math.sin(b_heading)) - 0.5 * b_width
    return max(along, across)


@kernel
def record(w, a, b, angle, a_strikes, now, state, settings):
    """Account for a contact between ``a`` and ``b``; both brake and stand for a while.

    Fault follows the nuPlan rule in short: who strikes with the front is at fault, unless struck while standing.
    """
    vehicles, tally = state.vehicles, state.tally
    va, vb = vehicles.speed[w, a], vehicles.speed[w, b]
    closing = math.sqrt(max(0.0, va * va + vb * vb - 2.0 * va * vb * math.cos(angle)))
    delta_v = 0.5 * closing  # equal masses, plastic impact
    at_angle = angle >= ANGLE
    struck = injury_probability(delta_v, at_angle, not at_angle)
    group = max(vehicles.fleet[w, a], vehicles.fleet[w, b])
    striker = a if a_strikes else b
    tally.contacts[w, group] += 1
    tally.contacts_at_fault[w, vehicles.fleet[w, striker]] += 1
    tally.angle_contacts[w, group] += 1 if at_angle else 0
    tally.harm[w, group] += struck + injury_probability(delta_v, False, False)
    stands = random.lognormal(
        STANDS_MEAN_S, STANDS_CV, settings.seed[w], STREAM_CRASH, vehicles.trip[w, a], vehicles.junctions_passed[w, a]
    )
    vehicles.crashed_until_s[w, a] = max(vehicles.crashed_until_s[w, a], now + stands)
    vehicles.crashed_until_s[w, b] = max(vehicles.crashed_until_s[w, b], now + stands)
    vehicles.crashed_with[w, a] = b
    vehicles.crashed_with[w, b] = a
    state.clock.contact_count[w] += 1


@kernel
def check_pair(w, a, b, now, state, settings, network):
    """Test two vehicles for contact and record a new one."""
    vehicles = state.vehicles
    if vehicles.crashed_with[w, a] == b and vehicles.crashed_with[w, b] == a:
        return
    if now < vehicles.crashed_until_s[w, a] and now < vehicles.crashed_until_s[w, b]:
        return
    ax, ay, a_heading = body(network, vehicles, w, a)
    bx, by, b_heading = body(network, vehicles, w, b)
    if (ax - bx) * (ax - bx) + (ay - by) * (ay - by) > REACH_M * REACH_M:
        return
    a_length, a_width = vehicles.length[w, a], vehicles.width[w, a]
    b_length, b_width = vehicles.length[w, b], vehicles.width[w, b]
    if not overlap(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width):
        return
    a_front = front_distance(ax, ay, a_heading, a_length, bx, by, b_heading, b_length, b_width)
    b_front = front_distance(bx, by, b_heading, b_length, ax, ay, a_heading, a_length, a_width)
    a_strikes = a_front <= b_front
    if vehicles.speed[w, a] < 0.1 or vehicles.speed[w, b] < 0.1:
        a_strikes = vehicles.speed[w, a] > vehicles.speed[w, b]
    record(w, a, b, angle_between(a_heading, b_heading), a_strikes, now, state, settings)


@kernel
def check_followers(w, lane, now, state, settings, network):
    """Test every vehicle of a lane against its leader and against the one beside it."""
    vehicles = state.vehicles
    i = state.lanes.first[w, lane]
    while i >= 0:
        leader = vehicles.leader[w, i]
        if leader >= 0 and vehicles.gap[w, i] < 2.0 and vehicles.lane[w, leader] >= 0:
            check_pair(w, i, leader, now, state, settings, network)
        m = vehicles.beside[w, i]
        if m >= 0 and now < vehicles.beside_until_s[w, i] and vehicles.lane[w, m] >= 0:
            check_pair(w, i, m, now, state, settings, network)
        i = vehicles.behind[w, i]


@kernel
def check_crossing(w, connector, now, state, settings, network):
    """Test every vehicle on a connector against those on the connectors that it meets, each pair once."""
    vehicles, lanes = state.vehicles, state.lanes
    for row in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        other = network.conflict_other[row]
        tail = lanes.last[w, network.connector_to[other]]
        reaches_back = tail >= 0 and vehicles.came_from[w, tail] == other and vehicles.s[w, tail] < vehicles.length[w, tail]
        i = lanes.first[w, connector]
        while i >= 0:
            k = lanes.first[w, other] if other > connector or network.conflict_kind[row] == CONFLICT_DIVERGING else -1
            while k >= 0:
                check_pair(w, i, k, now, state, settings, network)
                k = vehicles.behind[w, k]
            if reaches_back:
                check_pair(w, i, tail, now, state, settings, network)
            i = vehicles.behind[w, i]


@kernel
def detect(w, now, state, settings, network):
    """Find all new contacts."""
    for lane in range(network.lane_kind.size):
        if state.lanes.first[w, lane] < 0:
            continue
        check_followers(w, lane, now, state, settings, network)
        if network.lane_kind[lane] == LANE_CONNECTOR:
            check_crossing(w, lane, now, state, settings, network)
