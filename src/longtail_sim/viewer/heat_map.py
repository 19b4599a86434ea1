"""Two parameters on a grid: one coloured cell per sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import ORANGE, SKY, VERMILLION, Colour, mix

if TYPE_CHECKING:
    from longtail_sim.viewer.variations import Axis, Dot

PALE: Colour = (245, 243, 238)
BLACK: Colour = (20, 20, 20)


def heat_map(
    surface: pygame.Surface, room: pygame.Rect, style: Style, dots: Sequence[Dot], agent: str, axis: Axis
) -> None:
    """Draw one agent's cells: blue below 1, white at 1, orange to red above; the number stands in each."""
    across_key, up_key = dots[0].values
    columns = sorted({dot.values[across_key] for dot in dots})
    rows = sorted({dot.values[up_key] for dot in dots})
    plot = room.inflate(-style.px(56), -style.px(74)).move(style.px(26), style.px(-4))
    width, height = plot.width / len(columns), plot.height / len(rows)
    style.write(surface, agent, (plot.left, room.top), 14, bold=True)
    for dot in dots:
        column, row = columns.index(dot.values[across_key]), rows.index(dot.values[up_key])
        left, right = (round(plot.left + (column + n) * width) for n in (0, 1))
        top, bottom = (round(plot.bottom - (row + n) * height) for n in (1, 0))
        cell = pygame.Rect(left, top, right - left - 1, bottom - top - 1)
        pygame.draw.rect(surface, shade(dot.mean, axis), cell)
        if cell.width > style.px(30):
            at = (cell.centerx, cell.centery - style.line_height(12) // 2)
            style.write(surface, f"{dot.mean:.2f}", at, 12, BLACK, align="middle")
    for number, value in enumerate(columns):
        at = (round(plot.left + (number + 0.5) * width), plot.bottom + style.px(6))
        style.write(surface, f"{value:.4g}", at, 10.5, style.theme.text_soft, align="middle")
    for number, value in enumerate(rows):
        at = (plot.left - style.px(6), round(plot.bottom - (number + 0.5) * height) - style.px(7))
        style.write(surface, f"{value:.4g}", at, 10.5, style.theme.text_soft, align="right")
    style.write(surface, across_key, (plot.centerx, room.bottom - style.px(14)), 12.5, bold=True, align="middle")
    style.write(surface, f"upwards: {up_key}", (room.right, room.top + style.px(2)), 12.5, bold=True, align="right")


def shade(value: float, axis: Axis) -> Colour:
    """Return the colour of a ratio: the further from 1 on the axis, the stronger."""
    share, one = axis.share(value), axis.share(1.0)
    if share <= one:
        return mix(PALE, SKY, min((one - share) / max(one, 1e-9), 1.0))
    above = min((share - one) / max(1 - one, 1e-9), 1.0)
    return mix(PALE, ORANGE, above * 2) if above < 0.5 else mix(ORANGE, VERMILLION, above * 2 - 1)
