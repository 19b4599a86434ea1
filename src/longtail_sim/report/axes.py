"""Axes: where a number lies, and which numbers are written at them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

RATIO_TICKS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, math.inf)
SPREAD = 0.04  # room beyond the outermost tick, as a share of the axis


@dataclass(frozen=True)
class RatioAxis:
    """Ratios from 0 to infinity: r lies at r / (1 + r), so that 2 and 1/2 are equally far from 1."""

    low: float
    high: float
    begin: float  # pixels
    end: float

    @classmethod
    def over(cls, values: Iterable[float], begin: float, end: float) -> RatioAxis:
        """Return an axis from one tick to another that holds all values, and 0.5 to 2 in any case."""
        known = [value for value in values if not math.isnan(value)]
        low, high = min([0.5, *known]), max([2.0, *known])
        first = max(tick for tick in RATIO_TICKS if tick <= low)
        last = min(tick for tick in RATIO_TICKS if tick >= high)
        return cls(first, last, begin, end)

    @property
    def ticks(self) -> tuple[float, ...]:
        """What is written at it."""
        return tuple(tick for tick in RATIO_TICKS if self.low <= tick <= self.high)

    def at(self, ratio: float) -> float:
        """Return the place of a ratio."""
        below, above = _place(self.low), _place(self.high)
        share = (_place(ratio) - below) / (above - below)
        return self.begin + (self.end - self.begin) * (SPREAD + (1 - 2 * SPREAD) * min(max(share, 0.0), 1.0))


@dataclass(frozen=True)
class Axis:
    """Numbers from 0 up, evenly spaced."""

    high: float
    begin: float
    end: float

    @classmethod
    def over(cls, values: Iterable[float], begin: float, end: float) -> Axis:
        """Return an axis from 0 to a round number that holds all finite values."""
        most = max((value for value in values if math.isfinite(value)), default=0.0)
        return cls(_round_up(most), begin, end)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Ends and middle."""
        return (0.0, self.high / 2, self.high)

    def at(self, value: float) -> float:
        """Return the place of a number; beyond the end it is the end."""
        return self.begin + (self.end - self.begin) * min(max(value / self.high, 0.0), 1.0)


def _place(ratio: float) -> float:
    return 1.0 if math.isinf(ratio) else ratio / (1 + ratio)


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 3, 4, 6, 8, 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (1, 2, 3, 4, 6, 8) if step * power >= value * (1 - 1e-9)), 10 * power)


def tick_text(value: float) -> str:
    """Return a number as it stands at an axis."""
    return "∞" if math.isinf(value) else f"{value:,.0f}" if abs(value) >= 100 else f"{value:g}"
