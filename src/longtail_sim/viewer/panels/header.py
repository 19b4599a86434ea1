"""Title, clock, and the buttons for what the keys do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pygame

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.panels import symbols
from longtail_sim.viewer.panels.style import Style, clock
from longtail_sim.viewer.views import possible


@dataclass(frozen=True)
class Status:
    """How the play goes, as far as the header tells.

    Attributes:
        time_s: simulated time.
        speed: wanted speed, times real time.
        words: "paused", "thinking 2 s", "ended", or "".
        paused: whether the button shows 'play'.
        shown: name of the view.
        has_twin: whether there is a twin to show.
        fork: who drives the fork, "" if there is none.
        can_fork: whether another agent can take over.
        newest_s: up to where there is something to go back to; None if nothing is recorded.
        fork_begins_s: when the fork was made.
        recording: whether a recording is being made.
        tip: what the button under the cursor does, "" if there is none.
    """

    time_s: float = 0.0
    speed: float = 1.0
    words: str = ""
    paused: bool = False
    shown: str = "run"
    has_twin: bool = True
    fork: str = ""
    can_fork: bool = False
    newest_s: float | None = None
    fork_begins_s: float = 0.0
    recording: bool = False
    tip: str = ""


class Button(NamedTuple):
    """A place to click on."""

    rect: pygame.Rect
    action: Action
    label: str


CLOCK_WIDTH = 124.0
LABEL = 12.0


def buttons(rect: pygame.Rect, style: Style, status: Status) -> list[Button]:
    """Return the buttons from right to left, beside the clock."""
    gap: tuple[float, Action | None, str] = (9.0, None, "")
    wanted: list[tuple[float, Action | None, str]] = [(27.0, Action.HELP, "?"), (27.0, Action.RECORD, ""), gap]
    if status.can_fork:
        wanted += [(56.0, Action.SWITCH_AGENT, "agent…"), gap]
    views = possible(status.has_twin, bool(status.fork))
    if len(views) > 1:
        wanted += [(14.0 + 7.2 * len(view.label), view.action, view.label) for view in reversed(views)] + [gap]
    wanted += [(24.0, Action.FASTER, "+"), (46.0, None, "speed"), (24.0, Action.SLOWER, "–"), gap]
    transport = (Action.NEWEST, Action.STEP, Action.PAUSE, Action.STEP_BACK, Action.BEGINNING)
    wanted += [(27.0, action, "") for action in transport]
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
    shown = buttons(rect, style, status) if live else []
    left = rect.left + style.px(16)
    end = min((button.rect.left for button in shown), default=rect.right - style.px(CLOCK_WIDTH))
    room = end - left - style.px(16)
    style.write(surface, title, (left, rect.top + style.px(9)), 19, bold=True, room=room)
    style.write(surface, subtitle, (left, rect.top + style.px(35)), 12, theme.text_soft, room=room)
    for button in shown:
        _button(surface, style, button, status)
    if shown:
        faster = next(button.rect for button in shown if button.action is Action.FASTER)
        at = (faster.left - style.px(23), faster.centery - style.line_height(13) // 2)
        style.write(surface, f"{status.speed:g}×", at, 13, bold=True, align="middle")
    right = rect.right - style.px(16)
    style.write(surface, clock(status.time_s), (right, rect.top + style.px(6)), 25, bold=True, align="right")
    at, room = (right, rect.top + style.px(37)), style.px(CLOCK_WIDTH - 28)
    style.write(surface, words(status, live), at, 11.5, theme.text_soft, align="right", room=room)


def words(status: Status, live: bool = True) -> str:
    """Return how the play goes; and whether one sees what happens, or what has happened."""
    if status.words or not live:
        return status.words
    behind = (status.newest_s or 0.0) - status.time_s
    return "playing" if behind < max(2.0, status.speed / 4) else f"{clock(behind)} behind"


def _button(surface: pygame.Surface, style: Style, button: Button, status: Status) -> None:
    theme = style.theme
    view = next((view.name for view in possible(True, True) if view.action is button.action), "")
    pressed = view == status.shown
    box = button.rect.inflate(-style.px(3), 0)
    pygame.draw.rect(surface, theme.line if pressed else theme.panel, box, border_radius=style.px(5))
    pygame.draw.rect(surface, theme.line, box, 1, border_radius=style.px(5))
    if button.action in symbols.SYMBOLS:
        on = status.recording if button.action is Action.RECORD else not status.paused
        symbols.draw(surface, box.center, style.px(5), button.action, on, theme.text, theme.brake)
        return
    single = len(button.label) == 1
    at = (box.centerx, box.centery - style.line_height(LABEL) // 2)
    colour = theme.text if pressed or single else theme.text_soft
    style.write(surface, button.label, at, LABEL, colour, bold=pressed or single, align="middle")
