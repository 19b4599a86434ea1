"""Names beside the streets: every name once per stretch, never twice close together."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import text
from longtail_sim.viewer.poses import lane_points
from longtail_sim.viewer.roads import lane_edge
from longtail_sim.viewer.theme import Theme

APART_PX = 420
SIZES = ((0.0, 10), (0.45, 11), (1.2, 12), (3.0, 14), (8.0, 18))


class Place(NamedTuple):
    """Where a name may stand: a point on the kerb, the street's direction and room."""

    name: str
    x: float
    y: float
    angle: float  # radians, readable without turning one's head: in (-pi/2, pi/2]
    length: float
    side: float  # +1 if the pavement lies to the left of that direction


def places(network: StreetNetwork) -> list[Place]:
    """Return one place on the right-hand kerb of every street that has a name."""
    found: list[Place] = []
    arrays = network.arrays
    for street, road in enumerate(network.street_road):
        name = network.road_names[road]
        lane = int(arrays.street_first_lane[street])
        _, _, heading = lane_points(arrays, lane)
        edge = lane_edge(network, lane, -1)
        x, y = (edge[0] + edge[-1]) / 2
        angle = float(heading[len(heading) // 2])
        readable = math.remainder(angle, 2 * math.pi)
        flipped = not (-math.pi / 2 + 1e-6 < readable <= math.pi / 2 + 1e-6)
        length = float(arrays.lane_length[lane])
        angle = readable - math.copysign(math.pi, readable) if flipped else readable
        if name:
            found.append(Place(name, x, y, angle, length, 1.0 if flipped else -1.0))
    return found


class StreetNames:
    """Chooses and draws the names for one zoom level at a time."""

    def __init__(self, network: StreetNetwork) -> None:
        """Find all places where a name can stand."""
        self._places = places(network)
        self._chosen: dict[float, list[Place]] = {}

    def paint(self, surface: pygame.Surface, origin: tuple[int, int], scale: float, theme: Theme) -> None:
        """Draw the names that touch the surface, whose upper left corner is map pixel ``origin``."""
        frame = surface.get_rect()
        for place in self._choice(scale):
            image = _label(place.name, _size(scale), theme, round(math.degrees(place.angle)))
            away = (text.height(_size(scale)) * 0.5 + 1.5) * place.side
            x = place.x * scale - origin[0] - math.sin(place.angle) * away
            y = -place.y * scale - origin[1] - math.cos(place.angle) * away
            box = image.get_rect(center=(round(x), round(y)))
            if box.colliderect(frame):
                surface.blit(image, box)

    def _choice(self, scale: float) -> list[Place]:
        """Keep places with room for their name and APART_PX between two of the same name."""
        if scale not in self._chosen:
            kept: dict[str, list[Place]] = {}
            for place in self._places:
                near = kept.setdefault(place.name, [])
                roomy = place.length * scale > text.width(place.name, _size(scale)) * 1.1
                if roomy and all(_apart(place, other) * scale > APART_PX for other in near):
                    near.append(place)
            self._chosen[scale] = [place for near in kept.values() for place in near]
        return self._chosen[scale]


def _apart(first: Place, second: Place) -> float:
    return float(np.hypot(first.x - second.x, first.y - second.y))


def _size(scale: float) -> int:
    return next(size for least, size in reversed(SIZES) if scale >= least)


@lru_cache(maxsize=512)
def _label(name: str, size: int, theme: Theme, degrees: int) -> pygame.Surface:
    """Return the name on a soft plate of the ground's colour, turned."""
    glyphs = text.render(name, size, theme.street_name)
    plate = pygame.Surface((glyphs.get_width() + 6, glyphs.get_height()), pygame.SRCALPHA, 32)
    pygame.draw.rect(plate, (*theme.street_halo, 190), plate.get_rect(), border_radius=4)
    plate.blit(glyphs, (3, 0))
    turns = {0: 0, 90: 1, -90: 3, 180: 2}.get(degrees)
    if turns is not None:
        return plate if turns == 0 else pygame.transform.rotate(plate, turns * 90)
    return pygame.transform.rotozoom(plate, degrees, 1.0)
