"""People drive.  Car following, stop lines, slower turns, what stands across the path, and lapses."""

from longtail_sim.core import aside, random
from longtail_sim.core.codes import ASIDE_KERB, ASIDE_NO, DRIVER_PERSON, STATE_PERSON_DRIVING, STREAM_LAPSE
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.kinds import desired_speed
from longtail_sim.core.longitudinal import limit_command, path_acceleration, road_acceleration, start_reaction
from longtail_sim.core.narrow import before_narrow, narrow_limit
from longtail_sim.core.pickup import stop_for_passenger
from longtail_sim.core.reaction import perceived_leader, remember
from longtail_sim.core.watching import STAY_BRAKING, can_stay_back

LAPSE_MEAN_S = 1.5  # assumption: a glance away
LAPSE_CV = 0.5
ASSISTED_LEVEL = 1  # SAE level whose automation follows the leader


@inlined
def attend(w, i, now, step, vehicles, settings):
    """Return False while the driver's attention is elsewhere; lapses begin at the stated rate per hour."""
    if now < vehicles[w, i].lapse_until_s:
        return False
    trip = vehicles[w, i].trip
    if settings[w].error_lapse_per_h > 0.0 and (step + trip) % 10 == 0:
        u = random.uniform(settings[w].seed, STREAM_LAPSE, trip, step)
        if u < settings[w].error_lapse_per_h / 3600.0:  # one look a second
            duration = random.lognormal(LAPSE_MEAN_S, LAPSE_CV, settings[w].seed, STREAM_LAPSE, trip, step)
            vehicles[w, i].lapse_until_s = now + duration
            return False
    return True


@inlined
def stay_aside(w, i, command, now, state):
    """Brake and stand at the kerb for a siren; who stood there for another reason, and is a person now, drives on."""
    if now < state.vehicles[w, i].aside_until_s:
        return min(command, -aside.BRAKING)
    aside.set_aside(w, i, ASIDE_NO, state)
    return command


@kernel
def stay_back(w, i, lane, command, state, network):
    """Brake and stand just behind the line of a red light that the automation has passed, until it changes."""
    if not can_stay_back(w, i, lane, state, network):
        state.vehicles[w, i].stays_back = 0
        return command
    return min(command, -STAY_BRAKING)


@kernel
def keep_distance(w, i, lane, vehicles, network):
    """Return what level 1 does while its driver looks elsewhere: it follows, and sees neither line nor light."""
    limit = desired_speed(w, i, lane, vehicles, network)
    return road_acceleration(w, i, limit, vehicles[w, i].gap, vehicles[w, i].leader_speed, vehicles)


@kernel
def drive(w, now, step, state, settings, network):
    """Set the acceleration command of every person who drives."""
    vehicles, order = state.vehicles, state.order
    automated, beside, narrows = 0, state.clock[w].aside > 0, state.clock[w].narrows > 0
    weather, pickups = state.weather[w], state.clock[w].pickups > 0
    for place in range(state.clock[w].present):
        i, lane = order[w, place].slot, order[w, place].lane
        if vehicles[w, i].driver != DRIVER_PERSON:
            automated += 1
            continue
        remember(w, i, step, vehicles, state.memory)
        if attend(w, i, now, step, vehicles, settings):
            limit = min(desired_speed(w, i, lane, vehicles, network), weather.speed * vehicles[w, i].speed_factor)
            if narrows or beside:
                limit = narrow_limit(w, i, limit, vehicles)
            gap, leader_speed = perceived_leader(w, i, step, vehicles, state.memory)
            command = path_acceleration(w, i, lane, limit, gap, leader_speed, True, now, vehicles, network)
            if narrows:
                command = before_narrow(w, i, command, vehicles)
            if beside and vehicles[w, i].aside == ASIDE_KERB:
                command = stay_aside(w, i, command, now, state)
            if pickups:
                command = stop_for_passenger(w, i, lane, command, now, state, settings, network)
            if vehicles[w, i].stays_back == 1:
                command = stay_back(w, i, lane, command, state, network)
            command = start_reaction(w, i, command, now, vehicles)
        else:
            command = min(vehicles[w, i].accel, 0.0)  # feet stay where they were
            if settings[w].sae_level == ASSISTED_LEVEL and vehicles[w, i].state == STATE_PERSON_DRIVING:
                command = min(command, keep_distance(w, i, lane, vehicles, network))
        vehicles[w, i].accel = limit_command(w, i, command, weather.friction, now, vehicles)
    state.clock[w].automated = automated
