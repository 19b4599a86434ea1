"""What one can ask of the window, by key or by button."""

from __future__ import annotations

from enum import Enum, auto

import pygame


class Action(Enum):
    """A wish of the person at the window."""

    PAUSE = auto()
    STEP = auto()
    FASTER = auto()
    SLOWER = auto()
    NEXT_EVENT = auto()
    NEXT_VIEW = auto()
    SHOW_RUN = auto()
    SHOW_TWIN = auto()
    SHOW_BOTH = auto()
    FOLLOW = auto()
    FIT = auto()
    LEGEND = auto()
    THEME = auto()
    SCREENSHOT = auto()
    HELP = auto()
    BACK = auto()
    QUIT = auto()


KEYS: dict[int, Action] = {
    pygame.K_SPACE: Action.PAUSE,
    pygame.K_RIGHT: Action.STEP,
    pygame.K_PERIOD: Action.STEP,
    pygame.K_PLUS: Action.FASTER,
    pygame.K_KP_PLUS: Action.FASTER,
    pygame.K_EQUALS: Action.FASTER,
    pygame.K_MINUS: Action.SLOWER,
    pygame.K_KP_MINUS: Action.SLOWER,
    pygame.K_n: Action.NEXT_EVENT,
    pygame.K_TAB: Action.NEXT_VIEW,
    pygame.K_f: Action.FOLLOW,
    pygame.K_r: Action.FIT,
    pygame.K_l: Action.LEGEND,
    pygame.K_t: Action.THEME,
    pygame.K_s: Action.SCREENSHOT,
    pygame.K_h: Action.HELP,
    pygame.K_QUESTION: Action.HELP,
    pygame.K_F1: Action.HELP,
    pygame.K_q: Action.QUIT,
    pygame.K_ESCAPE: Action.BACK,
}


def action_of(event: pygame.event.Event) -> Action | None:
    """Return what a pressed key means; '+' and '?' are found by their character, wherever the keyboard has them."""
    by_character = {"+": Action.FASTER, "-": Action.SLOWER, "?": Action.HELP, ".": Action.STEP}
    return by_character.get(event.unicode) or KEYS.get(event.key)
