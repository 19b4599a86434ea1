"""Where bodies are: poses on lanes and overlap of oriented rectangles."""

import math

from longtail_sim.core.jit import kernel


@kernel
def pose(network, lane, s, lateral):
    """Return (x, y, heading) [m, m, rad] of the point ``s`` along ``lane``, ``lateral`` to its left.

    ``s`` outside the lane continues it straight on.
    """
    first = network.point_first[lane]
    last = network.point_first[lane + 1] - 1
    spacing = network.lane_length[lane] / (last - first)
    place = min(max(s / spacing, 0.0), last - first - 1e-9)
    k = first + int(place)
    part = s / spacing - (k - first)
    inner = min(max(part, 0.0), 1.0)
    heading = network.point_heading[k] + inner * (network.point_heading[k + 1] - network.point_heading[k])
    x = network.point_x[k] + part * (network.point_x[k + 1] - network.point_x[k])
    y = network.point_y[k] + part * (network.point_y[k + 1] - network.point_y[k])
    return x - lateral * math.sin(heading), y + lateral * math.cos(heading), heading


@kernel
def body(network, vehicles, w, i):
    """Return (x, y, heading) of the centre of vehicle ``i``'s footprint."""
    x, y, heading = pose(network, vehicles.lane[w, i], vehicles.s[w, i], vehicles.lateral[w, i])
    half = 0.5 * vehicles.length[w, i]
    rear_on = vehicles.came_from[w, i]
    if vehicles.s[w, i] < half and rear_on >= 0:
        # The centre still lies on the lane before: take its direction, so that a turning vehicle does not swing round.
        s = network.lane_length[rear_on] + vehicles.s[w, i] - half
        return pose(network, rear_on, s, vehicles.lateral[w, i])
    x, y, heading = pose(network, vehicles.lane[w, i], vehicles.s[w, i] - half, vehicles.lateral[w, i])
    return x, y, heading


@kernel
def separated(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width):
    """Return True if an axis of rectangle a separates it from rectangle b (half of the separating-axis test)."""
    ca, sa = math.cos(a_heading), math.sin(a_heading)
    cb, sb = math.cos(b_heading), math.sin(b_heading)
    along = abs((bx - ax) * ca + (by - ay) * sa)
    across = abs((by - ay) * ca - (bx - ax) * sa)
    cos_between = abs(ca * cb + sa * sb)
    sin_between = abs(ca * sb - sa * cb)
    reach_along = 0.5 * (a_length + b_length * cos_between + b_width * sin_between)
    reach_across = 0.5 * (a_width + b_length * sin_between + b_width * cos_between)
    return along > reach_along or across > reach_across


@kernel
def overlap(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width):
    """Return True if two oriented rectangles (centre, heading, length, width) overlap (separating-axis theorem)."""
    return not (
        separated(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width)
        or separated(bx, by, b_heading, b_length, b_width, ax, ay, a_heading, a_length, a_width)
    )
