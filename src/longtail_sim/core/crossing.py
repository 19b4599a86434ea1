"""People on foot and vehicles on one crosswalk: who reckons with whom.

A *passage* is where a connector passes over a crosswalk.  To a walker it is a *band*, the width that a vehicle on that
connector takes of the crosswalk; to a driver it is a stretch of the own path.  Both judge by what can be seen:
positions, speeds, and whether somebody can still stop.
"""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    COLOUR_GREEN,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    DRIVER_AUTOMATED,
    ENTRY_HOLD,
    STREAM_YIELD,
    WALKER_STRUCK,
    WALKER_WAITING,
)
from longtail_sim.core.driving import braking_needed, travel_time
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER

LEGS = 4
RADIUS_M = 0.3  # of a person
HALF_BAND_M = 1.6  # half a broad vehicle, a person, and a hand's breadth
IN_FRONT_M = 1.3  # half a car and a person: who is nearer to the centre line than this is in front of the bumper
SIGHT_M = 50.0  # drivers look out for people on a crosswalk from this far
STOP_BEFORE_M = 1.0  # a vehicle that yields stands this far before the crosswalk
AT_EDGE_M = 0.5  # a front nearer than this to the crosswalk is as good as on it
YIELD_BRAKING = 3.0  # m/s^2, more than this nobody brakes for the sake of courtesy
RELIED_BRAKING = 5.0  # m/s^2, what a walker in the road relies on
YIELD_REACTION_S = 0.5
COURTESY_S = 5.0  # for somebody who has not gone for so long although a vehicle stood for them, nobody stops any more
DECIDED_M = 60.0  # whether a vehicle holds at the line is known from here on
STANDING = 0.3  # m/s
STEADY = 0.7  # of the limit: who is slower is taken to accelerate
BEFORE_MARGIN_S = 1.0  # a driver passes before a walker with this much to spare,
BEHIND_MARGIN_S = 0.5  # ... and may reach the crosswalk this long before the walker has left the own path


@inlined
def has_signal(control):
    """Return whether lights or an officer tell people on foot when to walk."""
    return control == CONTROL_SIGNAL or control == CONTROL_OFFICER


@kernel
def band_times(w, p, low, high, state):
    """Return (s until walker ``p`` enters the band from ``low`` to ``high``, s until the walker has left it)."""
    walker = state.pedestrians[w, p]
    place = walker.position
    to_near = place - high if walker.backwards == 1 else low - place
    to_far = place - low if walker.backwards == 1 else high - place
    return max(to_near, 0.0) / walker.speed, max(to_far, 0.0) / walker.speed


@inlined
def at_kerb(w, p, c, state, network):
    """Return whether somebody has not yet set foot on the carriageway."""
    return state.pedestrians[w, p].position <= 0.0 or state.pedestrians[w, p].position >= network.crosswalks[c].length


@inlined
def judged_arrival(w, i, distance, limit, vehicles):
    """Return when a vehicle will be ``distance`` m further [s], as people judge it: by its speed, if it is steady."""
    speed = vehicles[w, i].speed
    if speed >= STEADY * limit:
        return distance / speed
    return travel_time(distance, speed, vehicles[w, i].acceleration, limit)


@inlined
def can_yield(w, i, distance, braking, vehicles):
    """Return whether vehicle ``i`` can stop before a crosswalk ``distance`` m ahead with no more than ``braking``."""
    speed = vehicles[w, i].speed
    if speed < STANDING:
        return True
    room = distance - STOP_BEFORE_M - YIELD_REACTION_S * speed
    return room > 0.0 and braking_needed(speed, room) <= braking


