"""Pedals and indicator for the mouse, over the map, while one drives."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from longtail_sim.viewer.panels.style import Style

KEYS: tuple[tuple[str, str, int, float, float], ...] = (  # label, part of the wheel, value, place in keys
    ("faster", "pedal", 1, 1, 0),
    ("left", "side", 1, 0, 1),
    ("brake", "pedal", -1, 1, 1),
    ("right", "side", -1, 2, 1),
)
WIDE, HIGH = 58.0, 26.0


class Pedal(NamedTuple):
    """A place to press, and what it does to the wheel."""

    place: pygame.Rect
    label: str
    part: str
    value: int


def pedals(pane: pygame.Rect, style: Style) -> list[Pedal]:
    """Return the places in the lower right corner of a pane."""
    wide, high = style.px(WIDE), style.px(HIGH)
    left, top = pane.right - 3 * wide - style.px(14), pane.bottom - 2 * high - style.px(12)
    return [
        Pedal(
            pygame.Rect(left + round(x * wide), top + round(y * high), wide, high).inflate(-4, -4), label, part, value
        )
        for label, part, value, x, y in KEYS
    ]


def draw(surface: pygame.Surface, pane: pygame.Rect, style: Style, trip: int) -> None:
    """Draw the keys, and who is driven."""
    theme = style.theme
    found = pedals(pane, style)
    for pedal in found:
        pygame.draw.rect(surface, theme.panel, pedal.place, border_radius=style.px(5))
        pygame.draw.rect(surface, theme.text_faint, pedal.place, 1, border_radius=style.px(5))
        at = (pedal.place.centerx, pedal.place.centery - style.line_height(11) // 2)
        style.write(surface, pedal.label, at, 11, theme.text, align="middle")
    words = f"you drive car {trip}  (arrows; w lets go)"
    ink = style.write(pygame.Surface((1, 1)), words, (0, 0), 12, theme.text, bold=True)
    plate = pygame.Rect(0, 0, ink.width + style.px(16), style.px(24))
    plate.bottomright = (found[-1].place.right, found[0].place.top - style.px(4))
    pygame.draw.rect(surface, theme.panel, plate, border_radius=style.px(6))
    at = (plate.left + style.px(8), plate.centery - ink.height // 2)
    style.write(surface, words, at, 12, theme.text, bold=True)
