"""Phase 5: who may pass the stop line ahead, by which rule.

Only the first vehicle of an approach lane asks for its turn; those behind it learn from the control alone whether they
will have to stop.  Automated vehicles get the same facts (path, room, turn) but take their own decision.
"""

import math

from longtail_sim.core import random
from longtail_sim.core.codes import (
    ACT_ACCELERATE,
    ACT_CREEP,
    ACT_FOLLOW_SPEED,
    ACT_PROCEED,
    BELIEF_ALL_WAY_STOP,
    BELIEF_FOLLOW,
    BELIEF_NONE,
    BELIEF_PRIORITY,
    BELIEF_UNAWARE,
    COLOUR_GREEN,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    ENTRY_HOLD,
    ENTRY_PASS,
    STATE_DRIVING,
    STREAM_BELIEF,
    STREAM_GAP,
    STREAM_YELLOW,
    TURN_LEFT,
    YELLOW_GO,
    YELLOW_STOP,
    YELLOW_UNDECIDED,
)
from longtail_sim.core.driving import braking_needed
from longtail_sim.core.jit import kernel
from longtail_sim.core.right_of_way import (
    CANNOT_STOP,
    axis_of,
    conflicting,
    exit_is_clear,
    is_automated,
    is_major,
    path_is_clear,
)
from longtail_sim.core.state import NEVER

HORIZON_M = 70.0  # nobody decides about a junction farther away than this
STOPPED_SPEED = 1.5  # m/s: a rolling stop counts as a stop (ground truths 3.1) ...
STOPPED_WITHIN_M = 2.4  # ... this near to the line
TIE_S = 0.3  # arrivals closer together than this are a tie
FORFEIT_S = 3.0  # who does not take the turn for so long is not waited for any longer
DEADLOCK_S = 4.0  # nobody has moved for so long: the earliest goes, whatever the ties
YELLOW_REACTION_S = 1.0  # mean perception-reaction time at an expected event
FOLLOW_WINDOW_S = 2.5
VISIBLE_CONFLICT_M = 20.0
FRESH_RED_S = 2.5  # who had decided to go may still pass this long after the end of yellow,
RUNNING_SPEED = 3.0  # m/s, if not already slow


@kernel
def note_arrival(w, i, to_line, now, vehicles):
    """Remember when a vehicle has stopped at the line: that is its place in the order."""
    if vehicles.arrived_s[w, i] == NEVER and to_line < STOPPED_WITHIN_M and vehicles.speed[w, i] <= STOPPED_SPEED:
        vehicles.arrived_s[w, i] = now


@kernel
def on_my_right(my_leg, other_leg):
    """Return whether the other comes from the right: legs are numbered clockwise, one faces the opposite leg."""
    return other_leg == (my_leg + 3) % 4


@kernel
def before_me(w, i, m, my_leg, other_leg, strict, vehicles):
    """Return whether ``m`` goes before ``i`` at an all-way stop: first stopped, first served; ties by the right-hand rule."""
    difference = vehicles.arrived_s[w, m] - vehicles.arrived_s[w, i]
    if strict or abs(difference) > TIE_S or my_leg == other_leg:
        return difference < 0.0 or (difference == 0.0 and vehicles.trip[w, m] < vehicles.trip[w, i])
    if (my_leg + 2) % 4 == other_leg:
        mine, others = vehicles.turn[w, i] == TURN_LEFT, vehicles.turn[w, m] == TURN_LEFT
        if mine != others:
            return mine
        return vehicles.trip[w, m] < vehicles.trip[w, i]
    return on_my_right(my_leg, other_leg)


@kernel
def someone_before_me(w, i, j, now, state, network):
    """Return whether anybody who waits at the junction and can go has the turn before ``i``."""
    vehicles, lanes = state.vehicles, state.lanes
    lane = vehicles.lane[w, i]
    still = now - state.junctions.entered_s[w, j] > DEADLOCK_S and now - vehicles.arrived_s[w, i] > DEADLOCK_S
    for a in range(network.approach_first[j], network.approach_first[j + 1]):
        other = network.approach_lane[a]
        m = lanes.first[w, other]
        if m < 0 or other == lane or vehicles.arrived_s[w, m] == NEVER or vehicles.connector[w, m] < 0:
            continue
        forfeited = now - vehicles.my_turn_s[w, m] > FORFEIT_S
        if forfeited or vehicles.exit_clear[w, m] == 0:
            continue
        if not conflicting(vehicles.connector[w, i], vehicles.connector[w, m], network):
            continue
        if before_me(w, i, m, network.lane_leg[lane], network.lane_leg[other], still, vehicles):
            return True
    return False


