"""What automated vehicles take for true: late, uncertain, hidden or wrong.  The truth stays where it is.

Where everything is perceived as it is (``clock.sensing`` 0) nothing is done here and beliefs are not read.  Draws are
keyed by trip, junction and look, so that a mistake lasts a look and nobody's luck depends on who else is there.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    COLOUR_NONE,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    DRIVER_AUTOMATED,
    KIND_CAR,
    LANE_CONNECTOR,
    MISTAKE_MISREAD,
    MISTAKE_MISSED,
    MISTAKE_PHANTOM,
    MISTAKE_PLACE,
    MISTAKE_SIGNAL,
    MISTAKE_UNSEEN,
    ONLY_DRAW,
    STREAM_PLACE,
    UNKNOWN_CONTROL,
)
from longtail_sim.core.failed_light import heeds_officer
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import MEMORY, NEVER
from longtail_sim.core.misled import ABOUT_SIGNAL, thinks_before_line
from longtail_sim.core.params import DT_S
from longtail_sim.core.right_of_way import axis_of
from longtail_sim.core.sensors import (
    confidence_of,
    happens,
    is_affected,
    is_hidden,
    look_number,
    misread_as,
    misreads,
    noisy,
    phantom_gap,
)
from longtail_sim.core.signal_heads import control_in_force

DECIDED_FROM_M = 70.0  # agents decide about a junction from here on: farther away no mistake matters
STANDING = 0.05  # m/s
SHORTEST_STOP_M = -1.9  # who stops shorter of the line than this would not count as standing at it
LATE = 1e-9  # s, beyond rounding


@inlined
def begin(w, i, trip, beliefs):
    """Forget what another vehicle believed that had this slot."""
    belief = beliefs[w, i]
    belief.trip = trip
    belief.junction = -1
    belief.control = UNKNOWN_CONTROL
    belief.colour = COLOUR_NONE
    belief.read_s = -NEVER
    belief.mistakes = 0
    belief.seen_leader = -1


@inlined
def failure_at(w, j, trip, junctions, settings):
    """Return whether a failure of the sensors at junction ``j`` strikes this vehicle."""
    return j >= 0 and is_affected(junctions[w, j].sensor_share, settings[w].seed, trip)


@inlined
def place(w, i, j, failed, beliefs, junctions, settings):
    """Set how much farther ahead the vehicle takes the stop line to be than it is."""
    trip, sd, offset = beliefs[w, i].trip, settings[w].line_offset_sd_m, 0.0
    if sd > 0.0:
        offset = sd * random.normal(settings[w].seed, STREAM_PLACE, trip, ONLY_DRAW)
    if failed:
        offset += junctions[w, j].line_offset_m
    beliefs[w, i].line_offset = max(SHORTEST_STOP_M, offset)


@inlined
def remember(w, i, step, vehicles, beliefs, memory):
    """Store gap and speed of the present leader; a new one is seen as it is now."""
    if beliefs[w, i].seen_leader != vehicles[w, i].leader:
        beliefs[w, i].seen_leader = vehicles[w, i].leader
        beliefs[w, i].seen_since = step
    memory[w, step % MEMORY, i].gap = vehicles[w, i].gap
    memory[w, step % MEMORY, i].speed = vehicles[w, i].leader_speed


@inlined
def delayed(w, i, step, latency_s, vehicles, beliefs, memory):
    """Return (gap [m], speed [m/s]) of the leader as seen ``latency_s`` ago, the gap carried on at the speeds known."""
    remember(w, i, step, vehicles, beliefs, memory)
    delay = min(int(latency_s / DT_S + 0.5), MEMORY - 1)
    if delay == 0 or vehicles[w, i].leader < 0:
        return vehicles[w, i].gap, vehicles[w, i].leader_speed
    then = max(step - delay, beliefs[w, i].seen_since) % MEMORY
    speed = float(memory[w, then, i].speed)
    return float(memory[w, then, i].gap) + (speed - vehicles[w, i].speed) * delay * DT_S, speed


@kernel
def see_ahead(w, i, j, failed, now, step, state, settings):
    """Set what is believed to be ahead on the path; return the mistakes in it."""
    vehicles, beliefs, junctions = state.vehicles, state.beliefs, state.junctions
    trip, seed, look_s = beliefs[w, i].trip, settings[w].seed, settings[w].look_s
    latency_s, missed, false = settings[w].obstacle_latency_s, settings[w].obstacles_missed, settings[w].obstacles_false
    if failed:
        latency_s = max(latency_s, junctions[w, j].sensor_latency_s)
        missed += junctions[w, j].obstacles_missed
        false += junctions[w, j].obstacles_false
    gap, speed = delayed(w, i, step, latency_s, vehicles, beliefs, state.memory)
    number, mistakes = int(now / look_s), 0
    if gap < NEVER and settings[w].obstacle_noise > 0.0:
        gap = noisy(gap, settings[w].obstacle_noise, now, seed, trip)
    if gap > min(settings[w].obstacle_range_m, state.weather[w].visibility_m):
        gap, speed = NEVER, 0.0
    elif happens(missed, number, 0, look_s, seed, trip):
        gap, speed, mistakes = NEVER, 0.0, MISTAKE_MISSED
    if happens(false, number, 1, look_s, seed, trip):
        ghost = phantom_gap(number, now - number * look_s, vehicles[w, i].speed, seed, trip)
        if ghost < gap:
            gap, speed, mistakes = ghost, 0.0, mistakes | MISTAKE_PHANTOM
    beliefs[w, i].gap, beliefs[w, i].leader_speed = gap, speed
    return mistakes


@inlined
def in_sight(w, i, j, leg, to_line, state, settings):
    """Return whether the vehicle's camera sees what controls junction ``j``, whose line is ``to_line`` away."""
    vehicles = state.vehicles
    if to_line > min(settings[w].signal_range_m, state.weather[w].visibility_m):
        return False
    if is_affected(state.junctions[w, j].blind[leg], settings[w].seed, vehicles[w, i].trip):
        return False
    m = vehicles[w, i].leader
    tall = settings[w].tall_hide == 1 and m >= 0 and vehicles[w, m].kind != KIND_CAR
    return not (tall and is_hidden(vehicles[w, i].gap, to_line))


