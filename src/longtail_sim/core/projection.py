"""When do two rectangles that go straight on at constant speed first overlap?"""

import math

from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER

STILL = 1e-12  # m/s: shadows that part more slowly do not part


@inlined
def half_shadow(turn, length, width):
    """Return half of a rectangle's shadow on an axis at angle ``turn`` to its own."""
    return 0.5 * (length * abs(math.cos(turn)) + width * abs(math.sin(turn)))


@kernel
def shadows_overlap(direction, dx, dy, a_heading, va, a_length, a_width, b_heading, vb, b_length, b_width):
    """Return from when until when [s] the shadows of two moving rectangles on one axis overlap."""
    apart = dx * math.cos(direction) + dy * math.sin(direction)
    parting = vb * math.cos(b_heading - direction) - va * math.cos(a_heading - direction)
    reach = half_shadow(a_heading - direction, a_length, a_width) + half_shadow(
        b_heading - direction, b_length, b_width
    )
    if abs(parting) < STILL:
        return (-NEVER, NEVER) if abs(apart) <= reach else (NEVER, -NEVER)
    first, last = (-reach - apart) / parting, (reach - apart) / parting
    return min(first, last), max(first, last)


@kernel
def time_to_overlap(dx, dy, a_heading, va, a_length, a_width, b_heading, vb, b_length, b_width):
    """Return the time to collision in the plane [s]: 0 if two rectangles overlap now, NEVER if they never will.

    ``dx`` and ``dy`` lead from the centre of a to that of b.  Rectangles overlap exactly while their shadows do on all
    four of their axes; :func:`longtail_sim.scoring.surrogates.plane_time_to_collision` is the same for people to read.
    """
    begin, end = 0.0, NEVER
    for axis in range(4):
        direction = (a_heading if axis < 2 else b_heading) + (0.5 * math.pi if axis % 2 == 1 else 0.0)
        first, last = shadows_overlap(
            direction, dx, dy, a_heading, va, a_length, a_width, b_heading, vb, b_length, b_width
        )
        begin, end = max(begin, first), min(end, last)
    return begin if begin <= end else NEVER
