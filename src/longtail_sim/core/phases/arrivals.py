"""Phase 3: people and fleet want to enter; who finds no room waits in the backlog, and that waiting counts."""

from longtail_sim.core import lists, random
from longtail_sim.core.codes import (
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    STREAM_ARRIVAL,
    STREAM_DRIVER,
    STREAM_FLEET,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.route import choose_turn, set_connector

CAR_LENGTH_M = 4.8
CAR_WIDTH_M = 1.85
ENTRY_ROOM_M = 8.0  # free lane that a vehicle needs to come in
AUTOMATED_TIME_HEADWAY_S = 1.3  # assumption: a little more cautious than people,
AUTOMATED_ACCELERATION = 2.0  # smoother,
AUTOMATED_REACTION_S = 0.3  # and quicker to react


@kernel
def demand_factor(w, now, settings):
    """Return the demand profile's factor at time ``now``."""
    factor = 1.0
    for p in range(settings.profile_time.shape[1]):
        if settings.profile_time[w, p] <= now:
            factor = settings.profile_factor[w, p]
    return factor


@kernel
def is_fleet(w, trip, settings):
    """Return whether a trip belongs to the fleet: the same trips in a run and in its twin."""
    if trip == settings.ego_trip[w]:
        return True
    return random.uniform(settings.seed[w], STREAM_FLEET, trip, 0) < settings.fleet_share[w]


@kernel
def register(w, now, state, settings):
    """Let the next vehicles of every entry arrive (Poisson process, keyed by trip)."""
    entries, tally = state.entries, state.tally
    num_entries = entries.next_s.shape[1]
    ring = entries.backlog_due.shape[2]
    for e in range(num_entries):
        while entries.next_s[w, e] <= now and entries.arrived[w, e] - entries.admitted[w, e] < ring:
            rate = settings.entry_rate[w, e] * demand_factor(w, entries.next_s[w, e], settings)
            if rate <= 0.0:
                entries.next_s[w, e] += 1.0  # no demand in this piece of the profile: look again
                continue
            number = entries.arrived[w, e]
            trip = number * num_entries + e
            entries.backlog_due[w, e, number % ring] = entries.next_s[w, e]
            entries.arrived[w, e] = number + 1
            group = 1 if is_fleet(w, trip, settings) else 0
            entries.backlog_fleet[w, e] += group
            tally.arrived[w, group] += 1
            interval = random.exponential(1.0 / rate, settings.seed[w], STREAM_ARRIVAL, trip + num_entries, 0)
            entries.next_s[w, e] += interval


@kernel
def spread_draw(mean, cv, low, high, seed, trip, number):
    """Return a lognormal trait of a driver, limited to ``low`` and ``high`` times the mean."""
    if cv <= 0.0:
        return mean
    value = random.lognormal(mean, cv, seed, STREAM_DRIVER, trip, number)
    return min(max(value, low * mean), high * mean)


@kernel
def fill_driver(w, i, trip, vehicles, settings):
    """Draw the traits of the person at the wheel of slot ``i`` (ground truths 1.4: spread across drivers)."""
    seed, spread = settings.seed[w], settings.spread[w]
    factor = settings.speed_factor_mean[w] + spread * settings.speed_factor_sd[w] * random.normal(
        seed, STREAM_DRIVER, trip, 0
    )
    vehicles.speed_factor[w, i] = min(max(factor, 0.75), 1.3)
    vehicles.time_headway[w, i] = spread_draw(settings.time_headway_s[w], 0.25 * spread, 0.7, 1.8, seed, trip, 1)
    vehicles.acceleration[w, i] = spread_draw(settings.acceleration[w], 0.2 * spread, 0.6, 1.5, seed, trip, 2)
    vehicles.deceleration[w, i] = spread_draw(settings.deceleration[w], 0.2 * spread, 0.6, 1.5, seed, trip, 3)
    vehicles.standstill_gap[w, i] = spread_draw(settings.standstill_gap_m[w], 0.25 * spread, 0.5, 1.8, seed, trip, 4)
    vehicles.reaction[w, i] = spread_draw(settings.reaction_s[w], 0.3 * spread, 0.5, 2.0, seed, trip, 5)
    keeps = random.uniform(seed, STREAM_DRIVER, trip, 6) < settings.keep_clear[w]
    vehicles.keeps_clear[w, i] = 1 if keeps else 0


@kernel
def fill_automated(w, i, vehicles, settings):
    """Give slot ``i`` the manners of the automated vehicle: all alike."""
    vehicles.speed_factor[w, i] = 1.0
    vehicles.time_headway[w, i] = AUTOMATED_TIME_HEADWAY_S
    vehicles.acceleration[w, i] = AUTOMATED_ACCELERATION
    vehicles.deceleration[w, i] = settings.deceleration[w]
    vehicles.standstill_gap[w, i] = settings.standstill_gap_m[w]
    vehicles.reaction[w, i] = AUTOMATED_REACTION_S
    vehicles.keeps_clear[w, i] = 1


@kernel
def entry_lane(w, street, turn, vehicles, lanes, network):
    """Return (lane, free length from its beginning): the emptiest lane, those that allow ``turn`` first."""
    best, best_room = -1, -1.0
    first = network.street_first_lane[street]
    for lane in range(first, first + network.street_lanes[street]):
        tail = lanes.last[w, lane]
        room = network.lane_length[lane] if tail < 0 else vehicles.s[w, tail] - vehicles.length[w, tail]
        allowed = turn < 0 or network.lane_connector[lane, turn] >= 0
        if allowed and room > best_room:
            best, best_room = lane, room
    return best, best_room


@kernel
def enter(w, e, lane, room, turn, now, state, settings, network):
    """Give a slot to the vehicle that has waited longest at entry ``e`` and put it at the beginning of ``lane``."""
    vehicles, lanes, entries, clock, tally = state.vehicles, state.lanes, state.entries, state.clock, state.tally
    number = entries.admitted[w, e]
    trip = number * entries.next_s.shape[1] + e
    clock.free_count[w] -= 1
    i = clock.free_slot[w, clock.free_count[w]]
    group = 1 if is_fleet(w, trip, settings) else 0
    automated = group == 1 and settings.fleet_automated[w] == 1
    vehicles.trip[w, i] = trip
    vehicles.fleet[w, i] = group
    vehicles.driver[w, i] = DRIVER_AUTOMATED if automated else DRIVER_PERSON
    vehicles.length[w, i] = CAR_LENGTH_M
    vehicles.width[w, i] = CAR_WIDTH_M
    if automated:
        fill_automated(w, i, vehicles, settings)
    else:
        fill_driver(w, i, trip, vehicles, settings)
    tail = lanes.last[w, lane]
    vehicles.speed[w, i] = entry_speed(w, i, lane, room, tail, vehicles, network)
    lists.push_last(vehicles, lanes, w, i, lane)
    vehicles.turn[w, i] = turn
    set_connector(w, i, vehicles, network)
    entries.admitted[w, e] = number + 1
    entries.backlog_fleet[w, e] -= group
    vehicles.arrival_s[w, i] = entries.backlog_due[w, e, number % entries.backlog_due.shape[2]]
    vehicles.entered_s[w, i] = now
    vehicles.delay_s[w, i] = now - vehicles.arrival_s[w, i]
    tally.entered[w, group] += 1


@kernel
def entry_speed(w, i, lane, room, tail, vehicles, network):
    """Return the speed at which a vehicle comes into the map: as fast as the gap to the one before it allows."""
    desired = network.lane_speed[lane] * vehicles.speed_factor[w, i]
    if tail < 0:
        return desired
    allowed = (room - vehicles.standstill_gap[w, i]) / vehicles.time_headway[w, i]
    return max(0.0, min(desired, allowed, vehicles.speed[w, tail] + 0.1 * room))


@kernel
def admit(w, now, state, settings, network):
    """Register arrivals, then let in who finds room."""
    register(w, now, state, settings)
    entries, vehicles = state.entries, state.vehicles
    for e in range(entries.next_s.shape[1]):
        while entries.arrived[w, e] > entries.admitted[w, e] and state.clock.free_count[w] > 0:
            street = network.entry_street[e]
            trip = entries.admitted[w, e] * entries.next_s.shape[1] + e
            turn = choose_turn(w, trip, 0, street, settings, network)
            lane, room = entry_lane(w, street, turn, vehicles, state.lanes, network)
            if room < ENTRY_ROOM_M:
                break
            enter(w, e, lane, room, turn, now, state, settings, network)
