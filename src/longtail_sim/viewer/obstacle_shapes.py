"""What lies, stands or moves in the road, seen from above: polygons along +x, in pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.viewer import silhouettes
from longtail_sim.viewer.sprites import Part, bar, disc, rounded, turned
from longtail_sim.viewer.theme import Colour, Theme, mix

WATER: Colour = (58, 128, 196)
FOAM: Colour = (128, 186, 232)
HOSE: Colour = (222, 66, 48)
TAPE: Colour = (250, 214, 40)
CONE: Colour = (255, 122, 26)
CONCRETE: Colour = (176, 178, 174)
POLICE: Colour = (28, 34, 48)
BUS: Colour = (255, 190, 30)
VAN: Colour = (232, 232, 226)
WRONG_WAY: Colour = (226, 60, 130)
WHITE: Colour = (250, 250, 250)
LEAST_PX = 1.6


def shape(kind: int, length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    """Return what a picture of ``kind`` (OBSTACLE_*) consists of; ``length`` and ``width`` are in pixels."""
    draw = _SHAPES.get(kind)
    return _body(kind, length, width, theme) if draw is None else draw(length, width, scale, theme)


def _flood(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    parts: list[Part] = [(WATER, rounded(length, width, width * 0.3))]
    for share in (-0.3, 0.05, 0.32):
        parts.append(
            (FOAM, rounded(length * 0.16, max(0.22 * scale, 1.0), scale, (share * length, share * width * 0.7)))
        )
    return parts


def _hoses(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    thick = max(0.5 * scale, LEAST_PX)
    parts: list[Part] = []
    for share in (-0.3, 0.3):
        ends = (share * length - 0.06 * length, -width / 2), (share * length + 0.06 * length, width / 2)
        parts += [(theme.outline, bar(*ends, thick + 1.2)), (HOSE, bar(*ends, thick))]
    return parts


def _tapes(length: float, width: float, scale: float) -> list[Part]:
    thick = max(0.45 * scale, LEAST_PX)
    parts: list[Part] = []
    for place in (-length / 2, length / 2):
        parts.append((TAPE, bar((place, -width / 2), (place, width / 2), thick)))
        for share in (-0.3, 0.0, 0.3):
            parts.append(((24, 24, 24), rounded(thick, width * 0.14, 0.0, (place, share * width))))
    return parts


def _wire(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    thick = max(0.28 * scale, 1.2)
    x = np.linspace(-0.42, 0.42, 6) * length
    y = np.array([-0.5, 0.1, -0.15, 0.25, 0.0, 0.5]) * width
    parts: list[Part] = [(theme.outline, bar((x[k], y[k]), (x[k + 1], y[k + 1]), thick)) for k in range(5)]
    return _tapes(length, width, scale) + parts


def _cones(places: Array, scale: float, theme: Theme) -> list[Part]:
    radius = max(0.42 * scale, LEAST_PX)
    parts: list[Part] = []
    for x, y in places.tolist():
        parts += [(theme.outline, disc(radius + 0.6, (x, y))), (CONE, disc(radius, (x, y)))]
        if radius > 2.5:
            parts.append((WHITE, disc(radius * 0.42, (x, y))))
    return parts


def _work_zone(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    ground: Part = (mix(theme.asphalt, CONE, 0.28), rounded(length, width * 0.96, scale))
    taper = [(-length / 2 + share * width * 1.6, -width * 0.46 + share * width * 0.92) for share in (0, 0.33, 0.66, 1)]
    row = [(x, width * 0.46) for x in np.arange(-length / 2 + width * 1.6, length / 2, max(6 * scale, 6.0))]
    return [ground, *_cones(np.array(taper + row), scale, theme)]


def _concrete(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    corners = np.array([(sx * length / 2, sy * width * 0.42) for sx in (-1, 1) for sy in (-1, 1)])
    wet: list[Part] = [(CONCRETE, rounded(length, width * 0.96, scale * 0.6))]
    for share in (-0.3, 0.0, 0.3):
        wet.append(
            (mix(CONCRETE, WHITE, 0.35), rounded(length * 0.8, max(0.15 * scale, 0.8), 0.0, (0.0, share * width)))
        )
    return wet + _cones(corners, scale, theme)


def _police(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    parts = _tapes(length, width, scale)
    car_length, car_width = min(4.8 * scale, width * 1.45), 1.9 * scale
    for place, slant in ((-length * 0.3, 1.2), (length * 0.3, -1.2)):
        car = silhouettes.outline(codes.KIND_CAR, car_length, car_width, WHITE, theme)
        car += [
            (POLICE, rounded(car_length * 0.34, car_width * 0.94, 0.0, (car_length * 0.3, 0.0))),
            ((60, 120, 255), rounded(car_width * 0.24, car_width * 0.4, 0.0, (0.0, car_width * 0.22))),
            ((255, 60, 60), rounded(car_width * 0.24, car_width * 0.4, 0.0, (0.0, -car_width * 0.22))),
        ]
        parts += [(colour, turned(corners, slant) + np.array((place, 0.0))) for colour, corners in car]
    return parts


def _debris(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    bits = ((-0.4, -0.2, 0.9), (-0.1, 0.25, 1.3), (0.15, -0.3, 0.8), (0.35, 0.1, 1.1), (0.0, 0.0, 0.7))
    brown: Colour = (150, 112, 70)
    return [
        (brown, turned(rounded(size * scale, size * scale * 0.5, 0.0), 7 * size) + np.array((x * length, y * width)))
        for x, y, size in bits
    ]


def _towed(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    """A tow truck, and behind it a pickup that looks back."""
    truck, pickup = length * 0.52, length * 0.44
    front = _moved(_vehicle(codes.KIND_TRUCK, truck, width, TAPE, theme), (length - truck) / 2)
    back = [(colour, turned(corners, np.pi)) for colour, corners in _vehicle(codes.KIND_CAR, pickup, width, VAN, theme)]
    return [*front, *_moved(back, -(length - pickup) / 2)]


def _arm(length: float, width: float, scale: float, theme: Theme) -> list[Part]:
    """A red line where everybody has to stop."""
    thick = max(0.5 * scale, LEAST_PX)
    return [
        (WHITE, bar((-length / 2, -width / 2), (-length / 2, width / 2), thick + max(0.3 * scale, 1.0))),
        (theme.red, bar((-length / 2, -width / 2), (-length / 2, width / 2), thick)),
    ]


def _body(kind: int, length: float, width: float, theme: Theme) -> list[Part]:
    if kind == codes.OBSTACLE_SCHOOL_BUS:
        return _vehicle(codes.KIND_BUS, length, width, BUS, theme)
    if kind == codes.OBSTACLE_TRUCK:
        return _vehicle(codes.KIND_TRUCK, length, width, VAN, theme)
    if kind == codes.OBSTACLE_WRONG_WAY:
        car = _vehicle(codes.KIND_CAR, length, width, WRONG_WAY, theme)
        return [(colour, turned(corners, np.pi)) for colour, corners in car]
    return _vehicle(codes.KIND_TRUCK, length, width, VAN, theme)


def _vehicle(kind: int, length: float, width: float, colour: Colour, theme: Theme) -> list[Part]:
    return silhouettes.outline(kind, length, width, colour, theme) + silhouettes.detail(
        kind, length, width, colour, theme, fleet=False
    )


def _moved(parts: list[Part], along: float) -> list[Part]:
    return [(colour, corners + np.array((along, 0.0))) for colour, corners in parts]


_SHAPES: dict[int, Callable[[float, float, float, Theme], list[Part]]] = {
    codes.OBSTACLE_FLOOD: _flood,
    codes.OBSTACLE_HOSES: _hoses,
    codes.OBSTACLE_DOWNED_WIRE: _wire,
    codes.OBSTACLE_WORK_ZONE: _work_zone,
    codes.OBSTACLE_WET_CONCRETE: _concrete,
    codes.OBSTACLE_POLICE_SCENE: _police,
    codes.OBSTACLE_DEBRIS: _debris,
    codes.OBSTACLE_TOWED: _towed,
    codes.OBSTACLE_STOP_ARM: _arm,
}