@inlined
def as_it_was(w, j, axis, latency_s, now, junctions):
    """Return (CONTROL_*, COLOUR_*) that junction ``j`` showed ``latency_s`` ago; nothing changes twice in that time."""
    row = junctions[w, j]
    control = row.control if now - row.control_since_s > latency_s - LATE else row.control_before
    colour = row.colour[axis] if now - row.colour_since_s[axis] > latency_s - LATE else row.colour_before[axis]
    return control, colour


@inlined
def take_for(w, i, j, control, colour, now, beliefs):
    """Believe that junction ``j`` shows this; count from now on if that is new."""
    belief = beliefs[w, i]
    if belief.junction != j or belief.control != control or belief.colour != colour:
        belief.junction, belief.control, belief.colour = j, control, colour
        belief.since_s = now


@inlined
def lose_sight(w, i, j, now, beliefs):
    """Believe nothing of what controls junction ``j``; return that mistake."""
    if beliefs[w, i].junction != j:
        beliefs[w, i].read_s = -NEVER
    take_for(w, i, j, UNKNOWN_CONTROL, COLOUR_NONE, now, beliefs)
    beliefs[w, i].confidence = 0.0
    return MISTAKE_UNSEEN


@inlined
def take_lights(w, i, j, leg, now, beliefs, junctions, network):
    """Believe the lights behind an officer who is not recognised; that is no mistake of the sensors."""
    control = control_in_force(network.junctions[j].control, junctions[w, j].health, 0)
    take_for(w, i, j, control, junctions[w, j].light[axis_of(leg)], now, beliefs)
    beliefs[w, i].read_s, beliefs[w, i].confidence = now, 1.0
    return 0


