"""Vehicles: oriented bodies with windscreen and lamps, coloured by who drives and how it goes."""

from __future__ import annotations

from functools import partial

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.viewer import badges, emergency, silhouettes
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import (
    LOOK_AWAITING,
    LOOK_FLEET,
    LOOK_FLEET_BY_PERSON,
    LOOK_MINIMAL_RISK,
    LOOK_PERSON,
    LOOK_PERSON_DRIVING,
    LOOK_TAKEOVER,
    Frame,
)
from longtail_sim.viewer.marks import Mark
from longtail_sim.viewer.sprites import Part, Sprites, picture, rounded, turned
from longtail_sim.viewer.theme import Colour, Theme

HEADINGS = 96
SMALLEST_PX = (3.4, 2.0)
SMALLEST_FLEET_PX = (6.0, 3.4)  # the fleet is what one looks for: visible at any zoom
BLINK_HZ = 1.4
DETAIL_SCALE = 2.2
LAMPS_SCALE = 1.2
ROOF_SCALE = 4.0
# A light that has just changed is seen late by everybody: no mark for that.
SEES_WRONGLY = codes.MISTAKE_MISREAD | codes.MISTAKE_MISSED | codes.MISTAKE_PHANTOM | codes.MISTAKE_PLACE
MARKED = SEES_WRONGLY | codes.MISTAKE_UNSEEN
MARKS = (
    (LOOK_PERSON_DRIVING, badges.PERSON),
    (LOOK_TAKEOVER, badges.WARN),
    (LOOK_AWAITING, badges.ASK),
    (LOOK_MINIMAL_RISK, badges.WARN),
)


def body_colour(look: int, tint: int, theme: Theme) -> Colour:
    """Return the colour of a vehicle's body; people's cars differ a little by ``tint``."""
    if look in (LOOK_PERSON, LOOK_FLEET_BY_PERSON):
        return theme.people[tint % len(theme.people)]
    return {
        LOOK_FLEET: theme.fleet,
        LOOK_AWAITING: theme.awaiting,
        LOOK_TAKEOVER: theme.takeover,
        LOOK_PERSON_DRIVING: theme.person_driving,
        LOOK_MINIMAL_RISK: theme.minimal_risk,
    }[look]


def marks(camera: Camera, frame: Frame) -> list[Mark]:
    """Return the marks over vehicles: states of automation, contacts, mistakes."""
    rows = np.flatnonzero((frame.look > LOOK_FLEET_BY_PERSON) | frame.crashed | (frame.mistakes & MARKED != 0))
    right, down = camera.to_pane(frame.x[rows], frame.y[rows])
    far, dense = camera.far, camera.density
    on_roof = far >= ROOF_SCALE  # further away a mark would hide its vehicle, so it stands above
    radius = round(min(max(far * (1.15 if on_roof else 2.6), 5.6), 20 if on_roof else 9) * dense)
    over = down if on_roof else down - radius - far * 1.2 * dense
    crashed, mistakes = frame.crashed[rows], frame.mistakes[rows]
    wrong = (mistakes & SEES_WRONGLY != 0) & ~crashed
    unseen = (mistakes & codes.MISTAKE_UNSEEN != 0) & ~wrong
    states = [(kind, frame.look[rows] == look, over) for look, kind in MARKS]
    more = [(badges.CONTACT, crashed, down), (badges.MISTAKEN, wrong, over), (badges.UNSEEN, unseen, over)]
    return [Mark(kind, radius, right[wanted], height[wanted]) for kind, wanted, height in (*states, *more)]


