"""The district without power, dimmed like a city at night, with a dashed line around it."""

from __future__ import annotations

import math

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.theme import Theme, mix

CELLS = 260  # along the longer side of the map
SOFT_CELLS = 3
DASH_PX = 9.0
NEAR_SCALE = 3.0  # pixels per metre from which lanes are looked at, and it becomes less dark
LIGHTER = 0.3


class Shade:
    """Every spot belongs to its nearest junction, and is dim while that junction has no power."""

    def __init__(self, network: StreetNetwork) -> None:
        """Prepare; the nearest junctions are looked up when the first one goes dark."""
        self._network = network
        xmin, ymin, xmax, ymax = network.bounds
        self._cell = max(xmax - xmin, ymax - ymin, 1.0) / CELLS
        self._corner = (xmin, ymax)
        self._size = (math.ceil((xmax - xmin) / self._cell), math.ceil((ymax - ymin) / self._cell))
        self._nearest: Array | None = None
        self._dark: bytes = b""
        self._dim = np.zeros((0, 0))
        self._border: list[tuple[float, float, float, float]] = []

    def paint(self, surface: pygame.Surface, camera: Camera, dark: Array, theme: Theme) -> None:
        """Dim the pane where the power is out."""
        if not dark.any():
            return
        self._update(dark)
        before = surface.get_clip()
        surface.set_clip(self._map(camera).clip(before))  # the soft edge ends with the map
        self._multiply(surface, camera, theme)
        surface.set_clip(before)
        self._outline(surface, camera, theme)

    def _map(self, camera: Camera) -> pygame.Rect:
        xmin, ymin, xmax, ymax = self._network.bounds
        (left, right), (bottom, top) = camera.to_pane(np.array([xmin, xmax]), np.array([ymin, ymax]))
        return pygame.Rect(round(left), round(top), round(right - left), round(bottom - top))

    def _update(self, dark: Array) -> None:
        key = dark.tobytes()
        if key == self._dark:
            return
        if self._nearest is None:
            self._nearest = _nearest_junctions(self._network, self._corner, self._size, self._cell)
        out = dark[self._nearest]
        self._dim, self._border, self._dark = _softened(out), _edges(out), key

    def _multiply(self, surface: pygame.Surface, camera: Camera, theme: Theme) -> None:
        origin, scale = camera.origin, camera.scale
        pixel = self._cell * scale
        left, top = origin[0] - self._corner[0] * scale, origin[1] + self._corner[1] * scale
        columns = np.arange(math.floor(left / pixel) - 1, math.ceil((left + surface.get_width()) / pixel) + 2)
        rows = np.arange(math.floor(top / pixel) - 1, math.ceil((top + surface.get_height()) / pixel) + 2)
        piece = np.pad(self._dim, 1)[  # no shade beyond the map
            np.clip(columns + 1, 0, self._size[0] + 1)[:, None], np.clip(rows + 1, 0, self._size[1] + 1)[None, :]
        ]
        near = min(max((camera.far - NEAR_SCALE) / NEAR_SCALE, 0.0), 1.0) * LIGHTER
        factors = 255 + (np.array(theme.outage) - 255) * (1 - near) * piece[:, :, None]
        small = pygame.surfarray.make_surface(factors.astype(np.uint8))
        veil = pygame.transform.smoothscale(small, (round(len(columns) * pixel), round(len(rows) * pixel)))
        at = (round(columns[0] * pixel - left), round(rows[0] * pixel - top))
        surface.blit(veil, at, special_flags=pygame.BLEND_RGB_MULT)

    def _outline(self, surface: pygame.Surface, camera: Camera, theme: Theme) -> None:
        origin, scale = camera.origin, camera.scale
        colour = mix(theme.outage_line, theme.land, 0.25)
        left, top = self._corner[0] * scale - origin[0], -self._corner[1] * scale - origin[1]
        pixel = self._cell * scale
        frame = surface.get_rect().inflate(20, 20)
        for x0, y0, x1, y1 in self._border:
            start, end = (left + x0 * pixel, top + y0 * pixel), (left + x1 * pixel, top + y1 * pixel)
            clipped = frame.clipline(start, end)
            if clipped:
                _dashed(surface, colour, start, end, frame, camera.density)


def _nearest_junctions(
    network: StreetNetwork, corner: tuple[float, float], size: tuple[int, int], cell: float
) -> Array:
    x = corner[0] + (np.arange(size[0]) + 0.5) * cell
    y = corner[1] - (np.arange(size[1]) + 0.5) * cell
    nearest = np.zeros(size, np.int32)
    across = (x[:, None] - network.arrays.junction_x) ** 2
    for row, northing in enumerate(y):
        nearest[:, row] = np.argmin(across + (northing - network.arrays.junction_y) ** 2, axis=1)
    return nearest


def _softened(out: Array) -> Array:
    soft = np.pad(out.astype(float), 1, mode="edge")
    for _ in range(SOFT_CELLS):
        soft[1:-1] = (soft[:-2] + soft[1:-1] + soft[2:]) / 3
        soft[:, 1:-1] = (soft[:, :-2] + soft[:, 1:-1] + soft[:, 2:]) / 3
    return soft[1:-1, 1:-1]


def _edges(out: Array) -> list[tuple[float, float, float, float]]:
    """Return the straight runs (x0, y0, x1, y1), in cells, between spots with and without power."""
    runs: list[tuple[float, float, float, float]] = []
    for column in range(out.shape[0] - 1):
        for start, end in _runs(out[column] != out[column + 1]):
            runs.append((column + 1, start, column + 1, end))
    for row in range(out.shape[1] - 1):
        for start, end in _runs(out[:, row] != out[:, row + 1]):
            runs.append((start, row + 1, end, row + 1))
    return runs


def _runs(marks: Array) -> list[tuple[int, int]]:
    steps = np.diff(np.concatenate([[0], marks.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _dashed(
    surface: pygame.Surface,
    colour: tuple[int, int, int],
    start: tuple[float, float],
    end: tuple[float, float],
    frame: pygame.Rect,
    dense: float,
) -> None:
    length = math.dist(start, end)
    count = max(int(length / DASH_PX / dense / 2), 1)
    step = ((end[0] - start[0]) / count, (end[1] - start[1]) / count)
    for number in range(count):
        first = (start[0] + step[0] * (number + 0.25), start[1] + step[1] * (number + 0.25))
        last = (start[0] + step[0] * (number + 0.75), start[1] + step[1] * (number + 0.75))
        if frame.collidepoint(first):
            pygame.draw.line(surface, colour, first, last, round(2 * dense))
