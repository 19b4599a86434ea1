"""Which way next: turning proportions, drawn per vehicle and junction, so that a route is the same in every variant."""

from longtail_sim.core import random
from longtail_sim.core.codes import LANE_CONNECTOR, STREAM_ROUTE, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.jit import inlined

ROUTE_BITS = 40  # two for each of the first 20 junctions of an emergency vehicle


@inlined
def choose_turn(w, trip, junctions_passed, street, left_share, right_share, settings, network):
    """Return TURN_* at the end of ``street`` (-1 where the map ends), among the turns that the street allows."""
    left = left_share * network.streets[street].turns[TURN_LEFT]
    right = right_share * network.streets[street].turns[TURN_RIGHT]
    straight = (1.0 - left_share - right_share) * network.streets[street].turns[TURN_STRAIGHT]
    total = left + straight + right
    if total <= 0.0:
        for turn in range(3):  # only a turn that nobody wants is allowed here: take it
            if network.streets[street].turns[turn] == 1:
                return turn
        return -1
    u = random.uniform(settings[w].seed, STREAM_ROUTE, trip, junctions_passed) * total
    if u < left:
        return TURN_LEFT
    if u < left + straight:
        return TURN_STRAIGHT
    return TURN_RIGHT


@inlined
def dispatched_turn(route, junctions_passed, street, network):
    """Return TURN_* of an emergency vehicle at the end of ``street``, by its route; -1 where the map ends.

    Two bits a junction: 0 or beyond the last straight on, else TURN_* + 1; where that is not allowed, what is.
    """
    turns = network.streets[street].turns
    place = 2 * junctions_passed
    wish = (route >> place) & 3 if place < ROUTE_BITS else 0
    turn = wish - 1 if wish > 0 else TURN_STRAIGHT
    if turns[turn] == 1:
        return turn
    for other in (TURN_STRAIGHT, TURN_RIGHT, TURN_LEFT):
        if turns[other] == 1:
            return other
    return -1


@inlined
def set_connector(w, i, vehicles, network):
    """Note the connector from the own lane for the wanted turn, -1 if the lane does not allow it."""
    turn = vehicles[w, i].turn
    vehicles[w, i].connector = -1 if turn < 0 else network.lanes[vehicles[w, i].lane].connector[turn]


@inlined
def next_street_lane(w, i, lane, within_m, vehicles, network):
    """Return (street lane that vehicle ``i`` comes to after ``lane``, metres from it to there).

    The lane is -1 where the way ends or is not known, or the junction ahead is farther than ``within_m``.
    """
    to_end = network.lanes[lane].length - vehicles[w, i].s
    if network.lanes[lane].kind == LANE_CONNECTOR:
        return network.lanes[lane].connector_to, to_end
    connector = vehicles[w, i].connector
    if connector < 0 or to_end >= within_m:
        return -1, to_end
    return network.lanes[connector].connector_to, to_end + network.lanes[connector].length


@inlined
def any_connector(lane, network):
    """Return (turn, connector) that ``lane`` allows, straight on if it can."""
    if network.lanes[lane].connector[TURN_STRAIGHT] >= 0:
        return TURN_STRAIGHT, network.lanes[lane].connector[TURN_STRAIGHT]
    if network.lanes[lane].connector[TURN_RIGHT] >= 0:
        return TURN_RIGHT, network.lanes[lane].connector[TURN_RIGHT]
    return TURN_LEFT, network.lanes[lane].connector[TURN_LEFT]
