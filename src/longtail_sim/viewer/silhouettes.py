"""What a car, a truck and a bus look like from above: polygons along +x, in pixels."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import KIND_BUS, KIND_TRUCK
from longtail_sim.core.schema import Array
from longtail_sim.viewer import emergency
from longtail_sim.viewer.sprites import Part, rounded
from longtail_sim.viewer.theme import Colour, Theme, mix

WHITE = (255, 255, 255)
# Radius of the corners / width; a car's are rounder.
CORNER = {KIND_TRUCK: 0.12, KIND_BUS: 0.16, **dict.fromkeys(emergency.KINDS, 0.12)}
CAR_CORNER = 0.3


def outline(kind: int, length: float, width: float, colour: Colour, theme: Theme) -> list[Part]:
    """Return the edge and the body, which are all that one sees from far away."""
    edge = min(max(width * 0.1, 0.5), 1.6)
    corner = CORNER.get(kind, CAR_CORNER)
    return [
        (theme.outline, rounded(length + edge, width + edge, width * (corner + 0.04))),
        (colour, rounded(length, width, width * corner)),
    ]


def detail(kind: int, length: float, width: float, colour: Colour, theme: Theme, *, fleet: bool) -> list[Part]:
    """Return what is on the body, seen from near."""
    if kind in emergency.KINDS:
        return emergency.detail(kind, length, width, theme)
    if kind == KIND_TRUCK:
        return _truck(length, width, colour, theme)
    return _bus(length, width, colour, theme) if kind == KIND_BUS else _car(length, width, colour, theme, fleet)


def _car(length: float, width: float, colour: Colour, theme: Theme, fleet: bool) -> list[Part]:
    front, back = length * 0.24, -length * 0.34
    parts: list[Part] = [
        (theme.glass, _trapezoid(front, front - length * 0.13, width * 0.78, width * 0.66)),
        (theme.glass, _trapezoid(back, back + length * 0.09, width * 0.74, width * 0.64)),
        (mix(colour, WHITE, 0.25), rounded(length * 0.36, width * 0.66, width * 0.1, (-length * 0.07, 0.0))),
    ]
    if fleet:  # the sensor dome on the roof
        parts += [
            (theme.outline, rounded(width * 0.44, width * 0.44, width, (-length * 0.07, 0.0))),
            (mix(colour, WHITE, 0.55), rounded(width * 0.28, width * 0.28, width, (-length * 0.07, 0.0))),
        ]
    return parts


def _truck(length: float, width: float, colour: Colour, theme: Theme) -> list[Part]:
    """Cab, gap, and a box that is lighter than the cab."""
    gap = length * 0.24
    box = length * 0.68
    return [
        (theme.glass, _trapezoid(length * 0.45, length * 0.36, width * 0.84, width * 0.74)),
        (theme.outline, _trapezoid(gap, gap - length * 0.05, width, width)),
        (mix(colour, WHITE, 0.5), rounded(box, width * 0.94, width * 0.05, (gap - length * 0.04 - box / 2, 0.0))),
    ]


def _bus(length: float, width: float, colour: Colour, theme: Theme) -> list[Part]:
    """Windscreen at the very front, windows all along, two hatches in the roof."""
    side = width * 0.42
    parts: list[Part] = [(theme.glass, _trapezoid(length * 0.48, length * 0.43, width * 0.86, width * 0.8))]
    parts += [
        (theme.glass, rounded(length * 0.8, width * 0.09, 0.0, (-length * 0.03, sign * side))) for sign in (-1, 1)
    ]
    roof = mix(colour, WHITE, 0.3)
    parts += [
        (roof, rounded(length * 0.1, width * 0.4, width * 0.06, (length * place, 0.0))) for place in (-0.25, 0.15)
    ]
    return parts


def _trapezoid(front: float, back: float, front_width: float, back_width: float) -> Array:
    return np.array(
        [(front, front_width / 2), (back, back_width / 2), (back, -back_width / 2), (front, -front_width / 2)]
    )