@kernel
def conflict_in_sight(w, i, j, state, network):
    """Return whether cross traffic is visible: inside the junction, or near a line on the other axis."""
    vehicles, lanes = state.vehicles, state.lanes
    for k in range(network.inside_first[j], network.inside_first[j + 1]):
        other = network.inside_lane[k]
        if lanes.count[w, other] > 0 and conflicting(vehicles.connector[w, i], other, network):
            return True
    leg = network.lane_leg[vehicles.lane[w, i]]
    for a in range(network.approach_first[j], network.approach_first[j + 1]):
        other = network.approach_lane[a]
        m = lanes.first[w, other]
        if m < 0 or axis_of(network.lane_leg[other]) == axis_of(leg):
            continue
        if network.lane_length[other] - vehicles.s[w, m] < VISIBLE_CONFLICT_M:
            return True
    return False


@kernel
def draw_belief(w, i, j, state, settings, network):
    """Return what the driver takes a dark signal for (mixture of ground truths 4: an assumption, swept)."""
    vehicles = state.vehicles
    major = is_major(j, network.lane_leg[vehicles.lane[w, i]], network)
    priority = settings.dark_priority_major[w] if major else settings.dark_priority_minor[w]
    u = random.uniform(settings.seed[w], STREAM_BELIEF, vehicles.trip[w, i], vehicles.junctions_passed[w, i] * 4)
    if u < settings.dark_unaware[w]:
        return BELIEF_UNAWARE
    if u < settings.dark_unaware[w] + settings.dark_follow[w]:
        return BELIEF_FOLLOW
    if u < settings.dark_unaware[w] + settings.dark_follow[w] + priority:
        return BELIEF_PRIORITY
    return BELIEF_ALL_WAY_STOP


@kernel
def update_belief(w, i, j, state, settings, network):
    """Draw the belief at first sight of a dark signal; visible cross traffic makes nearly everybody stop."""
    vehicles = state.vehicles
    if vehicles.belief[w, i] == BELIEF_NONE:
        vehicles.belief[w, i] = draw_belief(w, i, j, state, settings, network)
    belief = vehicles.belief[w, i]
    if belief != BELIEF_PRIORITY and belief != BELIEF_FOLLOW:
        return
    number = vehicles.junctions_passed[w, i] * 4 + 1
    stops = random.uniform(settings.seed[w], STREAM_BELIEF, vehicles.trip[w, i], number)
    if stops < settings.dark_stop_if_conflict[w] and conflict_in_sight(w, i, j, state, network):
        vehicles.belief[w, i] = BELIEF_ALL_WAY_STOP


@kernel
def decide_yellow(w, i, to_line, yellow_left, vehicles, settings):
    """Decide once per junction whether to stop at the yellow light.

    P(stop) = 1 / (1 + exp(-1.76 (t - 3.75))), t the time to the line: 10 % at 2.5 s, 90 % at 5.0 s (ground truths 2).
    """
    if vehicles.yellow[w, i] != YELLOW_UNDECIDED:
        return
    speed = vehicles.speed[w, i]
    time_to_line = to_line / max(speed, 0.5)
    number = vehicles.junctions_passed[w, i] * 2
    u = random.uniform(settings.seed[w], STREAM_YELLOW, vehicles.trip[w, i], number)
    stop = u < 1.0 / (1.0 + math.exp(-1.76 * (time_to_line - 3.75)))
    if braking_needed(speed, to_line - YELLOW_REACTION_S * speed) > 4.5:
        stop = False
    if time_to_line > yellow_left:
        runs = random.uniform(settings.seed[w], STREAM_YELLOW, vehicles.trip[w, i], number + 1)
        stop = runs >= settings.error_red_light[w] or speed < 3.0
    vehicles.yellow[w, i] = YELLOW_STOP if stop else YELLOW_GO


