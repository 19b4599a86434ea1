"""Rare events begin and end.  The effect table of the world was written when the world was built."""

from longtail_sim.core.codes import (
    CONTROL_DARK,
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_BLIND_NORTH,
    EFFECT_BLIND_WEST,
    EFFECT_DEMAND,
    EFFECT_DISPATCH,
    EFFECT_EMERGENCY_CALL,
    EFFECT_FLEET_DEMAND,
    EFFECT_FLEET_INSTRUCTION,
    EFFECT_FLEET_STALL,
    EFFECT_FRICTION,
    EFFECT_GEOFENCE,
    EFFECT_GEOFENCE_DUE,
    EFFECT_HEALTH,
    EFFECT_LINE_OFFSET,
    EFFECT_LINK_LATENCY,
    EFFECT_LINK_LOSS,
    EFFECT_NARROW_FROM,
    EFFECT_NARROW_OPPOSITE,
    EFFECT_NARROW_SHIFT,
    EFFECT_NARROW_TO,
    EFFECT_OBSTACLES_FALSE,
    EFFECT_OBSTACLES_MISSED,
    EFFECT_OFFICER,
    EFFECT_OFFICER_AT_WORST,
    EFFECT_OFFICER_RECOGNISED,
    EFFECT_PICKUP,
    EFFECT_RED_RUNNING,
    EFFECT_SENSOR_LATENCY,
    EFFECT_SENSOR_SHARE,
    EFFECT_SERVICE_FACTOR,
    EFFECT_SERVICE_PAUSE,
    EFFECT_SIGNAL_MISREAD,
    EFFECT_VISIBILITY,
    STALL_CV,
    STALL_MEAN,
    STALL_RETRIEVED,
    STALL_WITHIN,
)
from longtail_sim.core.dispatch import unpack
from longtail_sim.core.driving import sight_speed
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.params import DT_S


@kernel
def worst_junction(w, junctions):
    """Return the dark junction without an officer that has most waiting vehicles, or -1 if there is no dark one."""
    worst = -1
    for j in range(junctions.shape[1]):
        if junctions[w, j].control != CONTROL_DARK or junctions[w, j].officer == 1:
            continue
        if worst < 0 or junctions[w, j].waiting > junctions[w, worst].waiting:
            worst = j
    return worst


@kernel
def dispatch(w, e, value, now, state):
    """Let emergency vehicles want to enter; where some still wait, the newcomers go the way of those."""
    kind, count, route = unpack(value)
    entry = state.entries[w, e]
    if entry.dispatch_count == 0:
        entry.dispatch_kind = kind
        entry.dispatch_route = route
        entry.dispatch_s = now
    entry.dispatch_count += count
    state.clock[w].sirens += count


@kernel
def narrow(w, kind, lane, value, state):
    """Make a street narrow, or wide again."""
    here = state.lanes[w, lane]
    if kind == EFFECT_NARROW_FROM:
        here.narrow_from = value
    elif kind == EFFECT_NARROW_TO:
        here.narrow_to = value
    elif kind == EFFECT_NARROW_SHIFT:
        here.narrow_shift = value
    elif kind == EFFECT_NARROW_OPPOSITE:
        here.narrow_opposite = int(value)
        state.clock[w].narrows += 1 if value >= 0.0 else -1


@kernel
def tell_fleet(w, kind, j, value, junctions, operators):
    """Apply an effect on the whole fleet: what it is told, where it must not be, whether its trips begin."""
    if kind == EFFECT_FLEET_INSTRUCTION:
        junctions[w, j].instructed = int(value)
        operators[w].instructions = 1
    elif kind == EFFECT_GEOFENCE:
        junctions[w, j].closed = int(value)
        operators[w].fenced = 1
    elif kind == EFFECT_GEOFENCE_DUE:
        junctions[w, j].closed_due = int(value)
        operators[w].fenced = 1
    elif kind == EFFECT_EMERGENCY_CALL:
        operators[w].calls += 1
    else:
        operators[w].paused = int(value)


@kernel
def stall_fleet(w, which, value, now, operators):
    """Take in one number of a stall of the fleet (STALL_*); with the last of them it begins."""
    if which == STALL_MEAN:
        operators[w].stall_mean_s = value
    elif which == STALL_CV:
        operators[w].stall_cv = value
    elif which == STALL_RETRIEVED:
        operators[w].stall_retrieved = value
    elif which == STALL_WITHIN:
        operators[w].stall_within_s = value
    else:
        operators[w].stall_share = value
        operators[w].stall_from_s = now
        operators[w].stall_until_s = now + operators[w].stall_within_s + DT_S
        operators[w].stall_count += 1


