"""Phase 7: the agent's decisions are carried out.

The executor follows the leader, keeps the speed limit and the vehicle's limits.  It does not look at lights or at cross
traffic: that is the agent's job.  What an action does at the stop line was settled in the junctions phase.
"""

from longtail_sim.core.codes import (
    ACT_ACCELERATE,
    ACT_CREEP,
    ACT_FOLLOW_SPEED,
    ACT_STOP,
    ACT_YIELD,
    DRIVER_AUTOMATED,
    LANE_CONNECTOR,
    STATE_DRIVING,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_MINIMAL_RISK_MANOEUVRE,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.longitudinal import limit_command, path_acceleration, start_reaction
from longtail_sim.core.state import NEVER

CREEP_SPEED = 1.5  # m/s
COMFORTABLE_STOP = 3.0  # m/s^2; UN R157 limits a minimal risk manoeuvre to 4
LOWEST_LIMIT = 0.1  # m/s, keeps the free-road term finite


@kernel
def receive(w, i, now, vehicles):
    """Put the decision in force whose latency has passed."""
    if now < vehicles.next_due_s[w, i]:
        return
    vehicles.action_longitudinal[w, i] = vehicles.next_longitudinal[w, i]
    vehicles.action_speed[w, i] = vehicles.next_speed[w, i]
    vehicles.action_lateral[w, i] = vehicles.next_lateral[w, i]
    vehicles.action_request[w, i] = vehicles.next_request[w, i]
    vehicles.next_due_s[w, i] = NEVER


@kernel
def speed_limit(w, i, lane, vehicles, network):
    """Return the speed [m/s] that limit and decision allow."""
    limit = network.lane_speed[lane] * vehicles.speed_factor[w, i]
    action = vehicles.action_longitudinal[w, i]
    if action == ACT_FOLLOW_SPEED:
        limit = min(limit, vehicles.action_speed[w, i])
    elif action == ACT_CREEP:
        limit = min(limit, CREEP_SPEED)
    return max(limit, LOWEST_LIMIT)


@kernel
def command_of(w, i, lane, now, vehicles, network):
    """Return the acceleration command [m/s^2] of one automated vehicle."""
    state = vehicles.state[w, i]
    if state == STATE_MINIMAL_RISK_MANOEUVRE or state == STATE_MINIMAL_RISK_CONDITION:
        return -COMFORTABLE_STOP
    action = vehicles.action_longitudinal[w, i]
    if action == ACT_ACCELERATE and state == STATE_DRIVING:
        return vehicles.action_speed[w, i]
    hazard = vehicles.hazard[w, i]
    if action != ACT_YIELD:
        vehicles.hazard[w, i] = NEVER  # cross traffic is the agent's job
    limit = speed_limit(w, i, lane, vehicles, network)
    command = path_acceleration(w, i, lane, limit, now, vehicles, network)
    vehicles.hazard[w, i] = hazard
    if action == ACT_STOP and network.lane_kind[lane] == LANE_CONNECTOR:
        command = min(command, -COMFORTABLE_STOP)
    return command


@kernel
def drive(w, now, state, network):
    """Set the acceleration command of every automated vehicle."""
    vehicles, lanes = state.vehicles, state.lanes
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        while i >= 0:
            if vehicles.driver[w, i] == DRIVER_AUTOMATED:
                receive(w, i, now, vehicles)
                command = command_of(w, i, lane, now, vehicles, network)
                command = start_reaction(w, i, command, now, vehicles)
                vehicles.accel[w, i] = limit_command(w, i, command, now, vehicles)
            i = vehicles.behind[w, i]
