"""The scenario from beginning to end: events as bars, and where one is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pygame

from longtail_sim.events.event import Span
from longtail_sim.viewer import text
from longtail_sim.viewer.panels.hatch import HATCHES, hatch
from longtail_sim.viewer.panels.style import Style, clock
from longtail_sim.viewer.theme import Colour, mix

TICKS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
MOST_LANES = 4
HATCH_PX = 8.0
EDGE, LINES = 0.45, 0.28  # how far edge and hatch of a bar are from its colour to that of text


def axis(rect: pygame.Rect, style: Style) -> pygame.Rect:
    """Return the part of the bar that stands for the scenario's time."""
    return pygame.Rect(
        rect.left + style.px(18), rect.top + style.px(8), rect.width - 2 * style.px(18), rect.height - style.px(30)
    )


def time_at(rect: pygame.Rect, style: Style, x: int, duration_s: float) -> float:
    """Return the scenario time under a pixel of the bar."""
    place = axis(rect, style)
    return min(max((x - place.left) / max(place.width, 1), 0.0), 1.0) * duration_s


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    spans: Sequence[Span],
    duration_s: float,
    time_s: float | None,
    looks: Sequence[Look] = (),
    most_lanes: int = MOST_LANES,
    newest_s: float | None = None,
    fork_s: float | None = None,
) -> None:
    """Draw the bar.

    Args:
        surface: where.
        rect: all of it.
        style: sizes and colours.
        spans: the events.
        duration_s: the scenario's end.
        time_s: the present; None leaves out its mark.
        looks: belong to the spans, if given.
        most_lanes: rows for events.
        newest_s: up to where one can go at once: a thicker base line; None leaves it out.
        fork_s: when another agent took over; None leaves it out.
    """
    pygame.draw.rect(surface, style.theme.panel, rect, border_radius=style.px(8))
    place = axis(rect, style)
    _ticks(surface, place, style, duration_s)
    pieces = [piece(span, place.width, duration_s, style) for span in spans]
    lanes = assign_lanes(pieces, most_lanes)
    height = place.height // max(max(lanes, default=0) + 1, 2)
    rows = [pygame.Rect(place.left, place.top + lane * height, place.width, height - style.px(3)) for lane in lanes]
    shown = list(zip(rows, pieces, looks or map(Look, range(len(pieces))), strict=True))
    for row, item, look in shown:
        _bar(surface, row, style, item, look)
    if newest_s is not None:
        _seen(surface, place, style, min(newest_s / max(duration_s, 1e-9), 1.0))
    if fork_s is not None:
        _fork(surface, place, style, min(fork_s / max(duration_s, 1e-9), 1.0))
    if time_s is not None:
        _present(surface, place, style, min(time_s / max(duration_s, 1e-9), 1.0))
    for row, item, look in shown:
        _label(surface, row, style, item, look)


class Look(NamedTuple):
    """Colour and hatch of a span by its number; one that is only possible is an outline."""

    number: int
    possible: bool = False

    @property
    def hatch(self) -> int:
        """Number of the hatch: where colours come again, they come with another one."""
        return self.number + self.number // len(HATCHES)


class Piece(NamedTuple):
    """One event on the bar, in pixels from its left end."""

    start: int
    end: int
    label: str
    label_left: int
    label_room: int

    def bar(self, row: pygame.Rect) -> pygame.Rect:
        """Return the bar's place in its row."""
        return pygame.Rect(row.left + self.start, row.top, self.end - self.start, row.height)

    @property
    def reach(self) -> tuple[int, int]:
        """From where to where bar and label go."""
        return min(self.start, self.label_left), max(self.end, self.label_left + self.label_room)


def piece(span: Span, width: int, duration_s: float, style: Style) -> Piece:
    """Return where an event's bar lies, and its label: on the bar, behind it, or before it, where there is room."""
    start = round(min(span.start_s / max(duration_s, 1e-9), 1.0) * width)
    end = max(round(min(span.end_s / max(duration_s, 1e-9), 1.0) * width) - 1, start + style.px(4))
    pad, label = style.px(6), text.width(span.label, style.font(11)) + 1
    if label + 2 * pad <= end - start:
        return Piece(start, end, span.label, start + pad, label)
    if width - end >= start:
        return Piece(start, end, span.label, end + pad, min(label, max(width - end - pad, 0)))
    room = min(label, max(start - pad, 0))
    return Piece(start, end, span.label, start - pad - room, room)


