"""Run and twin side by side: one headline, then a table."""

from __future__ import annotations

import math

import pygame

from longtail_sim.viewer.live import Numbers
from longtail_sim.viewer.panels.style import Style, amount
from longtail_sim.viewer.theme import Colour

ROWS: tuple[tuple[str, str], ...] = (
    ("throughput_veh_h", "Trips per hour"),
    ("vehicles", "In the streets"),
    ("backlog", "Waiting to enter"),
    ("requests_waiting", "Requests waiting"),
    ("wait_mean_s", "Mean wait (s)"),
    ("stops_over_2min", "Stops over 2 min"),
    ("contacts", "Contacts"),
)
HEADLINE_HEIGHT = 92.0
ROW_HEIGHT = 21.0
HEIGHT = HEADLINE_HEIGHT + ROW_HEIGHT * (len(ROWS) + 1) + 12


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    run: Numbers,
    twin: Numbers | None,
    fork: Numbers | None = None,
) -> None:
    """Draw the card of live numbers."""
    room = style.card(surface, rect)
    theme = style.theme
    found = [("run", run, theme.run), ("twin", twin, theme.twin), ("fork", fork, theme.fork)]
    columns = [(name, values, colour) for name, values, colour in found if values is not None]
    _headline(surface, room, style, columns)
    width = style.px(70 if len(columns) < 3 else 56)
    right = [room.right - width * (len(columns) - 1 - number) for number in range(len(columns))]
    y = room.top + style.px(HEADLINE_HEIGHT - 8)
    style.write(surface, "now", (room.left, y), 11, theme.text_faint)
    for (name, _, colour), at in zip(columns, right, strict=True):
        style.write(surface, name, (at, y), 11, colour, bold=True, align="right")
    label_room = right[0] - style.px(48) - room.left
    for row, (name, label) in enumerate(ROWS):
        line = y + style.px(ROW_HEIGHT) * (row + 1) - style.px(2)
        top = line + (style.px(ROW_HEIGHT) - style.line_height(12.5) + 1) // 2
        style.rule(surface, room.left, room.right, line)
        style.write(surface, label, (room.left, top), 12.5, theme.text_soft, room=label_room)
        for (_, values, _), at in zip(columns, right, strict=True):
            colour = theme.text if values is run else theme.text_soft
            style.write(surface, amount(getattr(values, name)), (at, top), 12.5, colour, align="right")


Column = tuple[str, Numbers, Colour]
CAPTIONS = {"run": "run", "twin": "twin: people drive", "fork": "fork"}


def _headline(surface: pygame.Surface, room: pygame.Rect, style: Style, columns: list[Column]) -> None:
    theme = style.theme
    words = "Delay of others (seconds per trip)"
    style.write(surface, words, room.topleft, 12.5, theme.text_soft, room=room.width)
    top = room.top + style.px(17)
    caption, step = top + style.px(40), style.px(104 if len(columns) < 3 else 98)
    size = 34 if len(columns) < 3 else 29
    right = room.left
    for number, (name, values, colour) in enumerate(columns):
        left = max(right + style.px(12) if number else room.left, room.left + step * number)
        at = (left, top + style.px(34 - size) // 2)
        right = style.write(surface, amount(values.others_delay_s), at, size, colour, bold=True).right
        end = room.left + step * (number + 1) - style.px(6) if number + 1 < len(columns) else room.right
        words = CAPTIONS[name] if len(columns) < 3 else name
        style.write(surface, words, (left, caption), 11, theme.text_faint, room=max(end - left, 0))
    if len(columns) != 2 or columns[1][0] != "twin":
        return
    times = ratio(columns[0][1].others_delay_s, columns[1][1].others_delay_s)
    if times and room.right - right > style.px(70):
        style.write(surface, times, (room.right, top + style.px(14)), 18, theme.text, bold=True, align="right")


def ratio(run: float, twin: float) -> str:
    """Return how many times the twin's value the run's is, "" if that cannot be said."""
    if not (math.isfinite(run) and math.isfinite(twin)) or twin <= 0:
        return ""
    return f"× {run / twin:.2f}" if run / twin < 10 else f"× {run / twin:.0f}"
