"""Names beside the streets: every name once per stretch, never twice close together, never under plates and marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import text
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.poses import lane_points
from longtail_sim.viewer.roads import lane_edge
from longtail_sim.viewer.theme import Theme

APART_PX = 420
SIZES = ((0.0, 10), (0.45, 11), (1.2, 12), (3.0, 14), (8.0, 18))
SHARES = (0.5, 0.375, 0.625, 0.25, 0.75, 0.125, 0.875)  # of a block, where a name may stand; the first is the usual one
KEPT = 4  # panes and looks whose names are remembered
CLEAR_PX = 2  # between a name and what it makes room for


class Place(NamedTuple):
    """Where a name may stand: a point on the kerb, the street's direction and room."""

    name: str
    x: float
    y: float
    angle: float  # radians, readable without turning one's head: in (-pi/2, pi/2]
    length: float  # m, of the stretch of which it is the middle
    side: float  # +1 if the pavement lies to the left of that direction
    usual: bool = True  # whether it is the middle of its block


def places(network: StreetNetwork) -> list[Place]:
    """Return places on the right-hand kerb of every street that has a name, the middles of the longest streets first.

    There queues and what marks them are farthest away.
    """
    found = [place for street in range(network.num_streets) for place in _beside(network, street)]
    return sorted(found, key=lambda place: (not place.usual, -round(place.length)))


def _beside(network: StreetNetwork, street: int) -> list[Place]:
    name = network.road_names[network.street_road[street]]
    if not name:
        return []
    arrays = network.arrays
    lane = int(arrays.street_first_lane[street])
    _, _, heading = lane_points(arrays, lane)
    edge = lane_edge(network, lane, -1)
    angle = float(heading[len(heading) // 2])
    readable = math.remainder(angle, 2 * math.pi)
    flipped = not (-math.pi / 2 + 1e-6 < readable <= math.pi / 2 + 1e-6)
    angle = readable - math.copysign(math.pi, readable) if flipped else readable
    length, side = float(arrays.lane_length[lane]), 1.0 if flipped else -1.0
    found = []
    for share in SHARES:
        x, y = edge[0] + (edge[-1] - edge[0]) * share
        room = length * 2 * min(share, 1 - share)
        found.append(Place(name, float(x), float(y), angle, room, side, share == SHARES[0]))
    return found


class StreetNames:
    """Chooses and draws the names of what one looks at."""

    def __init__(self, network: StreetNetwork) -> None:
        """Find all places where a name can stand."""
        self._places = places(network)
        self._x, self._y = (np.array([place[axis] for place in self._places]) for axis in (1, 2))
        self._name = np.array([place.name for place in self._places], dtype=np.str_)
        self._usual: dict[tuple[float, float], list[Place]] = {}
        self._drawn: dict[object, list[tuple[pygame.Surface, pygame.Rect]]] = {}

    def paint(self, surface: pygame.Surface, camera: Camera, theme: Theme, taken: Sequence[pygame.Rect] = ()) -> None:
        """Draw the names that lie wholly in the pane and clear of what is ``taken`` (pixels of the pane)."""
        key = (surface.get_size(), camera.origin, camera.scale, camera.density, theme.name, tuple(map(tuple, taken)))
        if key not in self._drawn:
            while len(self._drawn) >= KEPT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = self._labels(surface.get_rect(), camera, theme, taken)
        surface.blits(self._drawn[key], doreturn=False)

    def _labels(
        self, pane: pygame.Rect, camera: Camera, theme: Theme, taken: Sequence[pygame.Rect]
    ) -> list[tuple[pygame.Surface, pygame.Rect]]:
        """Return the usual names where they are clear; of a street without any, the first one that is."""
        found: list[tuple[pygame.Surface, pygame.Rect]] = []
        boxes = [box.inflate(2 * CLEAR_PX, 2 * CLEAR_PX) for box in taken]
        seen: set[str] = set()

        def put(place: Place) -> None:
            label, box = _label(place, camera, theme)
            if pane.contains(box) and box.collidelist(boxes) < 0:
                found.append((label, box))
                boxes.append(box)
                seen.add(place.name)

        for place in self._choice(camera.scale, camera.density):
            put(place)
        for place in self._others(pane, camera, frozenset(seen)):
            if place.name not in seen:
                put(place)
        return found

    def _choice(self, scale: float, dense: float = 1.0) -> list[Place]:
        """Keep usual places with room for their name and APART_PX between two of the same name."""
        if (scale, dense) not in self._usual:
            kept: dict[str, list[Place]] = {}
            for place in self._places:
                near = kept.setdefault(place.name, [])
                apart = all(_apart(place, other) * scale > APART_PX * dense for other in near)
                if place.usual and apart and _roomy(place, scale, dense):
                    near.append(place)
            self._usual[scale, dense] = [place for near in kept.values() for place in near]
        return self._usual[scale, dense]

    def _others(self, pane: pygame.Rect, camera: Camera, seen: frozenset[str]) -> list[Place]:
        """Return all places in a pane with room for their name, but for names that are there already."""
        right, down = camera.to_pane(self._x, self._y)
        inside = (right > 0) & (right < pane.width) & (down > 0) & (down < pane.height) & ~np.isin(self._name, [*seen])
        rows = np.flatnonzero(inside).tolist()
        return [self._places[row] for row in rows if _roomy(self._places[row], camera.scale, camera.density)]


def _roomy(place: Place, scale: float, dense: float) -> bool:
    return place.length * scale > text.width(place.name, _size(scale, dense)) * 1.1


def _apart(first: Place, second: Place) -> float:
    return float(np.hypot(first.x - second.x, first.y - second.y))


def _size(scale: float, dense: float) -> int:
    """Return the font size in pixels of the screen."""
    return round(next(size for least, size in reversed(SIZES) if scale / dense >= least) * dense)


def _label(place: Place, camera: Camera, theme: Theme) -> tuple[pygame.Surface, pygame.Rect]:
    """Return a name's picture, and where it stands in the pane."""
    size = _size(camera.scale, camera.density)
    image = _picture(place.name, size, theme, round(math.degrees(place.angle)))
    right, down = camera.to_pane(np.array(place.x), np.array(place.y))
    away = (text.height(size) * 0.5 + 1.5) * place.side
    centre = round(float(right) - math.sin(place.angle) * away), round(float(down) - math.cos(place.angle) * away)
    return image, image.get_rect(center=centre)


@lru_cache(maxsize=512)
def _picture(name: str, size: int, theme: Theme, degrees: int) -> pygame.Surface:
    """Return the name on a soft plate of the ground's colour, turned."""
    glyphs = text.render(name, size, theme.street_name)
    plate = pygame.Surface((glyphs.get_width() + 6, glyphs.get_height()), pygame.SRCALPHA, 32)
    pygame.draw.rect(plate, (*theme.street_halo, 190), plate.get_rect(), border_radius=4)
    plate.blit(glyphs, (3, 0))
    turns = {0: 0, 90: 1, -90: 3, 180: 2}.get(degrees)
    if turns is not None:
        return plate if turns == 0 else pygame.transform.rotate(plate, turns * 90)
    return pygame.transform.rotozoom(plate, degrees, 1.0)