class VehiclePainter:
    """Draws all vehicles of a frame from kept pictures."""

    def __init__(self, sprites: Sprites) -> None:
        """Use the given store of pictures."""
        self._sprites = sprites

    def paint(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme, seconds: float, selected: int = -1
    ) -> None:
        """Draw onto the pane; ``seconds`` of real time make hazard lamps blink; ``selected`` is a trip."""
        right, down = camera.to_pane(frame.x, frame.y)
        width, height = surface.get_size()
        reach = 12 * (camera.scale + camera.density)
        inside = (right > -reach) & (right < width + reach) & (down > -reach) & (down < height + reach)
        rows = np.flatnonzero(inside)
        self._halo(surface, camera, frame, theme, selected)
        self._bodies(surface, camera, frame, rows, right[rows], down[rows], theme, seconds)

    def _bodies(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        rows: Array,
        right: Array,
        down: Array,
        theme: Theme,
        seconds: float,
    ) -> None:
        scale, dense = camera.scale, camera.density
        fields = _keys(frame, rows, right, down, scale, blink=int(seconds * BLINK_HZ * 2) % 2)
        _, first, which = np.unique(_numbers(fields), return_index=True, return_inverse=True)
        name = theme.name
        images = [
            self._sprites.get((name, scale, dense, key), lambda key=key: _body(key, scale, dense, theme))  # type: ignore[misc]
            for key in map(tuple, fields[first].tolist())
        ]
        half = np.array([(image.get_width() // 2, image.get_height() // 2) for image in images]).reshape(-1, 2)
        x = (np.floor(right).astype(int) - half[which, 0]).tolist()
        y = (np.floor(down).astype(int) - half[which, 1]).tolist()
        drawn = [(images[image], at) for image, at in zip(which.tolist(), zip(x, y, strict=True), strict=True)]
        surface.blits(drawn, doreturn=False)

    def _halo(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme, trip: int) -> None:
        for box in rings(camera, frame, trip):
            radius = box.width // 2
            image = self._sprites.get(("halo", radius, theme.name), partial(_ring, radius, theme.select))
            surface.blit(image, image.get_rect(center=box.center))


def rings(camera: Camera, frame: Frame, trip: int) -> list[pygame.Rect]:
    """Return the place of the ring around the vehicle of a trip, if it is there; trip -1 is nobody's."""
    row = frame.find(trip) if trip >= 0 else -1
    if row < 0:
        return []
    right, down = camera.to_pane(frame.x[row], frame.y[row])
    radius = round(max(float(frame.length[row]) * camera.scale * 0.75, 10 * camera.density))
    return [pygame.Rect(round(float(right)) - radius, round(float(down)) - radius, 2 * radius + 1, 2 * radius + 1)]


def _keys(frame: Frame, rows: Array, right: Array, down: Array, scale: float, blink: int) -> Array:
    """Return everything that a body's picture depends on, shape (n, 11): equal rows share one picture."""
    look = frame.look[rows].astype(np.int64)
    phases = 4 if scale < 3 else 2 if scale < 10 else 1
    blinks = (look == LOOK_MINIMAL_RISK) | frame.crashed[rows] | emergency.is_emergency(frame.kind[rows])
    blinking = blinks & (blink == 1)
    near = scale >= LAMPS_SCALE
    step = 1 if scale >= DETAIL_SCALE else 2  # from far away vehicles of nearly one size share a picture
    columns = (
        look,
        np.where(look <= LOOK_FLEET_BY_PERSON, frame.trip[rows] % 4, 0),
        frame.kind[rows],
        frame.braking[rows] & near,
        blinking,
        np.round(frame.length[rows] * 4 / step) * step,
        np.round(frame.width[rows] * 5 / step) * step,
        np.round(frame.heading[rows] / (2 * np.pi) * HEADINGS) % HEADINGS,
        np.floor((right % 1) * phases) * 4 + np.floor((down % 1) * phases),
        np.full(len(rows), phases),
        frame.indicator[rows] * (blink == 1) * (scale >= DETAIL_SCALE),
    )
    return np.stack([column.astype(np.int64) for column in columns], axis=1)


def _numbers(fields: Array) -> Array:
    """Return one whole number for each row of fields, equal for equal rows, shape (n,)."""
    number = np.zeros(len(fields), np.int64)
    if not len(fields):
        return number
    low = fields.min(axis=0)
    for column, room in enumerate((fields.max(axis=0) - low + 1).tolist()):
        number = number * room + fields[:, column] - low[column]
    return number


def _body(key: tuple[int, ...], scale: float, dense: float, theme: Theme) -> pygame.Surface:
    look, tint, kind, braking, blinking, length4, width5, heading96, phase, phases, side = key
    people = look in (LOOK_PERSON, LOOK_FLEET_BY_PERSON) and kind not in emergency.KINDS
    least = SMALLEST_PX if people else SMALLEST_FLEET_PX
    length, width = max(length4 / 4 * scale, least[0] * dense), max(width5 / 5 * scale, least[1] * dense)
    colour = emergency.BODY.get(kind) or body_colour(look, tint, theme)
    parts = silhouettes.outline(kind, length, width, colour, theme)
    if scale >= DETAIL_SCALE:
        parts += silhouettes.detail(kind, length, width, colour, theme, fleet=look != LOOK_PERSON)
    if look == LOOK_FLEET_BY_PERSON:
        parts.insert(1, (theme.fleet, rounded(length + 0.4, width + 0.4, width * 0.3)))
        parts[2] = (colour, rounded(length - 1.6, max(width - 1.6, 1.0), width * 0.3))
    if braking and scale >= LAMPS_SCALE:
        parts += _lamps(length, width, theme.brake)
    if kind in emergency.KINDS:
        parts += emergency.beacons(length, width, bool(blinking))
    elif blinking:
        parts += _hazards(length, width, theme.yellow)
    elif side:
        parts += _indicators(length, width, side, theme.indicator)
    heading = heading96 / HEADINGS * 2 * np.pi
    shift = ((phase // 4 + 0.5) / phases - 0.5, 0.5 - (phase % 4 + 0.5) / phases)
    return picture([(paint, turned(corners, heading)) for paint, corners in parts], shift)


def _lamps(length: float, width: float, colour: Colour) -> list[Part]:
    deep, wide = max(length * 0.07, 1.0), max(width * 0.28, 0.9)
    back = -length / 2 + deep / 2
    return [(colour, rounded(deep, wide, wide * 0.3, (back, side * (width - wide) / 2))) for side in (-1, 1)]


def _hazards(length: float, width: float, colour: Colour) -> list[Part]:
    size = max(width * 0.26, 1.2)
    places = [(end * (length - size) / 2, side * (width - size) / 2) for end in (-1, 1) for side in (-1, 1)]
    return [(colour, rounded(size, size, size * 0.4, place)) for place in places]


def _indicators(length: float, width: float, side: int, colour: Colour) -> list[Part]:
    size = max(width * 0.26, 1.4)
    places = [(end * (length - size) / 2, side * (width - size) / 2) for end in (-1, 1)]
    return [(colour, rounded(size, size, size * 0.4, place)) for place in places]


def _ring(radius: int, colour: Colour) -> pygame.Surface:
    side = 2 * radius + 5
    large = pygame.Surface((side * 4, side * 4), pygame.SRCALPHA, 32)
    pygame.draw.circle(large, (*colour, 40), (side * 2, side * 2), radius * 4)
    pygame.draw.circle(large, (*colour, 255), (side * 2, side * 2), radius * 4, 7)
    return pygame.transform.smoothscale(large, (side, side))
