"""An emergency vehicle and everybody else: who hears it, who makes way, and when it may go into a junction.

California Vehicle Code 21806: pull to the right edge, clear of the junction, stop, and stay until it has passed.  21055
lets it pass red lights, which it does slowly, and when nobody who has not noticed it comes.
"""

from longtail_sim.core import random
from longtail_sim.core.aside import is_out_of_the_way
from longtail_sim.core.codes import (
    ASIDE_KERB,
    COLOUR_GREEN,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    ENTRY_HOLD,
    ENTRY_PASS,
    ENTRY_SLOW,
    SIREN_DRAW_NOTICES,
    SIREN_DRAW_REACTION,
    STREAM_SIREN,
)
from longtail_sim.core.driving import braking_needed, travel_time
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest
from longtail_sim.core.right_of_way import (
    CANNOT_STOP,
    CROSSING_MARGIN_S,
    PASS_BEHIND_MARGIN_S,
    STANDING,
    axis_of,
    blocked_inside,
    is_automated,
    is_major,
    time_to,
)

HEARD_M = 100.0  # assumption: who is this far ahead hears it in time,
ASIDE_FROM_M = 80.0  # ... pulls over when it is as near as this,
STAY_S = 3.0  # ... and stays so long after it has passed
MIRROR_M = 20.0  # who does not hear it sees it in the mirror
AT_JUNCTION_M = 60.0  # nobody enters a junction while it is as near to the line as this
APPROACHES_M = 70.0  # those as near to the line as this hear it from across
STANDS_S = 45.0  # who has not been passed for so long goes on,
GOES_ON_S = 15.0  # ... for this time, and pulls over again farther on (assumption)
REACTION_MEAN_S = 1.5  # assumption: from the first sound to the brake
REACTION_CV = 0.5
LOOKS_FROM_M = 40.0  # it judges the junction from here on
TAKES_TURN_M = 6.0
SWUNG_OUT_M = 0.3
OPPOSED = 2.6  # rad between two headings, 150 degrees


@inlined
def notices(w, i, now, vehicles, settings):
    """Return whether a person has noticed a siren and acts on it; a share hears nothing until it is right behind.

    Nobody waits for ever for one that does not come.
    """
    if vehicles[w, i].siren_heard == 0 or vehicles[w, i].siren_s > now:
        return False
    seed, trip = settings[w].seed, vehicles[w, i].trip
    reaction = random.lognormal(REACTION_MEAN_S, REACTION_CV, seed, STREAM_SIREN, trip, SIREN_DRAW_REACTION)
    if now < vehicles[w, i].siren_s + reaction:
        return False
    if (now - vehicles[w, i].siren_s) % (STANDS_S + GOES_ON_S) >= STANDS_S:
        return False
    if vehicles[w, i].siren_m < MIRROR_M:
        return True
    return random.uniform(seed, STREAM_SIREN, trip, SIREN_DRAW_NOTICES) >= settings[w].siren_unnoticed


@inlined
def keeps_out(w, i, j, to_line, now, state, settings):
    """Return whether a person does not go into junction ``j`` because of a siren near it."""
    vehicles = state.vehicles
    if state.junctions[w, j].siren == 0 or is_automated(w, i, vehicles):
        return False
    can_stop = braking_needed(vehicles[w, i].speed, to_line) < CANNOT_STOP
    return can_stop and notices(w, i, now, vehicles, settings)


@inlined
def gives_room(w, a, b, vehicles):
    """Return whether one of two vehicles is at the kerb and the other, mostly an emergency vehicle, goes round it."""
    if vehicles[w, a].rounds != vehicles[w, b].rounds:
        other = b if vehicles[w, a].rounds == 1 else a
        return vehicles[w, other].aside == ASIDE_KERB
    if vehicles[w, a].siren == vehicles[w, b].siren:
        return False
    other = b if vehicles[w, a].siren == 1 else a
    return vehicles[w, other].aside == ASIDE_KERB


@inlined
def swings_past(w, a, b, angle, vehicles):
    """Return whether one of two is an emergency vehicle that has swung out, and the other comes the other way.

    There is room for both: it keeps to its half as far as it has to, which lanes cannot show.
    """
    i = a if vehicles[w, a].siren == 1 else b
    return vehicles[w, i].siren == 1 and abs(vehicles[w, i].lateral) > SWUNG_OUT_M and angle > OPPOSED


