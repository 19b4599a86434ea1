"""Who may pass the stop line ahead, by which rule.

Only the first vehicle of an approach lane asks for its turn; those behind it learn from the control alone whether they
will have to stop.  Automated vehicles get the same facts (path, room, turn) but take their own decision.
"""

from longtail_sim.core import random
from longtail_sim.core.all_way_stop import (
    CHOOSE_STOP_M,
    STOPPED_WITHIN_M,
    begin_group,
    choose_stop,
    note_arrival,
    takes_turn,
    update_turn,
)
from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.beliefs import update_belief
from longtail_sim.core.codes import (
    ACT_ACCELERATE,
    ACT_CREEP,
    ACT_FOLLOW_SPEED,
    ACT_PROCEED,
    BELIEF_ALL_WAY_STOP,
    BELIEF_FAILED,
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
    ENTRY_WAIT,
    ORDER_GO,
    ORDER_GO_IF_CLEAR,
    ORDER_NONE,
    STOP_UNDECIDED,
    STREAM_GAP,
    TURN_LEFT,
    YELLOW_GO,
    YELLOW_UNDECIDED,
)
from longtail_sim.core.driving import STOP_BRAKING, braking_needed
from longtail_sim.core.failed_light import doubt_light, has_failed, heeds_officer, runs_red, seeks_turn, trusts_green
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.keep_clear import exit_is_clear
from longtail_sim.core.limits import NEVER
from longtail_sim.core.meeting import NOBODY
from longtail_sim.core.misled import enters_red, is_misled
from longtail_sim.core.params import OFFICER_YELLOW_S
from longtail_sim.core.right_of_way import (
    CANNOT_STOP,
    axis_of,
    is_automated,
    is_major,
    may_claim,
    path_is_clear,
)
from longtail_sim.core.right_on_red import turns_on_red
from longtail_sim.core.siren import approach_with_siren, keeps_out
from longtail_sim.core.yellow import RUNNING_SPEED, decide_yellow, reaction_time

HORIZON_M = 70.0  # nobody decides about a junction farther away than this,
LIGHTS_HORIZON_M = 110.0  # lights apart
FOLLOW_WINDOW_S = 2.5
LOOK_FROM_M = 5.0  # others are looked at from the braking distance and a little more
LOOK_FROM_S = 0.5
FRESH_RED_S = 2.5  # who had decided to go may still pass this long after the end of yellow, if not already slow


@inlined
def signal_allows(w, i, j, to_line, colour, age, state, settings, network):
    """Return whether the light, ``colour`` for ``age`` seconds, lets a person pass, conflicts apart."""
    vehicles = state.vehicles
    if colour == COLOUR_GREEN:
        vehicles[w, i].yellow = YELLOW_UNDECIDED
        return True
    if colour == COLOUR_YELLOW:
        officer = state.junctions[w, j].control == CONTROL_OFFICER
        yellow_s = OFFICER_YELLOW_S if officer else network.junctions[j].yellow_s
        running = state.junctions[w, j].red_running
        decide_yellow(w, i, to_line, yellow_s - age, running, vehicles, settings, network)
        # A left turner who has waited at the line uses the change interval.
        sneaks = vehicles[w, i].turn == TURN_LEFT and to_line < STOPPED_WITHIN_M
        return (
            vehicles[w, i].yellow == YELLOW_GO
            or age < reaction_time(w, vehicles[w, i].trip, vehicles[w, i].junctions_passed, settings)
            or sneaks
        )
    if runs_red(w, i, j, colour, state, settings):
        return True
    return vehicles[w, i].yellow == YELLOW_GO and age < FRESH_RED_S and vehicles[w, i].speed > RUNNING_SPEED


@inlined
def look(w, i, j, to_line, control, age, failed, now, state, settings, network):
    """Set what is true for the first vehicle of a lane: room behind, clear path, own turn."""
    vehicles = state.vehicles
    connector = vehicles[w, i].connector
    room = exit_is_clear(w, i, connector, state, network)
    vehicles[w, i].exit_clear = 1 if room else 0
    gap_factor = 1.0
    if settings[w].error_gap > 0.0 and not is_automated(w, i, vehicles):
        u = random.uniform(settings[w].seed, STREAM_GAP, vehicles[w, i].trip, vehicles[w, i].junctions_passed)
        gap_factor = 0.5 if u < settings[w].error_gap else 1.0
    on_red = failed or turns_on_red(w, i, vehicles[w, i].lane, j, state, network)
    on_red = on_red or enters_red(w, i, j, state, network)
    clear = path_is_clear(w, i, connector, to_line, control, on_red, now, gap_factor, state, network)
    vehicles[w, i].path_clear = 1 if clear else 0
    by_turns = control == CONTROL_ALL_WAY_STOP or control == CONTROL_DARK
    if by_turns or (failed and seeks_turn(w, i, age, vehicles)):
        update_turn(w, i, j, now, state, network)


