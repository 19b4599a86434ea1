"""A vehicle's footprint against people on foot: who is struck, how hard, what it costs."""

import math

from longtail_sim.core.codes import WALKER_CROSSING, WALKER_STRUCK
from longtail_sim.core.collision import TOUCH_SPEED, is_wrecked, stand
from longtail_sim.core.crossing import RADIUS_M, at_kerb, place_of
from longtail_sim.core.footprints import body, distance_outside
from longtail_sim.core.jit import kernel

AGE_YEARS = 45.0  # of everybody on foot, in the injury curve (assumption)
KMH = 3.6


@kernel
def walker_injury_probability(speed):
    """Return P(MAIS3+ or death) of somebody on foot struck at ``speed`` m/s (Lubbe et al. 2022, GIDAS).

    logit = -6.190 + 0.078 v[km/h] + 0.038 age
    """
    return 1.0 / (1.0 + math.exp(6.190 - 0.078 * speed * KMH - 0.038 * AGE_YEARS))


@kernel
def count_struck(w, i, now, vehicles, tally):
    """Account for somebody on foot whom vehicle ``i`` strikes.

    Whoever drives into them is at fault, as in nuPlan, whatever the light; not who is pushed into them.
    """
    group, harm = vehicles[w, i].fleet, walker_injury_probability(vehicles[w, i].speed)
    tally[w, group].pedestrian_contacts += 1
    tally[w, group].contacts_at_fault += 0 if is_wrecked(w, i, now, vehicles) else 1
    tally[w, group].harm += harm
    tally[w, group].harm_low += harm


@kernel
def strike(w, i, p, c, now, state, settings):
    """Let a person be struck by vehicle ``i``: they lie there, the vehicle brakes and stands."""
    vehicles, walkers = state.vehicles, state.pedestrians
    count_struck(w, i, now, vehicles, state.tally)
    state.crosswalks[w, c].struck += 1
    walkers[w, p].state = WALKER_STRUCK
    walkers[w, p].struck_s = now
    walkers[w, p].walking = 0.0
    stand(w, i, vehicles[w, i].trip, now, vehicles, settings)


@kernel
def check_passage(w, i, c, room, now, state, settings, network):
    """Test one vehicle against everybody who is on crosswalk ``c``."""
    vehicles = state.vehicles
    if vehicles[w, i].speed < TOUCH_SPEED:
        return
    x, y, heading = body(network, vehicles, w, i)
    for p in range(c * room, c * room + state.crosswalks[w, c].present):
        if state.pedestrians[w, p].state != WALKER_CROSSING or at_kerb(w, p, c, state, network):
            continue  # who has not stepped out stands on the pavement, clear of turning bodies
        px, py = place_of(w, p, c, state, network)
        if distance_outside(px, py, x, y, heading, vehicles[w, i].length, vehicles[w, i].width) < RADIUS_M:
            strike(w, i, p, c, now, state, settings)


@kernel
def check_crosswalk(w, c, room, now, state, settings, network):
    """Test everybody on crosswalk ``c`` against all vehicles that may be on it."""
    vehicles, lanes = state.vehicles, state.lanes
    for k in range(network.crosswalks[c].crossed_first, network.crosswalks[c].crossed_last):
        connector = network.passages[network.crossed_passage[k]].connector
        i = lanes[w, connector].first
        while i >= 0:
            check_passage(w, i, c, room, now, state, settings, network)
            i = vehicles[w, i].behind
        tail = lanes[w, network.lanes[connector].connector_to].last
        if tail >= 0 and vehicles[w, tail].came_from == connector:
            check_passage(w, tail, c, room, now, state, settings, network)


@kernel
def detect_people(w, now, state, settings, network):
    """Find everybody on foot who is struck in this step."""
    number = state.crosswalks.shape[1]
    if number == 0:
        return
    room = state.pedestrians.shape[1] // number
    for c in range(number):
        if state.crosswalks[w, c].present > 0:
            check_crosswalk(w, c, room, now, state, settings, network)
