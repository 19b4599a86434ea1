"""People on foot come to the crosswalks, wait, step out and walk; drivers see them.

At a signal people start during walk and the first seconds of flashing don't walk (HCM: effective walk = walk + 4 s).
Everywhere else, and against the light for those who do not heed it, they take a gap: no vehicle may arrive
within the critical headway t_c = L / S_p + t_s unless it stops for them.  On the way they look again before each lane.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    COLOUR_GREEN,
    LANE_CONNECTOR,
    ONLY_DRAW,
    STREAM_WALKER,
    WALKER_CROSSING,
    WALKER_DRAW_ASIDE,
    WALKER_DRAW_DIRECTION,
    WALKER_DRAW_HEEDS,
    WALKER_DRAW_SPEED,
    WALKER_STRUCK,
    WALKER_WAITING,
)
from longtail_sim.core.crossing import (
    HALF_BAND_M,
    LEGS,
    RELIED_BRAKING,
    SIGHT_M,
    YIELD_BRAKING,
    at_kerb,
    band_times,
    has_signal,
    passage_is_barred,
    person_ahead,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.params import DT_S

LATE_START_S = 4.0  # of flashing don't walk are used like walk (HCM 7 chapter 19)
LIES_S = 300.0  # assumption: until help has come and the road is free again
SLOWEST = 0.5  # m/s
FASTEST = 2.5
ASIDE_M = 1.0  # people keep within this of the crosswalk's middle


@kernel
def arrive(w, c, p, state, settings, network):
    """Put the next person of crosswalk ``c`` at a kerb, into slot ``p``, and draw who comes after."""
    walkers, crosswalks = state.pedestrians, state.crosswalks
    seed, number = settings[w].seed, crosswalks.shape[1]
    person = crosswalks[w, c].arrived * number + c
    speed = settings[w].pedestrian_speed_mean + settings[w].pedestrian_speed_sd * random.normal(
        seed, STREAM_WALKER, person, WALKER_DRAW_SPEED
    )
    walkers[w, p].person = person
    walkers[w, p].state = WALKER_WAITING
    walkers[w, p].backwards = 1 if random.uniform(seed, STREAM_WALKER, person, WALKER_DRAW_DIRECTION) < 0.5 else 0
    walkers[w, p].heeds = (
        0 if random.uniform(seed, STREAM_WALKER, person, WALKER_DRAW_HEEDS) < settings[w].cross_on_red else 1
    )
    walkers[w, p].aside = ASIDE_M * (2.0 * random.uniform(seed, STREAM_WALKER, person, WALKER_DRAW_ASIDE) - 1.0)
    walkers[w, p].speed = min(max(speed, SLOWEST), FASTEST)
    walkers[w, p].position = network.crosswalks[c].length if walkers[w, p].backwards == 1 else 0.0
    walkers[w, p].headway = network.crosswalks[c].length / walkers[w, p].speed + settings[w].pedestrian_clearance_s
    walkers[w, p].arrived_s = crosswalks[w, c].next_s
    mean = 1.0 / settings[w].pedestrian_rate
    crosswalks[w, c].next_s += random.exponential(mean, seed, STREAM_WALKER, person + number, ONLY_DRAW)
    crosswalks[w, c].arrived += 1
    crosswalks[w, c].present += 1


@kernel
def leave(w, c, p, room, state):
    """Take a person away: the last of the crosswalk takes the slot, so that those present lie together."""
    walkers = state.pedestrians
    last = c * room + state.crosswalks[w, c].present - 1
    if p != last:
        walkers[w, p] = walkers[w, last]
    walkers[w, last].person = -1
    walkers[w, last].state = WALKER_WAITING
    walkers[w, last].backwards = 0
    walkers[w, last].heeds = 0
    walkers[w, last].aside = 0.0
    walkers[w, last].speed = 0.0
    walkers[w, last].walking = 0.0
    walkers[w, last].position = 0.0
    walkers[w, last].headway = 0.0
    walkers[w, last].arrived_s = 0.0
    walkers[w, last].started_s = NEVER
    walkers[w, last].offered_s = NEVER
    walkers[w, last].struck_s = NEVER
    state.crosswalks[w, c].present -= 1


@inlined
def walk_shows(w, j, leg, now, junctions, network):
    """Return whether one may start across ``leg`` by the light: the other axis has had green for not too long."""
    axis = 1 - leg % 2
    since = now - junctions[w, j].colour_since_s[axis]
    return junctions[w, j].colour[axis] == COLOUR_GREEN and since < network.junctions[j].walk_s + LATE_START_S


@kernel
def may_start(w, c, p, now, state, settings, network):
    """Return whether a waiting person steps onto the carriageway."""
    j, leg = c // LEGS, c % LEGS
    signal = has_signal(state.junctions[w, j].control)
    walk = signal and walk_shows(w, j, leg, now, state.junctions, network)
    if signal and not walk and state.pedestrians[w, p].heeds == 1:
        return False
    share = settings[w].yields_to_pedestrians
    if signal:
        share = 1.0 if walk else 0.0  # turning drivers have to yield; nobody yields to those who cross on red
    gap = state.pedestrians[w, p].headway
    for k in range(network.crosswalks[c].crossed_first, network.crosswalks[c].crossed_last):
        r = network.crossed_passage[k]
        if passage_is_barred(w, r, p, gap, share, YIELD_BRAKING, state, settings, network):
            return False
    return True


@kernel
def looks_again(w, c, p, after, state, settings, network):
    """Return whether the way to place ``after`` is free: a lane is entered only if nobody in it is past stopping."""
    before = state.pedestrians[w, p].position
    outside = at_kerb(w, p, c, state, network)
    for k in range(network.crosswalks[c].crossed_first, network.crosswalks[c].crossed_last):
        r = network.crossed_passage[k]
        low, high = network.passages[r].low - HALF_BAND_M, network.passages[r].high + HALF_BAND_M
        if (low < before < high and not outside) or not low < after < high:
            continue
        _, gone = band_times(w, p, low, high, state)
        if passage_is_barred(w, r, p, gone, 1.0, RELIED_BRAKING, state, settings, network):
            return False
    return True


@kernel
def walk(w, c, p, state, settings, network):
    """Move one person who crosses by one step; return whether the other kerb is reached."""
    walkers = state.pedestrians
    way = walkers[w, p].speed * DT_S
    after = walkers[w, p].position + (-way if walkers[w, p].backwards == 1 else way)
    if not looks_again(w, c, p, after, state, settings, network):
        walkers[w, p].walking = 0.0
        return False
    walkers[w, p].walking = walkers[w, p].speed
    walkers[w, p].position = after
    return after <= 0.0 or after >= network.crosswalks[c].length


@kernel
def act(w, c, p, now, state, settings, network):
    """Let one person wait, step out, walk or lie; return whether they are gone."""
    walkers, crosswalks = state.pedestrians, state.crosswalks
    if walkers[w, p].state == WALKER_STRUCK:
        return now >= walkers[w, p].struck_s + LIES_S
    if walkers[w, p].state == WALKER_WAITING:
        if not may_start(w, c, p, now, state, settings, network):
            return False
        walkers[w, p].state = WALKER_CROSSING
        walkers[w, p].started_s = now
        crosswalks[w, c].started += 1
        crosswalks[w, c].wait_s += now - walkers[w, p].arrived_s
    if not walk(w, c, p, state, settings, network):
        return False
    crosswalks[w, c].crossed += 1
    length = network.crosswalks[c].length
    beyond = -walkers[w, p].position if walkers[w, p].backwards == 1 else walkers[w, p].position - length
    crosswalks[w, c].speed_sum += length / (now + DT_S - beyond / walkers[w, p].speed - walkers[w, p].started_s)
    return True


@kernel
def cross(w, c, room, now, state, settings, network):
    """Advance everybody at one crosswalk; who finds no slot waits at the kerb unseen, and that waiting counts."""
    crosswalks = state.crosswalks
    while crosswalks[w, c].next_s <= now and crosswalks[w, c].present < room:
        arrive(w, c, c * room + crosswalks[w, c].present, state, settings, network)
    p = c * room
    while p < c * room + crosswalks[w, c].present:
        if act(w, c, p, now, state, settings, network):
            leave(w, c, p, room, state)
        else:
            p += 1


@kernel
def be_seen(w, room, now, state, settings, network):
    """Let every driver see the people who will be in the own path: they are a hazard."""
    vehicles, order = state.vehicles, state.order
    for place in range(state.clock[w].present):
        i, lane = order[w, place].slot, order[w, place].lane
        vehicles[w, i].person_ahead = NEVER
        inside = network.lanes[lane].kind == LANE_CONNECTOR
        connector = lane if inside else vehicles[w, i].connector
        position = vehicles[w, i].s if inside else vehicles[w, i].s - network.lanes[lane].length
        if connector >= 0 and position > -SIGHT_M:
            ahead = person_ahead(w, i, connector, position, room, now, state, settings, network)
            vehicles[w, i].person_ahead = ahead
            vehicles[w, i].hazard = min(vehicles[w, i].hazard, ahead)


@inlined
def go(w, now, state, settings, network):
    """Advance everybody on foot by one step, and show them to the drivers."""
    if state.crosswalks.shape[1] > 0:
        go_all(w, now, state, settings, network)


@kernel
def go_all(w, now, state, settings, network):
    """Advance the people of a world that has crosswalks."""
    number = state.crosswalks.shape[1]
    room = state.pedestrians.shape[1] // number
    for c in range(number):
        cross(w, c, room, now, state, settings, network)
    be_seen(w, room, now, state, settings, network)
