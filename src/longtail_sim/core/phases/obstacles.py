"""What stands, lies or moves in the road: it appears, moves, is noticed, is hit or driven into.

What a driver has not recognised is not there for them, and nothing prevents a contact.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    CONSEQUENCE_STUCK,
    CONTACT_FRONT,
    CONTACT_WHILE_STANDING,
    CONTACT_WITH_STANDING,
    DRIVER_AUTOMATED,
    OBSTACLE_PERSON,
    OBSTACLE_STOP_ARM,
    ONLY_DRAW,
    PHASE_GONE,
    PHASE_PLANNED,
    PHASE_PRESENT,
    PHASE_STRUCK,
    STREAM_STUCK,
    TRIGGER_AFTER,
    TRIGGER_APPROACH,
    TRIGGER_AUTOMATED,
)
from longtail_sim.core.collision import driver_injury_probability, injury_probability, is_wrecked
from longtail_sim.core.collision import stand as stand_after_contact
from longtail_sim.core.contact_type import STANDING
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.impact import count_struck
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.kinds import mass_of
from longtail_sim.core.limits import NEVER
from longtail_sim.core.obstruction import SURPRISE_S, nearest_in
from longtail_sim.core.params import DT_S
from longtail_sim.core.route import next_street_lane

SIGHT_M = 150.0  # nobody looks beyond a junction from farther before it
COMES_AT = 2.0  # m/s: slower vehicles trigger nothing
CAN_STOP = 3.0  # m/s^2: nothing is put, and nobody steps, before vehicles that would have to brake harder
STEPS_OUT_FROM_M = 4.0
SPACE_M = 6.0  # a body needs so much free road behind it to appear, and keeps so much to who is ahead
LIES_S = 300.0  # assumption: who was struck lies there until help has come
REACH_M = 0.1  # what the front may have passed in a step beside its motion


@inlined
def is_free(w, lane, rear, front, vehicles, lanes):
    """Return whether nobody is between two places of ``lane``."""
    k = lanes[w, lane].first
    while k >= 0:
        if vehicles[w, k].s > rear and vehicles[w, k].s - vehicles[w, k].length < front:
            return False
        k = vehicles[w, k].behind
    return True


@inlined
def who_comes_can_stop(w, lane, place, vehicles, lanes):
    """Return whether the next vehicle that comes to ``place`` of ``lane`` can stop there after a reaction."""
    k = lanes[w, lane].first
    while k >= 0:
        distance, speed = place - vehicles[w, k].s, vehicles[w, k].speed
        if distance > 0.0:
            return speed < COMES_AT or braking_needed(speed, distance - SURPRISE_S * speed) < CAN_STOP
        k = vehicles[w, k].behind
    return True


@inlined
def is_coming(w, lane, place, within_s, vehicles, lanes):
    """Return whether somebody reaches ``place`` of ``lane`` within a time."""
    k = lanes[w, lane].first
    while k >= 0:
        distance, speed = place - vehicles[w, k].s, vehicles[w, k].speed
        if distance > 0.0:
            return speed > COMES_AT and distance < within_s * speed
        k = vehicles[w, k].behind
    return False


@inlined
def tempts(w, lane, place, within_m, vehicles, lanes):
    """Return whether the next vehicle that comes to ``place`` of ``lane`` is automated, near, and able to stop."""
    k = lanes[w, lane].first
    while k >= 0:
        distance = place - vehicles[w, k].s
        if distance > 0.0:
            near = STEPS_OUT_FROM_M < distance < within_m and vehicles[w, k].driver == DRIVER_AUTOMATED
            return near and braking_needed(vehicles[w, k].speed, distance - vehicles[w, k].speed) < CAN_STOP
        k = vehicles[w, k].behind
    return False


@inlined
def holds_up(w, lane, place, within_m, vehicles, lanes):
    """Return whether the next vehicle that comes to ``place`` of ``lane`` is automated and near."""
    k = lanes[w, lane].first
    while k >= 0:
        distance = place - vehicles[w, k].s
        if distance > 0.0:
            return distance < within_m and vehicles[w, k].driver == DRIVER_AUTOMATED
        k = vehicles[w, k].behind
    return False


@inlined
def has_lost_interest(w, o, state):
    """Return whether somebody who stands in the way of automated vehicles only holds none of them up any more."""
    obstacle = state.obstacles[w, o]
    if obstacle.trigger != TRIGGER_AUTOMATED or obstacle.phase != PHASE_PRESENT:
        return False
    return not holds_up(w, obstacle.lane, obstacle.s, obstacle.trigger_value, state.vehicles, state.lanes)


@inlined
def is_triggered(w, o, now, state):
    """Return whether what an obstacle waits for has come to pass."""
    obstacle, vehicles, lanes = state.obstacles[w, o], state.vehicles, state.lanes
    if obstacle.trigger == TRIGGER_APPROACH:
        return is_coming(w, obstacle.lane, obstacle.s, obstacle.trigger_value, vehicles, lanes)
    if obstacle.trigger == TRIGGER_AUTOMATED:
        return tempts(w, obstacle.lane, obstacle.s, obstacle.trigger_value, vehicles, lanes)
    if obstacle.trigger == TRIGGER_AFTER:
        before = state.obstacles[w, obstacle.follows]
        return before.phase != PHASE_STRUCK and now >= before.since_s + obstacle.trigger_value
    return True


@inlined
def is_due(w, o, now, state):
    """Return whether an obstacle that is planned appears now: what is no body lies down before who can stop."""
    obstacle, vehicles, lanes = state.obstacles[w, o], state.vehicles, state.lanes
    if now < obstacle.begins_s or not is_triggered(w, o, now, state):
        return False
    front = obstacle.s + obstacle.length
    if obstacle.kind == OBSTACLE_PERSON:  # nobody runs into the side of a vehicle
        return is_free(w, obstacle.lane, obstacle.s, front, vehicles, lanes)
    if not who_comes_can_stop(w, obstacle.lane, obstacle.s, vehicles, lanes):
        return False
    return obstacle.solid == 0 or is_free(w, obstacle.lane, obstacle.s - SPACE_M, front, vehicles, lanes)


@kernel
def advance(w, o, now, state, network):
    """Let an obstacle appear, move and vanish."""
    obstacles = state.obstacles
    if obstacles[w, o].phase == PHASE_GONE or obstacles[w, o].lane < 0:
        return
    bus = obstacles[w, o].follows if obstacles[w, o].kind == OBSTACLE_STOP_ARM else -1
    bus_gone = bus >= 0 and obstacles[w, bus].phase == PHASE_GONE
    if now >= obstacles[w, o].ends_s or bus_gone or has_lost_interest(w, o, state):
        obstacles[w, o].phase = PHASE_GONE
    elif obstacles[w, o].phase == PHASE_PLANNED:
        if is_due(w, o, now, state):
            obstacles[w, o].phase = PHASE_PRESENT
            obstacles[w, o].since_s = now
            obstacles[w, o].ends_s = min(obstacles[w, o].ends_s, now + obstacles[w, o].lasts_s)
    else:
        obstacles[w, o].lateral += obstacles[w, o].lateral_speed * DT_S
        move(w, o, state, network)


@kernel
def move(w, o, state, network):
    """Move an obstacle along its lane; behind others it waits, and at the lane's end it leaves."""
    obstacles = state.obstacles
    lane, speed, front = obstacles[w, o].lane, obstacles[w, o].speed, obstacles[w, o].s + obstacles[w, o].length
    if speed == 0.0:
        return
    if speed < 0.0 or is_free(w, lane, front, front + SPACE_M, state.vehicles, state.lanes):
        obstacles[w, o].s += speed * DT_S
    if obstacles[w, o].s <= 0.0 or obstacles[w, o].s + obstacles[w, o].length >= network.lanes[lane].length:
        obstacles[w, o].phase = PHASE_GONE


