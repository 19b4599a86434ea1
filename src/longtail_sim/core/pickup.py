"""Vehicles of the fleet that stand in the kerb lane for a passenger, where an event calls them to."""

from longtail_sim.core import random
from longtail_sim.core.codes import STREAM_PICKUP
from longtail_sim.core.driving import STOP_BRAKING, keep_to_profile
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER

FROM_BEGINNING_M = 25.0  # nobody stops nearer to the beginning of the street than this,
FROM_END_M = 20.0  # ... or nearer to the stop line
AT_PLACE_M = 1.0
STANDING = 0.1  # m/s


@inlined
def boards(w, i, now, vehicles):
    """Return whether a vehicle stands for its passenger."""
    return now < vehicles[w, i].pickup_until_s < NEVER


@kernel
def stop_for_passenger(w, i, lane, command, now, state, settings, network):
    """Return ``command`` [m/s^2], or less while the vehicle has to stop for, or waits for, its passenger.

    Where along the lane is drawn for each vehicle; who is past that place when the call comes drives on.
    """
    vehicles = state.vehicles
    waits_s = state.lanes[w, lane].pickup_s
    if waits_s <= 0.0 or vehicles[w, i].fleet == 0 or now >= vehicles[w, i].pickup_until_s:
        return command
    u = random.uniform(settings[w].seed, STREAM_PICKUP, vehicles[w, i].trip, lane)
    place = FROM_BEGINNING_M + u * max(network.lanes[lane].length - FROM_BEGINNING_M - FROM_END_M, 0.0)
    distance = place - vehicles[w, i].s
    if distance < 0.0:
        return command
    if vehicles[w, i].pickup_until_s == NEVER and distance < AT_PLACE_M and vehicles[w, i].speed < STANDING:
        vehicles[w, i].pickup_until_s = now + waits_s
    return keep_to_profile(command, vehicles[w, i].speed, distance - 0.5 * AT_PLACE_M, 0.0, STOP_BRAKING)
