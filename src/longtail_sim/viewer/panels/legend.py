"""What the colours and marks mean."""

from __future__ import annotations

import pygame

from longtail_sim.viewer import badges, frame, text
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.sprites import rounded
from longtail_sim.viewer.vehicles import body_colour

QUEUE, BOX, CIRCLE = "queue", "box", "circle"
ENTRIES: tuple[tuple[str, int | None, str | None], ...] = (
    ("person drives", frame.LOOK_PERSON, None),
    ("fleet car drives", frame.LOOK_FLEET, None),
    ("same car in the twin", frame.LOOK_FLEET_BY_PERSON, None),
    ("awaits assistance", frame.LOOK_AWAITING, badges.ASK),
    ("asks its driver", frame.LOOK_TAKEOVER, badges.WARN),
    ("minimal risk stop", frame.LOOK_MINIMAL_RISK, badges.WARN),
    ("person took over", frame.LOOK_PERSON_DRIVING, badges.PERSON),
    ("contact", None, badges.CONTACT),
    ("dark signal", None, badges.DARK),
    ("faulty signal", None, badges.FAULT),
    ("officer", None, badges.OFFICER),
    ("closed to the fleet", None, badges.NO_ENTRY),
    ("signal not seen", None, badges.UNSEEN),
    ("sees wrongly", None, badges.MISTAKEN),
    ("cameras blinded", None, badges.SUN),
    ("queue", None, QUEUE),
    ("blocked junction", None, BOX),
    ("gridlock", None, CIRCLE),
)
ROW = 20.0
CAR = 16.0
GAPS = (13.0, 11.0, 9.0, 7.0)  # between entries


def height(style: Style, width: int) -> int:
    """Return the height of the legend in a strip of the given width."""
    return style.px(ROW) * len(_rows(style, width, True)) + style.px(4)


def draw(surface: pygame.Surface, strip: pygame.Rect, style: Style, has_twin: bool) -> None:
    """Draw the legend in a strip."""
    for number, row in enumerate(_rows(style, strip.width, has_twin)):
        middle = strip.top + style.px(2) + style.px(ROW) * number + style.px(ROW) // 2
        for entry, left in row:
            _entry(surface, style, ENTRIES[entry], strip.left + left, middle)


def _rows(style: Style, room: int, has_twin: bool) -> list[list[tuple[int, int]]]:
    """Break the entries into rows, as few as it takes, as far apart as that allows; returns (entry, left) of each."""
    tried = [_broken(style, room, has_twin, style.px(gap)) for gap in GAPS]
    fewest = min(map(len, tried))
    return next(rows for rows in tried if len(rows) == fewest)


def _broken(style: Style, room: int, has_twin: bool, gap: int) -> list[list[tuple[int, int]]]:
    rows: list[list[tuple[int, int]]] = [[]]
    left = start = style.px(8)
    for number, (words, look, mark) in enumerate(ENTRIES):
        if look == frame.LOOK_FLEET_BY_PERSON and not has_twin:
            continue
        symbols = (style.px(CAR) if look is not None else 0) + (style.px(14) if mark else 0)
        length = symbols + style.px(2) + text.width(words, style.font(11))
        if left + length > room and rows[-1]:
            rows.append([])
            left = start
        rows[-1].append((number, left))
        left += length + gap
    return rows


def _entry(
    surface: pygame.Surface, style: Style, entry: tuple[str, int | None, str | None], left: int, middle: int
) -> None:
    words, look, mark = entry
    if look is not None:
        body = rounded(style.px(12), style.px(6.5), style.px(2), (left + style.px(6), middle))
        pygame.draw.polygon(surface, body_colour(look, 0, style.theme), body.tolist())
        edge = style.theme.fleet if look == frame.LOOK_FLEET_BY_PERSON else style.theme.outline
        pygame.draw.aalines(surface, edge, True, body.tolist())
        left += style.px(CAR)
    if mark is not None:
        if mark in (QUEUE, BOX, CIRCLE):
            _jam(surface, style, mark, pygame.Rect(left, middle - style.px(5), style.px(10), style.px(10)))
        else:
            image = badges.badge(mark, style.px(5.5), style.theme)
            surface.blit(image, image.get_rect(center=(left + style.px(5), middle)))
        left += style.px(14)
    at = (left + style.px(2), middle - style.line_height(11) // 2)
    style.write(surface, words, at, 11, style.theme.text_soft)


def _jam(surface: pygame.Surface, style: Style, mark: str, box: pygame.Rect) -> None:
    """Draw what the map shows of queues, blocked junctions and gridlocks, small."""
    theme = style.theme
    if mark == QUEUE:
        pygame.draw.rect(surface, theme.queue, box.inflate(style.px(2), -style.px(5)), border_radius=1)
    elif mark == BOX:
        pygame.draw.rect(surface, theme.box, box, max(style.px(1.4), 1))
        pygame.draw.line(surface, theme.box, box.topleft, box.bottomright)
        pygame.draw.line(surface, theme.box, box.bottomleft, box.topright)
    else:
        pygame.draw.line(surface, theme.gridlock, box.midleft, box.center, max(style.px(2.5), 2))
        tip = [(box.right, box.centery), (box.centerx, box.top + 1), (box.centerx, box.bottom - 1)]
        pygame.draw.polygon(surface, theme.gridlock, tip)
