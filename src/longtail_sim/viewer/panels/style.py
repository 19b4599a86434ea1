"""Sizes and basic shapes of the panels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pygame

from longtail_sim.viewer import text
from longtail_sim.viewer.theme import Colour, Theme


@dataclass(frozen=True)
class Style:
    """A theme at a scale; 1.0 is a window of 1280 x 800 pixels."""

    theme: Theme
    scale: float

    def px(self, length: float) -> int:
        """Return a length of the design in pixels of this window."""
        return round(length * self.scale)

    def write(
        self,
        surface: pygame.Surface,
        words: str,
        at: tuple[float, float],
        size: float = 13,
        colour: Colour | None = None,
        *,
        bold: bool = False,
        align: str = "left",
        room: int | None = None,
    ) -> pygame.Rect:
        """Write one line with the size of the design; returns its place."""
        paint = self.theme.text if colour is None else colour
        return text.draw(surface, words, at, self.font(size), paint, bold=bold, align=align, room=room)

    def font(self, size: float) -> int:
        """Return a font size in pixels."""
        return max(round(size * self.scale), text.SMALLEST)

    def line_height(self, size: float) -> int:
        """Return the height of a line of text in pixels."""
        return text.height(self.font(size))

    def rule(self, surface: pygame.Surface, left: int, right: int, y: int) -> None:
        """Draw a thin horizontal line."""
        pygame.draw.line(surface, self.theme.line, (left, y), (right, y))

    def card(self, surface: pygame.Surface, rect: pygame.Rect, aside: float = 14, above: float = 10) -> pygame.Rect:
        """Draw a panel's background; returns the room inside its padding."""
        pygame.draw.rect(surface, self.theme.panel, rect, border_radius=self.px(8))
        return self.inside(rect, aside, above)

    def inside(self, rect: pygame.Rect, aside: float = 14, above: float = 10) -> pygame.Rect:
        """Return the room inside a panel's padding."""
        return rect.inflate(-2 * self.px(aside), -2 * self.px(above))


def clock(seconds: float) -> str:
    """Return h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def duration(seconds: float) -> str:
    """Return a wait as one would say it: '48 s', '4 min 12 s'."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def amount(value: float) -> str:
    """Return a number short enough for a table; a dash if there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.1f}"
