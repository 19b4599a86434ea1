"""May this movement go?  Conflict zones against bodies inside, against who is coming, and room behind the junction.

Everything is judged from what one can see: positions, speeds, and whether somebody can still stop.
"""

from longtail_sim.core.codes import (
    CONFLICT_DIVERGING,
    CONFLICT_MERGING,
    CONTROL_TWO_WAY_STOP,
    DRIVER_AUTOMATED,
    ENTRY_PASS,
    TURN_LEFT,
    TURN_RIGHT,
)
from longtail_sim.core.driving import braking_needed, travel_time
from longtail_sim.core.jit import kernel
from longtail_sim.core.state import NEVER

PASS_BEHIND_MARGIN_S = 0.4  # one reaches a zone at least this long after the other has left it
APPROACH_HORIZON_S = 9.0  # who is farther away does not matter
CANNOT_STOP = 3.8  # m/s^2: a vehicle that would need more than this to stop will not stop
STANDING = 0.3  # m/s
JAM_SPACING_M = 7.3

# Critical headways [s] of HCM 7 chapter 20 (two-lane major road) and permitted left turns (chapter 19).
CRITICAL_PERMITTED_LEFT_S = 4.5
CRITICAL_MAJOR_LEFT_S = 4.1
CRITICAL_MINOR_RIGHT_S = 6.2
CRITICAL_MINOR_STRAIGHT_S = 6.5
CRITICAL_MINOR_LEFT_S = 7.1
CROSSING_MARGIN_S = 1.0  # beyond the own crossing time, towards somebody who cannot stop


@kernel
def axis_of(leg):
    """Return 0 for the north and south legs, 1 for the east and west legs."""
    return leg % 2


@kernel
def is_major(j, leg, network):
    """Return whether a leg belongs to the bigger road of junction ``j``."""
    return axis_of(leg) == network.junction_major[j]


@kernel
def critical_headway(control, turn, major):
    """Return the critical headway [s] of a movement that has to yield by control and turn."""
    if control != CONTROL_TWO_WAY_STOP:
        return CRITICAL_PERMITTED_LEFT_S
    if major:
        return CRITICAL_MAJOR_LEFT_S
    if turn == TURN_RIGHT:
        return CRITICAL_MINOR_RIGHT_S
    return CRITICAL_MINOR_LEFT_S if turn == TURN_LEFT else CRITICAL_MINOR_STRAIGHT_S


@kernel
def must_yield(control, my_leg, my_turn, my_major, other_leg, other_turn, other_major):
    """Return whether signal or two-way stop make this movement yield to another one that may go as well."""
    if control == CONTROL_TWO_WAY_STOP and my_major != other_major:
        return not my_major
    opposing = (my_leg + 2) % 4 == other_leg
    return opposing and my_turn == TURN_LEFT and other_turn != TURN_LEFT


@kernel
def time_to(w, i, distance, vehicles, limit):
    """Return the time [s] until vehicle ``i`` has gone ``distance`` if nothing stops it, reaction included."""
    wait = vehicles.reaction[w, i] if vehicles.speed[w, i] < STANDING else 0.0
    return wait + travel_time(distance, vehicles.speed[w, i], vehicles.acceleration[w, i], limit)


@kernel
def leaves_zone_in(w, k, distance, vehicles, limit):
    """Return the time [s] until a body inside the junction has gone ``distance``; never, if it stands."""
    if vehicles.speed[w, k] < STANDING and vehicles.accel[w, k] <= 0.0:
        return NEVER
    return travel_time(distance, vehicles.speed[w, k], vehicles.acceleration[w, k], limit)


@kernel
def blocked_inside(w, row, my_enter_s, vehicles, lanes, network):
    """Return whether a body on the other connector of conflict ``row`` is still in the zone at ``my_enter_s``."""
    other = network.conflict_other[row]
    leave = network.conflict_other_exit[row]
    limit = network.lane_speed[other]
    k = lanes.first[w, other]
    while k >= 0:
        rest = leave - (vehicles.s[w, k] - vehicles.length[w, k])
        if rest > 0.0 and my_enter_s < leaves_zone_in(w, k, rest, vehicles, limit) + PASS_BEHIND_MARGIN_S:
            return True
        k = vehicles.behind[w, k]
    tail = lanes.last[w, network.connector_to[other]]
    if tail >= 0 and vehicles.came_from[w, tail] == other:
        rest = leave - (network.lane_length[other] + vehicles.s[w, tail] - vehicles.length[w, tail])
        if rest > 0.0 and my_enter_s < leaves_zone_in(w, tail, rest, vehicles, limit) + PASS_BEHIND_MARGIN_S:
            return True
    return False


