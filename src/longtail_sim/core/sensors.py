"""Formulas of what sensors make of the truth.  Scalars in SI units, each tested alone."""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    COLOUR_GREEN,
    COLOUR_NONE,
    COLOUR_RED,
    CONTROL_DARK,
    CONTROL_SIGNAL,
    ONLY_DRAW,
    STREAM_AFFECTED,
    STREAM_MISREAD,
    STREAM_NOISE,
    STREAM_OBSTACLE,
)
from longtail_sim.core.jit import inlined

# Heights: signal heads hang 15 ft and more above the road (MUTCD), the rest is assumption.
HEAD_HEIGHT_M = 5.2
TALL_HEIGHT_M = 3.5  # a box truck, a bus
CAMERA_HEIGHT_M = 1.9  # on the roof of a car
HEAD_BEYOND_LINE_M = 20.0  # the head that is looked at stands behind the junction
PHANTOM_NEAREST_M = 8.0  # assumption: where something is seen that is not there,
PHANTOM_FARTHEST_M = 25.0
LOOKS = 131072  # of one junction: looks of a second for more than a day
DRAWS = 4  # of one look


@inlined
def is_hidden(gap, to_line):
    """Return whether a tall vehicle, ``gap`` ahead, hides the signal behind the junction.

    The ray from a camera at height c to a head at height h, ``to_line`` and the junction away, passes the vehicle's
    rear at c + (h - c) gap / distance; below the vehicle's height H the head is hidden.
    """
    distance = to_line + HEAD_BEYOND_LINE_M
    return (HEAD_HEIGHT_M - CAMERA_HEIGHT_M) * gap < (TALL_HEIGHT_M - CAMERA_HEIGHT_M) * distance


@inlined
def is_affected(share, seed, trip):
    """Return whether a vehicle belongs to the ``share`` of the fleet that a failure strikes: always the same ones."""
    return share > 0.0 and random.uniform(seed, STREAM_AFFECTED, trip, ONLY_DRAW) < share


@inlined
def look_number(j, now, look_s):
    """Return the first key of the draws of the look at junction ``j`` at this moment."""
    return (j * LOOKS + int(now / look_s)) * DRAWS


@inlined
def misreads(probability, look, seed, trip):
    """Return whether this look takes the signal for another."""
    return probability > 0.0 and random.uniform(seed, STREAM_MISREAD, trip, look) < probability


@inlined
def misread_as(control, colour, look, seed, trip):
    """Return (CONTROL_*, COLOUR_*) that a signal is taken for: dark, green, yellow or red, another than it shows.

    All three are equally likely (assumption: no published table of confusions was used).
    """
    shows = colour if control == CONTROL_SIGNAL else COLOUR_NONE
    taken = (shows + 1 + int(3.0 * random.uniform(seed, STREAM_MISREAD, trip, look + 1))) % (COLOUR_RED + 1)
    return (CONTROL_SIGNAL if taken >= COLOUR_GREEN else CONTROL_DARK), taken


@inlined
def confidence_of(misread, noticed, doubt, nearness, look, seed, trip):
    """Return how sure a reading is, 0 to 1.

    A right one lacks up to ``doubt``, and as much again at the end of the range (``nearness`` 0; no more from half the
    range on).  Of the misreadings the share ``noticed`` comes with 0.3 to 0.6, all others look like right ones.
    """
    u = random.uniform(seed, STREAM_MISREAD, trip, look + 2)
    if misread and random.uniform(seed, STREAM_MISREAD, trip, look + 3) < noticed:
        return 0.3 + 0.3 * u
    return max(0.0, 1.0 - doubt * (u + max(0.0, 1.0 - 2.0 * nearness)))


@inlined
def happens(per_h, number, draw, look_s, seed, trip):
    """Return whether something that happens ``per_h`` times an hour does so in this look."""
    if per_h <= 0.0:
        return False
    return random.uniform(seed, STREAM_OBSTACLE, trip, number * DRAWS + draw) < per_h * look_s / 3600.0


@inlined
def phantom_gap(number, since_s, speed, seed, trip):
    """Return the gap [m] to a thing that is not there: it came into sight ``since_s`` ago and does not move."""
    u = random.uniform(seed, STREAM_OBSTACLE, trip, number * DRAWS + 2)
    return max(1.0, PHANTOM_NEAREST_M + (PHANTOM_FARTHEST_M - PHANTOM_NEAREST_M) * u - speed * since_s)


@inlined
def noisy(gap, noise, now, seed, trip):
    """Return a perceived gap: an error of ``noise`` times the gap, drawn every second and passed through smoothly."""
    second = int(now)
    share = now - second
    error = (1.0 - share) * random.normal(seed, STREAM_NOISE, trip, second)
    error += share * random.normal(seed, STREAM_NOISE, trip, second + 1)
    return max(0.1, gap * (1.0 + noise * error))
