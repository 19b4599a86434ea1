"""May this movement go?  Conflict zones against bodies inside, against who is coming, and room behind the junction.

Everything is judged from what one can see: positions, speeds, and whether somebody can still stop.
"""

from longtail_sim.core.codes import (
    COLOUR_GREEN,
    CONFLICT_MERGING,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    DRIVER_AUTOMATED,
    ENTRY_PASS,
    KIND_CAR,
    TURN_LEFT,
)
from longtail_sim.core.driving import braking_needed, travel_time
from longtail_sim.core.gap_acceptance import base_critical_headway, critical_headway, waited_at_line
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.longitudinal import start_delay
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest

PASS_BEHIND_MARGIN_S = 0.4  # one reaches a zone at least this long after the other has left it
PASS_BEFORE_MARGIN_S = 1.0  # ... and leaves it at least this long before the other reaches it
APPROACH_HORIZON_S = 16.0  # who is farther away does not matter
CANNOT_STOP = 3.8  # m/s^2: a vehicle that would need more than this to stop will not stop
STANDING = 0.3  # m/s
VISIBLE_CONFLICT_M = 20.0  # cross traffic this near to its line is seen
CROSSING_MARGIN_S = 0.3  # beyond the own crossing time, towards somebody who cannot stop


@inlined
def axis_of(leg):
    """Return 0 for the north and south legs, 1 for the east and west legs."""
    return leg % 2


@inlined
def is_major(j, leg, network):
    """Return whether a leg belongs to the bigger road of junction ``j``."""
    return axis_of(leg) == network.junctions[j].major


@inlined
def must_yield(control, my_leg, my_turn, my_major, other_leg, other_turn, other_major):
    """Return whether signal or two-way stop make this movement yield to another one that may go as well."""
    if control == CONTROL_TWO_WAY_STOP and my_major != other_major:
        return not my_major
    opposing = (my_leg + 2) % 4 == other_leg
    return opposing and my_turn == TURN_LEFT and other_turn != TURN_LEFT


@inlined
def time_to(w, i, distance, vehicles, limit):
    """Return the time [s] until vehicle ``i`` has gone ``distance`` if nothing stops it, reaction included."""
    wait = start_delay(w, i, vehicles) if vehicles[w, i].speed < STANDING else 0.0
    return wait + travel_time(distance, vehicles[w, i].speed, vehicles[w, i].acceleration, limit)


@inlined
def leaves_zone_in(w, k, distance, vehicles, limit):
    """Return the time [s] until a body inside the junction has gone ``distance``; never, if it stands or will have to.

    It will have to if something across its own path, or a standing leader, stops it before.
    """
    vehicle = vehicles[w, k]
    if vehicle.speed < STANDING and vehicle.accel <= 0.0:
        return NEVER
    if vehicle.hazard < distance or (vehicle.gap < distance and vehicle.leader_speed < STANDING):
        return NEVER
    return travel_time(distance, vehicles[w, k].speed, vehicles[w, k].acceleration, limit)


@inlined
def blocked_inside(w, row, goes_first, my_enter_s, my_leave_s, vehicles, lanes, network):
    """Return whether a body on the other connector of conflict ``row`` is in the zone between the two times."""
    other = network.conflicts[row].other
    enter, leave = network.conflicts[row].other_enter, network.conflicts[row].other_exit
    limit = network.lanes[other].speed
    margin = 0.0 if goes_first else PASS_BEFORE_MARGIN_S
    k = lanes[w, other].first
    while k >= 0:
        rest = leave - (vehicles[w, k].s - vehicles[w, k].length)
        if rest > 0.0 and my_enter_s < leaves_zone_in(w, k, rest, vehicles, limit) + PASS_BEHIND_MARGIN_S:
            before = enter - vehicles[w, k].s
            waits = vehicles[w, k].stays_back == 1 and before > 0.0
            if not waits and my_leave_s + margin > travel_time(
                before, vehicles[w, k].speed, vehicles[w, k].acceleration, limit
            ):
                return True
        k = vehicles[w, k].behind
    tail = lanes[w, network.lanes[other].connector_to].last
    if tail >= 0 and vehicles[w, tail].came_from == other:
        rest = leave - (network.lanes[other].length + vehicles[w, tail].s - vehicles[w, tail].length)
        if rest > 0.0 and my_enter_s < leaves_zone_in(w, tail, rest, vehicles, limit) + PASS_BEHIND_MARGIN_S:
            return True
    return False


