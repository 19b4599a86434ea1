"""Post-encroachment time: how long after one has left a conflict zone somebody else comes into it.

Only where paths cross, only between two who use the zone one after the other, and from what happened: nothing is
predicted.  A front and a tail pass the ends of a zone between two looks; when, follows from their speeds.
"""

from longtail_sim.core.codes import CONFLICT_CROSSING, LANE_CONNECTOR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.meeting import row_of
from longtail_sim.core.surrogate import PET_CONFLICT_S, PET_LONGEST_S

CREEPING = 0.1  # m/s: who is slower is taken to stay where it is until the next look
SAME_TIME_S = 1e-6


@inlined
def note_pet(w, row, connector, enters_s, group, zones, tally, network):
    """Account for somebody who enters a zone, if the last in it came across and left a short time ago."""
    zone = network.conflicts[row]
    mirror = row_of(zone.other, network.lanes[connector].bit, network)
    left_s, its = zones[w, mirror].left_s, zones[w, mirror].left_group
    pet = enters_s - left_s
    if pet >= PET_LONGEST_S or left_s <= zones[w, row].left_s or its < 0 or group < 0:
        return
    pet = max(pet, 0.0)  # both inside at once
    involved = max(group, its)
    tally[w, involved].pet_min_s = min(tally[w, involved].pet_min_s, pet)
    tally[w, involved].conflicts_pet += 1 if pet < PET_CONFLICT_S else 0


@kernel
def use_zones(w, i, connector, place, now, look_s, vehicles, zones, tally, network):
    """Note which zones of ``connector`` a body with its front at ``place`` is in at time ``now``."""
    speed, rear = vehicles[w, i].speed, place - vehicles[w, i].length
    group = -1 if vehicles[w, i].siren == 1 else vehicles[w, i].fleet
    for row in range(network.lanes[connector].conflict_first, network.lanes[connector].conflict_last):
        zone = network.conflicts[row]
        if zone.kind != CONFLICT_CROSSING or place < zone.enter or rear > zone.exit:
            continue
        moves = speed > CREEPING
        if zones[w, row].left_s < now - look_s - SAME_TIME_S:  # nobody of this path was in it at the last look
            ago = min(look_s, (place - zone.enter) / speed) if moves else 0.0
            note_pet(w, row, connector, now - ago, group, zones, tally, network)
        left_s = now + (min(look_s, (zone.exit - rear) / speed) if moves else look_s)
        if left_s >= zones[w, row].left_s:
            zones[w, row].left_s = left_s
            zones[w, row].left_group = group


@inlined
def pass_zones(w, i, lane, now, look_s, vehicles, zones, tally, network):
    """Note which conflict zones a vehicle, or its tail, is in."""
    if network.lanes[lane].kind == LANE_CONNECTOR:
        use_zones(w, i, lane, vehicles[w, i].s, now, look_s, vehicles, zones, tally, network)
    elif vehicles[w, i].s < vehicles[w, i].length and vehicles[w, i].came_from >= 0:
        before = vehicles[w, i].came_from
        if network.lanes[before].kind == LANE_CONNECTOR:
            place = network.lanes[before].length + vehicles[w, i].s
            use_zones(w, i, before, place, now, look_s, vehicles, zones, tally, network)
