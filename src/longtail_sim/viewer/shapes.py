"""Polygons of the static map, sorted into layers that are painted one over the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.viewer.theme import Colour, Theme

Paint = Callable[[Theme], Colour | None]


@dataclass(frozen=True)
class Layer:
    """Polygons of one colour.

    Attributes:
        paint: picks the colour from the theme; None means that the theme leaves the layer out.
        polygons: corner arrays of shape (k, 2), metres.
        boxes: (n, 4) xmin, ymin, xmax, ymax of the polygons.
        from_scale: pixels per metre from which the layer is drawn.
    """

    paint: Paint
    polygons: list[Array]
    boxes: Array
    from_scale: float = 0.0

    @classmethod
    def of(cls, paint: Paint, polygons: Iterable[Array], from_scale: float = 0.0) -> Layer:
        """Make a layer and measure its polygons."""
        kept = [np.asarray(polygon, float) for polygon in polygons if len(polygon) >= 3]
        boxes = np.array([[*p.min(axis=0), *p.max(axis=0)] for p in kept]).reshape(-1, 4)
        return cls(paint, kept, boxes, from_scale)

    def draw(self, surface: pygame.Surface, theme: Theme, scale: float, left: float, top: float) -> None:
        """Draw the polygons that touch the surface, whose upper left corner is map pixel (left, top) at ``scale``."""
        colour = self.paint(theme)
        if colour is None or not len(self.boxes):
            return
        width, height = surface.get_size()
        xmin, xmax = left / scale, (left + width) / scale
        ymin, ymax = -(top + height) / scale, -top / scale
        box = self.boxes
        seen = (box[:, 0] <= xmax) & (box[:, 2] >= xmin) & (box[:, 1] <= ymax) & (box[:, 3] >= ymin)
        factor, shift = np.array([scale, -scale]), np.array([left, top])
        for row in np.flatnonzero(seen):
            pygame.draw.polygon(surface, colour, (self.polygons[row] * factor - shift).tolist())


def band(start: Array, end: Array, thickness: float) -> Array:
    """Return rectangles of shape (n, 4, 2) around the segments from ``start`` to ``end``, both (n, 2)."""
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None] * (thickness / 2)
    return np.stack([start + normal, end + normal, end - normal, start - normal], axis=1)


def inset(polygon: Array, distance: float) -> Array:
    """Return a convex polygon moved inwards by ``distance``; empty if nothing is left."""
    corners = np.asarray(polygon, float)
    following = np.roll(corners, -1, axis=0)
    edge = following - corners
    length = np.hypot(edge[:, 0], edge[:, 1])
    corners, edge = corners[length > 1e-6], edge[length > 1e-6] / length[length > 1e-6, None]
    area = np.sum(corners[:, 0] * np.roll(corners[:, 1], -1) - np.roll(corners[:, 0], -1) * corners[:, 1]) / 2
    inwards = np.stack([-edge[:, 1], edge[:, 0]], axis=1) * (1.0 if area > 0 else -1.0)
    points = corners + inwards * distance
    moved = _crossings(np.roll(points, 1, axis=0), np.roll(edge, 1, axis=0), points, edge)
    forward = np.sum((np.roll(moved, -1, axis=0) - moved) * edge, axis=1)
    return moved if len(moved) >= 3 and (forward > 0).all() else np.empty((0, 2))


def _crossings(first: Array, first_way: Array, second: Array, second_way: Array) -> Array:
    cross = first_way[:, 0] * second_way[:, 1] - first_way[:, 1] * second_way[:, 0]
    straight = np.abs(cross) < 1e-9
    gap = second - first
    reach = (gap[:, 0] * second_way[:, 1] - gap[:, 1] * second_way[:, 0]) / np.where(straight, 1.0, cross)
    crossed: Array = np.where(straight[:, None], second, first + first_way * reach[:, None])
    return crossed
