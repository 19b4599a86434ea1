"""Lit windows, where there is power."""

from __future__ import annotations

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.buildings import inner_box
from longtail_sim.viewer.theme import Theme

WINDOW_M = 1.1
M2_PER_WINDOW = 620.0
BRIGHTEST, FAINTEST = 190, 0.2  # opacity; from far away there are many, and they must not look like vehicles
LARGEST_SCALE = 5.0  # closer than this, squares of light look like something on the roof


class Lights:
    """Windows at random places in the blocks; each hangs on the nearest junction's power."""

    def __init__(self, network: StreetNetwork) -> None:
        """Place the windows; the same ones for every picture of a network."""
        places = [_in_block(inner_box(block), number) for number, block in enumerate(network.blocks)]
        self._at = np.concatenate([*places, np.empty((0, 2))])
        arrays = network.arrays
        self._junction = np.array(
            [np.argmin((arrays.junction_x - x) ** 2 + (arrays.junction_y - y) ** 2) for x, y in self._at], dtype=int
        )

    def paint(self, surface: pygame.Surface, origin: tuple[int, int], scale: float, dark: Array, theme: Theme) -> None:
        """Draw the lit windows onto the surface, whose upper left corner is map pixel ``origin``."""
        if theme.window_light is None or scale > LARGEST_SCALE or not len(self._at):
            return
        x, y = self._at[:, 0] * scale - origin[0], -self._at[:, 1] * scale - origin[1]
        width, height = surface.get_size()
        seen = ~dark[self._junction] & (x > -4) & (x < width) & (y > -4) & (y < height)
        side = WINDOW_M * scale
        image = pygame.Surface((max(round(side), 1),) * 2, pygame.SRCALPHA, 32)
        image.fill((*theme.window_light, round(BRIGHTEST * min(max(side, FAINTEST), 1.0))))
        places = zip(x[seen].astype(int).tolist(), y[seen].astype(int).tolist(), strict=True)
        surface.blits([(image, at) for at in places], doreturn=False)


def _in_block(box: tuple[float, float, float, float], number: int) -> Array:
    draw = np.random.default_rng((number, 7))
    area = (box[2] - box[0]) * (box[3] - box[1])
    return draw.uniform(box[:2], box[2:], size=(int(area / M2_PER_WINDOW), 2))