@kernel
def yields_to(w, i, person, distance, share, braking, state, settings):
    """Return whether vehicle ``i`` stops for a person at a crosswalk ``distance`` m ahead.

    It must be able to; ``share`` of the people who drive then do, drawn for each driver and person, and who stops for
    one stops for all.  Nobody relies on an automated vehicle before it stands, unless its stopping is the law
    (``share`` 1).
    """
    vehicles = state.vehicles
    if share <= 0.0 or not can_yield(w, i, distance, braking, vehicles):
        return False
    if share >= 1.0:
        return True
    if vehicles[w, i].driver == DRIVER_AUTOMATED:
        return vehicles[w, i].speed < STANDING
    if vehicles[w, i].person_ahead <= distance + AT_EDGE_M:
        return True
    return random.uniform(settings[w].seed, STREAM_YIELD, vehicles[w, i].trip, person) < share


@kernel
def threatens(w, i, position, r, p, gap_s, share, braking, state, settings, network):
    """Return whether vehicle ``i``, whose front is at ``position`` on the connector of passage ``r``, keeps ``p`` back.

    It does while it stands in the way, or is still in the band when the walker comes, and if it arrives sooner than
    ``gap_s`` and does not yield.  Whoever waits at the kerb does not mind one that is just passing: a critical headway
    is counted from front to front, and one steps out behind its rear.
    """
    vehicles, waits = state.vehicles, state.pedestrians[w, p].state == WALKER_WAITING
    passage = network.passages[r]
    rear = position - vehicles[w, i].length
    if rear > passage.exit:
        return False
    limit = network.lanes[passage.connector].speed
    distance = passage.enter - position
    if distance < AT_EDGE_M:
        if vehicles[w, i].speed < STANDING:
            return distance < 0.0
        comes, _ = band_times(w, p, passage.low - HALF_BAND_M, passage.high + HALF_BAND_M, state)
        return not waits and judged_arrival(w, i, passage.exit - rear, limit, vehicles) > comes
    if judged_arrival(w, i, distance, limit, vehicles) >= gap_s:
        return False
    return not yields_to(w, i, state.pedestrians[w, p].person, distance, share, braking, state, settings)


@inlined
def is_told_to_stop(w, lane, state, network):
    """Return whether lights or signs make whoever comes on ``lane`` stop, as far as can be seen from afar."""
    j, axis = network.lanes[lane].junction, network.lanes[lane].leg % 2
    control = state.junctions[w, j].control
    if has_signal(control):
        return state.junctions[w, j].colour[axis] != COLOUR_GREEN
    return control != CONTROL_TWO_WAY_STOP or axis != network.junctions[j].major


@inlined
def stops_at_line(w, i, lane, position, state, network):
    """Return whether vehicle ``i``, ``position`` before the end of its lane (negative), will stop there."""
    if position < -DECIDED_M:
        return is_told_to_stop(w, lane, state, network)
    held = state.vehicles[w, i].entry == ENTRY_HOLD
    return held and can_yield(w, i, STOP_BEFORE_M - position, RELIED_BRAKING, state.vehicles)


@kernel
def passage_is_barred(w, r, p, gap_s, share, braking, state, settings, network):
    """Return whether any vehicle that is to pass over crosswalk passage ``r`` keeps walker ``p`` back.

    Vehicles are looked at in their order: behind one that has not reached the crosswalk and keeps nobody back, because
    it stops or is far away, nobody else does.
    """
    vehicles, lanes = state.vehicles, state.lanes
    connector = network.passages[r].connector
    lane, to = network.lanes[connector].connector_from, network.lanes[connector].connector_to
    tail = lanes[w, to].last
    if tail >= 0 and vehicles[w, tail].came_from == connector:
        position = network.lanes[connector].length + vehicles[w, tail].s
        if threatens(w, tail, position, r, p, gap_s, share, braking, state, settings, network):
            return True
    i = lanes[w, connector].first
    while i >= 0:
        if threatens(w, i, vehicles[w, i].s, r, p, gap_s, share, braking, state, settings, network):
            return True
        if vehicles[w, i].s < network.passages[r].enter - AT_EDGE_M:
            return False
        i = vehicles[w, i].behind
    i = lanes[w, lane].first
    while i >= 0:
        position = vehicles[w, i].s - network.lanes[lane].length
        if stops_at_line(w, i, lane, position, state, network):
            return False
        if vehicles[w, i].connector == connector:
            return threatens(w, i, position, r, p, gap_s, share, braking, state, settings, network)
        i = vehicles[w, i].behind
    return False


