"""Drivers brake for what they have noticed in the road.

Bodies are followed like vehicles; before what is no body (flood, hoses, tape) drivers halt, automated vehicles only if
their agent says so.
"""

from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import ACT_ACCELERATE, DRIVER_AUTOMATED
from longtail_sim.core.collision import is_wrecked
from longtail_sim.core.driving import STOP_BRAKING, keep_to_profile
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.longitudinal import follow, hardest_braking
from longtail_sim.core.obstruction import SURPRISE_S, minds_closures, recognises

AUTOMATED_S = 0.4  # assumption: from a body in view to the brake, without a decision of the agent
CLOSURE_MARGIN_M = 3.0  # drivers halt this far before what is no body


@inlined
def person_heeds(w, i, now, vehicles, settings):
    """Return whether a person has reacted: nobody does while attention is elsewhere."""
    late = SURPRISE_S * vehicles[w, i].reaction / settings[w].reaction_s
    return now >= max(vehicles[w, i].lapse_until_s, vehicles[w, i].obstacle_since_s + late)


@inlined
def automated_heeds(w, i, now, vehicles):
    """Return whether an automated vehicle has seen what is there, and does not follow a raw acceleration."""
    raw = vehicles[w, i].action_longitudinal == ACT_ACCELERATE and agent_drives(w, i, vehicles)
    return now >= vehicles[w, i].obstacle_since_s + AUTOMATED_S and not raw


@kernel
def brake(w, i, minds, state, settings):
    """Lower the command of vehicle ``i`` so that it follows bodies and, if it ``minds``, halts before all else."""
    vehicles, obstacles = state.vehicles, state.obstacles
    nearest, command, speed = vehicles[w, i].obstacle, vehicles[w, i].accel, vehicles[w, i].speed
    start = vehicles[w, i].obstacle_m - obstacles[w, nearest].s  # where their lane begins, ahead of the front
    k = state.lanes[w, obstacles[w, nearest].lane].obstacle
    while k >= 0:
        distance = start + obstacles[w, k].s
        if distance >= vehicles[w, i].obstacle_m and recognises(w, i, k, distance, vehicles, obstacles, settings):
            if obstacles[w, k].solid == 1:
                command = min(command, follow(w, i, distance, obstacles[w, k].speed, vehicles))
            elif minds:
                command = keep_to_profile(command, speed, distance - CLOSURE_MARGIN_M, 0.0, STOP_BRAKING)
        k = obstacles[w, k].next
    hardest = hardest_braking(w, i, vehicles) * state.weather[w].friction
    vehicles[w, i].accel = max(command, -hardest)


@inlined
def obstacles(w, now, state, settings):
    """Let drivers brake for what they have noticed in the road."""
    if state.clock[w].obstacles > 0:
        heed_all(w, now, state, settings)


@kernel
def heed_all(w, now, state, settings):
    """Do so in a world where something is planned."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].obstacle < 0 or is_wrecked(w, i, now, vehicles):
            continue
        if vehicles[w, i].driver == DRIVER_AUTOMATED:
            heeds = automated_heeds(w, i, now, vehicles)
        else:
            heeds = person_heeds(w, i, now, vehicles, settings)
        if heeds:
            brake(w, i, minds_closures(w, i, vehicles), state, settings)