@kernel
def list_by_lane(w, state):
    """Chain the obstacles that are there, lane by lane."""
    obstacles, lanes = state.obstacles, state.lanes
    for o in range(obstacles.shape[1]):
        if obstacles[w, o].lane >= 0:
            lanes[w, obstacles[w, o].lane].obstacle = -1
    for o in range(obstacles.shape[1]):
        lane, phase = obstacles[w, o].lane, obstacles[w, o].phase
        if lane >= 0 and (phase == PHASE_PRESENT or phase == PHASE_STRUCK):
            obstacles[w, o].next = lanes[w, lane].obstacle
            lanes[w, lane].obstacle = o


@kernel
def notice(w, i, lane, now, state, settings, network):
    """Set the nearest obstacle that the driver of vehicle ``i`` knows of, on the own lane or the next one."""
    vehicles = state.vehicles
    o, distance = nearest_in(w, i, lane, -vehicles[w, i].s, state, settings)
    if o < 0:
        next_lane, start = next_street_lane(w, i, lane, SIGHT_M, vehicles, network)
        if next_lane >= 0:
            o, distance = nearest_in(w, i, next_lane, start, state, settings)
    if o != vehicles[w, i].obstacle:
        vehicles[w, i].obstacle = o
        vehicles[w, i].obstacle_since_s = now if o >= 0 else NEVER
    vehicles[w, i].obstacle_m = distance


@kernel
def strike_person(w, i, o, now, state, settings):
    """Let somebody on foot in the road be struck by vehicle ``i``."""
    vehicles, obstacles = state.vehicles, state.obstacles
    count_struck(w, i, now, vehicles, state.tally)
    obstacles[w, o].phase = PHASE_STRUCK
    obstacles[w, o].lateral_speed = 0.0
    obstacles[w, o].ends_s = now + LIES_S
    stand_after_contact(w, i, vehicles[w, i].trip, now, vehicles, settings)