@kernel
def claims(w, m, to_line, yields, first, vehicles):
    """Return whether approaching vehicle ``m`` must be reckoned with.

    It has taken its turn, or it can no longer stop, or the rules let it go first and it may go.
    """
    if vehicles.granted[w, m] == 1:
        return True
    speed = vehicles.speed[w, m]
    if speed > 2.0 and braking_needed(speed, to_line) > CANNOT_STOP:
        return True
    return yields and vehicles.entry[w, m] == ENTRY_PASS and (first or speed > STANDING)


@kernel
def blocked_by_approach(w, row, control, my_leg, my_turn, my_major, my_enter_s, my_leave_s, gap_factor, state, network):
    """Return whether somebody who approaches on the other connector of conflict ``row`` would be met or cut off."""
    vehicles, lanes = state.vehicles, state.lanes
    other = network.conflict_other[row]
    lane = network.connector_from[other]
    m = lanes.first[w, lane]
    if m < 0:
        return False
    j = network.lane_junction[lane]
    leg, turn = network.lane_leg[lane], network.connector_turn[other]
    yields = must_yield(control, my_leg, my_turn, my_major, leg, turn, is_major(j, leg, network))
    needed = my_leave_s + CROSSING_MARGIN_S
    if yields:
        needed = max(needed, critical_headway(control, my_turn, my_major))
    limit = network.lane_speed[other]
    first = True
    while m >= 0:
        to_line = network.lane_length[lane] - vehicles.s[w, m]
        arrives = travel_time(
            to_line + network.conflict_other_enter[row], vehicles.speed[w, m], vehicles.acceleration[w, m], limit
        )
        if arrives > APPROACH_HORIZON_S:
            return False
        if vehicles.connector[w, m] == other and claims(w, m, to_line, yields, first, vehicles):
            through = to_line + network.conflict_other_exit[row] + vehicles.length[w, m]
            leaves = travel_time(through, vehicles.speed[w, m], vehicles.acceleration[w, m], limit)
            if arrives < needed * gap_factor and my_enter_s < leaves + PASS_BEHIND_MARGIN_S:
                return True
        first = False
        m = vehicles.behind[w, m]
    return False


@kernel
def path_is_clear(w, i, connector, to_line, control, gap_factor, state, network):
    """Return whether vehicle ``i`` would meet nobody if it went now; ``gap_factor`` below 1 misjudges gaps."""
    vehicles, lanes = state.vehicles, state.lanes
    lane = network.connector_from[connector]
    leg, turn = network.lane_leg[lane], network.connector_turn[connector]
    major = is_major(network.lane_junction[lane], leg, network)
    limit = network.lane_speed[connector]
    for row in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        if network.conflict_kind[row] == CONFLICT_DIVERGING:
            continue
        other = network.conflict_other[row]
        approach = lanes.first[w, network.connector_from[other]]
        tail = lanes.last[w, network.connector_to[other]]
        near_tail = tail >= 0 and vehicles.came_from[w, tail] == other and vehicles.s[w, tail] < 12.0
        if lanes.count[w, other] == 0 and approach < 0 and not near_tail:
            continue
        enter_s = time_to(w, i, to_line + network.conflict_enter[row], vehicles, limit)
        if blocked_inside(w, row, enter_s, vehicles, lanes, network):
            return False
        leave_s = time_to(w, i, to_line + network.conflict_exit[row] + vehicles.length[w, i], vehicles, limit)
        if blocked_by_approach(w, row, control, leg, turn, major, enter_s, leave_s, gap_factor, state, network):
            return False
    return True


@kernel
def exit_is_clear(w, i, connector, vehicles, lanes, network):
    """Return whether there is room behind the junction, those counted who are already on the way there."""
    to = network.connector_to[connector]
    tail = lanes.last[w, to]
    if tail < 0:
        return True
    on_the_way = lanes.count[w, connector]
    for row in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        if network.conflict_kind[row] == CONFLICT_MERGING:
            on_the_way += lanes.count[w, network.conflict_other[row]]
    needed = vehicles.length[w, i] + vehicles.standstill_gap[w, i] + on_the_way * JAM_SPACING_M
    rear = vehicles.s[w, tail] - vehicles.length[w, tail]
    speed = vehicles.speed[w, tail]
    return rear >= needed or (speed > 2.0 and rear + 3.0 * speed >= needed)


@kernel
def conflicting(connector, other, network):
    """Return whether two connectors cross or merge."""
    for row in range(network.conflict_first[connector], network.conflict_first[connector + 1]):
        if network.conflict_other[row] == other:
            return network.conflict_kind[row] != CONFLICT_DIVERGING
    return False


@kernel
def is_automated(w, i, vehicles):
    """Return whether the automation drives vehicle ``i``."""
    return vehicles.driver[w, i] == DRIVER_AUTOMATED
