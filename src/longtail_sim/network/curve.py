"""Centre line of a connector: straight on, one circular arc, straight on.

Of all smooth lines between two headings this one has the widest narrowest radius, its arc length is exact, and a point
on it is a formula, so that nothing has to be resampled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from longtail_sim.network.roads import FloatArray

_PARALLEL_RAD = 1e-9


@dataclass(frozen=True)
class Curve:
    """Line of length ``lead``, arc of ``radius`` through ``angle`` (positive: left), line of length ``tail``."""

    x: float
    y: float
    heading: float
    lead: float
    radius: float
    angle: float
    tail: float

    @property
    def length(self) -> float:
        """Arc length (m)."""
        return self.lead + self._arc + self.tail

    @property
    def _arc(self) -> float:
        return self.radius * abs(self.angle) if self.angle else 0.0

    def at(self, s: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return x (m), y (m) and heading (rad) at arc lengths ``s``."""
        straight = np.clip(s, 0.0, self.lead)
        rest = np.clip(s - self.lead - self._arc, 0.0, self.tail)
        side = math.copysign(1.0, self.angle)
        turned = np.clip(s - self.lead, 0.0, self._arc) / self.radius
        ahead = straight + self._bend(np.sin(turned)) + rest * math.cos(self.angle)
        left = side * self._bend(1 - np.cos(turned)) + rest * math.sin(self.angle)
        cos, sin = math.cos(self.heading), math.sin(self.heading)
        return self.x + ahead * cos - left * sin, self.y + ahead * sin + left * cos, self.heading + side * turned

    def _bend(self, unit: FloatArray) -> FloatArray:
        return self.radius * unit if self.angle else 0.0 * unit

    def samples(self, spacing: float) -> FloatArray:
        """Return equally spaced arc lengths from 0 to the length, at most about ``spacing`` apart."""
        return np.linspace(0.0, self.length, math.ceil(self.length / spacing - 1e-9) + 1)


def connect(start: FloatArray, heading: float, end: FloatArray, angle: float) -> Curve:
    """Return the curve that leaves ``start`` with ``heading`` and reaches ``end``, turned by ``angle``.

    Both points are (2,) arrays in metres.  Without a turn the end has to lie straight ahead.
    """
    cos, sin = math.cos(heading), math.sin(heading)
    dx, dy = end - start
    ahead, left = dx * cos + dy * sin, dy * cos - dx * sin
    if abs(angle) < _PARALLEL_RAD:
        return Curve(float(start[0]), float(start[1]), heading, ahead, math.inf, 0.0, 0.0)
    after_corner = left / math.sin(angle)
    before_corner = ahead - after_corner * math.cos(angle)
    tangent = min(before_corner, after_corner)
    radius = tangent / math.tan(abs(angle) / 2)
    lead, tail = before_corner - tangent, after_corner - tangent
    return Curve(float(start[0]), float(start[1]), heading, lead, radius, angle, tail)
