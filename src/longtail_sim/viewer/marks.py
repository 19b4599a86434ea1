"""Marks over the map: what they are, where they are, and what room they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.viewer import badges
from longtail_sim.viewer.sprites import Sprites
from longtail_sim.viewer.theme import Theme


class Mark(NamedTuple):
    """One kind of mark at all its places."""

    kind: str  # of badges
    radius: int  # pixels
    right: Array  # centres, pixels from the pane's upper left corner, shape (n,)
    down: Array

    def boxes(self, pane: pygame.Rect) -> Iterator[pygame.Rect]:
        """Yield what is covered in a pane."""
        side = 2 * self.radius + 2
        for right, down in zip(self.right.tolist(), self.down.tolist(), strict=True):
            box = pygame.Rect(round(right) - side // 2, round(down) - side // 2, side, side)
            if box.colliderect(pane):
                yield box


def paint(surface: pygame.Surface, marks: Iterable[Mark], sprites: Sprites, theme: Theme) -> None:
    """Draw marks onto a pane, the last ones on top."""
    for mark in marks:
        if len(mark.right):
            image = _image(mark.kind, mark.radius, sprites, theme)
            x = np.round(mark.right - image.get_width() / 2).astype(int).tolist()
            y = np.round(mark.down - image.get_height() / 2).astype(int).tolist()
            surface.blits([(image, at) for at in zip(x, y, strict=True)], doreturn=False)


def _image(kind: str, radius: int, sprites: Sprites, theme: Theme) -> pygame.Surface:
    return sprites.get((kind, radius, theme.name), lambda: badges.badge(kind, radius, theme))
