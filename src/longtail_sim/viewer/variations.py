"""A variation as a picture: one field per parameter, a dot with its interval per sample and agent; or a heat map."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pygame

from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.heat_map import heat_map
from longtail_sim.viewer.layout import DESIGN
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import GREEN, ORANGE, PURPLE, SKY, THEMES, VERMILLION, Colour

PALETTE = (VERMILLION, SKY, GREEN, PURPLE, ORANGE)
LOGARITHMIC_FROM = 4.0  # where the largest value is so many times the smallest
TICKS = 5


class Dot(NamedTuple):
    """One agent in one sample: the values that make it, and what was measured with its interval."""

    values: dict[str, float]
    agent: str
    mean: float
    low: float | None = None
    high: float | None = None


class Axis(NamedTuple):
    """Numbers from ``low`` to ``high``, evenly or by their logarithm."""

    low: float
    high: float
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Return how far between the ends a value lies, 0 to 1 inside."""
        low, high, value = (self._scaled(number) for number in (self.low, self.high, value))
        return (value - low) / (high - low)

    def ticks(self) -> list[float]:
        """Return round numbers inside."""
        if self.logarithmic:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            every = [step * 10.0**power for power in powers for step in (1, 2, 5)]
            return [tick for tick in every if self.low <= tick <= self.high]
        rough = (self.high - self.low) / TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-300)) if self.logarithmic else value


def scatter(
    dots: Sequence[Dot],
    path: str | os.PathLike[str],
    *,
    title: str,
    measured: str,
    grid: bool = False,
    size: tuple[int, int] = DESIGN,
    theme: str = "light",
) -> Path:
    """Write a PNG of what was measured against every parameter.

    Args:
        dots: at least one, all with the same parameters.
        path: the file to write; it is replaced.
        title: one line over the picture.
        measured: name of what was measured.
        grid: the samples are a grid; two parameters then make a heat map for every agent.
        size: width and height in pixels.
        theme: "dark" or "light".

    Raises:
        ResultsError: the file cannot be written.
    """
    surface = pygame.Surface(size, 0, 32)
    style = Style(THEMES[theme], min(max(min(size[0] / DESIGN[0], size[1] / DESIGN[1]), 0.8), 3.0))
    surface.fill(style.theme.page)
    agents, parameters = list(dict.fromkeys(dot.agent for dot in dots)), list(dots[0].values)
    as_map = grid and len(parameters) == 2 and not any(math.isinf(dot.mean) for dot in dots)
    top = _head(surface, style, title, measured, [] if as_map else agents)
    names = agents if as_map else parameters
    axis = axis_of([number for dot in dots for number in (dot.mean, dot.low, dot.high) if number is not None])
    for name, rect in zip(names, fields(surface.get_rect(), top, style, len(names)), strict=True):
        room = style.card(surface, rect)
        if as_map:
            heat_map(surface, room, style, [dot for dot in dots if dot.agent == name], name, axis)
        else:
            _field(surface, room, style, dots, name, agents, axis)
    return save_png(surface, path)


def axis_of(numbers: Sequence[float], margin: float = 0.06) -> Axis:
    """Return an axis with room for all finite numbers, 1 among them."""
    known = [number for number in (*numbers, 1.0) if math.isfinite(number)]
    low, high = min(known), max(known)
    positive = [number for number in known if number > 0]
    if low > 0 and high / min(positive) >= LOGARITHMIC_FROM:
        return Axis(low / (high / low) ** margin, high * (high / low) ** margin, logarithmic=True)
    spread = max(high - low, 0.1)
    return Axis(low - margin * spread, high + margin * spread)


