"""What a person who watches the automation (SAE level 2) sees with their own eyes to be wrong.

The person sees what people see: the truth, within sight.  They know what the automation means to do at the line ahead
and what it has made out in the road: the display of such a feature shows both (assumption).
"""

from longtail_sim.core.codes import (
    ACT_YIELD,
    ASIDE_KERB,
    COLOUR_GREEN,
    COLOUR_RED,
    CONFLICT_DIVERGING,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    ENTRY_PASS,
    LANE_CONNECTOR,
)
from longtail_sim.core.driving import GENTLE_BRAKING, approach_term, braking_needed, following_acceleration
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.longitudinal import HAZARD_BRAKING
from longtail_sim.core.obstruction import makes_out, minds_closures
from longtail_sim.core.params import DT_S
from longtail_sim.core.pickup import boards
from longtail_sim.core.right_of_way import axis_of, is_major
from longtail_sim.core.right_on_red import turns_on_red
from longtail_sim.core.route import next_street_lane
from longtail_sim.core.siren import ASIDE_FROM_M, notices

NOTHING, CALM, URGENT = 0, 1, 2  # what the person sees: no reason to act, one without haste, harm or a rule broken

# All of these are assumptions.
NOTICE_FROM_M = 8.0  # so near the line it is plain that the automation will not wait
LATE_BRAKING = 3.2  # m/s^2: the automation holds with 2.8; who needs more at the line brakes too late
FOLLOWING_BRAKING = 2.0  # m/s^2: here the automation brakes for who is ahead; where it does not, it has not seen them
NOT_BRAKING = 1.0  # m/s^2: less than this is no braking
FRESH_RED_S = 1.0  # who passes the line later than this after the end of yellow should have stopped
IDLE_S = 5.0  # standing this long with a free way makes the person step on the pedal
AT_LINE_M = 15.0  # nearer to the line than this it is the junction that one waits for
FREE_M = 15.0  # so much free road ahead, and nobody needs to stand
SIGHT_ROAD_M = 80.0  # things in the road are looked for so far ahead
CLOSURE_MARGIN_M = 3.0  # people halt so far before what is no body
STANDING = 0.3  # m/s
STAY_BRAKING = 6.0  # m/s^2, with which a person stops behind the line


@kernel
def must_stop(w, i, lane, j, now, state, network):
    """Return whether light or sign ask the first vehicle of a lane to stop at the line."""
    control, leg = state.junctions[w, j].control, network.lanes[lane].leg
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        axis = axis_of(leg)
        red = state.junctions[w, j].colour[axis] == COLOUR_RED
        fresh = now - state.junctions[w, j].colour_since_s[axis] < FRESH_RED_S
        return red and not fresh and not turns_on_red(w, i, lane, j, state, network)
    stops = control != CONTROL_TWO_WAY_STOP or not is_major(j, leg, network)
    return stops and state.vehicles[w, i].arrived_s == NEVER


@kernel
def breaks_rule(w, i, lane, j, now, state, network):
    """Return whether the first vehicle of a lane is about to pass the line against light, sign or somebody's way.

    It means to pass although the person would brake by now, or it means to hold and brakes too late for the line.
    """
    vehicle = state.vehicles[w, i]
    to_line, passes = network.lanes[lane].length - vehicle.s, vehicle.entry == ENTRY_PASS
    if to_line > state.weather[w].visibility_m:
        return False
    if passes and vehicle.granted == 1:
        return vehicle.taken_clear == 0 and to_line <= NOTICE_FROM_M
    needed = braking_needed(vehicle.speed, to_line)
    late = needed > LATE_BRAKING
    if passes:
        late = to_line <= NOTICE_FROM_M or needed > GENTLE_BRAKING
    return late and must_stop(w, i, lane, j, now, state, network)


