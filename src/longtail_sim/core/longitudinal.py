"""What lies ahead on the own path, as one acceleration: the same for people and for the executor of automated vehicles."""

from longtail_sim.core.codes import ENTRY_HOLD, LANE_CONNECTOR
from longtail_sim.core.driving import (
    HARDEST_BRAKING,
    STOP_BRAKING,
    TURN_BRAKING,
    following_acceleration,
    free_acceleration,
    profile_acceleration,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.state import NEVER

LINE_MARGIN_M = 0.4  # stand this far before the stop line
HAZARD_MARGIN_M = 1.0
HAZARD_BRAKING = 4.0  # m/s^2
STANDING = 0.05  # m/s


@kernel
def follow(w, i, gap, leader_speed, vehicles):
    """Return the IDM+ interaction of vehicle ``i`` with a leader at ``gap``."""
    return following_acceleration(
        vehicles.speed[w, i],
        gap,
        leader_speed,
        vehicles.time_headway[w, i],
        vehicles.acceleration[w, i],
        vehicles.deceleration[w, i],
        vehicles.standstill_gap[w, i],
    )


@kernel
def follow_beside(w, i, now, vehicles, network):
    """Return the interaction with a vehicle of the neighbouring lane that is partly in the way, or that is let in."""
    m = vehicles.beside[w, i]
    if m < 0 or now >= vehicles.beside_until_s[w, i] or vehicles.lane[w, m] < 0:
        return NEVER
    if network.lane_street[vehicles.lane[w, m]] != network.lane_street[vehicles.lane[w, i]]:
        return NEVER
    gap = vehicles.s[w, m] - vehicles.length[w, m] - vehicles.s[w, i]
    if gap < 0.0:
        return NEVER
    return follow(w, i, gap, vehicles.speed[w, m], vehicles)


@kernel
def path_acceleration(w, i, lane, limit, now, vehicles, network):
    """Return the acceleration [m/s^2] that speed limit, leader, stop line, turn and hazard allow."""
    speed = vehicles.speed[w, i]
    command = free_acceleration(speed, limit, vehicles.acceleration[w, i])
    if vehicles.leader[w, i] >= 0:
        command = min(command, follow(w, i, vehicles.gap[w, i], vehicles.leader_speed[w, i], vehicles))
    if vehicles.beside[w, i] >= 0:
        command = min(command, follow_beside(w, i, now, vehicles, network))
    if vehicles.hazard[w, i] < NEVER:
        distance = vehicles.hazard[w, i] - HAZARD_MARGIN_M
        command = min(command, profile_acceleration(speed, distance, 0.0, HAZARD_BRAKING))
    if network.lane_kind[lane] == LANE_CONNECTOR or network.lane_junction[lane] < 0:
        return command
    to_line = network.lane_length[lane] - vehicles.s[w, i]
    if vehicles.entry[w, i] == ENTRY_HOLD:
        command = min(command, profile_acceleration(speed, to_line - LINE_MARGIN_M, 0.0, STOP_BRAKING))
    connector = vehicles.connector[w, i]
    if connector >= 0:
        turning = network.lane_speed[connector] * vehicles.speed_factor[w, i]
        if turning < speed:
            command = min(command, profile_acceleration(speed, to_line, turning, TURN_BRAKING))
    return command


@kernel
def start_reaction(w, i, command, now, vehicles):
    """Hold a standing vehicle until its driver has reacted to the way being free."""
    if vehicles.speed[w, i] > STANDING or command <= 0.0:
        vehicles.start_s[w, i] = NEVER
        return command
    if vehicles.start_s[w, i] == NEVER:
        vehicles.start_s[w, i] = now + vehicles.reaction[w, i]
    return command if now >= vehicles.start_s[w, i] else 0.0


@kernel
def limit_command(w, i, command, now, vehicles):
    """Clip a command to what the vehicle can do; a crashed vehicle brakes and stands."""
    if now < vehicles.crashed_until_s[w, i]:
        return -HARDEST_BRAKING
    return min(max(command, -HARDEST_BRAKING), vehicles.acceleration[w, i])
