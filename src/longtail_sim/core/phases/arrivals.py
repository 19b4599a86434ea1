"""People and fleet want to enter; who finds no room waits in the backlog, and that waiting counts."""

from longtail_sim.core import lists, random
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    KIND_BUS,
    KIND_CAR,
    KIND_TRUCK,
    ONLY_DRAW,
    STREAM_ARRIVAL,
    STREAM_FLEET,
    STREAM_KIND,
    STREAM_SURGE,
    TRIGGER_SWITCHED_OFF,
)
from longtail_sim.core.dispatch import TRIPS
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.kinds import length_of
from longtail_sim.core.limits import NEVER
from longtail_sim.core.manners import fill_assisted, fill_automated, fill_driver, fill_kind
from longtail_sim.core.route import choose_turn, dispatched_turn, set_connector

ENTRY_GAP_M = 3.2  # free lane that a vehicle needs to come in, beyond its own length
LOWEST_AUTOMATED_LEVEL = 2  # below it a person drives
ASSISTED_LEVEL = 1
SIREN_SPEED_FACTOR = 1.25  # assumption: an emergency vehicle on a free road / the limit


@kernel
def next_arrival(w, after, rate, units, profile):
    """Return when the next vehicle arrives [s]: ``units`` of expected arrivals after ``after``.

    The rate is ``rate`` [1/s] times the demand profile.  ``units`` is a unit exponential draw, which makes a Poisson
    process; NEVER if the demand ends before.
    """
    now, pieces = after, profile.shape[1]
    for p in range(pieces):
        until = profile[w, p + 1].time_s if p + 1 < pieces else NEVER
        if until <= now:
            continue
        local = rate * profile[w, p].factor
        if local > 0.0 and now + units / local <= until:
            return now + units / local
        units -= local * (until - now)
        now = until
    return NEVER


@kernel
def is_fleet(w, trip, settings):
    """Return whether a trip belongs to the fleet: the same trips in a run and in its twin."""
    if trip == settings[w].ego_trip:
        return True
    return random.uniform(settings[w].seed, STREAM_FLEET, trip, ONLY_DRAW) < settings[w].fleet_share


@inlined
def rate_now(w, e, entries, settings):
    """Return the arrival rate [1/s] of an entry, events considered, before the demand profile."""
    entry = entries[w, e]
    if entry.factor == 1.0 and entry.fleet_factor == 1.0:
        return entry.rate
    share = settings[w].fleet_share
    return entry.rate * entry.factor * (1.0 - share + share * entry.fleet_factor)


@kernel
def is_called(w, e, trip, entries, settings):
    """Return whether a trip belongs to the fleet only because an event calls more of it: (f - 1) s of 1 - s + f s."""
    factor, share = entries[w, e].fleet_factor, settings[w].fleet_share
    if factor <= 1.0 or is_fleet(w, trip, settings):
        return False
    whole = share * factor / (1.0 - share + share * factor)
    return random.uniform(settings[w].seed, STREAM_FLEET, trip, ONLY_DRAW) < whole


@kernel
def draw_anew(w, e, now, state, settings):
    """Draw the next arrival at an entry whose rate has changed: a Poisson process remembers nothing."""
    entry = state.entries[w, e]
    entry.redrawn = entry.changes
    number = entry.changes * state.entries.shape[1] + e
    units = random.exponential(1.0, settings[w].seed, STREAM_SURGE, number, ONLY_DRAW)
    entry.next_s = next_arrival(w, now, rate_now(w, e, state.entries, settings), units, state.profile)


@kernel
def kind_of(w, trip, called, settings):
    """Return the kind of vehicle that makes a trip; the fleet has cars."""
    trucks, buses = settings[w].truck_share, settings[w].bus_share
    if trucks + buses <= 0.0 or called or is_fleet(w, trip, settings):
        return KIND_CAR
    u = random.uniform(settings[w].seed, STREAM_KIND, trip, ONLY_DRAW)
    if u < trucks:
        return KIND_TRUCK
    return KIND_BUS if u < trucks + buses else KIND_CAR


