"""Ambulances and fire engines from above: their own colours, and lights that flash."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import KIND_AMBULANCE, KIND_FIRE_ENGINE
from longtail_sim.core.schema import Array
from longtail_sim.viewer.sprites import Part, rounded
from longtail_sim.viewer.theme import Colour, Theme

KINDS = (KIND_AMBULANCE, KIND_FIRE_ENGINE)
BODY: dict[int, Colour] = {KIND_AMBULANCE: (244, 244, 240), KIND_FIRE_ENGINE: (206, 38, 34)}
STRIPE: Colour = (222, 58, 40)
LADDER: Colour = (226, 226, 220)
BEACONS: tuple[Colour, Colour] = ((255, 52, 52), (60, 128, 255))


def is_emergency(kind: Array) -> Array:
    """Return which of these kinds of vehicle are emergency vehicles."""
    return np.isin(kind, KINDS)


def detail(kind: int, length: float, width: float, theme: Theme) -> list[Part]:
    """Return windscreen and what marks the body, in pixels along +x."""
    parts: list[Part] = [(theme.glass, rounded(length * 0.07, width * 0.76, width * 0.08, (length * 0.36, 0.0)))]
    if kind == KIND_AMBULANCE:
        stripe = rounded(length * 0.6, width * 0.1, 0.0)
        cross = [rounded(width * 0.5, width * 0.16, 0.0), rounded(width * 0.16, width * 0.5, 0.0)]
        parts += [(STRIPE, stripe + np.array((-length * 0.14, side * width * 0.4))) for side in (-1, 1)]
        return parts + [(STRIPE, bar + np.array((-length * 0.14, 0.0))) for bar in cross]
    beam, sides = (length * 0.58, width * 0.06), (-width * 0.16, width * 0.16)
    parts += [(LADDER, rounded(*beam, 0.0, (-length * 0.14, side))) for side in sides]
    rungs = np.linspace(-0.38, 0.1, 7) * length
    return parts + [(LADDER, rounded(length * 0.018, width * 0.34, 0.0, (float(x), 0.0))) for x in rungs]


def beacons(length: float, width: float, swapped: bool) -> list[Part]:
    """Return the two lights on the roof, which change sides as they flash."""
    left, right = BEACONS[::-1] if swapped else BEACONS
    size = max(width * 0.42, 1.6), max(width * 0.42, 1.6)
    return [
        (colour, rounded(*size, size[0] * 0.3, (length * 0.24, side * width * 0.25)))
        for colour, side in ((left, 1), (right, -1))
    ]
