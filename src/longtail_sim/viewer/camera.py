"""Where one looks: world metres to pixels of the map pane and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pygame

from longtail_sim.core.schema import Array

STEPS_PER_DOUBLING = 16
LOWEST_STEP = -4 * STEPS_PER_DOUBLING
HIGHEST_STEP = 5 * STEPS_PER_DOUBLING


@dataclass(frozen=True)
class View:
    """Centre of the picture in metres, and its scale."""

    x: float
    y: float
    pixels_per_m: float


def step_scale(step: int) -> float:
    """Return pixels per metre at a step of the zoom ladder; steps keep cached drawings few."""
    return float(2.0 ** (step / STEPS_PER_DOUBLING))


class Camera:
    """A view onto the world through a rectangle of the window."""

    def __init__(self, rect: pygame.Rect, bounds: tuple[float, float, float, float]) -> None:
        """Look at all of ``bounds`` (xmin, ymin, xmax, ymax)."""
        self.rect = rect
        self.bounds = bounds
        self.top = 0  # pixels of the pane that a whole map leaves free at the top
        self.density = 1.0  # pixels of the screen in one of the design, 1 at least: marks and names grow with it
        self.x = self.y = 0.0
        self.step = 0
        self.fit()

    @property
    def scale(self) -> float:
        """Pixels per metre."""
        return step_scale(self.step)

    @property
    def far(self) -> float:
        """Pixels of the design per metre: how large things look, on whatever screen."""
        return self.scale / self.density

    @property
    def origin(self) -> tuple[int, int]:
        """Pixel of the unbounded map picture that lies in the pane's upper left corner."""
        return (
            round(self.x * self.scale - self.rect.width / 2),
            round(-self.y * self.scale - self.rect.height / 2),
        )

    def fit(self, margin: float = 0.02) -> None:
        """Show the whole map."""
        xmin, ymin, xmax, ymax = self.bounds
        self.x, self.y = (xmin + xmax) / 2, (ymin + ymax) / 2
        width, height = max(xmax - xmin, 1.0), max(ymax - ymin, 1.0)
        scale = min(self.rect.width / width, max(self.rect.height - self.top, 1) / height) * (1 - margin)
        self._set_step(math.floor(math.log2(max(scale, 1e-6)) * STEPS_PER_DOUBLING))
        self.y += self.top / 2 / self.scale

    def look(self, view: View) -> None:
        """Take a given view, at the nearest step of the zoom ladder."""
        self.x, self.y = view.x, view.y
        self._set_step(round(math.log2(max(view.pixels_per_m, 1e-6)) * STEPS_PER_DOUBLING))

    def zoom(self, steps: int, at: tuple[int, int]) -> None:
        """Zoom so that the point under the cursor stays there."""
        x, y = self.to_world(*at)
        self._set_step(self.step + steps)
        self.x = x - (at[0] - self.rect.centerx) / self.scale
        self.y = y + (at[1] - self.rect.centery) / self.scale
        self._keep_in_bounds()

    def pan(self, right: float, down: float) -> None:
        """Move the picture by pixels, as when it is dragged."""
        self.x -= right / self.scale
        self.y += down / self.scale
        self._keep_in_bounds()

    def to_world(self, right: float, down: float) -> tuple[float, float]:
        """Return the metres under a window pixel."""
        left, top = self.origin
        return (right - self.rect.left + left) / self.scale, -(down - self.rect.top + top) / self.scale

    def to_pane(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return pixels counted from the pane's upper left corner."""
        left, top = self.origin
        return np.asarray(x) * self.scale - left, -np.asarray(y) * self.scale - top

    def _set_step(self, step: int) -> None:
        self.step = min(max(step, LOWEST_STEP), HIGHEST_STEP)

    def _keep_in_bounds(self) -> None:
        xmin, ymin, xmax, ymax = self.bounds
        self.x = min(max(self.x, xmin), xmax)
        self.y = min(max(self.y, ymin), ymax + self.top / 2 / self.scale)
