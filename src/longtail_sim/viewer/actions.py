"""What one can ask of the window; ``controls`` says by which key, button and words."""

from __future__ import annotations

from enum import Enum, auto


class Action(Enum):
    """A wish of the person at the window."""

    PAUSE = auto()
    STEP = auto()
    STEP_BACK = auto()
    FASTER = auto()
    SLOWER = auto()
    FORWARD = auto()
    REWIND = auto()
    BEGINNING = auto()
    NEWEST = auto()
    NEXT_EVENT = auto()
    PREVIOUS_EVENT = auto()
    NEXT_VIEW = auto()
    SHOW_RUN = auto()
    SHOW_TWIN = auto()
    SHOW_BOTH = auto()
    SHOW_FORK = auto()
    SHOW_BESIDE = auto()
    SWITCH_AGENT = auto()
    WHEEL = auto()
    FOLLOW = auto()
    NEXT_REQUEST = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    FIT = auto()
    JAMS = auto()
    LEGEND = auto()
    THEME = auto()
    SCREENSHOT = auto()
    RECORD = auto()
    HELP = auto()
    BACK = auto()
    QUIT = auto()
