"""What is in the road: closures, bodies, people on foot outside crosswalks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array, Table
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.obstacle_shapes import WHITE, shape
from longtail_sim.viewer.poses import fronts
from longtail_sim.viewer.sprites import Sprites, bar, disc, picture, turned
from longtail_sim.viewer.theme import Theme
from longtail_sim.viewer.walkers import DIRECTIONS, figure

HEADINGS = 96
SIGN_BELOW_SCALE = 2.6  # pixels per metre; farther away a sign says that a road is closed
SIGN_PX = 7
SMALLEST_M = 0.6  # a shape is drawn as if one metre had at least so many pixels


class Obstacles(NamedTuple):
    """Arrays of shape (obstacle,), copied; only those that are there."""

    row: Array
    kind: Array  # OBSTACLE_*
    x: Array  # centre
    y: Array
    heading: Array
    length: Array
    width: Array
    struck: Array


def capture(network: Network, obstacles: Table) -> Obstacles:
    """Copy what is in the road of one world, whose table this is."""
    phase = obstacles["phase"]
    there = (phase == codes.PHASE_PRESENT) | (phase == codes.PHASE_STRUCK)
    row = np.flatnonzero(there & (obstacles["lane"] >= 0))
    found = obstacles[row]
    x, y, heading = fronts(network, found["lane"], found["s"] + found["length"] / 2, found["lateral"])
    return Obstacles(
        row=row,
        kind=found["kind"],
        x=x,
        y=y,
        heading=heading + np.pi / 2 * np.sign(found["lateral_speed"]) * (found["kind"] == codes.OBSTACLE_PERSON),
        length=found["length"],
        width=found["width"],
        struck=found["phase"] == codes.PHASE_STRUCK,
    )


def nothing() -> Obstacles:
    """Return an empty table."""
    none, numbers = np.zeros(0, int), np.zeros(0)
    return Obstacles(none, none, numbers, numbers, numbers, numbers, numbers, np.zeros(0, bool))


def between(before: Obstacles, after: Obstacles, share: float) -> Obstacles:
    """Return ``after`` with what moves put back to where it was at ``share`` of the way from ``before``."""
    _, old, new = np.intersect1d(before.row, after.row, assume_unique=True, return_indices=True)
    x, y = after.x.copy(), after.y.copy()
    x[new] += (before.x[old] - x[new]) * (1 - share)
    y[new] += (before.y[old] - y[new]) * (1 - share)
    return after._replace(x=x, y=y)


class ObstaclePainter:
    """Draws what is in the road from kept pictures."""

    def __init__(self, sprites: Sprites) -> None:
        """Use the given store of pictures."""
        self._sprites = sprites

    def paint(self, surface: pygame.Surface, camera: Camera, obstacles: Obstacles, theme: Theme) -> None:
        """Draw onto the pane, what one can drive over first."""
        if not len(obstacles.row):
            return
        right, down = camera.to_pane(obstacles.x, obstacles.y)
        for row in np.argsort(obstacles.kind >= codes.OBSTACLE_VAN, kind="stable").tolist():
            image = self._image(obstacles, row, max(camera.scale, SMALLEST_M * camera.density), theme)
            surface.blit(
                image, (round(right[row]) - image.get_width() // 2, round(down[row]) - image.get_height() // 2)
            )

    def paint_marks(self, surface: pygame.Surface, camera: Camera, obstacles: Obstacles, theme: Theme) -> None:
        """Draw a no-entry sign at every closure while one is too far away to make it out."""
        closed = obstacles.kind < codes.OBSTACLE_VAN
        if camera.far >= SIGN_BELOW_SCALE or not closed.any():
            return
        size = SIGN_PX * camera.density
        image = self._sprites.get(("no entry", size, theme.name), lambda: _no_entry(size, theme))
        right, down = camera.to_pane(obstacles.x[closed], obstacles.y[closed])
        half = image.get_width() // 2
        places = zip(np.round(right).tolist(), np.round(down).tolist(), strict=True)
        surface.blits([(image, (x - half, y - half)) for x, y in places], doreturn=False)

    def _image(self, obstacles: Obstacles, row: int, scale: float, theme: Theme) -> pygame.Surface:
        kind, struck = int(obstacles.kind[row]), bool(obstacles.struck[row])
        turn = float(obstacles.heading[row]) / (2 * np.pi)
        if kind == codes.OBSTACLE_PERSON:
            direction = round(turn * DIRECTIONS) % DIRECTIONS
            person = ("obstacle", theme.name, scale, direction, struck)
            return self._sprites.get(person, lambda: figure(scale, direction, 0, struck, theme))
        length, width, heading = (
            round(float(obstacles.length[row]), 1),
            float(obstacles.width[row]),
            round(turn * HEADINGS),
        )
        key = ("obstacle", theme.name, scale, kind, length, width, heading)
        return self._sprites.get(key, lambda: _shape(kind, length, width, heading / HEADINGS * 2 * np.pi, scale, theme))


def _shape(kind: int, length: float, width: float, heading: float, scale: float, theme: Theme) -> pygame.Surface:
    parts = shape(kind, length * scale, width * scale, scale, theme)
    return picture([(colour, turned(corners, heading)) for colour, corners in parts])


def _no_entry(size: float, theme: Theme) -> pygame.Surface:
    across = bar((-size * 0.6, 0.0), (size * 0.6, 0.0), size * 0.42)
    return picture([(WHITE, disc(size + 1.2)), (theme.red, disc(size)), (WHITE, across)])
