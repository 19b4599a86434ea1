"""Footprints that overlap are contacts.  None is scripted, and nothing in the motion prevents one.

Tested are the pairs that can touch: follower and leader, vehicles of neighbouring lanes during a lane change, and
vehicles inside one junction, tails included.
"""

import math

from longtail_sim.core.codes import CONFLICT_DIVERGING
from longtail_sim.core.collision import (
    TOUCH_SPEED,
    driver_injury_probability,
    injury_probability,
    is_right_angle,
    is_wrecked,
    relative_speed,
    speed_afterwards,
    stand,
    who_caused,
)
from longtail_sim.core.contact_type import contact_type
from longtail_sim.core.footprints import FOREMOST, body_part, overlap
from longtail_sim.core.impact import detect_people
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.kinds import mass_of, parts_of
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest
from longtail_sim.core.siren import gives_room, swings_past

NEAR_M = 0.5  # bumpers farther apart than this along the lane do not touch
DRIVES_OFF_S = 30.0  # time to drive out of the heap afterwards
ANGLE = math.pi / 4


@kernel
def angle_between(a, b):
    """Return the angle [rad] between two headings, 0 to pi."""
    return abs((a - b + math.pi) % (2.0 * math.pi) - math.pi)


@kernel
def front_distance(ax, ay, a_heading, a_length, bx, by, b_heading, b_length, b_width):
    """Return how far the middle of a's front bumper lies outside rectangle b (0 or less: it is inside)."""
    fx = ax + 0.5 * a_length * math.cos(a_heading) - bx
    fy = ay + 0.5 * a_length * math.sin(a_heading) - by
    along = abs(fx * math.cos(b_heading) + fy * math.sin(b_heading)) - 0.5 * b_length
    across = abs(fy * math.cos(b_heading) - fx * math.sin(b_heading)) - 0.5 * b_width
    return max(along, across)


@kernel
def closing_speed(ax, ay, a_heading, va, bx, by, b_heading, vb):
    """Return how fast the centres of two bodies come closer [m/s], negative if they part."""
    dx, dy = bx - ax, by - ay
    apart = math.hypot(dx, dy)
    if apart <= 0.0:
        return abs(va - vb)
    x = va * math.cos(a_heading) - vb * math.cos(b_heading)
    y = va * math.sin(a_heading) - vb * math.sin(b_heading)
    return (x * dx + y * dy) / apart


@kernel
def strike(w, i, mass, speed, other_mass, other_speed, angle, vehicles):
    """Change the speed of one of two vehicles that met, and note how hard."""
    delta_v = other_mass / (mass + other_mass) * relative_speed(speed, other_speed, angle)  # plastic impact
    vehicles[w, i].delta_v = max(vehicles[w, i].delta_v, delta_v)
    vehicles[w, i].speed = speed_afterwards(mass, speed, other_mass, other_speed, angle)
    return delta_v


@kernel
def note_type(w, striker, other, vehicles, tally, network):
    """Count a contact by its type: as the fleet's vehicle sees it if there is one in it, else as the striking one."""
    seen_by_other = vehicles[w, other].fleet > vehicles[w, striker].fleet
    i, k = (other, striker) if seen_by_other else (striker, other)
    tally[w, vehicles[w, i].fleet].contact_types[contact_type(w, i, k, vehicles, network)] += 1


@kernel
def record(w, a, b, angle, a_strikes, now, state, settings, network):
    """Account for a contact between ``a`` and ``b``; both brake and stand for a while.

    Nobody is at fault for a contact of a wreck that is pushed on: whose fault the push was has been told.
    """
    vehicles, tally = state.vehicles, state.tally
    striker, other = (a, b) if a_strikes else (b, a)
    cause = who_caused(w, striker, other, vehicles, network)
    mass, other_mass = mass_of(vehicles[w, striker].kind), mass_of(vehicles[w, other].kind)
    speed, other_speed = vehicles[w, striker].speed, vehicles[w, other].speed
    note_type(w, striker, other, vehicles, tally, network)
    striking_delta_v = strike(w, striker, mass, speed, other_mass, other_speed, angle, vehicles)
    struck_delta_v = strike(w, other, other_mass, other_speed, mass, speed, angle, vehicles)
    at_angle = angle >= ANGLE
    struck = injury_probability(struck_delta_v, at_angle, not at_angle)
    group = max(vehicles[w, a].fleet, vehicles[w, b].fleet)
    tally[w, group].contacts += 1
    if not is_wrecked(w, striker, now, vehicles):
        tally[w, vehicles[w, cause].fleet].contacts_at_fault += 1
    tally[w, group].angle_contacts += 1 if at_angle else 0
    tally[w, group].right_angle_contacts += 1 if is_right_angle(w, a, b, vehicles, network) else 0
    tally[w, group].harm += struck + injury_probability(striking_delta_v, False, False)
    tally[w, group].harm_low += 2.0 * driver_injury_probability(relative_speed(speed, other_speed, angle))
    hardest = max(striking_delta_v, struck_delta_v)
    tally[w, group].delta_v_sum += hardest
    tally[w, group].delta_v_max = max(tally[w, group].delta_v_max, hardest)
    stand(w, a, vehicles[w, a].trip, now, vehicles, settings)
    stand(w, b, vehicles[w, a].trip, now, vehicles, settings)
    # Neither drives off through the other.
    together = max(vehicles[w, a].crashed_until_s, vehicles[w, b].crashed_until_s)
    vehicles[w, a].crashed_until_s = vehicles[w, b].crashed_until_s = together