@kernel
def signal_allows(w, i, j, to_line, now, state, settings, network):
    """Return whether the light lets a person pass, conflicts apart."""
    vehicles = state.vehicles
    axis = axis_of(network.lane_leg[vehicles.lane[w, i]])
    colour = state.junctions.colour[w, j, axis]
    age = now - state.junctions.colour_since_s[w, j, axis]
    if colour == COLOUR_GREEN:
        vehicles.yellow[w, i] = YELLOW_UNDECIDED
        return True
    if colour == COLOUR_YELLOW:
        decide_yellow(w, i, to_line, network.junction_yellow_s[j] - age, vehicles, settings)
        # A left turner who has waited at the line uses the change interval.
        sneaks = vehicles.turn[w, i] == TURN_LEFT and to_line < STOPPED_WITHIN_M
        return vehicles.yellow[w, i] == YELLOW_GO or age < YELLOW_REACTION_S or sneaks
    return vehicles.yellow[w, i] == YELLOW_GO and age < FRESH_RED_S and vehicles.speed[w, i] > RUNNING_SPEED


@kernel
def look(w, i, j, to_line, control, now, state, settings, network):
    """Set what is true for the first vehicle of a lane: room behind, clear path, own turn."""
    vehicles = state.vehicles
    connector = vehicles.connector[w, i]
    room = exit_is_clear(w, i, connector, vehicles, state.lanes, network)
    vehicles.exit_clear[w, i] = 1 if room else 0
    gap_factor = 1.0
    if settings.error_gap[w] > 0.0 and not is_automated(w, i, vehicles):
        u = random.uniform(settings.seed[w], STREAM_GAP, vehicles.trip[w, i], vehicles.junctions_passed[w, i])
        gap_factor = 0.5 if u < settings.error_gap[w] else 1.0
    clear = path_is_clear(w, i, connector, to_line, control, gap_factor, state, network)
    vehicles.path_clear[w, i] = 1 if clear else 0
    if control != CONTROL_ALL_WAY_STOP and control != CONTROL_DARK:
        return
    turn = clear and room and vehicles.arrived_s[w, i] < NEVER and not someone_before_me(w, i, j, now, state, network)
    if turn:
        vehicles.my_turn_s[w, i] = min(vehicles.my_turn_s[w, i], now)
    elif now - vehicles.my_turn_s[w, i] <= FORFEIT_S:
        vehicles.my_turn_s[w, i] = NEVER  # a turn once forfeited stays so: nobody waits for that vehicle again


@kernel
def takes_turn(w, i, now, vehicles, settings):
    """Return whether a person whose turn it is goes, or hesitates first."""
    if vehicles.my_turn_s[w, i] == NEVER or vehicles.path_clear[w, i] == 0 or vehicles.exit_clear[w, i] == 0:
        return False
    if vehicles.belief[w, i] != BELIEF_ALL_WAY_STOP or settings.dark_freeze[w] <= 0.0:
        return True
    number = vehicles.junctions_passed[w, i] * 4
    u = random.uniform(settings.seed[w], STREAM_BELIEF, vehicles.trip[w, i], number + 2)
    if u >= settings.dark_freeze[w]:
        return True
    dwell = 3.0 + 5.0 * random.uniform(settings.seed[w], STREAM_BELIEF, vehicles.trip[w, i], number + 3)
    return now - vehicles.my_turn_s[w, i] >= dwell


