"""Signal heads at the stop lines, stop signs, dark signals and officers."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import badges
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.sprites import Sprites, bar, picture, rounded, turned
from longtail_sim.viewer.theme import Colour, Theme

LANES_FROM_SCALE = 2.6  # below this, one head per approach instead of one per lane
BEYOND_LINE_M = 0.9
KEPT = 4  # panes and moments whose heads are remembered
CORNER_M = 9.0  # from the centre of a junction to the mark of its fault, so that it hides nobody

Blit = tuple[pygame.Surface, tuple[int, int]]


class Heads(NamedTuple):
    """Places of heads, arrays of shape (n,)."""

    x: Array
    y: Array
    heading: Array  # direction of the traffic that the head is for
    width: Array  # m, across the lanes
    junction: Array
    axis: Array  # 0 for north-south, 1 for east-west


def _heads_by_lane(network: StreetNetwork) -> Heads:
    arrays = network.arrays
    lane = arrays.approach_lane
    last = arrays.point_first[lane + 1] - 1
    heading = arrays.point_heading[last]
    leg = arrays.lane_leg[lane]
    return Heads(
        arrays.point_x[last] + np.cos(heading) * BEYOND_LINE_M,
        arrays.point_y[last] + np.sin(heading) * BEYOND_LINE_M,
        heading,
        np.asarray(network.lane_width)[lane],
        arrays.lane_junction[lane],
        np.where((leg == codes.LEG_NORTH) | (leg == codes.LEG_SOUTH), 0, 1),
    )


def _heads_by_approach(network: StreetNetwork, by_lane: Heads) -> Heads:
    leg = network.arrays.lane_leg[network.arrays.approach_lane]
    _, first, group = np.unique(by_lane.junction.astype(np.int64) * 4 + leg, return_index=True, return_inverse=True)
    count = np.maximum(np.bincount(group), 1)
    return Heads(
        np.bincount(group, by_lane.x) / count,
        np.bincount(group, by_lane.y) / count,
        by_lane.heading[first],
        np.bincount(group, by_lane.width),
        by_lane.junction[first],
        by_lane.axis[first],
    )


class HeadPainter:
    """Draws what controls each junction at this moment."""

    def __init__(self, network: StreetNetwork, sprites: Sprites) -> None:
        """Find the places of all heads."""
        self._by_lane = _heads_by_lane(network)
        self._by_approach = _heads_by_approach(network, self._by_lane)
        self._arrays = network.arrays
        self._sprites = sprites
        self._drawn: dict[object, tuple[Array, list[Blit]]] = {}

    def paint(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme) -> None:
        """Draw onto the pane; (0, 0) of the surface is the pane's upper left corner."""
        key = (id(frame.control), camera.origin, camera.scale, theme.name, surface.get_size())
        if key not in self._drawn:  # frames between two decision intervals share their arrays
            while len(self._drawn) >= KEPT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = frame.control, self._blits(surface.get_size(), camera, frame, theme)
        surface.blits(self._drawn[key][1], doreturn=False)

    def _blits(self, size: tuple[int, int], camera: Camera, frame: Frame, theme: Theme) -> list[Blit]:
        heads = self._by_lane if camera.scale >= LANES_FROM_SCALE else self._by_approach
        right, down = camera.to_pane(heads.x, heads.y)
        width, height = size
        seen = np.flatnonzero((right > -20) & (right < width + 20) & (down > -20) & (down < height + 20))
        colour = _shown(frame, heads)
        return [
            self._head(camera.scale, heads, int(row), int(colour[row]), float(right[row]), float(down[row]), theme)
            for row in seen
            if colour[row] >= 0
        ]

    def paint_marks(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme) -> None:
        """Draw officers, closed junctions, marks of faulty signals and, while heads are small, of dark ones."""
        right, down = camera.to_pane(self._arrays.junction_x, self._arrays.junction_y)
        radius = round(min(max(camera.scale * 5, 6), 13))
        dark = frame.control == codes.CONTROL_DARK
        if camera.scale < LANES_FROM_SCALE:
            self._marks(surface, badges.DARK, radius, right[dark], down[dark], theme)
        aside = CORNER_M * camera.scale if camera.scale >= LANES_FROM_SCALE else 0.0
        self._marks(surface, badges.FAULT, radius, right[frame.faulty] + aside, down[frame.faulty] - aside, theme)
        officer = frame.officer | (frame.control == codes.CONTROL_OFFICER)
        self._marks(surface, badges.OFFICER, radius + 3, right[officer], down[officer], theme)
        aside = 2 * radius + 2  # beside the mark of a dark signal
        self._marks(surface, badges.NO_ENTRY, radius, right[frame.closed] + aside, down[frame.closed] - aside, theme)

    def _marks(self, surface: pygame.Surface, kind: str, radius: int, right: Array, down: Array, theme: Theme) -> None:
        image = self._sprites.get((kind, radius, theme.name), lambda: badges.badge(kind, radius, theme))
        half = (image.get_width() // 2, image.get_height() // 2)
        places = zip(np.round(right).tolist(), np.round(down).tolist(), strict=True)
        surface.blits([(image, (x - half[0], y - half[1])) for x, y in places], doreturn=False)

    def _head(self, scale: float, heads: Heads, row: int, colour: int, right: float, down: float, theme: Theme) -> Blit:
        degrees = round(math.degrees(float(heads.heading[row]))) % 360
        across = max(round(float(heads.width[row]) * scale * 0.84), 4)
        key = (colour, degrees, across, scale, theme.name)
        image = self._sprites.get(key, lambda: _picture(colour, math.radians(degrees), across, scale, theme))
        return image, (round(right) - image.get_width() // 2, round(down) - image.get_height() // 2)


_NO_HEAD, _DARK_HEAD, _SIGN = -1, 9, 8
_FLASHING = 16  # plus COLOUR_*


def _shown(frame: Frame, heads: Heads) -> Array:
    """Return what each head shows: COLOUR_*, _FLASHING + COLOUR_*, _DARK_HEAD, _SIGN or _NO_HEAD."""
    control = frame.control[heads.junction]
    colour = frame.colour[heads.junction, heads.axis].astype(np.int64)
    colour = np.where(colour == codes.COLOUR_NONE, _NO_HEAD, colour)
    colour = np.where((control == codes.CONTROL_DARK) | (control == codes.CONTROL_OFFICER), _DARK_HEAD, colour)
    stops = control == codes.CONTROL_ALL_WAY_STOP
    flashes = frame.flashing[heads.junction, heads.axis]
    return np.where(flashes != codes.COLOUR_NONE, _FLASHING + flashes, np.where(stops, _SIGN, colour))


def _picture(colour: int, heading: float, across: int, scale: float, theme: Theme) -> pygame.Surface:
    thick = min(max(scale * 0.75, 3.0), 9.0)
    if colour == _SIGN:
        return badges.badge(badges.STOP_SIGN, round(min(max(scale * 1.1, 3), 9)), theme)
    if colour == _DARK_HEAD:
        return _dark_picture(heading, across, thick, theme)
    lit: Colour = {
        codes.COLOUR_GREEN: theme.green,
        codes.COLOUR_YELLOW: theme.yellow,
        codes.COLOUR_RED: theme.red,
    }[colour % _FLASHING]
    if colour >= _FLASHING:
        return _flashing_picture(lit, heading, across, thick, theme)
    case = turned(rounded(thick + 1.6, across + 1.6, 2.0), heading)
    return picture([(theme.outline, case), (lit, turned(rounded(thick, across, 1.6), heading))])


def _flashing_picture(lit: Colour, heading: float, across: int, thick: float, theme: Theme) -> pygame.Surface:
    """Dashes in a dark case: a light that comes and goes, told by its shape as well."""
    case = turned(rounded(thick + 1.6, across + 1.6, 2.0), heading)
    dash, half = max(across / 7.0, 1.0), thick / 2
    corners = np.array([(-half, -dash / 2), (half, -dash / 2), (half, dash / 2), (-half, dash / 2)])
    dashes = [turned(corners + np.array((0.0, place)), heading) for place in (-2.2 * dash, 0.0, 2.2 * dash)]
    return picture([(theme.outline, case), *((lit, each) for each in dashes)])


def _dark_picture(heading: float, across: int, thick: float, theme: Theme) -> pygame.Surface:
    """An empty case with a cross: nothing to see by colour, plain to see by shape."""
    case = turned(rounded(thick + 1.6, across + 1.6, 2.0), heading)
    hole = turned(rounded(max(thick - 0.8, 1.4), max(across - 0.8, 1.4), 1.4), heading)
    half = min(thick, across) / 2
    cross = [
        turned(bar((-half, -half), (half, half), 1.2), heading),
        turned(bar((-half, half), (half, -half), 1.2), heading),
    ]
    return picture([(theme.dark_edge, case), (theme.dark_head, hole), *((theme.dark_edge, line) for line in cross)])
