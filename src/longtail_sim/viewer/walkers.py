"""People on foot: small figures at the kerbs and on the crosswalks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array, Table
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.sprites import Part, Sprites, disc, picture, rounded, turned
from longtail_sim.viewer.theme import Theme

BACK_M = 0.7  # who waits stands this far behind the kerb
SHOULDERS_M = (0.46, 0.78)  # a little larger than life, so that they are seen
HEAD_M = 0.12
SMALLEST_PX = 4.0  # shoulders
FROM_SCALE = 1.0  # pixels per metre; farther away nobody on foot can be made out
DIRECTIONS = 16
MIXER = 40503  # neighbours in number differ in colour, whatever the crosswalk


class Walkers(NamedTuple):
    """Arrays of shape (person,), copied, in order of the persons' numbers."""

    person: Array
    x: Array
    y: Array
    heading: Array
    struck: Array


def nobody() -> Walkers:
    """Return an empty table."""
    return Walkers(np.zeros(0, int), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, bool))


def capture(network: Network, crosswalks: Table, pedestrians: Table) -> Walkers:
    """Copy who is at the crosswalks of one world, whose tables these are."""
    slot = np.flatnonzero(pedestrians["person"] >= 0)
    if not len(slot):
        return nobody()
    slot = slot[np.argsort(pedestrians["person"][slot])]  # always the same order, which a recording need not say
    c = slot // (len(pedestrians) // len(crosswalks))
    people = pedestrians[slot]
    ahead = np.where(people["backwards"] == 1, -1.0, 1.0)
    waits = people["state"] == codes.WALKER_WAITING
    place = people["position"] - ahead * BACK_M * waits
    along_x, along_y = network.crosswalk_along_x[c], network.crosswalk_along_y[c]
    return Walkers(
        person=people["person"],
        x=network.crosswalk_x[c] + place * along_x - people["aside"] * along_y,
        y=network.crosswalk_y[c] + place * along_y + people["aside"] * along_x,
        heading=np.arctan2(ahead * along_y, ahead * along_x),
        struck=people["state"] == codes.WALKER_STRUCK,
    )


def between(before: Walkers, after: Walkers, share: float) -> Walkers:
    """Return ``after`` with everybody moved back to where they were at ``share`` of the way from ``before``."""
    _, old, new = np.intersect1d(before.person, after.person, assume_unique=True, return_indices=True)
    x, y = after.x.copy(), after.y.copy()
    x[new] += (before.x[old] - x[new]) * (1 - share)
    y[new] += (before.y[old] - y[new]) * (1 - share)
    return after._replace(x=x, y=y)


class WalkerPainter:
    """Draws everybody on foot from kept pictures."""

    def __init__(self, sprites: Sprites) -> None:
        """Use the given store of pictures."""
        self._sprites = sprites

    def paint(self, surface: pygame.Surface, camera: Camera, walkers: Walkers, theme: Theme) -> None:
        """Draw onto the pane."""
        if camera.far < FROM_SCALE or not len(walkers.person):
            return
        scale = max(camera.scale, SMALLEST_PX / SHOULDERS_M[1] * camera.density)
        right, down = camera.to_pane(walkers.x, walkers.y)
        width, height = surface.get_size()
        for row in np.flatnonzero((right > -9) & (right < width + 9) & (down > -9) & (down < height + 9)).tolist():
            direction = round(float(walkers.heading[row]) / (2 * np.pi) * DIRECTIONS) % DIRECTIONS
            tint, struck = int(walkers.person[row]) * MIXER // 2**16 % len(theme.walkers), bool(walkers.struck[row])
            key = ("walker", theme.name, scale, direction, tint, struck)
            image = self._sprites.get(key, lambda key=key: figure(*key[2:], theme=theme))  # type: ignore[misc]
            at = (round(right[row]) - image.get_width() // 2, round(down[row]) - image.get_height() // 2)
            surface.blit(image, at)


def figure(scale: float, direction: int, tint: int, struck: bool, theme: Theme) -> pygame.Surface:
    """Return somebody seen from above: shoulders and head; who was struck lies in the colour of warnings."""
    factor = max(scale, SMALLEST_PX / SHOULDERS_M[1])
    deep, wide = (length * factor for length in SHOULDERS_M)
    clothes = theme.warning if struck else theme.walkers[tint]
    parts: list[Part] = [
        (theme.outline, rounded(deep + 1.2, wide + 1.2, deep)),
        (clothes, rounded(deep, wide, deep / 2)),
        (theme.outline, disc(HEAD_M * factor)),
    ]
    if struck:
        parts[:2] = [
            (theme.outline, rounded(1.7 * factor + 1.2, wide + 1.2, deep)),
            (clothes, rounded(1.7 * factor, wide, deep)),
        ]
    heading = direction / DIRECTIONS * 2 * np.pi
    return picture([(paint, turned(corners, heading)) for paint, corners in parts])
