"""Vehicle slots: what an empty one holds, and what is forgotten when a new junction comes ahead."""

from longtail_sim.core.codes import DRIVER_PERSON
from longtail_sim.core.jit import kernel
from longtail_sim.core.state import NEVER


@kernel
def clear_slot(w, i, vehicles):
    """Bring every array of slot ``i`` back to what an empty slot holds."""
    vehicles.trip[w, i] = -1
    vehicles.fleet[w, i] = 0
    vehicles.driver[w, i] = DRIVER_PERSON
    vehicles.lane[w, i] = -1
    vehicles.length[w, i] = 0.0
    vehicles.width[w, i] = 0.0
    vehicles.speed_factor[w, i] = 0.0
    vehicles.time_headway[w, i] = 0.0
    vehicles.acceleration[w, i] = 0.0
    vehicles.deceleration[w, i] = 0.0
    vehicles.standstill_gap[w, i] = 0.0
    vehicles.reaction[w, i] = 0.0
    vehicles.keeps_clear[w, i] = 0
    vehicles.s[w, i] = 0.0
    vehicles.speed[w, i] = 0.0
    vehicles.accel[w, i] = 0.0
    vehicles.lateral[w, i] = 0.0
    vehicles.came_from[w, i] = -1
    vehicles.ahead[w, i] = -1
    vehicles.behind[w, i] = -1
    vehicles.beside[w, i] = -1
    vehicles.beside_until_s[w, i] = -NEVER
    vehicles.lane_change_s[w, i] = -NEVER
    vehicles.turn[w, i] = -1
    vehicles.connector[w, i] = -1
    vehicles.junctions_passed[w, i] = 0
    vehicles.leader[w, i] = -1
    vehicles.gap[w, i] = NEVER
    vehicles.leader_speed[w, i] = 0.0
    vehicles.hazard[w, i] = NEVER
    vehicles.start_s[w, i] = NEVER
    vehicles.lapse_until_s[w, i] = -NEVER
    vehicles.crashed_until_s[w, i] = -NEVER
    vehicles.crashed_with[w, i] = -1
    vehicles.alarms[w, i] = 0
    vehicles.arrival_s[w, i] = 0.0
    vehicles.entered_s[w, i] = 0.0
    vehicles.delay_s[w, i] = 0.0
    vehicles.standing_s[w, i] = 0.0
    clear_junction(w, i, vehicles)
    clear_automation(w, i, vehicles)


@kernel
def clear_junction(w, i, vehicles):
    """Forget everything about the junction ahead: a new one is ahead now."""
    vehicles.entry[w, i] = 0
    vehicles.granted[w, i] = 0
    vehicles.belief[w, i] = 0
    vehicles.yellow[w, i] = 0
    vehicles.arrived_s[w, i] = NEVER
    vehicles.my_turn_s[w, i] = NEVER
    vehicles.path_clear[w, i] = 0
    vehicles.exit_clear[w, i] = 0


@kernel
def clear_automation(w, i, vehicles):
    """Bring the automation of slot ``i`` to its beginning."""
    vehicles.state[w, i] = 0
    vehicles.action_longitudinal[w, i] = 0
    vehicles.action_speed[w, i] = 0.0
    vehicles.action_lateral[w, i] = 0
    vehicles.action_request[w, i] = 0
    vehicles.next_longitudinal[w, i] = 0
    vehicles.next_speed[w, i] = 0.0
    vehicles.next_lateral[w, i] = 0
    vehicles.next_request[w, i] = 0
    vehicles.next_due_s[w, i] = NEVER
    vehicles.assist[w, i] = 0
    vehicles.assist_since_s[w, i] = NEVER
    vehicles.assist_due_s[w, i] = NEVER
    vehicles.assist_arrives[w, i] = 0
    vehicles.assist_count[w, i] = 0
    vehicles.assist_try[w, i] = 0
