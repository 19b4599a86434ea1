"""The help overlay: every control by group; a click on a row does what it says."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.controls import CONTROLS, KEEP, MOUSE, SEE, TIME, WHO
from longtail_sim.viewer.panels.style import Style

COLUMNS: tuple[tuple[str, ...], ...] = ((TIME, "Mouse"), (SEE, WHO, KEEP))
DRIVING = ("while driving", "arrows: faster, brake, change lane")
ROW, HEAD = 21.0, 30.0
COLUMN, KEY = 356.0, 108.0


class Row(NamedTuple):
    """One line of the page; ``action`` is None where there is nothing to do."""

    place: pygame.Rect
    keys: str
    words: str
    action: Action | None
    heading: bool = False


def _lines(group: str) -> list[tuple[str, str, Action | None]]:
    if group == "Mouse":
        return [(where, words, None) for where, words in (*MOUSE, DRIVING)]
    return [(control.shown, control.words, control.action) for control in CONTROLS if control.group == group]


def _height(groups: tuple[str, ...]) -> float:
    return sum(HEAD + ROW * len(_lines(group)) for group in groups)


def box(size: tuple[int, int], style: Style) -> pygame.Rect:
    """Return the place of the page."""
    tallest = max(_height(groups) for groups in COLUMNS)
    found = pygame.Rect(0, 0, style.px(COLUMN * len(COLUMNS) + 44), style.px(tallest + 36))
    found.center = (size[0] // 2, size[1] // 2)
    return found


def rows(size: tuple[int, int], style: Style) -> list[Row]:
    """Return the lines of the page, headings included."""
    page = box(size, style)
    found: list[Row] = []
    for number, groups in enumerate(COLUMNS):
        left, y = page.left + style.px(26 + COLUMN * number), float(page.top + style.px(12))
        for group in groups:
            width = style.px(COLUMN - 16)
            found.append(Row(pygame.Rect(left, round(y), width, style.px(HEAD)), "", group, None, True))
            y += style.px(HEAD)
            for keys, words, action in _lines(group):
                found.append(Row(pygame.Rect(left, round(y), width, style.px(ROW)), keys, words, action))
                y += style.px(ROW)
    return found


def action_at(size: tuple[int, int], style: Style, place: tuple[int, int]) -> Action | None:
    """Return what the row under a pixel does."""
    return next((row.action for row in rows(size, style) if row.place.collidepoint(place)), None)


def draw(surface: pygame.Surface, style: Style, cursor: tuple[int, int] | None = None) -> None:
    """Dim the window and list keys and mouse in its middle; the row under the cursor is lit."""
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA, 32)
    veil.fill((*style.theme.page, 190))
    surface.blit(veil, (0, 0))
    page = box(surface.get_size(), style)
    style.card(surface, page)
    pygame.draw.rect(surface, style.theme.line, page, 1, border_radius=style.px(8))
    for row in rows(surface.get_size(), style):
        _row(surface, style, row, cursor)


def _row(surface: pygame.Surface, style: Style, row: Row, cursor: tuple[int, int] | None) -> None:
    left, top, theme = row.place.left, row.place.top, style.theme
    if row.heading:
        style.write(surface, row.words, (left, top + style.px(8)), 13.5, theme.text, bold=True)
        return
    if row.action is not None and cursor is not None and row.place.collidepoint(cursor):
        lit = row.place.inflate(style.px(12), 0)
        pygame.draw.rect(surface, theme.line, lit, border_radius=style.px(4))
    at = top + (row.place.height - style.line_height(12)) // 2
    indent = style.px(KEY)
    style.write(surface, row.keys, (left, at), 12, theme.run, bold=True, room=indent - style.px(8))
    style.write(surface, row.words, (left + indent, at), 12, theme.text_soft, room=row.place.width - indent)
