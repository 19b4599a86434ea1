"""Small smooth pictures, drawn once large, scaled down, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.viewer.theme import Colour

Part = tuple[Colour, Array]  # colour and corners (k, 2) in pixels, x to the right, y up
KEPT_PIXELS = 12_000_000  # 48 MB


def picture(parts: Sequence[Part], shift: tuple[float, float] = (0.0, 0.0)) -> pygame.Surface:
    """Draw polygons smoothly around the middle of a new surface with an odd number of pixels on each side.

    ``shift`` (pixels, to the right and up) moves the drawing by a part of a pixel.
    """
    reach = max(float(np.abs(corners).max()) for _, corners in parts) + 1.5
    side = 2 * int(np.ceil(reach)) + 1
    finer = 5 if side < 80 else 3 if side < 240 else 2
    large = pygame.Surface((side * finer, side * finer), pygame.SRCALPHA, 32)
    large.fill((*parts[0][0], 0))  # edges fade into the first part's colour
    for colour, corners in parts:
        x = (corners[:, 0] + shift[0] + side / 2) * finer
        y = (side / 2 - corners[:, 1] - shift[1]) * finer
        pygame.draw.polygon(large, (*colour, 255), np.stack([x, y], axis=1).tolist())
    small = pygame.transform.smoothscale(large, (side, side))
    crop = small.get_bounding_rect()
    middle = side // 2
    half_width = max(middle - crop.left, crop.right - 1 - middle, 0)
    half_height = max(middle - crop.top, crop.bottom - 1 - middle, 0)
    place = pygame.Rect(middle - half_width, middle - half_height, 2 * half_width + 1, 2 * half_height + 1)
    return small.subsurface(place).copy()


def turned(corners: Array, heading: float) -> Array:
    """Return corners turned counter-clockwise."""
    cos, sin = np.cos(heading), np.sin(heading)
    moved: Array = corners @ np.array([[cos, sin], [-sin, cos]])
    return moved


def rounded(length: float, width: float, radius: float, centre: tuple[float, float] = (0.0, 0.0)) -> Array:
    """Return a rectangle with round corners along +x."""
    radius = min(radius, length / 2, width / 2)
    quarter = np.linspace(0, np.pi / 2, 5)
    corners = []
    for turn, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        middle = (sx * (length / 2 - radius), sy * (width / 2 - radius))
        angle = quarter + turn * np.pi / 2
        corners.append(np.stack([middle[0] + radius * np.cos(angle), middle[1] + radius * np.sin(angle)], axis=1))
    outline: Array = np.concatenate(corners) + np.array(centre)
    return outline


def disc(radius: float, centre: tuple[float, float] = (0.0, 0.0)) -> Array:
    """Return a circle as a polygon."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    outline: Array = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius + np.array(centre)
    return outline


def bar(start: tuple[float, float], end: tuple[float, float], thickness: float) -> Array:
    """Return a thick line."""
    first, last = np.array(start), np.array(end)
    along = last - first
    normal = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9) * thickness / 2
    return np.stack([first + normal, last + normal, last - normal, first - normal])


class Sprites:
    """Pictures by key; forgets all of them when they have become large together."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pictures: dict[object, pygame.Surface] = {}
        self._pixels = 0

    def get(self, key: object, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """Return the picture of ``key``, drawn by ``make`` when it is wanted for the first time."""
        found = self._pictures.get(key)
        if found is None:
            if self._pixels > KEPT_PIXELS:
                self._pictures.clear()
                self._pixels = 0
            found = self._pictures[key] = make()
            self._pixels += found.get_width() * found.get_height()
        return found