@inlined
def comes_across(w, row, my_enter_s, my_leave_s, vehicles, lanes, network):
    """Return whether somebody who does not give way comes on the other connector of conflict ``row`` meanwhile."""
    zone = network.conflicts[row]
    lane, limit = network.lanes[zone.other].connector_from, network.lanes[zone.other].speed
    m = lanes[w, lane].first
    while m >= 0:
        to_line = network.lanes[lane].length - vehicles[w, m].s
        speed, acceleration = vehicles[w, m].speed, vehicles[w, m].acceleration
        arrives = travel_time(to_line + zone.other_enter, speed, acceleration, limit)
        if arrives > my_leave_s + CROSSING_MARGIN_S:
            return False
        goes = vehicles[w, m].entry == ENTRY_PASS or braking_needed(speed, to_line) > CANNOT_STOP
        if goes and speed > STANDING and vehicles[w, m].connector == zone.other:
            through = to_line + zone.other_exit + vehicles[w, m].length
            if my_enter_s < travel_time(through, speed, acceleration, limit) + PASS_BEHIND_MARGIN_S:
                return True
        m = vehicles[w, m].behind
    return False


@kernel
def way_is_clear(w, i, connector, to_line, state, network):
    """Return whether an emergency vehicle would meet nobody who is inside, or comes and does not give way."""
    vehicles, lanes = state.vehicles, state.lanes
    j, limit = network.lanes[connector].junction, network.lanes[connector].speed
    active, coming = state.junctions[w, j].active, state.junctions[w, j].coming
    rest = (active | coming) & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        bit = lowest(rest)
        row = row_of(connector, bit, network)
        rest = without_lowest(rest)
        enter_s = time_to(w, i, to_line + network.conflicts[row].enter, vehicles, limit)
        leave_s = time_to(w, i, to_line + network.conflicts[row].exit + vehicles[w, i].length, vehicles, limit)
        if active & bit != NOBODY and blocked_inside(w, row, False, enter_s, leave_s, vehicles, lanes, network):
            return False
        if comes_across(w, row, enter_s, leave_s, vehicles, lanes, network):
            return False
    return True


@inlined
def has_the_way(j, leg, control, colour, network):
    """Return whether light or sign let an emergency vehicle pass like anybody else."""
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return colour == COLOUR_GREEN
    return control == CONTROL_TWO_WAY_STOP and is_major(j, leg, network)


@kernel
def approach_with_siren(w, i, lane, j, to_line, control, state, network):
    """Decide how an emergency vehicle passes the stop line ahead: at speed, slowly, or not yet."""
    vehicle = state.vehicles[w, i]
    leg = network.lanes[lane].leg
    colour = state.junctions[w, j].colour[axis_of(leg)]
    clear = vehicle.connector >= 0
    if clear and to_line < LOOKS_FROM_M:
        clear = way_is_clear(w, i, vehicle.connector, to_line, state, network)
    vehicle.path_clear = 1 if clear else 0
    vehicle.exit_clear = 1
    if not clear:
        vehicle.entry = ENTRY_HOLD
    else:
        vehicle.entry = ENTRY_PASS if has_the_way(j, leg, control, colour, network) else ENTRY_SLOW
    vehicle.granted = 1 if clear and to_line < TAKES_TURN_M else 0
    vehicle.taken_clear = vehicle.path_clear


@kernel
def next_on_path(w, i, k, vehicles, lanes, network):
    """Return the vehicle that comes before ``k`` on the way of ``i``, or -1."""
    if vehicles[w, k].ahead >= 0:
        return vehicles[w, k].ahead
    lane, connector = vehicles[w, k].lane, vehicles[w, i].connector
    if lane != vehicles[w, i].lane or connector < 0 or network.lanes[lane].connector_to >= 0:
        return -1
    if lanes[w, connector].last >= 0:
        return lanes[w, connector].last
    return lanes[w, network.lanes[connector].connector_to].last


@inlined
def offset_of(w, i, k, vehicles, network):
    """Return how far [m] ahead of the front of ``i`` the rear of ``k`` is, on the way of ``i``."""
    place = vehicles[w, k].s - vehicles[w, k].length - vehicles[w, i].s
    lane, own = vehicles[w, k].lane, vehicles[w, i].lane
    if lane == own:
        return place
    place += network.lanes[own].length
    connector = vehicles[w, i].connector
    if network.lanes[own].connector_to < 0 and lane != connector and connector >= 0:
        place += network.lanes[connector].length
    return place


@kernel
def look_past(w, i, state, network):
    """Let the leader of an emergency vehicle be the first on its way that is not at the kerb."""
    vehicles, lanes = state.vehicles, state.lanes
    k = vehicles[w, i].leader
    if k < 0 or not is_out_of_the_way(w, k, vehicles):
        return
    while k >= 0 and is_out_of_the_way(w, k, vehicles):
        k = next_on_path(w, i, k, vehicles, lanes, network)
    vehicles[w, i].leader = k
    vehicles[w, i].gap = NEVER if k < 0 else offset_of(w, i, k, vehicles, network)
    vehicles[w, i].leader_speed = 0.0 if k < 0 else vehicles[w, k].speed
