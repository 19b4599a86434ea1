"""Is there room behind the junction?  Who keeps the box clear does not enter without it."""

from longtail_sim.core.codes import CONFLICT_MERGING
from longtail_sim.core.jit import inlined

JAM_SPACING_M = 7.3
MOVING_ON = 2.0  # m/s: a tail as fast as this makes room by itself
MAKES_ROOM_S = 3.0


@inlined
def exit_is_clear(w, i, connector, vehicles, lanes, network):
    """Return whether there is room behind the junction, those counted who are already on the way there."""
    to = network.lanes[connector].connector_to
    tail = lanes[w, to].last
    on_the_way = lanes[w, connector].count
    for row in range(network.lanes[connector].conflict_first, network.lanes[connector].conflict_last):
        if network.conflicts[row].kind == CONFLICT_MERGING:
            on_the_way += lanes[w, network.conflicts[row].other].count
    needed = vehicles[w, i].length + vehicles[w, i].standstill_gap + on_the_way * JAM_SPACING_M
    if tail < 0:
        return network.lanes[to].length >= needed
    rear = vehicles[w, tail].s - vehicles[w, tail].length
    speed = vehicles[w, tail].speed
    return rear >= needed or (speed > MOVING_ON and rear + MAKES_ROOM_S * speed >= needed)