@inlined
def person_enters(w, i, j, to_line, control, colour, age, failed, now, state, settings, network):
    """Return whether a person at the head of an approach lane passes the line."""
    vehicles = state.vehicles
    can_stop = braking_needed(vehicles[w, i].speed, to_line) < CANNOT_STOP
    room = vehicles[w, i].exit_clear == 1 or vehicles[w, i].keeps_clear == 0 or not can_stop
    free = room and vehicles[w, i].path_clear == 1
    if vehicles[w, i].granted == 1:
        return True
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        if turns_on_red(w, i, vehicles[w, i].lane, j, state, network):
            return free
        if failed and vehicles[w, i].belief == BELIEF_FAILED:
            return free and vehicles[w, i].arrived_s < NEVER  # as at a stop sign
        if runs_red(w, i, j, colour, state, settings):
            return True
        if trusts_green(w, i, j, colour, state, settings):
            return room
        return free and signal_allows(w, i, j, to_line, colour, age, state, settings, network)
    if control == CONTROL_TWO_WAY_STOP:
        if is_major(j, network.lanes[vehicles[w, i].lane].leg, network):
            return free
        return free and vehicles[w, i].arrived_s < NEVER
    if control == CONTROL_DARK:
        belief = vehicles[w, i].belief
        if belief == BELIEF_UNAWARE:
            return True
        if belief == BELIEF_PRIORITY:
            return free
        if belief == BELIEF_FOLLOW and now - state.lanes[w, vehicles[w, i].lane].released_s < FOLLOW_WINDOW_S:
            return free
    return takes_turn(w, i, j, now, state, settings, network)


@inlined
def person_behind(w, i, j, to_line, control, colour, age, state, settings, network):
    """Return whether the control alone would let a person pass who is not yet first in the lane."""
    vehicles = state.vehicles
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return signal_allows(w, i, j, to_line, colour, age, state, settings, network)
    if control == CONTROL_TWO_WAY_STOP:
        return is_major(j, network.lanes[vehicles[w, i].lane].leg, network)
    if control == CONTROL_DARK:
        return vehicles[w, i].belief == BELIEF_PRIORITY or vehicles[w, i].belief == BELIEF_UNAWARE
    return False


@inlined
def automated_enters(w, i, vehicles):
    """Return whether the agent's decision in force, or what it was told from afar, passes the line."""
    if not agent_drives(w, i, vehicles):
        return False
    order = vehicles[w, i].order
    if order != ORDER_NONE:
        clear = order == ORDER_GO or (order == ORDER_GO_IF_CLEAR and vehicles[w, i].path_clear == 1)
        return clear and vehicles[w, i].connector >= 0
    action = vehicles[w, i].action_longitudinal
    return (
        action == ACT_PROCEED or action == ACT_FOLLOW_SPEED or action == ACT_CREEP or action == ACT_ACCELERATE
    ) and vehicles[w, i].connector >= 0


@inlined
def commits(turn, to_line, control, colour, failed):
    """Return whether going now takes the turn for good: at the line, of anything but a plain green or red."""
    if to_line > 6.0:
        return False
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        return failed or (turn == TURN_LEFT and colour != COLOUR_RED)
    return True


@kernel
def out_of_order(w, i, vehicles):
    """Take a crashed vehicle out of the order of turns: it holds, and nobody waits for it."""
    vehicles[w, i].entry = ENTRY_HOLD
    vehicles[w, i].granted = 0
    vehicles[w, i].arrived_s = NEVER
    vehicles[w, i].my_turn_s = NEVER


@inlined
def note_stop(w, i, j, to_line, control, now, state, settings, network):
    """Note the arrival of the first vehicle of a lane; at stops by turns people may have to stop fully for it."""
    vehicle = state.vehicles[w, i]
    if vehicle.arrived_s < NEVER or to_line >= CHOOSE_STOP_M:
        return
    by_turns = control == CONTROL_ALL_WAY_STOP or control == CONTROL_DARK
    if by_turns and vehicle.stop == STOP_UNDECIDED and not is_automated(w, i, state.vehicles):
        choose_stop(w, i, j, state, settings, network)
    note_arrival(w, i, to_line, now, state.vehicles)


@inlined
def inform(w, i, lane, j, to_line, control, colour, age, failed, now, state, settings, network):
    """Set what is true for the first vehicle of a lane, or that nothing is in its way as yet."""
    vehicles = state.vehicles
    if vehicles[w, i].connector < 0:
        return
    if needs_look(w, i, lane, j, to_line, control, colour, failed, state, settings, network):
        look(w, i, j, to_line, control, age, failed, now, state, settings, network)
    else:
        vehicles[w, i].path_clear = 1
        vehicles[w, i].exit_clear = 1


