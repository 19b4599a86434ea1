"""All controls, one row each: key, button and help come from here, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from longtail_sim.viewer.actions import Action


@dataclass(frozen=True)
class Control:
    """One wish, and the ways to utter it.

    Attributes:
        action: the wish.
        group: heading of its row in the help.
        shown: how the help writes its keys.
        words: what it does.
        keys: key codes.
        characters: found by the character, wherever the keyboard has it.
    """

    action: Action
    group: str
    shown: str
    words: str
    keys: tuple[int, ...] = ()
    characters: str = ""


TIME, SEE, WHO, KEEP = "Time", "Look", "Who drives", "Window"
CONTROLS: tuple[Control, ...] = (
    Control(Action.PAUSE, TIME, "space", "pause, go on", (pygame.K_SPACE,)),
    Control(Action.STEP, TIME, "right  .", "one decision interval on", (pygame.K_RIGHT, pygame.K_PERIOD), "."),
    Control(Action.STEP_BACK, TIME, "left  ,", "one back", (pygame.K_LEFT, pygame.K_COMMA), ","),
    Control(Action.FORWARD, TIME, "PgDn", "30 s on", (pygame.K_PAGEDOWN,)),
    Control(Action.REWIND, TIME, "PgUp", "30 s back", (pygame.K_PAGEUP,)),
    Control(Action.BEGINNING, TIME, "Home", "back to the beginning", (pygame.K_HOME,)),
    Control(Action.NEWEST, TIME, "End", "to the newest moment", (pygame.K_END,)),
    Control(Action.NEXT_EVENT, TIME, "n", "on to the next event", (pygame.K_n,)),
    Control(Action.PREVIOUS_EVENT, TIME, "p", "back to the event before", (pygame.K_p,)),
    Control(
        Action.FASTER,
        TIME,
        "+",
        "faster, up to 64 ×",
        (pygame.K_PLUS, pygame.K_KP_PLUS, pygame.K_EQUALS),
        "+",
    ),
    Control(Action.SLOWER, TIME, "–", "slower, down to 0.25 ×", (pygame.K_MINUS, pygame.K_KP_MINUS), "-"),
    Control(Action.ZOOM_IN, SEE, "z", "closer", (pygame.K_z,)),
    Control(Action.ZOOM_OUT, SEE, "x", "farther away", (pygame.K_x,)),
    Control(Action.FIT, SEE, "r", "the whole map", (pygame.K_r,)),
    Control(Action.FOLLOW, SEE, "f", "follow the picked vehicle", (pygame.K_f,)),
    Control(Action.NEXT_REQUEST, SEE, "e", "pick the next request in the queue", (pygame.K_e,)),
    Control(Action.JAMS, SEE, "j", "queues and gridlocks on, off", (pygame.K_j,)),
    Control(Action.LEGEND, SEE, "l", "legend on, off", (pygame.K_l,)),
    Control(Action.THEME, SEE, "t", "dark, light", (pygame.K_t,)),
    Control(Action.NEXT_VIEW, WHO, "tab", "the next view", (pygame.K_TAB,)),
    Control(Action.SHOW_RUN, WHO, "1", "the run", (pygame.K_1, pygame.K_KP_1)),
    Control(Action.SHOW_TWIN, WHO, "2", "its twin: people drive", (pygame.K_2, pygame.K_KP_2)),
    Control(Action.SHOW_BOTH, WHO, "3", "run beside twin", (pygame.K_3, pygame.K_KP_3)),
    Control(Action.SHOW_FORK, WHO, "4", "the fork: another agent", (pygame.K_4, pygame.K_KP_4)),
    Control(Action.SHOW_BESIDE, WHO, "5", "run beside fork", (pygame.K_5, pygame.K_KP_5)),
    Control(Action.SWITCH_AGENT, WHO, "a", "another agent takes over now", (pygame.K_a,)),
    Control(Action.WHEEL, WHO, "w", "drive the picked fleet car", (pygame.K_w,)),
    Control(Action.SCREENSHOT, KEEP, "s", "save a picture", (pygame.K_s,)),
    Control(Action.RECORD, KEEP, "v", "record for longtail replay, stop", (pygame.K_v,)),
    Control(Action.HELP, KEEP, "h  ?", "this page", (pygame.K_h, pygame.K_QUESTION, pygame.K_F1), "?"),
    Control(Action.BACK, KEEP, "Esc", "let go, close", (pygame.K_ESCAPE,)),
    Control(Action.QUIT, KEEP, "q", "close the window", (pygame.K_q,)),
)
MOUSE: tuple[tuple[str, str], ...] = (
    ("click a vehicle", "pick it"),
    ("drag the map", "move it"),
    ("wheel", "zoom to the cursor"),
    ("time line", "click or drag: go there"),
    ("a row here", "do it"),
)
DRIVING: tuple[tuple[int, str, int], ...] = (  # while one drives: key, part of the wheel, value
    (pygame.K_UP, "pedal", 1),
    (pygame.K_DOWN, "pedal", -1),
    (pygame.K_LEFT, "side", 1),
    (pygame.K_RIGHT, "side", -1),
)
KEYS: dict[int, Action] = {key: control.action for control in CONTROLS for key in control.keys}
CHARACTERS: dict[str, Action] = {mark: control.action for control in CONTROLS for mark in control.characters}


def action_of(event: pygame.event.Event) -> Action | None:
    """Return what a pressed key means; '+' and '?' are found by their character, wherever the keyboard has them."""
    return CHARACTERS.get(event.unicode) or KEYS.get(event.key)


def tip(action: Action) -> str:
    """Return what a button does, and its key."""
    control = next(control for control in CONTROLS if control.action is action)
    return f"{control.words}  ({control.shown})"
