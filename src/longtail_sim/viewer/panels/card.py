"""The selected vehicle: who drives, what it takes the signal for, what the signal is, what it does and why."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from longtail_sim.core import codes
from longtail_sim.core.dispatch import TRIPS
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.observation.trace import Trace
from longtail_sim.viewer import text
from longtail_sim.viewer.frame import CERTAIN, Frame
from longtail_sim.viewer.panels import why
from longtail_sim.viewer.panels.style import Style, duration
from longtail_sim.viewer.theme import Theme
from longtail_sim.viewer.vehicles import body_colour

ROW_HEIGHT = 17.0
WORDS_LINES = 2
SOON_S = 600.0
MISTAKES = {
    codes.MISTAKE_MISSED: "does not see who is ahead",
    codes.MISTAKE_PHANTOM: "sees what is not there",
    codes.MISTAKE_PLACE: "wrong about the stop line",
}
_KINDS = {value: word.replace("_", " ") for value, word in codes.names("KIND").items()}
_TURNS = {-1: "leaves", **{value: f"then {word}" for value, word in codes.names("TURN").items()}}
_BELIEFS = codes.names("BELIEF") | {codes.BELIEF_NONE: ""}


def _words(names: dict[int, str], value: int) -> str:
    return names.get(value, "").replace("_", " ")


def signal_ahead(frame: Frame, network: StreetNetwork, row: int) -> str:
    """Return in words what truly stands at the end of the vehicle's lane."""
    lane = int(frame.lane[row])
    junction = int(network.arrays.lane_junction[lane])
    if junction < 0:
        return "none"
    control = int(frame.control[junction])
    axis = int(network.arrays.lane_leg[lane]) % 2
    flashes = int(frame.flashing[junction, axis])
    if flashes != codes.COLOUR_NONE:
        return f"flashing {_words(codes.names('COLOUR'), flashes)}"
    if control in (codes.CONTROL_SIGNAL, codes.CONTROL_OFFICER):
        colour = _words(codes.names("COLOUR"), int(frame.colour[junction, axis]))
        faulty = ", faulty" if frame.faulty[junction] else ""
        return f"{colour}{faulty}" if control == codes.CONTROL_SIGNAL else f"officer shows {colour}"
    return _words(codes.names("CONTROL"), control)


def believed(frame: Frame, row: int, truth: str) -> str:
    """Return in words what the driver takes the signal for."""
    control, colour = frame.takes_for[row].tolist()
    if control == codes.UNKNOWN_CONTROL:
        return "not seen"
    if control in (codes.CONTROL_SIGNAL, codes.CONTROL_OFFICER):
        return _words(codes.names("COLOUR"), colour)
    if control != CERTAIN:
        return _words(codes.names("CONTROL"), control)
    belief = int(frame.belief[row])
    if belief != codes.BELIEF_NONE:
        return _words(_BELIEFS, belief)
    return truth


class Fact(NamedTuple):
    """One line of the card; ``wrong`` where the vehicle is mistaken or outside its domain."""

    label: str
    words: str
    wrong: bool = False


def facts(frame: Frame, network: StreetNetwork, row: int, level: int = -1) -> list[Fact]:
    """Return labels and words about one vehicle, beliefs beside the truth."""
    truth = signal_ahead(frame, network, row)
    belief = believed(frame, row, truth)
    standing = float(frame.standing_s[row])
    motion = f"{frame.speed[row]:.1f} m/s" if standing < 1 else f"stands for {duration(standing)}"
    found = [
        Fact("Moves", f"{motion}, {_words(_TURNS, int(frame.turn[row]))}"),
        Fact("Signal is", truth),
        Fact("Takes it for", belief, belief != truth.removesuffix(", faulty")),
    ]
    errors = [words for bit, words in MISTAKES.items() if int(frame.mistakes[row]) & bit]
    if errors:
        found.append(Fact("Errs", ", ".join(errors), True))
    if bool(frame.fleet[row]) and int(frame.driver[row]) == codes.DRIVER_AUTOMATED:
        found[:0] = [Fact("State", _state(frame, row)), *_level(frame, row, level)]
        found.append(Fact("Decision", _words(codes.names("ACT"), int(frame.action[row]))))
    return found


def _state(frame: Frame, row: int) -> str:
    words = _words(codes.names("STATE"), int(frame.state[row]))
    if codes.ASSIST_SENDING <= frame.assist[row] <= codes.ASSIST_ANSWERING:
        return f"{words}, {duration(frame.time_s - frame.assist_since_s[row])}"
    due = float(frame.takeover_due_s[row]) - frame.time_s
    if frame.state[row] == codes.STATE_TAKEOVER_REQUESTED and 0 <= due < SOON_S:
        return f"{words}, in {duration(due)}"
    return words


def _level(frame: Frame, row: int, level: int) -> list[Fact]:
    """Return the SAE level, and whether the vehicle is inside its operational design domain."""
    if level < 0:
        return []
    clause = int(frame.outside[row])
    inside = clause == codes.CLAUSE_NONE
    words = "inside its domain" if inside else f"outside: {_words(codes.names('CLAUSE'), clause)}"
    return [Fact("SAE level", f"{level}, {words}", not inside)]


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    frame: Frame,
    network: StreetNetwork,
    trip: int,
    reason: str,
    level: int = -1,
    trace: Trace | None = None,
) -> None:
    """Draw the card of the vehicle that makes trip ``trip``."""
    room = style.card(surface, rect)
    theme = style.theme
    row = frame.find(trip)
    if row < 0:
        style.write(surface, "Selected vehicle", room.topleft, 12, theme.text_soft)
        below = (room.left, room.top + style.px(22))
        style.write(surface, f"Trip {trip} is not in the streets.", below, 12.5, room=room.width)
        return
    _title(surface, room, style, frame, row, theme)
    y = room.top + style.px(24)
    indent = style.px(84)
    for label, words, wrong in facts(frame, network, row, level):
        if y + style.px(ROW_HEIGHT) > room.bottom:
            return
        style.write(surface, label, (room.left, y), 12, theme.text_faint, room=indent - style.px(6))
        colour = theme.warning if wrong else theme.text
        for line in text.wrap(words, style.font(12), room.width - indent, WORDS_LINES):
            style.write(surface, line, (room.left + indent, y), 12, colour)
            y += style.px(ROW_HEIGHT)
    why.draw(surface, pygame.Rect(room.left, y, room.width, max(room.bottom - y, 0)), style, reason, trace)


def _title(surface: pygame.Surface, room: pygame.Rect, style: Style, frame: Frame, row: int, theme: Theme) -> None:
    trip, look = int(frame.trip[row]), int(frame.look[row])
    kind = _KINDS.get(int(frame.kind[row]), "car")
    name = f"Fleet {kind}" if frame.fleet[row] else kind.capitalize()
    swatch = pygame.Rect(room.left, 0, style.px(11), style.px(11))
    left = swatch.right + style.px(8)
    at = (left, room.top - style.px(2))
    words = f"{name} {trip if trip < TRIPS else trip - TRIPS + 1}"
    ink = style.write(surface, words, at, 14, bold=True, room=room.right - left)
    swatch.centery = ink.centery
    pygame.draw.rect(surface, body_colour(look, trip, theme), swatch, border_radius=style.px(3))
    pygame.draw.rect(surface, theme.outline, swatch, 1, border_radius=style.px(3))