@inlined
def register(w, now, state, settings):
    """Let the next vehicles of every entry arrive (Poisson process, keyed by trip)."""
    entries, tally = state.entries, state.tally
    num_entries = entries.shape[1]
    ring = state.backlog.shape[2]
    for e in range(num_entries):
        if entries[w, e].changes != entries[w, e].redrawn:
            draw_anew(w, e, now, state, settings)
        while entries[w, e].next_s <= now and entries[w, e].arrived - entries[w, e].admitted < ring:
            number = entries[w, e].arrived
            trip = number * num_entries + e
            called = is_called(w, e, trip, entries, settings)
            came_s = entries[w, e].next_s
            state.backlog[w, e, number % ring] = -1.0 - came_s if called else came_s
            entries[w, e].arrived = number + 1
            group = 1 if called or is_fleet(w, trip, settings) else 0
            entries[w, e].backlog_fleet += group
            tally[w, group].arrived += 1
            units = random.exponential(1.0, settings[w].seed, STREAM_ARRIVAL, trip + num_entries, ONLY_DRAW)
            entries[w, e].next_s = next_arrival(w, came_s, rate_now(w, e, entries, settings), units, state.profile)


@kernel
def entry_lane(w, street, turn, vehicles, lanes, network):
    """Return (lane, free length from its beginning): the emptiest of the lanes that allow ``turn``."""
    best, best_room = -1, -1.0
    first = network.streets[street].first_lane
    for lane in range(first, first + network.streets[street].lanes):
        tail = lanes[w, lane].last
        room = network.lanes[lane].length if tail < 0 else vehicles[w, tail].s - vehicles[w, tail].length
        allowed = turn < 0 or network.lanes[lane].connector[turn] >= 0
        if allowed and room > best_room:
            best, best_room = lane, room
    return best, best_room


@kernel
def enter(w, e, lane, room, turn, kind, came_s, called, now, state, settings, network):
    """Give a slot to the vehicle that has waited longest at entry ``e`` and put it at the beginning of ``lane``."""
    vehicles, lanes, entries, clock, tally = state.vehicles, state.lanes, state.entries, state.clock, state.tally
    number = entries[w, e].admitted
    trip = number * entries.shape[1] + e
    clock[w].free_count -= 1
    i = vehicles[w, clock[w].free_count].free_slot
    group = 1 if called or is_fleet(w, trip, settings) else 0
    ours = group == 1 and settings[w].fleet_automated == 1
    automated = ours and settings[w].sae_level >= LOWEST_AUTOMATED_LEVEL
    vehicles[w, i].trip = trip
    vehicles[w, i].fleet = group
    vehicles[w, i].driver = DRIVER_AUTOMATED if automated else DRIVER_PERSON
    if automated:
        fill_automated(w, i, vehicles, settings)
    else:
        fill_driver(w, i, trip, vehicles, settings)
        if ours:
            change(w, i, TRIGGER_SWITCHED_OFF, vehicles)
            if settings[w].sae_level == ASSISTED_LEVEL:
                fill_assisted(w, i, vehicles)
    fill_kind(w, i, kind, vehicles)
    tail = lanes[w, lane].last
    vehicles[w, i].speed = entry_speed(w, i, lane, room, tail, state, network)
    lists.push_last(vehicles, lanes, w, i, lane)
    vehicles[w, i].turn = turn
    set_connector(w, i, vehicles, network)
    entries[w, e].admitted = number + 1
    entries[w, e].backlog_fleet -= group
    vehicles[w, i].arrival_s = came_s
    vehicles[w, i].delay_s = now - came_s
    tally[w, group].entered += 1


@inlined
def is_held_back(w, trip, street, state, settings, network):
    """Return whether a trip of the fleet does not start: the service is paused, or it would start in a closed area."""
    operators = state.operators
    if operators[w].paused == 0 and operators[w].fenced == 0:
        return False
    if settings[w].fleet_automated == 0 or not is_fleet(w, trip, settings):
        return False
    j = network.lanes[network.streets[street].first_lane].junction
    return operators[w].paused == 1 or (j >= 0 and state.junctions[w, j].closed == 1)


