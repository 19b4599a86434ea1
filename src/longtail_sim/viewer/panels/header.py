"""Title, clock, and the buttons for what the keys do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pygame

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.panels.style import Style, clock
from longtail_sim.viewer.theme import Colour


@dataclass(frozen=True)
class Status:
    """How the play goes, as far as the header tells.

    Attributes:
        time_s: simulated time.
        speed: wanted speed, times real time.
        words: "paused", "thinking 2 s", "ended", or "".
        paused: whether the button shows 'play'.
        shown: "run", "twin" or "both".
        has_twin: whether there is a twin to show.
    """

    time_s: float = 0.0
    speed: float = 1.0
    words: str = ""
    paused: bool = False
    shown: str = "run"
    has_twin: bool = True


class Button(NamedTuple):
    """A place to click on."""

    rect: pygame.Rect
    action: Action
    label: str


VIEWS = (("run", Action.SHOW_RUN), ("twin", Action.SHOW_TWIN), ("both", Action.SHOW_BOTH))
CLOCK_WIDTH = 124.0


def buttons(rect: pygame.Rect, style: Style, has_twin: bool) -> list[Button]:
    """Return the buttons from right to left, beside the clock."""
    wanted = [(26.0, Action.HELP, "?"), (10.0, None, "")]
    if has_twin:
        wanted += [(46.0, action, name) for name, action in reversed(VIEWS)] + [(10.0, None, "")]
    wanted += [(24.0, Action.FASTER, "+"), (48.0, None, "speed"), (24.0, Action.SLOWER, "–")]
    wanted += [(6.0, None, ""), (28.0, Action.STEP, "step"), (28.0, Action.PAUSE, "pause")]
    right = rect.right - style.px(CLOCK_WIDTH)
    height = style.px(28)
    found: list[Button] = []
    for width, action, label in wanted:
        right -= style.px(width)
        if action is not None:
            found.append(Button(pygame.Rect(right, rect.centery - height // 2, style.px(width), height), action, label))
    return found


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    title: str,
    subtitle: str,
    status: Status,
    live: bool = True,
) -> None:
    """Draw the header; ``live`` of False leaves out the buttons."""
    theme = style.theme
    shown = buttons(rect, style, status.has_twin) if live else []
    left = rect.left + style.px(16)
    end = min((button.rect.left for button in shown), default=rect.right - style.px(CLOCK_WIDTH))
    room = end - left - style.px(16)
    style.write(surface, title, (left, rect.top + style.px(9)), 19, bold=True, room=room)
    style.write(surface, subtitle, (left, rect.top + style.px(35)), 12, theme.text_soft, room=room)
    for button in shown:
        _button(surface, style, button, status)
    if shown:
        faster = next(button.rect for button in shown if button.action is Action.FASTER)
        at = (faster.left - style.px(24), faster.centery - style.line_height(13) // 2)
        style.write(surface, f"{status.speed:g}×", at, 13, bold=True, align="middle")
    right = rect.right - style.px(16)
    style.write(surface, clock(status.time_s), (right, rect.top + style.px(6)), 25, bold=True, align="right")
    words = status.words or ("" if not live else "playing")
    style.write(
        surface,
        words,
        (right, rect.top + style.px(37)),
        11.5,
        theme.text_soft,
        align="right",
        room=style.px(CLOCK_WIDTH - 28),
    )


def _button(surface: pygame.Surface, style: Style, button: Button, status: Status) -> None:
    theme = style.theme
    pressed = button.label == status.shown
    box = button.rect.inflate(-style.px(3), 0)
    pygame.draw.rect(surface, theme.line if pressed else theme.panel, box, border_radius=style.px(5))
    pygame.draw.rect(surface, theme.line, box, 1, border_radius=style.px(5))
    if button.action in (Action.PAUSE, Action.STEP):
        _symbol(surface, box.center, style.px(5), button.action, status.paused, theme.text)
        return
    colour = theme.text if pressed or len(button.label) == 1 else theme.text_soft
    at = (box.centerx, box.centery - style.line_height(12) // 2)
    style.write(surface, button.label, at, 12, colour, bold=pressed or len(button.label) == 1, align="middle")


def _symbol(
    surface: pygame.Surface, centre: tuple[int, int], half: int, action: Action, paused: bool, colour: Colour
) -> None:
    x, y = centre
    if action is Action.PAUSE and not paused:
        for left in (x - half, x + half // 3):
            pygame.draw.rect(surface, colour, (left, y - half, max(half * 2 // 3, 2), 2 * half))
        return
    corners = [(x - half, y - half), (x + half, y), (x - half, y + half)]
    pygame.draw.polygon(surface, colour, corners)
    pygame.draw.aalines(surface, colour, True, corners)
    if action is Action.STEP:
        pygame.draw.rect(surface, colour, (x + half, y - half, max(half // 2, 2), 2 * half))