@kernel
def could_go(w, i, lane, j, state, network):
    """Return whether the first vehicle of a lane holds at the line although its way is free and the turn is its own."""
    vehicle = state.vehicles[w, i]
    free = vehicle.path_clear == 1 and vehicle.exit_clear == 1 and vehicle.arrived_s < NEVER
    if vehicle.entry == ENTRY_PASS or not free:
        return False
    control, leg = state.junctions[w, j].control, network.lanes[lane].leg
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return state.junctions[w, j].colour[axis_of(leg)] == COLOUR_GREEN
    return control == CONTROL_TWO_WAY_STOP or vehicle.my_turn_s < NEVER


@inlined
def misses(speed, distance, other_speed, due, accel):
    """Return whether braking is ``due`` [m/s^2] by now for what is ``distance`` metres ahead, and nobody brakes."""
    closing = speed - other_speed
    return closing > 0.0 and braking_needed(closing, distance) > due and accel > -NOT_BRAKING


@kernel
def people_brake(w, speed, distance, other_speed, settings):
    """Return whether an average driver of this world would brake for a body: IDM+ with the means of its drivers."""
    approach = approach_term(settings[w].acceleration, settings[w].deceleration)
    interaction = following_acceleration(
        speed,
        distance,
        other_speed,
        settings[w].time_headway_s,
        settings[w].acceleration,
        approach,
        settings[w].standstill_gap_m,
    )
    return speed > other_speed and interaction < 0.0


@kernel
def overlooked(w, i, lane, start, state, settings):
    """Return (obstacle, distance [m]) of the nearest one in ``lane`` that a person sees, (-1, NEVER) if none.

    Only what the automation has not made out counts, or does not halt for.  ``lane`` begins ``start`` metres ahead.
    """
    vehicles, obstacles = state.vehicles, state.obstacles
    nearest, least = -1, NEVER
    minds = minds_closures(w, i, vehicles)
    o = state.lanes[w, lane].obstacle
    while o >= 0:
        distance = start + obstacles[w, o].s
        if 0.0 < distance < least and makes_out(w, i, o, distance, False, vehicles, obstacles, settings):
            known = makes_out(w, i, o, distance, True, vehicles, obstacles, settings)
            if not known or (obstacles[w, o].solid == 0 and not minds):
                nearest, least = o, distance
        o = obstacles[w, o].next
    return nearest, least


@kernel
def overlooked_ahead(w, i, lane, state, settings, network):
    """Return the obstacle for which a person in vehicle ``i`` would brake by now while it does not, -1 if none.

    In the own lane, or in the one that comes next.
    """
    vehicles = state.vehicles
    o, distance = overlooked(w, i, lane, -vehicles[w, i].s, state, settings)
    if o < 0:
        next_lane, start = next_street_lane(w, i, lane, SIGHT_ROAD_M, vehicles, network)
        if next_lane >= 0:
            o, distance = overlooked(w, i, next_lane, start, state, settings)
    if o < 0:
        return -1
    speed, accel = vehicles[w, i].speed, vehicles[w, i].accel
    if state.obstacles[w, o].solid == 1:
        misses_it = people_brake(w, speed, distance, state.obstacles[w, o].speed, settings) and accel > -NOT_BRAKING
    else:
        misses_it = misses(speed, max(distance - CLOSURE_MARGIN_M, 0.0), 0.0, GENTLE_BRAKING, accel)
    return o if misses_it else -1


@kernel
def drives_into(w, i, state):
    """Return whether a vehicle does not brake for who is ahead on its path, or across it."""
    vehicle = state.vehicles[w, i]
    late = misses(vehicle.speed, vehicle.gap, vehicle.leader_speed, FOLLOWING_BRAKING, vehicle.accel)
    if vehicle.leader >= 0 and late:
        return True
    if vehicle.hazard == NEVER or vehicle.action_longitudinal == ACT_YIELD:
        return False
    return braking_needed(vehicle.speed, vehicle.hazard) > HAZARD_BRAKING and vehicle.accel > -NOT_BRAKING