@kernel
def cancel(w, e, state):
    """Strike the first trip at entry ``e`` off the list; it counts as unfinished."""
    state.entries[w, e].admitted += 1
    state.entries[w, e].backlog_fleet -= 1
    state.tally[w, 1].cancelled += 1


@kernel
def enter_with_siren(w, e, lane, room, turn, now, state, settings, network):
    """Give a slot to the next emergency vehicle that waits at entry ``e`` and put it at the beginning of ``lane``."""
    vehicles, lanes, entries, clock = state.vehicles, state.lanes, state.entries, state.clock
    clock[w].free_count -= 1
    i = vehicles[w, clock[w].free_count].free_slot
    trip = TRIPS + clock[w].dispatched
    vehicles[w, i].trip = trip
    vehicles[w, i].fleet = 0
    vehicles[w, i].driver = DRIVER_PERSON
    fill_driver(w, i, trip, vehicles, settings)
    fill_kind(w, i, int(entries[w, e].dispatch_kind), vehicles)
    vehicles[w, i].speed_factor = SIREN_SPEED_FACTOR
    vehicles[w, i].siren = 1
    vehicles[w, i].route = entries[w, e].dispatch_route
    vehicles[w, i].speed = entry_speed(w, i, lane, room, lanes[w, lane].last, state, network)
    lists.push_last(vehicles, lanes, w, i, lane)
    vehicles[w, i].turn = turn
    set_connector(w, i, vehicles, network)
    vehicles[w, i].arrival_s = entries[w, e].dispatch_s
    vehicles[w, i].delay_s = now - entries[w, e].dispatch_s
    entries[w, e].dispatch_count -= 1
    clock[w].dispatched += 1


@kernel
def admit_sirens(w, now, state, settings, network):
    """Let emergency vehicles in before everybody else; the backlog of their entry waits."""
    entries, vehicles = state.entries, state.vehicles
    for e in range(entries.shape[1]):
        while entries[w, e].dispatch_count > 0 and state.clock[w].free_count > 0:
            street = network.entry_street[e]
            turn = dispatched_turn(entries[w, e].dispatch_route, 0, street, network)
            lane, room = entry_lane(w, street, turn, vehicles, state.lanes, network)
            if room < length_of(int(entries[w, e].dispatch_kind)) + ENTRY_GAP_M:
                break
            enter_with_siren(w, e, lane, room, turn, now, state, settings, network)


@kernel
def entry_speed(w, i, lane, room, tail, state, network):
    """Return the speed at which a vehicle comes into the map: as fast as the gap to the one before it allows."""
    vehicles = state.vehicles
    desired = min(network.lanes[lane].speed, state.weather[w].speed) * vehicles[w, i].speed_factor
    if tail < 0:
        return desired
    allowed = (room - vehicles[w, i].standstill_gap) / vehicles[w, i].time_headway
    return max(0.0, min(desired, allowed, vehicles[w, tail].speed + 0.1 * room))


@kernel
def admit(w, now, state, settings, network):
    """Register arrivals, then let in who finds room."""
    register(w, now, state, settings)
    entries, vehicles = state.entries, state.vehicles
    if state.clock[w].sirens > 0:
        admit_sirens(w, now, state, settings, network)
    for e in range(entries.shape[1]):
        if entries[w, e].dispatch_count > 0:
            continue
        while entries[w, e].arrived > entries[w, e].admitted and state.clock[w].free_count > 0:
            street = network.entry_street[e]
            trip = entries[w, e].admitted * entries.shape[1] + e
            if is_held_back(w, trip, street, state, settings, network):
                cancel(w, e, state)
                continue
            turn = choose_turn(w, trip, 0, street, entries[w, e].turn_left, entries[w, e].turn_right, settings, network)
            lane, room = entry_lane(w, street, turn, vehicles, state.lanes, network)
            came_s = state.backlog[w, e, entries[w, e].admitted % state.backlog.shape[2]]
            called = came_s < 0.0
            if called:
                came_s = -1.0 - came_s
            kind = kind_of(w, trip, called, settings)
            if room < length_of(kind) + ENTRY_GAP_M:
                break
            enter(w, e, lane, room, turn, kind, came_s, called, now, state, settings, network)
