"""Where bodies are: poses on lanes and overlap of oriented rectangles."""

import math

import numpy as np

from longtail_sim.core.jit import kernel

FOREMOST = np.int64(0)
UNDIVIDED = np.int64(1)


@kernel
def pose(network, lane, s, lateral):
    """Return (x, y, heading) [m, m, rad] of the point ``s`` along ``lane``, ``lateral`` to its left.

    ``s`` outside the lane continues it straight on.
    """
    first = network.lanes[lane].point_first
    last = network.lanes[lane].point_last - 1
    spacing = network.lanes[lane].length / (last - first)
    place = min(max(s / spacing, 0.0), last - first - 1e-9)
    k = first + int(place)
    part = s / spacing - (k - first)
    inner = min(max(part, 0.0), 1.0)
    heading = network.points[k].heading + inner * (network.points[k + 1].heading - network.points[k].heading)
    x = network.points[k].x + part * (network.points[k + 1].x - network.points[k].x)
    y = network.points[k].y + part * (network.points[k + 1].y - network.points[k].y)
    return x - lateral * math.sin(heading), y + lateral * math.cos(heading), heading


@kernel
def body_part(network, vehicles, w, i, part, parts):
    """Return (x, y, heading) of the centre of one of the equal ``parts`` of vehicle ``i``'s footprint, 0 in front.

    Long vehicles bend along their path: corners here are drawn without the room that a rigid body needs to cut them.
    """
    half = (part + 0.5) * (vehicles[w, i].length / parts)
    rear_on = vehicles[w, i].came_from
    if vehicles[w, i].s < half and rear_on >= 0:
        # The centre still lies on the lane before: take its direction, so that a turning vehicle does not swing round.
        s = network.lanes[rear_on].length + vehicles[w, i].s - half
        return pose(network, rear_on, s, vehicles[w, i].lateral)
    return pose(network, vehicles[w, i].lane, vehicles[w, i].s - half, vehicles[w, i].lateral)


@kernel
def body(network, vehicles, w, i):
    """Return (x, y, heading) of the centre of vehicle ``i``'s footprint, unbent."""
    return body_part(network, vehicles, w, i, FOREMOST, UNDIVIDED)


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
    return along >= reach_along or across >= reach_across


@kernel
def overlap(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width):
    """Return True if two oriented rectangles (centre, heading, length, width) overlap (separating-axis theorem)."""
    return not (
        separated(ax, ay, a_heading, a_length, a_width, bx, by, b_heading, b_length, b_width)
        or separated(bx, by, b_heading, b_length, b_width, ax, ay, a_heading, a_length, a_width)
    )


@kernel
def distance_outside(px, py, x, y, heading, length, width):
    """Return how far a point lies outside a rectangle (centre, heading, length, width) [m]; 0 inside."""
    dx, dy = px - x, py - y
    along = max(abs(dx * math.cos(heading) + dy * math.sin(heading)) - 0.5 * length, 0.0)
    across = max(abs(dy * math.cos(heading) - dx * math.sin(heading)) - 0.5 * width, 0.0)
    return math.hypot(along, across)
