"""The agent's decisions are carried out.

The executor follows the leader, keeps the speed limit and the vehicle's limits.  It does not look at lights or at cross
traffic: that is the agent's job.  What an action does at the stop line was settled in the junctions phase.
"""

from longtail_sim.core import aside
from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import (
    ACT_ACCELERATE,
    ACT_CREEP,
    ACT_FOLLOW_SPEED,
    ACT_HALT,
    ACT_STOP,
    ACT_YIELD,
    ASIDE_KERB,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_MINIMAL_RISK_MANOEUVRE,
)
from longtail_sim.core.driving import STOP_BRAKING, keep_to_profile
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.longitudinal import LINE_MARGIN_M, follow, limit_command, path_acceleration, start_reaction
from longtail_sim.core.misled import thinks_before_line
from longtail_sim.core.narrow import SPEED, before_narrow
from longtail_sim.core.pickup import stop_for_passenger

CREEP_SPEED = 1.5  # m/s
COMFORTABLE_STOP = 3.0  # m/s^2; UN R157 limits a minimal risk manoeuvre to 4
GENTLE_STOP = 1.0  # m/s^2, assumption: while it looks for a gap in the lane beside, on its way to the kerb
REFUGE_SPEED = 5.0  # m/s, assumption: out of a junction in which it will not stop
LOWEST_LIMIT = 0.1  # m/s, keeps the free-road term finite


@kernel
def receive(w, i, now, vehicles):
    """Put the decision in force whose latency has passed."""
    if now < vehicles[w, i].next_due_s:
        return
    vehicles[w, i].action_longitudinal = vehicles[w, i].next_longitudinal
    vehicles[w, i].action_speed = vehicles[w, i].next_speed
    vehicles[w, i].action_lateral = vehicles[w, i].next_lateral
    vehicles[w, i].action_request = vehicles[w, i].next_request
    vehicles[w, i].next_due_s = NEVER


@kernel
def speed_limit(w, i, lane, vehicles, network):
    """Return the speed [m/s] that limit and decision allow."""
    limit = network.lanes[lane].speed * vehicles[w, i].speed_factor
    action = vehicles[w, i].action_longitudinal
    if action == ACT_FOLLOW_SPEED:
        limit = min(limit, vehicles[w, i].action_speed)
    elif action == ACT_CREEP:
        limit = min(limit, CREEP_SPEED)
    if vehicles[w, i].narrow_go == 1 or vehicles[w, i].rounds == 1:
        limit = min(limit, SPEED)
    return max(limit, LOWEST_LIMIT)


@kernel
def command_as_believed(w, i, lane, now, state, network):
    """Return the acceleration command [m/s^2] of one automated vehicle, which acts on what it believes."""
    vehicles, belief = state.vehicles, state.beliefs[w, i]
    gap, leader_speed = belief.gap, belief.leader_speed
    place = vehicles[w, i].s
    vehicles[w, i].s = place - belief.line_offset  # for a moment it is where it believes to be
    command = command_of(w, i, lane, gap, leader_speed, now, vehicles, network)
    vehicles[w, i].s = place
    if gap < NEVER and vehicles[w, i].leader < 0:  # nobody is there
        command = min(command, follow(w, i, gap, leader_speed, vehicles))
    holds = vehicles[w, i].action_longitudinal == ACT_YIELD or vehicles[w, i].action_longitudinal == ACT_STOP
    if holds and thinks_before_line(w, i, lane, state, network):
        distance = belief.line_offset - place - LINE_MARGIN_M
        command = keep_to_profile(command, vehicles[w, i].speed, distance, 0.0, STOP_BRAKING)
    return command


@kernel
def command_of(w, i, lane, gap, leader_speed, now, vehicles, network):
    """Return the acceleration command [m/s^2] of one automated vehicle, behind a leader at ``gap``."""
    state = vehicles[w, i].state
    if state == STATE_MINIMAL_RISK_MANOEUVRE or state == STATE_MINIMAL_RISK_CONDITION:
        limit = speed_limit(w, i, lane, vehicles, network)
        goes_on = vehicles[w, i].refuge == 1 and not aside.is_clear_of_junction(w, i, lane, vehicles, network)
        limit = min(limit, REFUGE_SPEED) if goes_on else limit
        command = path_acceleration(w, i, lane, limit, gap, leader_speed, True, now, vehicles, network)
        if goes_on:
            return command
        changes = vehicles[w, i].refuge == 1 and network.lanes[lane].right >= 0
        return min(command, -GENTLE_STOP if changes else -COMFORTABLE_STOP)
    action = vehicles[w, i].action_longitudinal
    if action == ACT_ACCELERATE and agent_drives(w, i, vehicles):
        return vehicles[w, i].action_speed
    limit = speed_limit(w, i, lane, vehicles, network)
    yields = action == ACT_YIELD  # otherwise cross traffic is the agent's job
    command = path_acceleration(w, i, lane, limit, gap, leader_speed, yields, now, vehicles, network)
    if action == ACT_HALT or (action == ACT_STOP and network.lanes[lane].kind == LANE_CONNECTOR):
        command = min(command, -COMFORTABLE_STOP)
    return command


@inlined
def drive(w, now, state, settings, network):
    """Set the acceleration command of every automated vehicle."""
    if state.clock[w].automated > 0:
        drive_all(w, now, state, settings, network)


@kernel
def drive_all(w, now, state, settings, network):
    """Carry out the decisions in a world where some vehicles are automated."""
    vehicles, order = state.vehicles, state.order
    friction, pickups = state.weather[w].friction, state.clock[w].pickups > 0
    for place in range(state.clock[w].present):
        i, lane = order[w, place].slot, order[w, place].lane
        if vehicles[w, i].driver == DRIVER_AUTOMATED:
            receive(w, i, now, vehicles)
            wanted = aside.wants_kerb(w, i, vehicles) or aside.comes_to_kerb(w, i, lane, vehicles, network)
            aside.pull_aside(w, i, lane, wanted, state, network)
            if state.clock[w].sensing == 1:
                command = command_as_believed(w, i, lane, now, state, network)
            else:
                gap, leader_speed = vehicles[w, i].gap, vehicles[w, i].leader_speed
                command = command_of(w, i, lane, gap, leader_speed, now, vehicles, network)
            if state.clock[w].narrows > 0:
                command = before_narrow(w, i, command, vehicles)
            if vehicles[w, i].aside == ASIDE_KERB:
                command = min(command, -aside.BRAKING)
            if pickups:
                command = stop_for_passenger(w, i, lane, command, now, state, settings, network)
            command = start_reaction(w, i, command, now, vehicles)
            vehicles[w, i].accel = limit_command(w, i, command, friction, now, vehicles)
