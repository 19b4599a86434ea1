"""The scenario from beginning to end: events as bars, and where one is now."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from longtail_sim.events.event import Span
from longtail_sim.viewer import text
from longtail_sim.viewer.panels.style import Style, clock

TICKS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200)
MOST_LANES = 4


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
) -> None:
    """Draw the bar; ``time_s`` of None leaves out the mark of the present."""
    pygame.draw.rect(surface, style.theme.panel, rect, border_radius=style.px(8))
    place = axis(rect, style)
    _ticks(surface, place, style, duration_s)
    lanes = assign_lanes(spans, place.width, duration_s, style)
    count = max(max(lanes, default=0) + 1, 2)
    height = place.height // count
    for number, (span, lane) in enumerate(zip(spans, lanes, strict=True)):
        row = pygame.Rect(place.left, place.top + lane * height, place.width, height - style.px(3))
        _span(surface, row, style, span, number, duration_s)
    if time_s is not None:
        _present(surface, place, style, min(time_s / max(duration_s, 1e-9), 1.0))


def assign_lanes(spans: Sequence[Span], width: int, duration_s: float, style: Style) -> list[int]:
    """Return a row for each event, such that neither bars nor labels meet (the last row takes what is left over)."""
    free_from = [0.0] * MOST_LANES
    lanes = [0] * len(spans)
    for number in sorted(range(len(spans)), key=lambda number: spans[number].start_s):
        span = spans[number]
        start = span.start_s / max(duration_s, 1e-9) * width
        end = min(span.end_s / max(duration_s, 1e-9), 1.0) * width
        label = text.width(span.label, style.font(11)) + style.px(14)
        needs = max(end, start + label) if end - start < label else end
        fitting = [lane for lane in range(MOST_LANES) if free_from[lane] <= start + 1]
        lane = fitting[0] if fitting else MOST_LANES - 1
        free_from[lane] = max(free_from[lane], needs)
        lanes[number] = lane
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


def _span(surface: pygame.Surface, row: pygame.Rect, style: Style, span: Span, number: int, duration_s: float) -> None:
    start = row.left + round(min(span.start_s / max(duration_s, 1e-9), 1.0) * row.width)
    end = row.left + round(min(span.end_s / max(duration_s, 1e-9), 1.0) * row.width)
    bar = pygame.Rect(start, row.top, max(end - start - 1, style.px(4)), row.height)
    pygame.draw.rect(surface, style.theme.spans[number % len(style.theme.spans)], bar, border_radius=style.px(3))
    pad = style.px(6)
    top = bar.centery - style.line_height(11) // 2
    if text.width(span.label, style.font(11)) + 2 * pad <= bar.width:
        style.write(surface, span.label, (bar.left + pad, top), 11)
    elif row.right - bar.right > bar.left - row.left:
        style.write(surface, span.label, (bar.right + pad, top), 11, room=row.right - bar.right - pad)
    else:
        style.write(surface, span.label, (bar.left - pad, top), 11, align="right", room=bar.left - row.left - pad)


def _present(surface: pygame.Surface, place: pygame.Rect, style: Style, share: float) -> None:
    x = place.left + round(share * place.width)
    pygame.draw.line(surface, style.theme.text, (x, place.top - style.px(4)), (x, place.bottom), max(style.px(1.5), 2))
    half = style.px(5)
    top = place.top - style.px(5)
    pygame.draw.polygon(surface, style.theme.text, [(x - half, top), (x + half, top), (x, top + half + style.px(2))])