def assign_lanes(pieces: Sequence[Piece], most: int = MOST_LANES) -> list[int]:
    """Return a row for each event, such that neither bars nor labels meet; what does not fit shares the last row."""
    taken: list[list[tuple[int, int]]] = [[] for _ in range(most)]
    lanes = [0] * len(pieces)
    for number in sorted(range(len(pieces)), key=lambda number: pieces[number].start):
        low, high = pieces[number].reach
        free = [lane for lane in range(most) if all(high < left or low > right for left, right in taken[lane])]
        lanes[number] = free[0] if free else most - 1
        taken[lanes[number]].append((low, high))
    return lanes


def _ticks(surface: pygame.Surface, place: pygame.Rect, style: Style, duration_s: float) -> None:
    room = text.width("0:00:00", style.font(10.5)) * 1.9
    every = next((tick for tick in TICKS_S if tick / max(duration_s, 1e-9) * place.width > room), TICKS_S[-1])
    pygame.draw.line(surface, style.theme.line, place.bottomleft, place.bottomright)
    for number in range(int(duration_s // every) + 1):
        x = place.left + round(number * every / max(duration_s, 1e-9) * place.width)
        pygame.draw.line(surface, style.theme.line, (x, place.top), (x, place.bottom + style.px(3)))
        below = (x, place.bottom + style.px(5))
        style.write(surface, clock(number * every)[:-3], below, 10.5, style.theme.text_faint, align="middle")


def _bar(surface: pygame.Surface, row: pygame.Rect, style: Style, item: Piece, look: Look) -> None:
    bar = item.bar(row)
    colour = _colour(style, look)
    if not look.possible:
        pygame.draw.rect(surface, colour, bar, border_radius=style.px(3))
        hatch(surface, bar, look.hatch, mix(colour, style.theme.text, LINES), style.px(HATCH_PX))
    edge = mix(colour, style.theme.text, EDGE)
    pygame.draw.rect(surface, edge, bar, max(style.px(1), 1), border_radius=style.px(3))


def _label(surface: pygame.Surface, row: pygame.Rect, style: Style, item: Piece, look: Look) -> None:
    """Write a bar's words on plain ground: neither hatch nor the mark of the present crosses them."""
    if not item.label:
        return
    bar, pad = item.bar(row), style.px(3)
    under = pygame.Rect(row.left + item.label_left - pad, bar.top, item.label_room + 2 * pad, bar.height)
    inside = bar.contains(under) and not look.possible
    ground = _colour(style, look) if inside else style.theme.panel
    pygame.draw.rect(surface, ground, under.inflate(0, -2 * max(style.px(1), 1)))
    at = (row.left + item.label_left, bar.centery - style.line_height(11) // 2)
    style.write(surface, item.label, at, 11, room=item.label_room)


def _colour(style: Style, look: Look) -> Colour:
    return style.theme.spans[look.number % len(style.theme.spans)]


def _seen(surface: pygame.Surface, place: pygame.Rect, style: Style, share: float) -> None:
    """Draw how far the run has come; up to there one can go back and forth."""
    thick = max(style.px(3), 2)
    bar = pygame.Rect(place.left, place.bottom - thick // 2, round(share * place.width), thick)
    pygame.draw.rect(surface, style.theme.text_faint, bar, border_radius=thick // 2)
    pygame.draw.aacircle(surface, style.theme.text_soft, (bar.right, place.bottom), max(style.px(3.5), 3))


def _fork(surface: pygame.Surface, place: pygame.Rect, style: Style, share: float) -> None:
    x = place.left + round(share * place.width)
    half, top = style.px(5), place.top - style.px(5)
    flag = [(x, top - half), (x + 2 * half, top), (x, top + half)]
    pygame.draw.polygon(surface, style.theme.fork, flag)  # no line: it would cross the events' names
    pygame.draw.aacircle(surface, style.theme.fork, (x, place.bottom), max(style.px(4), 3))


def _present(surface: pygame.Surface, place: pygame.Rect, style: Style, share: float) -> None:
    x = place.left + round(share * place.width)
    pygame.draw.line(surface, style.theme.text, (x, place.top - style.px(4)), (x, place.bottom), max(style.px(1.5), 2))
    half, top = style.px(5), place.top - style.px(7)
    pygame.draw.polygon(surface, style.theme.text, [(x - half, top), (x + half, top), (x, place.top)])