@inlined
def decide(w, i, first, lane, j, to_line, control, colour, age, failed, now, state, settings, network):
    """Return whether vehicle ``i`` passes the line, whoever drives."""
    vehicles = state.vehicles
    if first:
        note_stop(w, i, j, to_line, control, now, state, settings, network)
        inform(w, i, lane, j, to_line, control, colour, age, failed, now, state, settings, network)
    if is_automated(w, i, vehicles):
        return automated_enters(w, i, vehicles)
    if vehicles[w, i].connector < 0:
        return False
    if first:
        return person_enters(w, i, j, to_line, control, colour, age, failed, now, state, settings, network)
    return person_behind(w, i, j, to_line, control, colour, age, state, settings, network)


@inlined
def take_turn(w, i, passes, to_line, j, control, colour, failed, now, state, network):
    """Let the first vehicle of a lane keep the turn that it has taken, until it is inside or gives it up."""
    vehicle = state.vehicles[w, i]
    if not passes:
        vehicle.granted = 0
    elif vehicle.granted == 0 and commits(vehicle.turn, to_line, control, colour, failed):
        vehicle.granted = 1
        vehicle.taken_clear = vehicle.path_clear
        by_turns = vehicle.belief == BELIEF_ALL_WAY_STOP or is_automated(w, i, state.vehicles)
        if control == CONTROL_ALL_WAY_STOP or (control == CONTROL_DARK and by_turns):
            begin_group(w, i, j, now, state, network)


@inlined
def how_to_hold(w, i, control, vehicles):
    """Return ENTRY_WAIT for people at lights, which are seen in good time, ENTRY_HOLD for everybody else."""
    lights = control == CONTROL_SIGNAL or control == CONTROL_OFFICER
    return ENTRY_WAIT if lights and not is_automated(w, i, vehicles) else ENTRY_HOLD


@inlined
def approach(w, j, lane, control, now, state, settings, network):
    """Decide for every vehicle near the end of one approach lane."""
    vehicles = state.vehicles
    axis = axis_of(network.lanes[lane].leg)
    colour, age = state.junctions[w, j].colour[axis], now - state.junctions[w, j].colour_since_s[axis]
    horizon = LIGHTS_HORIZON_M if control == CONTROL_SIGNAL or control == CONTROL_OFFICER else HORIZON_M
    horizon = min(horizon, state.weather[w].visibility_m)
    failed = has_failed(j, control, colour, age, network)
    i = state.lanes[w, lane].first
    first, sirens = True, state.clock[w].sirens > 0
    while i >= 0:
        to_line = network.lanes[lane].length - vehicles[w, i].s
        if to_line > horizon:
            break
        if control == CONTROL_DARK and not is_automated(w, i, vehicles):
            update_belief(w, i, j, state, settings, network)
        elif failed:
            doubt_light(w, i, first, now, state, settings)
        elif control != CONTROL_DARK:
            vehicles[w, i].belief = BELIEF_NONE
        if vehicles[w, i].crashed_until_s > now:
            out_of_order(w, i, vehicles)
        elif sirens and vehicles[w, i].siren == 1:
            approach_with_siren(w, i, lane, j, to_line, control, state, network)
        else:
            passes = decide(w, i, first, lane, j, to_line, control, colour, age, failed, now, state, settings, network)
            if sirens and passes and keeps_out(w, i, j, to_line, now, state, settings):
                passes = False
            vehicles[w, i].entry = ENTRY_PASS if passes else how_to_hold(w, i, control, vehicles)
            take_turn(w, i, passes and first, to_line, j, control, colour, failed, now, state, network)
        first = False
        i = vehicles[w, i].behind


@inlined
def needs_look(w, i, lane, j, to_line, control, colour, failed, state, settings, network):
    """Return whether others matter yet: not far from the line, before a red light that ends, or before the own stop."""
    vehicle = state.vehicles[w, i]
    if to_line > LOOK_FROM_M + vehicle.speed * (LOOK_FROM_S + vehicle.speed / (2.0 * STOP_BRAKING)):
        return False
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        if colour != COLOUR_RED or failed or turns_on_red(w, i, lane, j, state, network) or is_misled(w, i, state):
            return True
        return control == CONTROL_OFFICER and not heeds_officer(w, i, j, state, settings)
    return True


@inlined
def note_claims(w, j, lane, control, state, network):
    """Set the bits of the connectors that begin at an approach lane while its first vehicle may go, clear them else."""
    bits = network.lanes[lane].leads_bits
    coming = state.junctions[w, j].coming & ~bits
    state.junctions[w, j].coming = coming | bits if may_claim(w, lane, control, j, state, network) else coming


@kernel
def arbitrate(w, now, state, settings, network):
    """Decide at every junction who may enter."""
    for j in range(network.junctions.size):
        control = state.junctions[w, j].control
        state.junctions[w, j].coming = NOBODY
        for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
            note_claims(w, j, network.approach_lane[a], control, state, network)
        for a in range(network.junctions[j].approach_first, network.junctions[j].approach_last):
            lane = network.approach_lane[a]
            if state.lanes[w, lane].first >= 0:
                approach(w, j, lane, control, now, state, settings, network)
                note_claims(w, j, lane, control, state, network)
