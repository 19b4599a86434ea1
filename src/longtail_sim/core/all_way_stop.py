"""All-way stops, and dark signals taken for one: whose turn is it, and when does a person take it?

First stopped, first served; ties by the right-hand rule; opposing left turns yield.  Whoever stands at the line when
somebody of the own or the opposing leg takes a turn goes along if the paths allow it, so that a junction of several
lanes serves them in groups, as in the field.  Who does not take a turn is not waited for; after a while without any
movement the earliest goes, whatever the ties.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import BELIEF_ALL_WAY_STOP, STOP_FULL, STOP_ROLLING, STREAM_BELIEF, STREAM_STOP, TURN_LEFT
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.right_of_way import (
    axis_of,
    conflict_in_sight,
    conflicting,
    is_automated,
    someone_crosses,
)

STOPPED_SPEED = 2.0  # m/s: a rolling stop counts as a stop (the manual's "stopped" is below 5 mph) ...
STOPPED_WITHIN_M = 2.4  # ... this near to the line
FULL_STOP_SPEED = 0.09  # m/s
CHOOSE_STOP_M = 5.0  # before the line one decides how to stop
TIE_S = 0.3  # arrivals closer together than this are a tie
FORFEIT_S = 3.0  # who does not take the turn for so long is not waited for any longer
DEADLOCK_S = 8.0  # nobody has moved for so long: the earliest goes, whatever the ties
GROUP_S = 5.0  # who goes along with others goes within this time
# Time to agree with those who wait across or come towards one; calibrated to the headways of HCM 7 exhibit 21 (cases).
# The headway of four approaches alone would want a longer look across (9.2 s against 9.6 s); queues with turns, their
# delay and what a whole network of such junctions serves were weighed against it.
LOOK_ACROSS_S = 1.15
LOOK_OPPOSITE_S = 0.7
NEAR_LINE_M = 9.0  # those this near to their line are reckoned with


@inlined
def choose_stop(w, i, j, state, settings, network):
    """Decide once, close to the line, how to stop: few do so fully with nobody across in sight."""
    vehicles = state.vehicles
    trip, number = vehicles[w, i].trip, vehicles[w, i].junctions_passed
    fully = random.uniform(settings[w].seed, STREAM_STOP, trip, number) < settings[w].full_stop
    fully = fully or conflict_in_sight(w, i, j, state, network)
    vehicles[w, i].stop = STOP_FULL if fully else STOP_ROLLING


@inlined
def note_arrival(w, i, to_line, now, vehicles):
    """Remember when a vehicle has stopped at the line: that is its place in the order.

    Automated vehicles have to stop fully; people may roll, as most do.
    """
    fully = vehicles[w, i].stop == STOP_FULL or is_automated(w, i, vehicles)
    speed = FULL_STOP_SPEED if fully else STOPPED_SPEED
    if vehicles[w, i].arrived_s == NEVER and to_line < STOPPED_WITHIN_M and vehicles[w, i].speed <= speed:
        vehicles[w, i].arrived_s = now


@inlined
def on_my_right(my_leg, other_leg):
    """Return whether the other comes from the right: legs are numbered clockwise, one faces the opposite leg."""
    return other_leg == (my_leg + 3) % 4


@inlined
def before_me(w, i, m, my_leg, other_leg, strict, vehicles):
    """Return whether ``m`` goes before ``i``: first stopped, first served; ties by the right-hand rule.

    Left turns yield to who comes towards them and stands at the line as well; they go along with that vehicle.
    """
    opposite = (my_leg + 2) % 4 == other_leg
    mine, others = vehicles[w, i].turn == TURN_LEFT, vehicles[w, m].turn == TURN_LEFT
    if opposite and mine != others and not strict:
        return mine
    difference = vehicles[w, m].arrived_s - vehicles[w, i].arrived_s
    if strict or abs(difference) > TIE_S or my_leg == other_leg:
        return difference < 0.0 or (difference == 0.0 and vehicles[w, m].trip < vehicles[w, i].trip)
    if opposite:
        return vehicles[w, m].trip < vehicles[w, i].trip
    return on_my_right(my_leg, other_leg)


@kernel
def someone_before_me(w, i, j, now, along, state, network):
    """Return whether anybody who waits at the junction and can go has the turn before ``i``.

    ``along``: only those of the own axis count, for ``i`` goes along with its group.
    """
    vehicles, lanes = state.vehicles, state.lanes
    lane = vehicles[w, i].lane
    leg = network.lanes[lane].leg
    still = now - state.junctions[w, j].entered_s > DEADLOCK_S and now - vehicles[w, i].arrived_s > DEADLOCK_S
    for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
        other = network.approach_lane[a]
        m = lanes[w, other].first
        if m < 0 or other == lane or vehicles[w, m].arrived_s == NEVER or vehicles[w, m].connector < 0:
            continue
        other_leg = network.lanes[other].leg
        if along and axis_of(other_leg) != axis_of(leg):
            continue
        forfeited = now - vehicles[w, m].my_turn_s > FORFEIT_S
        if forfeited or vehicles[w, m].exit_clear == 0:
            continue
        if not conflicting(vehicles[w, i].connector, vehicles[w, m].connector, network):
            continue
        if before_me(w, i, m, leg, other_leg, still, vehicles):
            return True
    return False


@inlined
def goes_along(w, i, j, now, state, network):
    """Return whether ``i`` stood at the line when the group that is going now began, on the same axis."""
    junction = state.junctions[w, j]
    axis = axis_of(network.lanes[state.vehicles[w, i].lane].leg)
    fresh = now - junction.group_since_s <= GROUP_S
    return fresh and junction.group_axis == axis and state.vehicles[w, i].arrived_s <= junction.group_since_s


@inlined
def begin_group(w, i, j, now, state, network):
    """Let a turn that has just been taken begin a new group, unless it goes along with one."""
    if not goes_along(w, i, j, now, state, network):
        state.junctions[w, j].group_axis = axis_of(network.lanes[state.vehicles[w, i].lane].leg)
        state.junctions[w, j].group_since_s = now


@inlined
def update_turn(w, i, j, now, state, network):
    """Note since when it has been vehicle ``i``'s turn, room behind the junction considered.

    One looks round while the last of those who went before still clear the path: the time to do so is over by then, the
    time after which a turn is forfeited has not begun.
    """
    vehicles = state.vehicles
    if now - vehicles[w, i].my_turn_s > FORFEIT_S:
        return  # a turn once forfeited stays so: nobody waits for that vehicle again
    turn = vehicles[w, i].exit_clear == 1 and vehicles[w, i].arrived_s < NEVER
    if turn:
        along = goes_along(w, i, j, now, state, network)
        # Nobody takes a turn into the path of somebody who is still crossing, however soon that path will be free.
        turn = along or not someone_crosses(w, vehicles[w, i].connector, j, state, network)
        turn = turn and not someone_before_me(w, i, j, now, along, state, network)
    vehicles[w, i].my_turn_s = min(vehicles[w, i].my_turn_s, now) if turn else NEVER
    if turn and vehicles[w, i].path_clear == 0:
        vehicles[w, i].my_turn_s = max(vehicles[w, i].my_turn_s, now - LOOK_ACROSS_S)


@kernel
def look_round_s(w, i, j, state, network):
    """Return how long [s] a person takes to agree with those who wait across, or come towards one."""
    vehicles, lanes = state.vehicles, state.lanes
    leg = network.lanes[vehicles[w, i].lane].leg
    longest = 0.0
    for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
        other = network.approach_lane[a]
        m, other_leg = lanes[w, other].first, network.lanes[other].leg
        if m < 0 or other_leg == leg:
            continue
        if network.lanes[other].length - vehicles[w, m].s < NEAR_LINE_M:
            if axis_of(other_leg) != axis_of(leg):
                return LOOK_ACROSS_S
            longest = LOOK_OPPOSITE_S
    return longest


@kernel
def takes_turn(w, i, j, now, state, settings, network):
    """Return whether a person whose turn it is goes, or hesitates first."""
    vehicles = state.vehicles
    if vehicles[w, i].my_turn_s == NEVER or vehicles[w, i].path_clear == 0 or vehicles[w, i].exit_clear == 0:
        return False
    waited = now - vehicles[w, i].my_turn_s
    if not goes_along(w, i, j, now, state, network) and waited < look_round_s(w, i, j, state, network):
        return False
    if vehicles[w, i].belief != BELIEF_ALL_WAY_STOP or settings[w].dark_freeze <= 0.0:
        return True
    number = vehicles[w, i].junctions_passed * 4
    u = random.uniform(settings[w].seed, STREAM_BELIEF, vehicles[w, i].trip, number + 2)
    if u >= settings[w].dark_freeze:
        return True
    dwell = 3.0 + 5.0 * random.uniform(settings[w].seed, STREAM_BELIEF, vehicles[w, i].trip, number + 3)
    return waited >= dwell
