"""Where things stand in a window of any size."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from longtail_sim.viewer.panels import legend, numbers
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import Theme

SMALLEST = (960, 600)
DESIGN = (1280, 800)
SIDE = 316.0
HEADER = 62.0
TIMELINE = 88.0
GAP = 8.0
CHIPS = 36.0  # room for the words in the upper corner of a map pane
CARD = 176.0
SHORTEST_CURVE = 54.0
ACROSS = 2  # curves in a row


class Layout(NamedTuple):
    """Rectangles of the window's parts."""

    style: Style
    header: pygame.Rect
    maps: list[pygame.Rect]
    numbers: pygame.Rect
    curves: list[pygame.Rect]
    card: pygame.Rect
    legend: pygame.Rect
    timeline: pygame.Rect


def arrange(
    size: tuple[int, int],
    theme: Theme,
    panes: int = 1,
    aspect: float = 1.5,
    with_legend: bool = True,
    chosen: bool = False,
) -> Layout:
    """Divide a window; text and panels grow with it.

    ``aspect`` is the map's width by its height; where a vehicle is ``chosen``, its card takes the room of two curves.
    """
    width, height = size
    style = Style(theme, min(max(min(width / DESIGN[0], height / DESIGN[1]), 0.8), 3.0))
    gap = style.px(GAP)
    header = pygame.Rect(0, 0, width, style.px(HEADER))
    timeline = pygame.Rect(gap, height - gap - style.px(TIMELINE), width - 2 * gap, style.px(TIMELINE))
    top, bottom = header.bottom, timeline.top - gap
    side = pygame.Rect(width - gap - style.px(SIDE), top, style.px(SIDE), max(bottom - top, 1))
    table, curves, card = _side(side, style, chosen)
    width = max(side.left - 2 * gap, 1)
    legend_height = legend.height(style, width) if with_legend else 0
    key = pygame.Rect(gap, bottom - legend_height, width, legend_height)
    field = pygame.Rect(gap, top, width, max(key.top - top - (gap // 2 if with_legend else 0), 1))
    return Layout(style, header, _panes(field, panes, gap, aspect, style.px(CHIPS)), table, curves, card, key, timeline)


def _side(side: pygame.Rect, style: Style, chosen: bool) -> tuple[pygame.Rect, list[pygame.Rect], pygame.Rect]:
    """Divide the side panel: the table is as high as it is, rows of two curves and the card share the rest."""
    gap = style.px(GAP)
    table = pygame.Rect(side.left, side.top, side.width, style.px(numbers.HEIGHT))
    rest = max(side.bottom - table.bottom - gap, 1)
    shortest = style.px(SHORTEST_CURVE) + gap
    card_height = max(min(style.px(CARD), rest - 2 * shortest), style.px(60))
    count = 2 if rest - card_height >= 2 * shortest else 1 if rest - card_height > style.px(40) else 0
    each = (rest - card_height) // count - gap if count else 0
    if chosen:
        count = min(count, 1)
    width = (side.width - gap * (ACROSS - 1)) // ACROSS
    curves = [
        pygame.Rect(side.left + column * (width + gap), table.bottom + gap + row * (each + gap), width, each)
        for row in range(count)
        for column in range(ACROSS)
    ]
    top = (curves[-1].bottom if curves else table.bottom) + gap
    return table, curves, pygame.Rect(side.left, top, side.width, max(side.bottom - top, 1))


def _panes(field: pygame.Rect, panes: int, gap: int, aspect: float, top: int) -> list[pygame.Rect]:
    """Put two panes beside or below one another, whichever shows the map larger."""
    if panes == 1:
        return [field]
    across, down = (field.width - gap) // 2, (field.height - gap) // 2
    if min(across / aspect, field.height - top) >= min(field.width / aspect, down - top):
        return [pygame.Rect(field.left + number * (across + gap), field.top, across, field.height) for number in (0, 1)]
    return [pygame.Rect(field.left, field.top + number * (down + gap), field.width, down) for number in (0, 1)]
