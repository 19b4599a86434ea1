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
from longtail_sim.viewer.marks import Mark
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
        heads = self._by_lane if camera.far >= LANES_FROM_SCALE else self._by_approach
        right, down = camera.to_pane(heads.x, heads.y)
        width, height = size
        reach = 20 * camera.density
        across, along = (right > -reach) & (right < width + reach), (down > -reach) & (down < height + reach)
        seen = np.flatnonzero(across & along)
        colour = _shown(frame, heads)
        return [
            self._head(camera, heads, int(row), int(colour[row]), float(right[row]), float(down[row]), theme)
            for row in seen
            if colour[row] >= 0
        ]

    def marks(self, camera: Camera, frame: Frame) -> list[Mark]:
        """Return officers, closed junctions, marks of faulty signals and, while heads are small, of dark ones."""
        right, down = camera.to_pane(self._arrays.junction_x, self._arrays.junction_y)
        radius = round(min(max(camera.far * 5, 6), 13) * camera.density)
        dark = (frame.control == codes.CONTROL_DARK) & (camera.far < LANES_FROM_SCALE)
        officer = frame.officer | (frame.control == codes.CONTROL_OFFICER)
        corner = CORNER_M * camera.scale if camera.far >= LANES_FROM_SCALE else 0.0
        beside = 2 * radius + 2  # the mark of a dark signal
        return [
            Mark(badges.DARK, radius, right[dark], down[dark]),
            Mark(badges.FAULT, radius, right[frame.faulty] + corner, down[frame.faulty] - corner),
            Mark(badges.OFFICER, radius + round(3 * camera.density), right[officer], down[officer]),
            Mark(badges.NO_ENTRY, radius, right[frame.closed] + beside, down[frame.closed] - beside),
        ]

    def _head(
        self, camera: Camera, heads: Heads, row: int, colour: int, right: float, down: float, theme: Theme
    ) -> Blit:
        degrees = round(math.degrees(float(heads.heading[row]))) % 360
        dense = camera.density
        across = max(round(float(heads.width[row]) * camera.scale * 0.84), round(4 * dense))
        thick = min(max(camera.far * 0.75, 3.0), 9.0) * dense
        sign = round(min(max(camera.far * 1.1, 3), 9) * dense)
        key = (colour, degrees, across, thick, theme.name)
        image = self._sprites.get(key, lambda: _picture(colour, math.radians(degrees), across, thick, sign, theme))
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


def _picture(colour: int, heading: float, across: int, thick: float, sign: int, theme: Theme) -> pygame.Surface:
    if colour == _SIGN:
        return badges.badge(badges.STOP_SIGN, sign, theme)
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