@inlined
def is_in_danger(w, i, lane, state, settings, network):
    """Return whether a vehicle is about to run into somebody or something that it does not see, or does not heed."""
    if drives_into(w, i, state):
        return True
    return state.clock[w].obstacles > 0 and overlooked_ahead(w, i, lane, state, settings, network) >= 0


@kernel
def road_is_free(w, i, lane, now, state, settings, network):
    """Return whether a vehicle that stands, not at a line, has no reason to: nobody ahead, nothing in the road."""
    vehicle = state.vehicles[w, i]
    if vehicle.crashed_until_s > now or vehicle.aside == ASIDE_KERB or vehicle.siren_heard == 1:
        return False
    if vehicle.gap < FREE_M or vehicle.hazard < NEVER or vehicle.narrow_m < FREE_M:
        return False
    o, distance = -1, NEVER
    if state.clock[w].obstacles > 0:
        o = state.lanes[w, lane].obstacle
    while o >= 0:
        ahead = state.obstacles[w, o].s - vehicle.s
        if ahead > 0.0 and makes_out(w, i, o, ahead, False, state.vehicles, state.obstacles, settings):
            distance = min(distance, ahead)
        o = state.obstacles[w, o].next
    return not boards(w, i, now, state.vehicles) and distance > FREE_M


@kernel
def stands_idle(w, i, lane, now, state, settings, network):
    """Return whether a vehicle has stood for long although nothing keeps it."""
    vehicle, j = state.vehicles[w, i], network.lanes[lane].junction
    inside = network.lanes[lane].kind == LANE_CONNECTOR
    if vehicle.speed > STANDING:
        idle = False
    elif not inside and j >= 0 and network.lanes[lane].length - vehicle.s < AT_LINE_M:
        idle = state.lanes[w, lane].first == i and could_go(w, i, lane, j, state, network)
    else:
        idle = road_is_free(w, i, lane, now, state, settings, network)
    state.vehicles[w, i].idle_s = vehicle.idle_s + DT_S if idle else 0.0
    return state.vehicles[w, i].idle_s >= IDLE_S


@inlined
def ignores_siren(w, i, now, state, settings):
    """Return whether a vehicle does not make way for a siren behind it that the person has noticed."""
    vehicle = state.vehicles[w, i]
    if state.clock[w].sirens == 0 or vehicle.siren_m >= ASIDE_FROM_M or vehicle.aside == ASIDE_KERB:
        return False
    return notices(w, i, now, state.vehicles, settings)


@kernel
def can_stay_back(w, i, lane, state, network):
    """Return whether a vehicle that went in on red can still stop before the first path that crosses its own."""
    j = network.lanes[lane].junction
    control = state.junctions[w, j].control if network.lanes[lane].kind == LANE_CONNECTOR else -1
    lit = control == CONTROL_SIGNAL or control == CONTROL_OFFICER
    if not lit or state.junctions[w, j].colour[axis_of(network.lanes[lane].leg)] != COLOUR_RED:
        return False
    nearest = NEVER
    for row in range(network.lanes[lane].conflict_first, network.lanes[lane].conflict_last):
        if network.conflicts[row].kind != CONFLICT_DIVERGING:
            nearest = min(nearest, network.conflicts[row].enter)
    rest = nearest - state.vehicles[w, i].s
    return rest > 0.0 and braking_needed(state.vehicles[w, i].speed, rest) < STAY_BRAKING


@kernel
def what_is_wrong(w, i, lane, now, state, settings, network):
    """Return NOTHING, CALM or URGENT: whether a person who watches vehicle ``i`` sees a reason to act."""
    j = network.lanes[lane].junction
    idle = stands_idle(w, i, lane, now, state, settings, network)
    at_head = network.lanes[lane].kind != LANE_CONNECTOR and j >= 0 and state.lanes[w, lane].first == i
    if at_head and breaks_rule(w, i, lane, j, now, state, network):
        return URGENT
    if is_in_danger(w, i, lane, state, settings, network):
        return URGENT
    return CALM if idle or ignores_siren(w, i, now, state, settings) else NOTHING