@kernel
def is_met(w, i, position, r, p, signal, share, now, state, settings, network):
    """Return whether vehicle ``i`` would meet walker ``p`` on passage ``r``, or stops for the walker at the kerb."""
    vehicles, walker, passage = state.vehicles, state.pedestrians[w, p], network.passages[r]
    aside = abs(vehicles[w, i].lateral)
    distance = passage.enter - position
    if distance < 0.0:  # on the crosswalk: only who is before the bumper matters, not who looks on from the kerb
        inside = passage.low - IN_FRONT_M - aside < walker.position < passage.high + IN_FRONT_M + aside
        return inside and position < passage.exit and not at_kerb(w, p, passage.crosswalk, state, network)
    limit = max(network.lanes[passage.connector].speed, vehicles[w, i].speed)
    speed, acceleration = vehicles[w, i].speed, vehicles[w, i].acceleration
    arrives = travel_time(distance, speed, acceleration, limit)
    if walker.state == WALKER_WAITING:
        if signal or arrives > walker.headway or now > walker.offered_s + COURTESY_S:
            return False
        if vehicles[w, i].driver == DRIVER_AUTOMATED:
            return can_yield(w, i, distance, YIELD_BRAKING, vehicles)
        return yields_to(w, i, walker.person, distance, share, YIELD_BRAKING, state, settings)
    low, high = passage.low - HALF_BAND_M - aside, passage.high + HALF_BAND_M + aside
    inside = low < walker.position < high
    if walker.state == WALKER_STRUCK or (inside and walker.walking <= 0.0):
        return inside
    comes, gone = band_times(w, p, low, high, state)
    leaves = travel_time(passage.exit - position + vehicles[w, i].length, speed, acceleration, limit)
    return gone > 0.0 and comes < leaves + BEFORE_MARGIN_S and gone > arrives - BEHIND_MARGIN_S


@inlined
def note_offer(w, i, p, now, state):
    """Remember since when a vehicle has stood for somebody at the kerb, who cannot always make use of it."""
    walker = state.pedestrians[w, p]
    if walker.state == WALKER_WAITING and state.vehicles[w, i].speed < STANDING:
        walker.offered_s = min(walker.offered_s, now)


@kernel
def person_ahead(w, i, connector, position, room, now, state, settings, network):
    """Return the distance [m] to the nearest crosswalk on the own path where vehicle ``i`` has to let somebody cross.

    ``position`` is the place of its front on ``connector``, negative before its beginning; a crosswalk has slots for
    ``room`` walkers.
    """
    nearest = NEVER
    signal = has_signal(state.junctions[w, network.lanes[connector].junction].control)
    for r in range(network.lanes[connector].passage_first, network.lanes[connector].passage_last):
        c = network.passages[r].crosswalk
        distance = network.passages[r].enter - position
        left = position - state.vehicles[w, i].length > network.passages[r].exit
        if state.crosswalks[w, c].present == 0 or left or distance > min(nearest, SIGHT_M):
            continue
        for p in range(c * room, c * room + state.crosswalks[w, c].present):
            if is_met(w, i, position, r, p, signal, settings[w].yields_to_pedestrians, now, state, settings, network):
                note_offer(w, i, p, now, state)
                nearest = max(distance, 0.0)
                break
    return nearest


@inlined
def place_of(w, p, c, state, network):
    """Return (x, y) [m] of walker ``p`` on crosswalk ``c``."""
    walk, walker = network.crosswalks[c], state.pedestrians[w, p]
    x = walk.x + walker.position * walk.along_x - walker.aside * walk.along_y
    y = walk.y + walker.position * walk.along_y + walker.aside * walk.along_x
    return x, y