def fields(whole: pygame.Rect, top: int, style: Style, count: int) -> list[pygame.Rect]:
    """Return so many equal places below ``top``, row by row."""
    gap = style.px(12)
    columns = math.ceil(math.sqrt(count)) if count > 3 else count
    rows = math.ceil(count / columns)
    width = (whole.width - gap * (columns + 1)) // columns
    height = (whole.bottom - top - gap * rows) // rows
    places = [(n % columns, n // columns) for n in range(count)]
    return [pygame.Rect(gap + c * (width + gap), top + r * (height + gap), width, height) for c, r in places]


def _head(surface: pygame.Surface, style: Style, title: str, measured: str, agents: Sequence[str]) -> int:
    """Write title and legend; returns where they end."""
    left = style.px(18)
    style.write(surface, title, (left, style.px(12)), 18, bold=True)
    y = style.px(40)
    x = style.write(surface, measured, (left, y), 12.5, style.theme.text_soft).right
    for number, agent in enumerate(agents):
        place = x + style.px(26), y + style.line_height(12.5) // 2
        _mark(surface, style, place, number)
        x = style.write(surface, agent, (place[0] + style.px(10), y), 12.5).right
    return y + style.line_height(12.5) + style.px(10)


def _field(
    surface: pygame.Surface,
    room: pygame.Rect,
    style: Style,
    dots: Sequence[Dot],
    parameter: str,
    agents: Sequence[str],
    up: Axis,
) -> None:
    """Draw everything against one parameter."""
    values = [dot.values[parameter] for dot in dots]
    spread = max(max(values) - min(values), 1e-9 * max(abs(max(values)), 1.0))
    across = Axis(min(values) - 0.05 * spread, max(values) + 0.05 * spread)
    plot = room.inflate(-style.px(44), -style.px(52)).move(style.px(20), style.px(-14))
    style.write(surface, parameter, (plot.centerx, room.bottom - style.px(12)), 12.5, bold=True, align="middle")
    _frame(surface, plot, style, across, up)
    shift = style.px(6)
    for dot in dots:
        number = agents.index(dot.agent)
        x = plot.left + round(across.share(dot.values[parameter]) * plot.width)
        x += round((number - (len(agents) - 1) / 2) * shift)
        _dot(surface, plot, style, x, dot, number, up)


def _frame(surface: pygame.Surface, plot: pygame.Rect, style: Style, across: Axis, up: Axis) -> None:
    for tick in up.ticks():
        y = plot.bottom - round(up.share(tick) * plot.height)
        style.rule(surface, plot.left, plot.right, y)
        style.write(
            surface, f"{tick:g}", (plot.left - style.px(6), y - style.px(7)), 10.5, style.theme.text_soft, align="right"
        )
    y = plot.bottom - round(up.share(1.0) * plot.height)
    pygame.draw.line(surface, style.theme.text_soft, (plot.left, y), (plot.right, y), max(style.px(1.2), 1))
    for tick in across.ticks():
        x = plot.left + round(across.share(tick) * plot.width)
        pygame.draw.line(surface, style.theme.line, (x, plot.bottom), (x, plot.bottom + style.px(4)))
        style.write(surface, f"{tick:g}", (x, plot.bottom + style.px(6)), 10.5, style.theme.text_soft, align="middle")


def _dot(surface: pygame.Surface, plot: pygame.Rect, style: Style, x: int, dot: Dot, number: int, up: Axis) -> None:
    def height(value: float) -> int:
        return plot.bottom - round(min(max(up.share(value), 0.0), 1.0) * plot.height) if value < math.inf else plot.top

    colour = PALETTE[number % len(PALETTE)]
    if dot.low is not None and dot.high is not None:
        ends = (x, height(dot.low)), (x, height(dot.high))
        pygame.draw.line(surface, colour, *ends, max(style.px(1.2), 1))
    _mark(surface, style, (x, height(dot.mean)), number)


def _mark(surface: pygame.Surface, style: Style, at: tuple[int, int], number: int) -> None:
    """Draw an agent's mark: a colour and a shape, so that the colour need not be seen."""
    colour: Colour = PALETTE[number % len(PALETTE)]
    size = style.px(4.2)
    if number % 3 == 0:
        pygame.draw.aacircle(surface, colour, at, size)
    elif number % 3 == 1:
        pygame.draw.rect(
            surface, colour, pygame.Rect(0, 0, 2 * size - 1, 2 * size - 1).move(at[0] - size + 1, at[1] - size + 1)
        )
    else:
        corners = [(at[0], at[1] - size), (at[0] + size, at[1] + size - 1), (at[0] - size, at[1] + size - 1)]
        pygame.draw.polygon(surface, colour, corners)
