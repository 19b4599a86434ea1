"""Vehicle slots: what an empty one holds, and what is forgotten when a new junction comes ahead."""

from longtail_sim.core.codes import DRIVER_PERSON, KIND_CAR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.tables.watch import FAR_S


@kernel
def clear_slot(w, i, vehicles):
    """Bring every array of slot ``i`` back to what an empty slot holds."""
    clear_traits(w, i, vehicles)
    clear_place(w, i, vehicles)
    clear_sight(w, i, vehicles)
    clear_account(w, i, vehicles)
    clear_junction(w, i, vehicles)
    clear_automation(w, i, vehicles)


@kernel
def clear_traits(w, i, vehicles):
    """Forget who was in slot ``i``, and how they drove."""
    vehicles[w, i].trip = -1
    vehicles[w, i].fleet = 0
    vehicles[w, i].driver = DRIVER_PERSON
    vehicles[w, i].kind = KIND_CAR
    vehicles[w, i].length = 0.0
    vehicles[w, i].width = 0.0
    vehicles[w, i].speed_factor = 0.0
    vehicles[w, i].time_headway = 0.0
    vehicles[w, i].acceleration = 0.0
    vehicles[w, i].deceleration = 0.0
    vehicles[w, i].approach = 0.0
    vehicles[w, i].standstill_gap = 0.0
    vehicles[w, i].reaction = 0.0
    vehicles[w, i].following = 0
    vehicles[w, i].delay_steps = 0
    vehicles[w, i].critical_factor = 1.0
    vehicles[w, i].keeps_clear = 0
    vehicles[w, i].siren = 0
    vehicles[w, i].route = 0


@kernel
def clear_place(w, i, vehicles):
    """Forget where slot ``i`` was, among whom, and where it was going."""
    vehicles[w, i].lane = -1
    vehicles[w, i].s = 0.0
    vehicles[w, i].speed = 0.0
    vehicles[w, i].accel = 0.0
    vehicles[w, i].lateral = 0.0
    vehicles[w, i].came_from = -1
    vehicles[w, i].ahead = -1
    vehicles[w, i].behind = -1
    vehicles[w, i].beside = -1
    vehicles[w, i].beside_until_s = -NEVER
    vehicles[w, i].lane_change_s = -NEVER
    vehicles[w, i].turn = -1
    vehicles[w, i].connector = -1
    vehicles[w, i].junctions_passed = 0
    vehicles[w, i].aside = 0
    vehicles[w, i].rounds = 0
    vehicles[w, i].narrow_m = NEVER
    vehicles[w, i].narrow_go = 0


@kernel
def clear_sight(w, i, vehicles):
    """Forget what the driver of slot ``i`` saw, remembered and failed to see."""
    vehicles[w, i].leader = -1
    vehicles[w, i].gap = NEVER
    vehicles[w, i].leader_speed = 0.0
    vehicles[w, i].hazard = NEVER
    vehicles[w, i].seen_leader = -1
    vehicles[w, i].seen_since = 0
    vehicles[w, i].person_ahead = NEVER
    vehicles[w, i].aside_until_s = -NEVER
    vehicles[w, i].siren_m = NEVER
    vehicles[w, i].siren_heard = 0
    vehicles[w, i].siren_s = NEVER
    vehicles[w, i].obstacle = -1
    vehicles[w, i].obstacle_m = NEVER
    vehicles[w, i].obstacle_since_s = NEVER
    vehicles[w, i].met = -1
    vehicles[w, i].start_s = NEVER
    vehicles[w, i].lapse_until_s = -NEVER


@kernel
def clear_account(w, i, vehicles):
    """Forget what has been kept count of on the trip: crash, alarms, delay, standstill."""
    vehicles[w, i].crashed_until_s = -NEVER
    vehicles[w, i].delta_v = 0.0
    vehicles[w, i].alarms = 0
    vehicles[w, i].arrival_s = 0.0
    vehicles[w, i].delay_s = 0.0
    vehicles[w, i].standing_s = 0.0


@kernel
def clear_junction(w, i, vehicles):
    """Forget everything about the junction ahead: a new one is ahead now."""
    vehicles[w, i].entry = 0
    vehicles[w, i].granted = 0
    vehicles[w, i].taken_clear = 0
    vehicles[w, i].belief = 0
    vehicles[w, i].yellow = 0
    vehicles[w, i].stop = 0
    vehicles[w, i].arrived_s = NEVER
    vehicles[w, i].my_turn_s = NEVER
    vehicles[w, i].path_clear = 0
    vehicles[w, i].exit_clear = 0
    vehicles[w, i].pickup_until_s = NEVER


@kernel
def clear_automation(w, i, vehicles):
    """Bring the automation of slot ``i`` to its beginning."""
    vehicles[w, i].state = 0
    vehicles[w, i].action_longitudinal = 0
    vehicles[w, i].action_speed = 0.0
    vehicles[w, i].action_lateral = 0
    vehicles[w, i].action_request = 0
    vehicles[w, i].next_longitudinal = 0
    vehicles[w, i].next_speed = 0.0
    vehicles[w, i].next_lateral = 0
    vehicles[w, i].next_request = 0
    vehicles[w, i].next_due_s = NEVER
    vehicles[w, i].assist = 0
    vehicles[w, i].assist_since_s = NEVER
    vehicles[w, i].assist_due_s = NEVER
    vehicles[w, i].assist_arrives = 0
    vehicles[w, i].assist_count = 0
    vehicles[w, i].assist_try = 0
    vehicles[w, i].order = 0
    vehicles[w, i].order_until_s = NEVER
    vehicles[w, i].odd_clause = -1
    vehicles[w, i].odd_noted = -1
    vehicles[w, i].takeover_since_s = NEVER
    vehicles[w, i].takeover_due_s = NEVER
    vehicles[w, i].takeover_urgent = 0
    vehicles[w, i].stays_back = 0
    vehicles[w, i].takeover_junction = -1
    vehicles[w, i].idle_s = 0.0
    vehicles[w, i].refuge = 0
    vehicles[w, i].release_s = NEVER


@inlined
def look_anew(w, i, watch):
    """Begin the next look at slot ``i`` with nobody near."""
    watch[w, i].ttc_s = FAR_S
    watch[w, i].drac_mps2 = 0.0
    watch[w, i].ttc_fleet = 0
    watch[w, i].drac_fleet = 0


@inlined
def clear_watch(w, i, watch):
    """Forget who came near slot ``i``, and what its passengers felt."""
    look_anew(w, i, watch)
    watch[w, i].felt_mps2 = 0.0
    watch[w, i].warnings = 0