@inlined
def last_inside_s(w, row, vehicles, lanes, network):
    """Return when [s] the last body on the other connector of conflict ``row`` will reach the zone, 0 if none will."""
    other, enter = network.conflicts[row].other, network.conflicts[row].other_enter
    last = lanes[w, other].last
    if last < 0 or vehicles[w, last].s >= enter:
        return 0.0
    distance = enter - vehicles[w, last].s
    return travel_time(distance, vehicles[w, last].speed, vehicles[w, last].acceleration, network.lanes[other].speed)


@inlined
def has_passed(w, k, row, vehicles, network):
    """Return whether vehicle ``k`` on the other connector of conflict ``row`` has its front past their zone.

    Who merges there only has to have reached it: one follows that vehicle.
    """
    zone = network.conflicts[row]
    return vehicles[w, k].s >= (zone.other_enter if zone.kind == CONFLICT_MERGING else zone.other_exit)


@kernel
def someone_crosses(w, connector, j, state, network):
    """Return whether somebody inside whose turn one waits for has yet to pass a zone in which he meets ``connector``.

    Left turners whose turn came after their group had begun are not waited for: they follow an oncoming vehicle, and
    everybody sees where that leaves the path free.
    """
    vehicles, lanes = state.vehicles, state.lanes
    rest = state.junctions[w, j].active & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        row = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
        other = network.conflicts[row].other
        turns_left = network.lanes[other].connector_turn == TURN_LEFT
        k = lanes[w, other].last
        while k >= 0 and not has_passed(w, k, row, vehicles, network):
            follows = turns_left and state.junctions[w, j].group_since_s < vehicles[w, k].my_turn_s < NEVER
            if not follows:
                return True
            k = vehicles[w, k].ahead
    return False


@inlined
def may_come(w, j, control, leg, state):
    """Return what lets traffic with priority come from ``leg``: 2 anybody (green, major road), 1 who decided to."""
    if control == CONTROL_TWO_WAY_STOP:
        return 2
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return 2 if state.junctions[w, j].colour[axis_of(leg)] == COLOUR_GREEN else 1
    return 1


@inlined
def claims(w, m, to_line, yields, comes, first, vehicles):
    """Return whether approaching vehicle ``m`` must be reckoned with.

    It has taken its turn, or it can no longer stop, or the rules let it go first (``yields``) and it may come.
    """
    if vehicles[w, m].granted == 1:
        return True
    speed = vehicles[w, m].speed
    if speed > 2.0 and braking_needed(speed, to_line) > CANNOT_STOP:
        return True
    if first and speed <= STANDING and vehicles[w, m].exit_clear == 0 and vehicles[w, m].keeps_clear == 1:
        return False  # stands because there is no room for it behind the junction
    return yields and (comes == 2 or vehicles[w, m].entry == ENTRY_PASS) and (first or speed > STANDING)


@inlined
def judge_approach(
    w, row, control, my_leg, my_turn, my_major, on_red, my_enter_s, my_leave_s, gap_factor, passed_s, state, network
):
    """Look at those who approach on the other connector of conflict ``row``.

    Returns (blocked, passed_s, coming_s): whether somebody would be met or cut off; when the last one with priority
    arrives behind whom this vehicle can pass (at least ``passed_s``); and when the first one after it arrives.
    """
    vehicles, lanes = state.vehicles, state.lanes
    other = network.conflicts[row].other
    lane = network.lanes[other].connector_from
    m = lanes[w, lane].first
    if m < 0:
        return False, passed_s, NEVER
    j = network.lanes[lane].junction
    leg, turn = network.lanes[lane].leg, network.lanes[other].connector_turn
    major = is_major(j, leg, network)
    comes = may_come(w, j, control, leg, state)
    yields = must_yield(control, my_leg, my_turn, my_major, leg, turn, major) or (on_red and comes == 2)
    goes_first = not on_red and must_yield(control, leg, turn, major, my_leg, my_turn, my_major)
    limit = network.lanes[other].speed
    first = True
    while m >= 0:
        to_line = network.lanes[lane].length - vehicles[w, m].s
        speed, acceleration = vehicles[w, m].speed, vehicles[w, m].acceleration
        arrives = travel_time(to_line + network.conflicts[row].other_enter, speed, acceleration, limit)
        if arrives > APPROACH_HORIZON_S:
            return False, passed_s, NEVER
        # Who has to yield by signal or sign and goes all the same has judged the gap: not to be reckoned with yet.
        reckoned = not goes_first and vehicles[w, m].connector == other
        if reckoned and claims(w, m, to_line, yields, comes, first, vehicles):
            through = to_line + network.conflicts[row].other_exit + vehicles[w, m].length
            behind = my_enter_s >= travel_time(through, speed, acceleration, limit) + PASS_BEHIND_MARGIN_S
            if not behind:
                return arrives < (my_leave_s + CROSSING_MARGIN_S) * gap_factor, passed_s, arrives if yields else NEVER
            if yields:
                passed_s = max(passed_s, arrives)
        first = False
        m = vehicles[w, m].behind
    return False, passed_s, NEVER


