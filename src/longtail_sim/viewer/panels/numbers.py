"""Run and twin side by side: one headline, then a table."""

from __future__ import annotations

import math

import pygame

from longtail_sim.viewer.live import Numbers
from longtail_sim.viewer.panels.style import Style, amount

ROWS: tuple[tuple[str, str], ...] = (
    ("throughput_veh_h", "Trips finished per hour"),
    ("vehicles", "Vehicles in the streets"),
    ("backlog", "Waiting to enter"),
    ("requests_waiting", "Requests waiting"),
    ("wait_mean_s", "Their mean wait, s"),
    ("stops_over_2min", "Fleet stops over 2 min"),
    ("contacts", "Contacts"),
)
HEADLINE_HEIGHT = 92.0
ROW_HEIGHT = 21.0
HEIGHT = HEADLINE_HEIGHT + ROW_HEIGHT * (len(ROWS) + 1) + 12


def draw(surface: pygame.Surface, rect: pygame.Rect, style: Style, run: Numbers, twin: Numbers | None) -> None:
    """Draw the card of live numbers."""
    room = style.card(surface, rect)
    columns = (room.right - style.px(70), room.right)
    _headline(surface, room, style, run, twin)
    y = room.top + style.px(HEADLINE_HEIGHT - 6)
    theme = style.theme
    style.write(surface, "now", (room.left, y), 11, theme.text_faint)
    style.write(surface, "run", (columns[0], y), 11, theme.run, bold=True, align="right")
    if twin is not None:
        style.write(surface, "twin", (columns[1], y), 11, theme.twin, bold=True, align="right")
    label_room = columns[0] - style.px(54) - room.left
    for row, (name, label) in enumerate(ROWS):
        top = y + style.px(ROW_HEIGHT) * (row + 1) - style.px(3)
        style.rule(surface, room.left, room.right, top - style.px(2))
        style.write(surface, label, (room.left, top), 12.5, theme.text_soft, room=label_room)
        style.write(surface, amount(getattr(run, name)), (columns[0], top), 12.5, theme.text, align="right")
        if twin is not None:
            style.write(surface, amount(getattr(twin, name)), (columns[1], top), 12.5, theme.text_soft, align="right")


def _headline(surface: pygame.Surface, room: pygame.Rect, style: Style, run: Numbers, twin: Numbers | None) -> None:
    theme = style.theme
    style.write(
        surface, "Delay of others (seconds per trip)", (room.left, room.top), 12.5, theme.text_soft, room=room.width
    )
    top = room.top + style.px(17)
    place = style.write(surface, amount(run.others_delay_s), (room.left, top), 34, theme.run, bold=True)
    if twin is None:
        return
    caption = top + style.px(40)
    style.write(surface, "run", (room.left, caption), 11, theme.text_faint)
    left = max(place.right + style.px(26), room.left + style.px(104))
    place = style.write(surface, amount(twin.others_delay_s), (left, top), 34, theme.twin, bold=True)
    style.write(surface, "twin: people drive", (left, caption), 11, theme.text_faint, room=room.right - left)
    times = ratio(run.others_delay_s, twin.others_delay_s)
    if times and room.right - place.right > style.px(70):
        style.write(surface, times, (room.right, top + style.px(14)), 18, theme.text, bold=True, align="right")


def ratio(run: float, twin: float) -> str:
    """Return how many times the twin's value the run's is, "" if that cannot be said."""
    if not (math.isfinite(run) and math.isfinite(twin)) or twin <= 0:
        return ""
    return f"× {run / twin:.2f}" if run / twin < 10 else f"× {run / twin:.0f}"
