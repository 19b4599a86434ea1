"""The selected vehicle: who drives, what it takes the signal for, what the signal is, what it does and why."""

from __future__ import annotations

import pygame

from longtail_sim.core import codes
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import text
from longtail_sim.viewer.frame import CERTAIN, Frame
from longtail_sim.viewer.panels.style import Style, duration
from longtail_sim.viewer.theme import Theme
from longtail_sim.viewer.vehicles import body_colour

ROW_HEIGHT = 18.0
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


def facts(frame: Frame, network: StreetNetwork, row: int) -> list[tuple[str, str]]:
    """Return labels and words about one vehicle."""
    truth = signal_ahead(frame, network, row)
    standing = float(frame.standing_s[row])
    motion = f"{frame.speed[row]:.1f} m/s" if standing < 1 else f"stands for {duration(standing)}"
    found = [
        ("Moves", f"{motion}, {_words(_TURNS, int(frame.turn[row]))}"),
        ("Signal is", truth),
        ("Takes it for", believed(frame, row, truth)),
    ]
    if bool(frame.fleet[row]) and int(frame.driver[row]) == codes.DRIVER_AUTOMATED:
        found.insert(0, ("State", _state(frame, row)))
        found.append(("Decision", _words(codes.names("ACT"), int(frame.action[row]))))
    return found


def _state(frame: Frame, row: int) -> str:
    words = _words(codes.names("STATE"), int(frame.state[row]))
    if codes.ASSIST_SENDING <= frame.assist[row] <= codes.ASSIST_ANSWERING:
        return f"{words}, {duration(frame.time_s - frame.assist_since_s[row])}"
    return words


def draw(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    frame: Frame,
    network: StreetNetwork,
    trip: int,
    reason: str,
) -> None:
    """Draw the card of the vehicle that makes trip ``trip``."""
    room = style.card(surface, rect)
    theme = style.theme
    row = frame.find(trip)
    if row < 0:
        style.write(surface, "Selected vehicle", room.topleft, 12, theme.text_soft)
        below = (room.left, room.top + style.px(22))
        style.write(surface, f"Trip {trip} has left the streets.", below, 12.5, room=room.width)
        return
    _title(surface, room, style, frame, row, theme)
    y = room.top + style.px(24)
    indent = style.px(92)
    for label, words in facts(frame, network, row):
        if y + style.px(ROW_HEIGHT) > room.bottom:
            return
        style.write(surface, label, (room.left, y), 12, theme.text_faint, room=indent - style.px(6))
        style.write(surface, words, (room.left + indent, y), 12, theme.text, room=room.width - indent)
        y += style.px(ROW_HEIGHT)
    lines = (room.bottom - y) // style.line_height(12)
    if reason and lines > 0:
        for line in text.wrap(f"“{reason}”", style.font(12), room.width, lines):
            style.write(surface, line, (room.left, y), 12, theme.text_soft)
            y += style.line_height(12)


def _title(surface: pygame.Surface, room: pygame.Rect, style: Style, frame: Frame, row: int, theme: Theme) -> None:
    trip, look = int(frame.trip[row]), int(frame.look[row])
    size = style.px(11)
    swatch = pygame.Rect(room.left, room.top + style.px(2), size, size)
    pygame.draw.rect(surface, body_colour(look, trip, theme), swatch, border_radius=style.px(3))
    pygame.draw.rect(surface, theme.outline, swatch, 1, border_radius=style.px(3))
    name = "Fleet car" if frame.fleet[row] else "Car"
    left = swatch.right + style.px(8)
    style.write(surface, f"{name} {trip}", (left, room.top - style.px(2)), 14, bold=True, room=room.right - left)