@inlined
def may_claim(w, lane, control, j, state, network):
    """Return whether those who come on an approach lane need a closer look: whether the first of them may go."""
    m = state.lanes[w, lane].first
    if m < 0:
        return False
    if state.junctions[w, j].siren == 1:
        return True  # an emergency vehicle may go round those before it
    vehicle = state.vehicles[w, m]
    to_line = network.lanes[lane].length - vehicle.s
    if to_line > APPROACH_HORIZON_S * network.lanes[lane].speed:
        return False
    if vehicle.granted == 1 or (vehicle.speed > 2.0 and braking_needed(vehicle.speed, to_line) > CANNOT_STOP):
        return True
    # Apart from these only traffic with priority matters: none at all-way stops or before a red light.
    return vehicle.entry == ENTRY_PASS or may_come(w, j, control, network.lanes[lane].leg, state) == 2


@inlined
def path_is_clear(w, i, connector, to_line, control, on_red, now, gap_factor, state, network):
    """Return whether vehicle ``i`` would meet nobody if it went now; ``gap_factor`` below 1 misjudges gaps."""
    vehicles, lanes = state.vehicles, state.lanes
    if vehicles[w, i].person_ahead < NEVER and braking_needed(vehicles[w, i].speed, to_line) < CANNOT_STOP:
        return False  # somebody on foot; who cannot stop at the line any more stops at the crosswalk
    lane = network.lanes[connector].connector_from
    leg, turn = network.lanes[lane].leg, network.lanes[connector].connector_turn
    j = network.lanes[lane].junction
    major = is_major(j, leg, network)
    active, coming = state.junctions[w, j].active, state.junctions[w, j].coming
    limit = network.lanes[connector].speed
    passed_s, coming_s = 0.0, NEVER  # the gap between them, over all streams with priority, is the one to take
    rest = (active | coming) & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        bit = lowest(rest)
        row = row_of(connector, bit, network)
        rest = without_lowest(rest)
        other = network.conflicts[row].other
        inside = active & bit != NOBODY
        enter_s = time_to(w, i, to_line + network.conflicts[row].enter, vehicles, limit)
        leave_s = time_to(w, i, to_line + network.conflicts[row].exit + vehicles[w, i].length, vehicles, limit)
        other_leg, other_turn = network.lanes[other].leg, network.lanes[other].connector_turn
        other_major = is_major(j, other_leg, network)
        goes_first = not on_red and must_yield(control, other_leg, other_turn, other_major, leg, turn, major)
        if inside and blocked_inside(w, row, goes_first, enter_s, leave_s, vehicles, lanes, network):
            return False
        has_priority = must_yield(control, leg, turn, major, other_leg, other_turn, other_major) or on_red
        if inside and has_priority:
            passed_s = max(passed_s, last_inside_s(w, row, vehicles, lanes, network))
        blocked, passed_s, next_s = judge_approach(
            w, row, control, leg, turn, major, on_red, enter_s, leave_s, gap_factor, passed_s, state, network
        )
        if blocked:
            return False
        coming_s = min(coming_s, next_s)
    base = base_critical_headway(control, turn, major, on_red)
    waited = waited_at_line(vehicles[w, i].arrived_s, now)
    heavy = vehicles[w, i].kind != KIND_CAR
    needed = critical_headway(base, heavy, vehicles[w, i].critical_factor, waited)
    return coming_s - passed_s >= needed * gap_factor


@inlined
def conflicting(connector, other, network):
    """Return whether two connectors of one junction cross or merge."""
    return network.lanes[connector].conflict_bits & network.lanes[other].bit != NOBODY


@kernel
def conflict_in_sight(w, i, j, state, network):
    """Return whether cross traffic is visible: inside the junction, or near a line on the other axis."""
    vehicles, lanes = state.vehicles, state.lanes
    leg = network.lanes[vehicles[w, i].lane].leg
    for k in range(network.junctions[j].inside_first, network.junctions[j].inside_last):
        other = network.inside_lane[k]
        if lanes[w, other].count > 0 and axis_of(network.lanes[other].leg) != axis_of(leg):
            return True
    for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
        other = network.approach_lane[a]
        m = lanes[w, other].first
        if m < 0 or axis_of(network.lanes[other].leg) == axis_of(leg):
            continue
        if network.lanes[other].length - vehicles[w, m].s < VISIBLE_CONFLICT_M:
            return True
    return False


@inlined
def is_automated(w, i, vehicles):
    """Return whether the automation drives vehicle ``i``."""
    return vehicles[w, i].driver == DRIVER_AUTOMATED