@kernel
def touching_parts(w, a, b, vehicles, network):
    """Return the parts of two bodies that overlap, foremost first, and whether any do."""
    a_parts, b_parts = parts_of(vehicles[w, a].kind), parts_of(vehicles[w, b].kind)
    a_length, a_width = vehicles[w, a].length / a_parts, vehicles[w, a].width
    b_length, b_width = vehicles[w, b].length / b_parts, vehicles[w, b].width
    reach = 0.5 * (a_length + a_width + b_length + b_width)  # centres that are farther apart cannot touch
    for p in range(a_parts):
        ax, ay, a_heading = body_part(network, vehicles, w, a, p, a_parts)
        for q in range(b_parts):
            bx, by, b_heading = body_part(network, vehicles, w, b, q, b_parts)
            if (ax - bx) * (ax - bx) + (ay - by) * (ay - by) > reach * reach:
                continue
            if overlap(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width):
                return p, q, True
    return 0, 0, False


@kernel
def reach_into(w, a, b, part, vehicles, network):
    """Return how far the middle of a's front bumper lies outside one part of b (0 or less: it is inside)."""
    a_parts, b_parts = parts_of(vehicles[w, a].kind), parts_of(vehicles[w, b].kind)
    ax, ay, a_heading = body_part(network, vehicles, w, a, FOREMOST, a_parts)
    bx, by, b_heading = body_part(network, vehicles, w, b, part, b_parts)
    a_length, b_length = vehicles[w, a].length / a_parts, vehicles[w, b].length / b_parts
    return front_distance(ax, ay, a_heading, a_length, bx, by, b_heading, b_length, vehicles[w, b].width)


@kernel
def check_pair(w, a, b, now, state, settings, network):
    """Test two vehicles for contact and record a new one."""
    vehicles = state.vehicles
    drives_off_a, drives_off_b = (
        vehicles[w, a].crashed_until_s + DRIVES_OFF_S,
        vehicles[w, b].crashed_until_s + DRIVES_OFF_S,
    )
    if now < drives_off_a and now < drives_off_b:
        return  # they stand together, or have just been let go
    if gives_room(w, a, b, vehicles):
        return  # there is room for one to go round the other
    p, q, touch = touching_parts(w, a, b, vehicles, network)
    if not touch:
        return
    ax, ay, a_heading = body_part(network, vehicles, w, a, p, parts_of(vehicles[w, a].kind))
    bx, by, b_heading = body_part(network, vehicles, w, b, q, parts_of(vehicles[w, b].kind))
    angle = angle_between(a_heading, b_heading)
    if swings_past(w, a, b, angle, vehicles):
        return
    va, vb = vehicles[w, a].speed, vehicles[w, b].speed
    if closing_speed(ax, ay, a_heading, va, bx, by, b_heading, vb) < TOUCH_SPEED:
        return
    a_strikes = reach_into(w, a, b, q, vehicles, network) <= reach_into(w, b, a, p, vehicles, network)
    if va < 0.1 or vb < 0.1:
        a_strikes = va > vb
    record(w, a, b, angle, a_strikes, now, state, settings, network)


@inlined
def check_neighbours(w, i, now, state, settings, network):
    """Test a vehicle against its leader and against the one beside it."""
    vehicles = state.vehicles
    leader = vehicles[w, i].leader
    if leader >= 0 and vehicles[w, i].gap < NEAR_M and vehicles[w, leader].lane >= 0:
        check_pair(w, i, leader, now, state, settings, network)
    m = vehicles[w, i].beside
    if m >= 0 and now < vehicles[w, i].beside_until_s and vehicles[w, m].lane >= 0:
        check_pair(w, i, m, now, state, settings, network)


@inlined
def check_crossing(w, connector, now, state, settings, network):
    """Test every vehicle on a connector against those on the connectors that it meets, each pair once."""
    vehicles, lanes = state.vehicles, state.lanes
    active = state.junctions[w, network.lanes[connector].junction].active
    rest = active & (network.lanes[connector].conflict_bits | network.lanes[connector].diverging_bits)
    while rest != NOBODY:
        row = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        other = network.conflicts[row].other
        tail = lanes[w, network.lanes[other].connector_to].last
        reaches_back = (
            tail >= 0 and vehicles[w, tail].came_from == other and vehicles[w, tail].s < vehicles[w, tail].length
        )
        i = lanes[w, connector].first
        while i >= 0:
            k = lanes[w, other].first if other > connector or network.conflicts[row].kind == CONFLICT_DIVERGING else -1
            while k >= 0:
                check_pair(w, i, k, now, state, settings, network)
                k = vehicles[w, k].behind
            if reaches_back:
                check_pair(w, i, tail, now, state, settings, network)
            i = vehicles[w, i].behind


@inlined
def check_inside(w, j, now, state, settings, network):
    """Test those inside a junction against each other."""
    for k in range(network.junctions[j].inside_first, network.junctions[j].inside_last):
        connector = network.inside_lane[k]
        if state.lanes[w, connector].first >= 0:
            check_crossing(w, connector, now, state, settings, network)


@kernel
def detect(w, now, state, settings, network):
    """Find all new contacts."""
    for place in range(state.clock[w].present):
        check_neighbours(w, state.order[w, place].slot, now, state, settings, network)
    for j in range(network.junctions.size):
        if state.junctions[w, j].active != NOBODY:
            check_inside(w, j, now, state, settings, network)
    if state.crosswalks.shape[1] > 0:
        detect_people(w, now, state, settings, network)
