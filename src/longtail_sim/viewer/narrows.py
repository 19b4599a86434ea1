"""Narrow streets: the stretch that both directions share, and what stands in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array, Table
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.poses import centres
from longtail_sim.viewer.sprites import Sprites, picture, rounded, turned
from longtail_sim.viewer.theme import Colour, Theme

TRUCK: Colour = (88, 120, 78)  # a refuse truck
HOPPER: Colour = (58, 76, 56)
TRUCK_M = (9.0, 2.4)
CAR_M = (4.6, 1.85)
CAR_EVERY_M = 6.0
AT_KERB_M = 0.6  # from the lane's middle
TINT_ALPHA = 70


class Narrows(NamedTuple):
    """What is drawn of the narrow stretches, shape (stretch,) and (body,)."""

    x: Array  # middle of the stretch in one direction
    y: Array
    heading: Array
    length: Array
    bodies: Array  # (body, 5): x, y, heading, length, width
    truck: Array  # (body,) whether it is one


def wide() -> Narrows:
    """Return what is drawn where no street is narrow: nothing."""
    nothing = np.zeros(0)
    return Narrows(nothing, nothing, nothing, nothing, np.zeros((0, 5)), np.zeros(0, bool))


def capture(network: Network, lanes: Table) -> Narrows:
    """Copy where the lanes of one world are narrow."""
    rows = np.flatnonzero(lanes["narrow_opposite"] >= 0)
    if not len(rows):
        return wide()
    start, end = lanes["narrow_from"][rows], lanes["narrow_to"][rows]
    zero = np.zeros(len(rows))
    x, y, heading = centres(network, rows, (start + end) / 2, zero, zero)
    bodies, truck = [], []
    for row, first, last in zip(rows.tolist(), start.tolist(), end.tolist(), strict=True):
        shift, other = lanes["narrow_shift"][row], lanes["narrow_shift"][lanes["narrow_opposite"][row]]
        stands = shift > other  # a truck stands where one has to go round
        size = TRUCK_M if stands else CAR_M
        number = 1 if stands else max(int((last - first) / CAR_EVERY_M), 1) if shift == other else 0
        places = first + (np.arange(number) + 0.5) * (last - first) / max(number, 1) + size[0] / 2
        for place in places.tolist():
            one = np.array([row]), np.array([place]), np.array([-AT_KERB_M]), np.array([size[0]])
            bodies.append([*(float(part[0]) for part in centres(network, *one)), *size])
            truck.append(stands)
    return Narrows(x, y, heading, end - start, np.array(bodies).reshape(-1, 5), np.array(truck, bool))


class NarrowPainter:
    """Draws narrow stretches under the vehicles."""

    def __init__(self, sprites: Sprites) -> None:
        """Use the given store of pictures."""
        self._sprites = sprites

    def paint(self, surface: pygame.Surface, camera: Camera, narrows: Narrows, lane_width: float, theme: Theme) -> None:
        """Draw onto the pane."""
        for row in range(len(narrows.x)):
            self._stretch(surface, camera, narrows, row, lane_width, theme)
        for body, truck in zip(narrows.bodies, narrows.truck.tolist(), strict=True):
            self._body(surface, camera, body, truck, theme)

    def _stretch(
        self, surface: pygame.Surface, camera: Camera, narrows: Narrows, row: int, lane_width: float, theme: Theme
    ) -> None:
        area = rounded(float(narrows.length[row]), lane_width, 0.0)
        corners = turned(area, float(narrows.heading[row])) + np.array([narrows.x[row], narrows.y[row]])
        right, down = camera.to_pane(corners[:, 0], corners[:, 1])
        left, top = int(right.min()) - 1, int(down.min()) - 1
        size = int(right.max()) - left + 2, int(down.max()) - top + 2
        if left > surface.get_width() or top > surface.get_height() or left + size[0] < 0 or top + size[1] < 0:
            return
        tint = pygame.Surface(size, pygame.SRCALPHA, 32)
        pygame.draw.polygon(tint, (*theme.yellow, TINT_ALPHA), np.stack([right - left, down - top], axis=1).tolist())
        surface.blit(tint, (left, top))

    def _body(self, surface: pygame.Surface, camera: Camera, body: Array, truck: bool, theme: Theme) -> None:
        x, y, heading, length, width = body.tolist()
        key = ("narrow", theme.name, camera.scale, truck, round(heading, 3))
        size = length * camera.scale, width * camera.scale
        image = self._sprites.get(key, lambda: _standing(*size, heading, truck, theme))
        right, down = camera.to_pane(np.array([x]), np.array([y]))
        surface.blit(image, (round(right[0]) - image.get_width() // 2, round(down[0]) - image.get_height() // 2))


def _standing(length: float, width: float, heading: float, truck: bool, theme: Theme) -> pygame.Surface:
    """Return a refuse truck, or a parked car without lights."""
    length, width = max(length, 4.0), max(width, 2.4)
    colour = TRUCK if truck else theme.kerb
    parts = [
        (theme.outline, rounded(length + 1, width + 1, width * 0.15)),
        (colour, rounded(length, width, width * 0.12)),
        (theme.glass, rounded(length * 0.07, width * 0.76, 0.0, (length * (0.42 if truck else 0.2), 0.0))),
    ]
    if truck:
        parts.append((HOPPER, rounded(length * 0.22, width * 0.8, width * 0.1, (-length * 0.36, 0.0))))
    return picture([(paint, turned(corners, heading)) for paint, corners in parts])
