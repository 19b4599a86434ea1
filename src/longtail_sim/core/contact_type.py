"""How a contact looks to one of the two: the five types of nuPlan."""

import math

from longtail_sim.core.codes import (
    CONTACT_FRONT,
    CONTACT_LATERAL,
    CONTACT_REAR,
    CONTACT_WHILE_STANDING,
    CONTACT_WITH_STANDING,
)
from longtail_sim.core.footprints import FOREMOST, body, body_part, distance_outside
from longtail_sim.core.jit import kernel
from longtail_sim.core.kinds import parts_of

STANDING = 0.1  # m/s
BEHIND = math.radians(150)  # from the own heading: whose centre lies there is behind


@kernel
def bumper_is_in(w, i, k, vehicles, network):
    """Return whether the front bumper of ``i``, seen at its middle and both ends, is in the footprint of ``k``."""
    parts, its_parts = parts_of(vehicles[w, i].kind), parts_of(vehicles[w, k].kind)
    x, y, heading = body_part(network, vehicles, w, i, FOREMOST, parts)
    half = 0.5 * vehicles[w, i].length / parts
    for end in range(-1, 2):
        aside = 0.5 * end * vehicles[w, i].width
        px = x + half * math.cos(heading) - aside * math.sin(heading)
        py = y + half * math.sin(heading) + aside * math.cos(heading)
        for part in range(its_parts):
            bx, by, b_heading = body_part(network, vehicles, w, k, part, its_parts)
            length, width = vehicles[w, k].length / its_parts, vehicles[w, k].width
            if distance_outside(px, py, bx, by, b_heading, length, width) == 0.0:
                return True
    return False


@kernel
def is_behind(w, i, k, vehicles, network):
    """Return whether the centre of ``k`` is behind ``i``."""
    x, y, heading = body(network, vehicles, w, i)
    its_x, its_y, _ = body(network, vehicles, w, k)
    direction = math.atan2(its_y - y, its_x - x)
    return abs((direction - heading + math.pi) % (2.0 * math.pi) - math.pi) > BEHIND


@kernel
def contact_type(w, i, k, vehicles, network):
    """Return CONTACT_* as vehicle ``i`` sees its contact with ``k``, both with their speeds before it."""
    if vehicles[w, i].speed < STANDING:
        return CONTACT_WHILE_STANDING
    if vehicles[w, k].speed < STANDING:
        return CONTACT_WITH_STANDING
    if is_behind(w, i, k, vehicles, network):
        return CONTACT_REAR
    return CONTACT_FRONT if bumper_is_in(w, i, k, vehicles, network) else CONTACT_LATERAL