@kernel
def change_weather(w, kind, value, weather):
    """Set visibility or grip, and the speed that suits both."""
    if kind == EFFECT_VISIBILITY:
        weather[w].visibility_m = value
    else:
        weather[w].friction = value
    seen = weather[w].visibility_m
    weather[w].speed = sight_speed(seen, weather[w].friction) if seen < NEVER else NEVER


@kernel
def change_demand(w, e, kind, value, entries):
    """Set how often vehicles arrive at an entry; the next one is drawn anew."""
    if kind == EFFECT_DEMAND:
        entries[w, e].factor = value
    else:
        entries[w, e].fleet_factor = value
    entries[w, e].changes += 1


@kernel
def disturb_sensors(w, kind, j, value, junctions):
    """Change what the sensors of automated vehicles make of junction ``j``."""
    if kind <= EFFECT_BLIND_WEST:
        junctions[w, j].blind[kind - EFFECT_BLIND_NORTH] = value
    elif kind == EFFECT_SENSOR_SHARE:
        junctions[w, j].sensor_share = value
    elif kind == EFFECT_SENSOR_LATENCY:
        junctions[w, j].sensor_latency_s = value
    elif kind == EFFECT_SIGNAL_MISREAD:
        junctions[w, j].signal_misread = value
    elif kind == EFFECT_OBSTACLES_MISSED:
        junctions[w, j].obstacles_missed = value
    elif kind == EFFECT_OBSTACLES_FALSE:
        junctions[w, j].obstacles_false = value
    elif kind == EFFECT_LINE_OFFSET:
        junctions[w, j].line_offset_m = value


@inlined
def fire(w, now, state):
    """Apply every effect whose time has come."""
    e = state.clock[w].effect_next
    if e < state.effects.shape[1] and state.effects[w, e].time_s <= now:
        apply(w, now, state)


@kernel
def apply(w, now, state):
    """Apply the effects that are due, in their order."""
    clock, effects, junctions, operators = state.clock, state.effects, state.junctions, state.operators
    e = clock[w].effect_next
    while e < effects.shape[1] and effects[w, e].time_s <= now:
        kind, j, value = effects[w, e].kind, effects[w, e].index, effects[w, e].value
        if kind == EFFECT_HEALTH:
            junctions[w, j].health = int(value)
        elif kind == EFFECT_OFFICER:
            junctions[w, j].officer = int(value)
        elif kind == EFFECT_OFFICER_AT_WORST:
            worst = worst_junction(w, junctions)
            if worst >= 0:
                junctions[w, worst].officer = 1
                junctions[w, worst].officer_recognised = value
        elif kind == EFFECT_LINK_LOSS:
            junctions[w, j].link_loss = value
        elif kind == EFFECT_LINK_LATENCY:
            junctions[w, j].link_latency_s = value
        elif kind == EFFECT_ASSIST_BACKGROUND:
            operators[w].background_per_s = value
            operators[w].background_next_s = NEVER  # to be drawn at the new rate
        elif kind == EFFECT_SERVICE_FACTOR:
            operators[w].service_factor = value
        elif kind == EFFECT_DISPATCH:
            dispatch(w, j, value, now, state)
        elif EFFECT_NARROW_FROM <= kind <= EFFECT_NARROW_OPPOSITE:
            narrow(w, kind, j, value, state)
        elif EFFECT_FLEET_INSTRUCTION <= kind <= EFFECT_SERVICE_PAUSE:
            tell_fleet(w, kind, j, value, junctions, operators)
        elif kind == EFFECT_OFFICER_RECOGNISED:
            junctions[w, j].officer_recognised = value
        elif kind == EFFECT_RED_RUNNING:
            junctions[w, j].red_running = value
        elif kind == EFFECT_FLEET_STALL:
            stall_fleet(w, j, value, now, operators)
        elif kind == EFFECT_VISIBILITY or kind == EFFECT_FRICTION:
            change_weather(w, kind, value, state.weather)
        elif kind == EFFECT_DEMAND or kind == EFFECT_FLEET_DEMAND:
            change_demand(w, j, kind, value, state.entries)
        elif EFFECT_BLIND_NORTH <= kind <= EFFECT_LINE_OFFSET:
            disturb_sensors(w, kind, j, value, junctions)
        elif kind == EFFECT_PICKUP:
            state.lanes[w, j].pickup_s = value
            clock[w].pickups += 1
        e += 1
    clock[w].effect_next = e
