"""Small curves over time: the run against its twin."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.events.event import Span
from longtail_sim.viewer.live import Sample
from longtail_sim.viewer.panels.style import Style, amount
from longtail_sim.viewer.theme import Colour


def length(samples: list[Sample]) -> tuple[int, float]:
    """Return what changes when a sample comes: how many there are, and the last one's time."""
    return len(samples), samples[-1].time_s if samples else 0.0


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    samples: list[Sample],
    name: str,
    title: str,
    spans: Sequence[Span],
    until_s: float,
    fork: list[Sample] | None = None,
    time_s: float | None = None,
) -> None:
    """Draw the card of one number's curves, from the beginning to ``until_s``.

    Thin lines mark where events begin, a stronger one the present, if it is given.
    """
    room = style.card(surface, rect, 10, 8)
    times = np.array([sample.time_s for sample in samples])
    run = np.array([getattr(sample.run, name) for sample in samples])
    twin = np.array([getattr(sample.twin, name) if sample.twin else math.nan for sample in samples])
    other = np.array([getattr(sample.run, name) for sample in fork or []])
    other_times = np.array([sample.time_s for sample in fork or []])
    top = _nice_top(np.concatenate([run, twin, other]))
    head = style.line_height(11) + style.px(3)
    limit = style.write(surface, amount(top), room.topright, 10, style.theme.text_faint, align="right")
    style.write(surface, title, room.topleft, 11, style.theme.text_soft, room=limit.left - room.left - style.px(5))
    plot = pygame.Rect(room.left, room.top + head, room.width, max(room.height - head, 8))
    style.rule(surface, plot.left, plot.right, plot.bottom)
    style.rule(surface, plot.left, plot.right, plot.top)
    for start in {span.start_s / max(until_s, 1e-9) for span in spans if span.start_s < until_s}:
        x = plot.left + round(start * plot.width)
        pygame.draw.line(surface, style.theme.line, (x, plot.top), (x, plot.bottom))
    until = max(until_s, 1e-9)
    theme = style.theme
    for at, values, colour, dotted in (
        (times, twin, theme.twin, True),
        (times, run, theme.run, False),
        (other_times, other, theme.fork, True),
    ):
        _curve(surface, plot, style, at / until, values / top, colour, dotted)
    if time_s is not None:
        x = plot.left + round(min(time_s / until, 1.0) * plot.width)
        pygame.draw.line(surface, theme.text_soft, (x, plot.top), (x, plot.bottom))


def _nice_top(values: Array) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that nothing exceeds."""
    known = values[np.isfinite(values)]
    largest = max(float(known.max(initial=0.0)), 1.0)
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= largest)


def _curve(
    surface: pygame.Surface,
    plot: pygame.Rect,
    style: Style,
    across: Array,
    up: Array,
    colour: Colour,
    dotted: bool,
) -> None:
    known = np.isfinite(up)
    if not known.any():
        return
    x = plot.left + np.clip(across[known], 0, 1) * plot.width
    y = plot.bottom - np.clip(up[known], 0, 1) * plot.height
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    if len(points) > 1:
        for shift in range(1 if dotted else max(style.px(1.6), 2)):
            pygame.draw.aalines(surface, colour, False, [(px, py - shift * 0.7) for px, py in points])
    radius = style.px(2.2)
    pygame.draw.aacircle(surface, colour, points[-1], radius, 1 if dotted else 0)
