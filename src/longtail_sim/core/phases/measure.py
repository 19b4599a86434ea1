"""Phase 12: exposure, delay, standstills, conflicts, blocking.  Reads the world, writes the account."""

from longtail_sim.core.codes import LANE_CONNECTOR
from longtail_sim.core.jit import kernel
from longtail_sim.core.params import DT_S

STANDING = 0.1  # m/s
LONG_STOP_S = 120.0
TTC_CONFLICT_S = 1.5
HARD_BRAKING = 3.0  # m/s^2
ALARM_TTC = 1
ALARM_BRAKE = 2
SPILL_M = 3.0


@kernel
def account_delay(w, i, lane, group, vehicles, tally, network):
    """Add one step's distance, time and delay of a vehicle.

    delay = time - time in free flow at the own desired speed along the same way, so unfinished trips count as they go.
    """
    desired = network.lane_speed[lane] * vehicles.speed_factor[w, i]
    distance = vehicles.speed[w, i] * DT_S
    lost = DT_S - distance / desired
    vehicles.delay_s[w, i] += lost
    tally.vehicle_m[w, group] += distance
    tally.vehicle_s[w, group] += DT_S
    tally.free_flow_s[w, group] += distance / desired
    tally.delay_s[w, group] += lost


@kernel
def account_standing(w, i, lane, group, vehicles, tally, network):
    """Follow the length of a standstill; return whether the vehicle stands."""
    if vehicles.speed[w, i] >= STANDING:
        vehicles.standing_s[w, i] = 0.0
        return False
    before = vehicles.standing_s[w, i]
    vehicles.standing_s[w, i] = before + DT_S
    if before < LONG_STOP_S <= before + DT_S:
        tally.stops_over_2min[w, group] += 1
    tally.longest_stop_s[w, group] = max(tally.longest_stop_s[w, group], before + DT_S)
    if network.lane_kind[lane] == LANE_CONNECTOR:
        tally.box_blocked_s[w, group] += DT_S
    return True


@kernel
def count_onset(w, i, alarm, on, vehicles):
    """Set or clear an alarm bit; return 1 when it has just been set."""
    was = vehicles.alarms[w, i] & alarm
    if on and was == 0:
        vehicles.alarms[w, i] |= alarm
        return 1
    if not on and was != 0:
        vehicles.alarms[w, i] -= alarm
    return 0


@kernel
def account_conflicts(w, i, group, vehicles, tally):
    """Count onsets of a time-to-collision below 1.5 s and of hard braking."""
    closing = vehicles.speed[w, i] - vehicles.leader_speed[w, i]
    near = vehicles.leader[w, i] >= 0 and closing > 0.0 and vehicles.gap[w, i] < TTC_CONFLICT_S * closing
    tally.conflicts_ttc[w, group] += count_onset(w, i, ALARM_TTC, near, vehicles)
    braking = vehicles.accel[w, i] < -HARD_BRAKING and vehicles.speed[w, i] > 0.0
    tally.hard_brakes[w, group] += count_onset(w, i, ALARM_BRAKE, braking, vehicles)


@kernel
def account_backlog(w, entries, tally):
    """Let waiting outside the map count as time and as delay."""
    backlog = 0
    for e in range(entries.next_s.shape[1]):
        waiting = entries.arrived[w, e] - entries.admitted[w, e]
        backlog += waiting
        for group in range(2):
            number = entries.backlog_fleet[w, e] if group == 1 else waiting - entries.backlog_fleet[w, e]
            lost = number * DT_S
            tally.vehicle_s[w, group] += lost
            tally.delay_s[w, group] += lost
            tally.backlog_s[w, group] += lost
    tally.backlog_max[w] = max(tally.backlog_max[w], backlog)


@kernel
def account_spillback(w, lane, vehicles, lanes, tally):
    """Count the onset of a queue that reaches back to the junction upstream."""
    tail = lanes.last[w, lane]
    spilled = (
        tail >= 0
        and vehicles.came_from[w, tail] >= 0
        and vehicles.speed[w, tail] < STANDING
        and vehicles.s[w, tail] - vehicles.length[w, tail] < SPILL_M
    )
    if spilled and lanes.spilled[w, lane] == 0:
        tally.spillbacks[w] += 1
    lanes.spilled[w, lane] = 1 if spilled else 0


@kernel
def find_fault(w, i, step, vehicles, clock):
    """Remember the first impossible state: a NaN, or somebody behind the beginning of a lane."""
    sane = vehicles.speed[w, i] >= 0.0 and vehicles.s[w, i] >= 0.0 and vehicles.s[w, i] < 1e7
    if not sane and clock.fault_step[w] < 0:
        clock.fault_step[w] = step
        clock.fault_slot[w] = i


@kernel
def update(w, step, state, network):
    """Account for one step."""
    vehicles, lanes, tally, junctions = state.vehicles, state.lanes, state.tally, state.junctions
    junctions.waiting[w, :] = 0
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        street = network.lane_kind[lane] != LANE_CONNECTOR
        j = network.lane_junction[lane]
        while i >= 0:
            group = vehicles.fleet[w, i]
            account_delay(w, i, lane, group, vehicles, tally, network)
            stands = account_standing(w, i, lane, group, vehicles, tally, network)
            if stands and street and j >= 0:
                junctions.waiting[w, j] += 1
            account_conflicts(w, i, group, vehicles, tally)
            find_fault(w, i, step, vehicles, state.clock)
            i = vehicles.behind[w, i]
        if street and j >= 0:
            account_spillback(w, lane, vehicles, lanes, tally)
    account_backlog(w, state.entries, tally)
