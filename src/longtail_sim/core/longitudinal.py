"""What lies ahead on the own path, as one acceleration: the same for people and for automated vehicles."""

from longtail_sim.core.codes import ENTRY_HOLD, ENTRY_SLOW, ENTRY_WAIT, FOLLOWING_IDM, KIND_CAR, LANE_CONNECTOR
from longtail_sim.core.driving import (
    GENTLE_BRAKING,
    HARDEST_BRAKING,
    STOP_BRAKING,
    TURN_BRAKING,
    following_acceleration,
    free_acceleration,
    keep_to_profile,
)
from longtail_sim.core.jit import inlined
from longtail_sim.core.kinds import HEAVY_HARDEST_BRAKING, desired_speed
from longtail_sim.core.limits import NEVER

LINE_MARGIN_M = 0.4  # stand this far before the stop line
HAZARD_MARGIN_M = 1.0
HAZARD_BRAKING = 4.0  # m/s^2
STANDING = 0.05  # m/s
SLOW_PASSAGE = 4.5  # m/s, 10 mph: emergency vehicles pass a red light no faster (assumption)
READY = 0.4  # of the start-up reaction is left to a driver whose foot is on the pedal


@inlined
def follow(w, i, gap, leader_speed, vehicles):
    """Return the IDM+ interaction of vehicle ``i`` with a leader at ``gap``."""
    return following_acceleration(
        vehicles[w, i].speed,
        gap,
        leader_speed,
        vehicles[w, i].time_headway,
        vehicles[w, i].acceleration,
        vehicles[w, i].approach,
        vehicles[w, i].standstill_gap,
    )


@inlined
def follow_beside(w, i, now, vehicles, network):
    """Return the interaction with a vehicle of the neighbouring lane that is partly in the way, or that is let in."""
    m = vehicles[w, i].beside
    if m < 0 or now >= vehicles[w, i].beside_until_s or vehicles[w, m].lane < 0:
        return NEVER
    if network.lanes[vehicles[w, m].lane].street != network.lanes[vehicles[w, i].lane].street:
        return NEVER
    gap = vehicles[w, m].s - vehicles[w, m].length - vehicles[w, i].s
    if gap < 0.0:
        return NEVER
    return follow(w, i, gap, vehicles[w, m].speed, vehicles)


@inlined
def road_acceleration(w, i, limit, gap, leader_speed, vehicles):
    """Return the acceleration [m/s^2] of car following: IDM+ takes the smaller term, IDM both together."""
    free = free_acceleration(vehicles[w, i].speed, limit, vehicles[w, i].acceleration)
    if vehicles[w, i].leader < 0:
        return free
    interaction = follow(w, i, gap, leader_speed, vehicles)
    if vehicles[w, i].following == FOLLOWING_IDM:
        return free + interaction - vehicles[w, i].acceleration
    return min(free, interaction)


@inlined
def path_acceleration(w, i, lane, limit, gap, leader_speed, heeds_hazard, now, vehicles, network):
    """Return the acceleration [m/s^2] that speed limit, leader, stop line, turn and hazard allow.

    ``gap`` and ``leader_speed`` are those of the leader as the driver knows them.
    """
    speed = vehicles[w, i].speed
    command = road_acceleration(w, i, limit, gap, leader_speed, vehicles)
    if vehicles[w, i].beside >= 0:
        command = min(command, follow_beside(w, i, now, vehicles, network))
    if heeds_hazard and vehicles[w, i].hazard < NEVER:
        distance = vehicles[w, i].hazard - HAZARD_MARGIN_M
        command = keep_to_profile(command, speed, distance, 0.0, HAZARD_BRAKING)
    if network.lanes[lane].kind == LANE_CONNECTOR or network.lanes[lane].junction < 0:
        return command
    to_line = network.lanes[lane].length - vehicles[w, i].s
    if vehicles[w, i].entry == ENTRY_HOLD:
        command = keep_to_profile(command, speed, to_line - LINE_MARGIN_M, 0.0, STOP_BRAKING)
    elif vehicles[w, i].entry == ENTRY_WAIT:
        command = keep_to_profile(command, speed, to_line - LINE_MARGIN_M, 0.0, GENTLE_BRAKING)
    elif vehicles[w, i].entry == ENTRY_SLOW:
        command = keep_to_profile(command, speed, to_line, SLOW_PASSAGE, STOP_BRAKING)
    connector = vehicles[w, i].connector
    if connector >= 0:
        turning = desired_speed(w, i, connector, vehicles, network)
        if turning < speed:
            command = keep_to_profile(command, speed, to_line, turning, TURN_BRAKING)
    return command


@inlined
def start_delay(w, i, vehicles):
    """Return how long [s] a standing driver takes to start: less for one who has looked round for the own turn."""
    ready = vehicles[w, i].my_turn_s < NEVER
    return vehicles[w, i].reaction * (READY if ready else 1.0)


@inlined
def start_reaction(w, i, command, now, vehicles):
    """Hold a standing vehicle until its driver has reacted to the way being free."""
    if vehicles[w, i].speed > STANDING or command <= 0.0:
        vehicles[w, i].start_s = NEVER
        return command
    if vehicles[w, i].start_s == NEVER:
        vehicles[w, i].start_s = now + start_delay(w, i, vehicles)
    return command if now >= vehicles[w, i].start_s else 0.0


@inlined
def hardest_braking(w, i, vehicles):
    """Return the deceleration [m/s^2] that the tyres, or a heavy vehicle's brakes, give."""
    return HARDEST_BRAKING if vehicles[w, i].kind == KIND_CAR else HEAVY_HARDEST_BRAKING


@inlined
def limit_command(w, i, command, friction, now, vehicles):
    """Clip a command to what the vehicle can do on this road; a crashed vehicle brakes and stands."""
    hardest = hardest_braking(w, i, vehicles) * friction
    if now < vehicles[w, i].crashed_until_s:
        return -hardest
    return min(max(command, -hardest), vehicles[w, i].acceleration)
