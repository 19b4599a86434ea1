"""The remote-assistance queue: one bar per request, as high as it has waited."""

from __future__ import annotations

import pygame

from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.panels.style import Style, duration

GRID_S = (60.0, 300.0, 600.0, 1800.0, 3600.0)


def draw(surface: pygame.Surface, rect: pygame.Rect, style: Style, frame: Frame, remote_agents: int) -> None:
    """Draw the card of the queue."""
    room = style.card(surface, rect)
    waits = frame.waits()
    theme = style.theme
    pool = (
        f"{frame.agents_busy} of {remote_agents} agents busy" if remote_agents else f"{frame.agents_busy} agents busy"
    )
    place = style.write(surface, pool, room.topright, 11, theme.text_faint, align="right")
    style.write(
        surface, "Remote assistance", room.topleft, 12, theme.text_soft, room=place.left - room.left - style.px(8)
    )
    foot = style.line_height(11) + style.px(3)
    head = style.line_height(12) + style.px(6)
    plot = pygame.Rect(room.left, room.top + head, room.width, room.height - head - foot)
    words = (
        f"{len(waits)} wait in these streets, the longest for {duration(waits[0])}"
        if len(waits)
        else "no request waits"
    )
    style.write(surface, words, (room.left, plot.bottom + style.px(4)), 11, theme.text_soft, room=room.width)
    if plot.height < style.px(12):
        return
    style.rule(surface, plot.left, plot.right, plot.bottom)
    top = next((limit for limit in GRID_S if len(waits) and limit >= waits[0]), GRID_S[-1] if len(waits) else GRID_S[0])
    gap = style.px(2) if len(waits) * style.px(7) < plot.width else 0
    step = min(style.px(9), plot.width / max(len(waits), 1))
    for number, wait in enumerate(waits):
        height = max(round(min(wait / top, 1.0) * plot.height), 2)
        left = plot.left + round(number * step)
        width = max(plot.left + round((number + 1) * step) - left - gap, 1)
        pygame.draw.rect(surface, theme.awaiting, (left, plot.bottom - height, width, height))