@inlined
def note_kind(w, i, closing, hardest, other_speed, state):
    """Count a contact of vehicle ``i`` with a body by its type, and note how hard it is."""
    vehicles, tally = state.vehicles, state.tally
    group = vehicles[w, i].fleet
    kind = CONTACT_FRONT if other_speed != 0.0 else CONTACT_WITH_STANDING
    if vehicles[w, i].speed < STANDING:
        kind = CONTACT_WHILE_STANDING
    tally[w, group].contact_types[kind] += 1
    drivers = 1.0 if other_speed == 0.0 else 2.0
    tally[w, group].harm_low += drivers * driver_injury_probability(closing)
    tally[w, group].delta_v_sum += hardest
    tally[w, group].delta_v_max = max(tally[w, group].delta_v_max, hardest)


@kernel
def strike_body(w, i, o, now, state, settings):
    """Account for a plastic impact with a body; who comes against the lane is at fault, else who drives into it."""
    vehicles, obstacles, tally = state.vehicles, state.obstacles, state.tally
    group, mass, other_mass = vehicles[w, i].fleet, mass_of(vehicles[w, i].kind), obstacles[w, o].mass
    speed, other_speed = vehicles[w, i].speed, obstacles[w, o].speed
    closing, together = max(speed - other_speed, 0.0), mass + other_mass
    delta_v = other_mass / together * closing
    tally[w, group].contacts += 1
    if other_speed >= 0.0 and not is_wrecked(w, i, now, vehicles):
        tally[w, group].contacts_at_fault += 1
    tally[w, group].harm += injury_probability(delta_v, False, False)
    if other_speed != 0.0:  # somebody is in it
        tally[w, group].harm += injury_probability(mass / together * closing, False, other_speed > 0.0)
    its_delta_v = mass / together * closing if other_speed != 0.0 else 0.0
    note_kind(w, i, closing, max(delta_v, its_delta_v), other_speed, state)
    vehicles[w, i].delta_v = max(vehicles[w, i].delta_v, delta_v)
    vehicles[w, i].speed = max(0.0, (mass * speed + other_mass * other_speed) / together)
    stand_after_contact(w, i, vehicles[w, i].trip, now, vehicles, settings)
    if other_speed != 0.0:
        obstacles[w, o].phase = PHASE_STRUCK
        obstacles[w, o].speed = 0.0
        obstacles[w, o].ends_s = vehicles[w, i].crashed_until_s


@kernel
def intrude(w, i, o, now, state, settings):
    """Account for a vehicle that drives into what is no body."""
    vehicles = state.vehicles
    state.tally[w, vehicles[w, i].fleet].intrusions += 1
    if state.obstacles[w, o].kind == OBSTACLE_STOP_ARM:
        state.tally[w, vehicles[w, i].fleet].stop_arms_passed += 1
    if state.obstacles[w, o].consequence == CONSEQUENCE_STUCK:
        mean, cv = settings[w].retrieval_mean_s, settings[w].retrieval_cv
        stuck = random.lognormal(mean, cv, settings[w].seed, STREAM_STUCK, vehicles[w, i].trip, ONLY_DRAW)
        vehicles[w, i].crashed_until_s = max(vehicles[w, i].crashed_until_s, now + stuck)


@kernel
def meet(w, i, o, now, state, settings):
    """Let vehicle ``i`` hit, or drive into, obstacle ``o`` if its front has come there in the last step."""
    vehicles, obstacles = state.vehicles, state.obstacles
    speed, other_speed = vehicles[w, i].speed, obstacles[w, o].speed
    before = speed - min(vehicles[w, i].accel, 0.0) * DT_S
    beyond = vehicles[w, i].s - obstacles[w, o].s
    if now <= obstacles[w, o].since_s and beyond >= 0.0:
        vehicles[w, i].met = o  # has just appeared behind the front
    moves = speed > 0.0 or other_speed < 0.0
    if not moves or not 0.0 <= beyond <= (before - other_speed) * DT_S + REACH_M or vehicles[w, i].met == o:
        return
    if obstacles[w, o].solid == 0:
        vehicles[w, i].met = o
        intrude(w, i, o, now, state, settings)
        return
    aside = abs(vehicles[w, i].lateral - obstacles[w, o].lateral)
    if 2.0 * aside >= vehicles[w, i].width + obstacles[w, o].width:
        return
    vehicles[w, i].met = o
    if obstacles[w, o].kind == OBSTACLE_PERSON:
        if obstacles[w, o].phase == PHASE_PRESENT:
            strike_person(w, i, o, now, state, settings)
    else:
        strike_body(w, i, o, now, state, settings)


@inlined
def stand(w, now, state, settings, network):
    """Bring what is in the road up to date, and who notices it, hits it or drives into it."""
    if state.clock[w].obstacles > 0:
        stand_all(w, now, state, settings, network)


@kernel
def stand_all(w, now, state, settings, network):
    """Do so in a world where something is planned."""
    order, obstacles = state.order, state.obstacles
    for o in range(obstacles.shape[1]):
        advance(w, o, now, state, network)
    list_by_lane(w, state)
    for place in range(state.clock[w].present):
        i, lane = order[w, place].slot, order[w, place].lane
        o = state.lanes[w, lane].obstacle
        while o >= 0:
            meet(w, i, o, now, state, settings)
            o = obstacles[w, o].next
        notice(w, i, lane, now, state, settings, network)