@kernel
def person_enters(w, i, j, to_line, control, now, state, settings, network):
    """Return whether a person at the head of an approach lane passes the line."""
    vehicles = state.vehicles
    can_stop = braking_needed(vehicles.speed[w, i], to_line) < CANNOT_STOP
    room = vehicles.exit_clear[w, i] == 1 or vehicles.keeps_clear[w, i] == 0 or not can_stop
    free = room and vehicles.path_clear[w, i] == 1
    if vehicles.granted[w, i] == 1:
        return True
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return free and signal_allows(w, i, j, to_line, now, state, settings, network)
    if control == CONTROL_TWO_WAY_STOP:
        if is_major(j, network.lane_leg[vehicles.lane[w, i]], network):
            return free
        return free and vehicles.arrived_s[w, i] < NEVER
    if control == CONTROL_DARK:
        belief = vehicles.belief[w, i]
        if belief == BELIEF_UNAWARE:
            return True
        if belief == BELIEF_PRIORITY:
            return free
        if belief == BELIEF_FOLLOW and now - state.lanes.released_s[w, vehicles.lane[w, i]] < FOLLOW_WINDOW_S:
            return free
    return takes_turn(w, i, now, vehicles, settings)


@kernel
def person_behind(w, i, j, to_line, control, now, state, settings, network):
    """Return whether the control alone would let a person pass who is not yet first in the lane."""
    vehicles = state.vehicles
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return signal_allows(w, i, j, to_line, now, state, settings, network)
    if control == CONTROL_TWO_WAY_STOP:
        return is_major(j, network.lane_leg[vehicles.lane[w, i]], network)
    if control == CONTROL_DARK:
        return vehicles.belief[w, i] == BELIEF_PRIORITY or vehicles.belief[w, i] == BELIEF_UNAWARE
    return False


@kernel
def automated_enters(w, i, vehicles):
    """Return whether the agent's decision in force passes the line."""
    if vehicles.state[w, i] != STATE_DRIVING:
        return False
    action = vehicles.action_longitudinal[w, i]
    return (
        action == ACT_PROCEED or action == ACT_FOLLOW_SPEED or action == ACT_CREEP or action == ACT_ACCELERATE
    ) and vehicles.connector[w, i] >= 0


@kernel
def commits(w, i, to_line, control, vehicles):
    """Return whether taking the turn is final: at the line of anything but a plain green."""
    if to_line > 6.0:
        return False
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return vehicles.turn[w, i] == TURN_LEFT
    return True


@kernel
def approach(w, j, lane, control, now, state, settings, network):
    """Decide for every vehicle near the end of one approach lane."""
    vehicles = state.vehicles
    i = state.lanes.first[w, lane]
    first = True
    while i >= 0:
        to_line = network.lane_length[lane] - vehicles.s[w, i]
        if to_line > HORIZON_M:
            break
        if control == CONTROL_DARK:
            if not is_automated(w, i, vehicles):
                update_belief(w, i, j, state, settings, network)
        else:
            vehicles.belief[w, i] = BELIEF_NONE
        if first:
            note_arrival(w, i, to_line, now, vehicles)
        passes = False
        if is_automated(w, i, vehicles):
            passes = automated_enters(w, i, vehicles)
            if first and vehicles.connector[w, i] >= 0:
                look(w, i, j, to_line, control, now, state, settings, network)
        elif not first:
            passes = person_behind(w, i, j, to_line, control, now, state, settings, network)
        elif vehicles.connector[w, i] >= 0 and vehicles.crashed_until_s[w, i] < now:
            if needs_look(w, lane, j, control, state, network):
                look(w, i, j, to_line, control, now, state, settings, network)
            passes = person_enters(w, i, j, to_line, control, now, state, settings, network)
        vehicles.entry[w, i] = ENTRY_PASS if passes else ENTRY_HOLD
        vehicles.granted[w, i] = 1 if passes and first and commits(w, i, to_line, control, vehicles) else 0
        first = False
        i = vehicles.behind[w, i]


@kernel
def needs_look(w, lane, j, control, state, network):
    """Return whether a person's decision depends on others: not in front of a red light."""
    if control != CONTROL_SIGNAL and control != CONTROL_OFFICER:
        return True
    return state.junctions.colour[w, j, axis_of(network.lane_leg[lane])] != COLOUR_RED


@kernel
def arbitrate(w, now, state, settings, network):
    """Decide at every junction who may enter."""
    for j in range(network.junction_control.size):
        control = state.junctions.control[w, j]
        for a in range(network.approach_first[j], network.approach_first[j + 1]):
            lane = network.approach_lane[a]
            if state.lanes.first[w, lane] >= 0:
                approach(w, j, lane, control, now, state, settings, network)