@kernel
def see_signal(w, i, j, leg, to_line, failed, now, state, settings, network):
    """Set what is believed of the signal, or the officer, at junction ``j``; return the mistake in it.

    Signs stand in the map, and are always known.
    """
    beliefs, junctions, seed = state.beliefs, state.junctions, settings[w].seed
    truth, shown = junctions[w, j].control, junctions[w, j].colour[axis_of(leg)]
    if truth == CONTROL_OFFICER and not heeds_officer(w, i, j, state, settings):
        return take_lights(w, i, j, leg, now, beliefs, junctions, network)
    if not (truth == CONTROL_SIGNAL or truth == CONTROL_DARK or truth == CONTROL_OFFICER):
        take_for(w, i, j, truth, COLOUR_NONE, now, beliefs)
        beliefs[w, i].read_s, beliefs[w, i].confidence = now, 1.0
        return 0
    if not in_sight(w, i, j, leg, to_line, state, settings):
        return lose_sight(w, i, j, now, beliefs)
    latency_s, probability = settings[w].signal_latency_s, settings[w].signal_misread
    if failed:
        latency_s = max(latency_s, junctions[w, j].sensor_latency_s)
        probability = max(probability, junctions[w, j].signal_misread)
    control, colour = as_it_was(w, j, axis_of(leg), latency_s, now, junctions)
    look, trip = look_number(j, now, settings[w].look_s), beliefs[w, i].trip
    wrong = control != CONTROL_OFFICER and misreads(probability, look, seed, trip)
    nearness = max(0.0, 1.0 - to_line / settings[w].signal_range_m)
    doubt, noticed = settings[w].signal_doubt, settings[w].misread_noticed
    beliefs[w, i].confidence = confidence_of(wrong, noticed, doubt, nearness, look, seed, trip)
    beliefs[w, i].read_s = now - latency_s
    if wrong:
        control, colour = misread_as(control, colour, look, seed, trip)
    take_for(w, i, j, control, colour, now, beliefs)
    if control == truth and colour == shown:
        return 0
    return MISTAKE_SIGNAL | MISTAKE_MISREAD if wrong else MISTAKE_SIGNAL


@inlined
def see_crossing(w, i, to_line, vehicles, beliefs, settings):
    """Set whether the path is believed to be clear: where it cannot be seen, only if a light says so."""
    known = to_line <= settings[w].crossing_from_m
    light = beliefs[w, i].control == CONTROL_SIGNAL or beliefs[w, i].control == CONTROL_OFFICER
    beliefs[w, i].path_known = 1 if known else 0
    beliefs[w, i].path_clear = vehicles[w, i].path_clear if known else (1 if light else 0)


@inlined
def count(w, i, mistakes, state):
    """Count mistakes that begin."""
    begun, group = mistakes & ~state.beliefs[w, i].mistakes, state.vehicles[w, i].fleet
    state.beliefs[w, i].mistakes = mistakes
    if begun == 0:
        return
    state.tally[w, group].misread_signals += 1 if begun & MISTAKE_MISREAD != 0 else 0
    state.tally[w, group].unseen_signals += 1 if begun & MISTAKE_UNSEEN != 0 else 0
    state.tally[w, group].missed_obstacles += 1 if begun & MISTAKE_MISSED != 0 else 0
    state.tally[w, group].false_obstacles += 1 if begun & MISTAKE_PHANTOM != 0 else 0
    state.tally[w, group].stop_lines_overrun += 1 if begun & MISTAKE_PLACE != 0 else 0


@kernel
def perceive(w, i, lane, now, step, state, settings, network):
    """Set what one vehicle believes; return whether it is misled about a signal."""
    vehicles, beliefs = state.vehicles, state.beliefs
    if beliefs[w, i].trip != vehicles[w, i].trip:
        begin(w, i, vehicles[w, i].trip, beliefs)
    j = network.lanes[lane].junction
    failed = failure_at(w, j, vehicles[w, i].trip, state.junctions, settings)
    place(w, i, j, failed, beliefs, state.junctions, settings)
    mistakes = see_ahead(w, i, j, failed, now, step, state, settings)
    inside = network.lanes[lane].kind == LANE_CONNECTOR
    to_line = 0.0 if inside else network.lanes[lane].length - vehicles[w, i].s
    if j >= 0 and not (inside and vehicles[w, i].s >= beliefs[w, i].line_offset):
        about_signal = see_signal(w, i, j, network.lanes[lane].leg, to_line, failed, now, state, settings, network)
        mistakes |= about_signal if to_line < DECIDED_FROM_M else 0
        see_crossing(w, i, to_line, vehicles, beliefs, settings)
    if vehicles[w, i].speed < STANDING and thinks_before_line(w, i, lane, state, network):
        mistakes |= MISTAKE_PLACE
    count(w, i, mistakes, state)
    return mistakes & ABOUT_SIGNAL != 0


@inlined
def believe(w, now, step, state, settings, network):
    """Set what every automated vehicle takes for true, in a world where that may be wrong."""
    if state.clock[w].sensing == 1:
        believe_all(w, now, step, state, settings, network)


@kernel
def believe_all(w, now, step, state, settings, network):
    """Let every automated vehicle perceive."""
    vehicles, order, misled = state.vehicles, state.order, 0
    for n in range(state.clock[w].present):
        i, lane = order[w, n].slot, order[w, n].lane
        if vehicles[w, i].driver == DRIVER_AUTOMATED and perceive(w, i, lane, now, step, state, settings, network):
            misled += 1
    state.clock[w].misled = misled
