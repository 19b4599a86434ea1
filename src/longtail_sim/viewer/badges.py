"""Marks that say by shape what colour says too: ?, !, person at the wheel, contact, officer, dark signal, eyes, sun."""

from __future__ import annotations

import math

import numpy as np
import pygame

from longtail_sim.viewer import text
from longtail_sim.viewer.sprites import Part, bar, disc, picture
from longtail_sim.viewer.theme import Colour, Theme

ASK = "?"
WARN = "!"
PERSON = "person"
CONTACT = "contact"
OFFICER = "officer"
VEST: Colour = (212, 240, 60)  # of an officer
DARK = "dark"
STOP_SIGN = "stop"
NO_ENTRY = "no_entry"
FAULT = "fault"
UNSEEN = "unseen"
MISTAKEN = "mistaken"
SUN = "sun"


def badge(kind: str, radius: int, theme: Theme) -> pygame.Surface:
    """Return the mark ``kind`` with the given radius in pixels."""
    size = float(radius)
    if kind == ASK:
        return _lettered("?", theme.awaiting, size, theme, diamond=False)
    if kind == WARN:
        return _lettered("!", theme.minimal_risk, size, theme, diamond=True)
    if kind == PERSON:
        return picture(
            [(theme.outline, disc(size + 1)), (theme.person_driving, disc(size)), *_bust(size, theme.outline)]
        )
    if kind == CONTACT:
        return picture(_cross(size, theme.outline, 0.62) + _cross(size * 0.92, (255, 255, 255), 0.3))
    if kind == OFFICER:
        return _officer(size, theme)
    if kind in (UNSEEN, MISTAKEN):
        return _eye(size, theme, seen=kind == MISTAKEN)
    if kind == SUN:
        return _sun(size, theme)
    if kind == STOP_SIGN:
        return _stop_sign(size, theme)
    if kind == NO_ENTRY:
        return _no_entry(size, theme)
    if kind == FAULT:
        return _faulty_signal(size, theme)
    return _dark_signal(size, theme)


def _lettered(letter: str, colour: Colour, radius: float, theme: Theme, diamond: bool) -> pygame.Surface:
    edge = np.array([(1.25, 0), (0, 1.25), (-1.25, 0), (0, -1.25)])
    plate = edge * radius if diamond else disc(radius)
    around = edge * (radius + 1.2) if diamond else disc(radius + 1)
    image = picture([(theme.outline, around), (colour, plate)])
    if radius >= 5:
        glyph = text.render(letter, round(radius * 1.7), (16, 18, 22), bold=True)
        ink = glyph.get_bounding_rect()
        image.blit(glyph, glyph.subsurface(ink).get_rect(center=image.get_rect().center), ink)
    return image


def _bust(radius: float, colour: Colour) -> list[Part]:
    shoulders = disc(radius * 0.52, (0.0, -radius * 0.5))
    return [
        (colour, disc(radius * 0.32, (0.0, radius * 0.38))),
        (colour, shoulders[shoulders[:, 1] > -radius * 0.6]),
    ]


def _cross(radius: float, colour: Colour, thickness: float) -> list[Part]:
    reach = radius * 0.8
    return [
        (colour, bar((-reach, -reach), (reach, reach), radius * thickness)),
        (colour, bar((-reach, reach), (reach, -reach), radius * thickness)),
    ]


def _officer(radius: float, theme: Theme) -> pygame.Surface:
    """A person with one arm raised, in a high-visibility vest."""
    body: Colour = (20, 32, 58)
    scale = radius / 10
    parts: list[Part] = [
        (theme.outline, disc(radius + 1.5)),
        (VEST, disc(radius)),
        (body, disc(2.4 * scale, (0.0, 4.6 * scale))),
        (body, bar((0, 2.0 * scale), (0, -7.4 * scale), 4.2 * scale)),
        (body, bar((0.0, 0.8 * scale), (-6.2 * scale, 6.2 * scale), 2.0 * scale)),
        (body, bar((0.0, 0.8 * scale), (6.6 * scale, -0.6 * scale), 2.0 * scale)),
    ]
    return picture(parts)


def _stop_sign(radius: float, theme: Theme) -> pygame.Surface:
    angle = np.pi / 8 + np.arange(8) * np.pi / 4
    octagon = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return picture([((250, 250, 250), octagon * (radius + 1.0)), (theme.red, octagon * radius)])


def _no_entry(radius: float, theme: Theme) -> pygame.Surface:
    """A white bar on a red disc: closed to the fleet."""
    plate: Colour = (250, 250, 250)
    beam = bar((-radius * 0.6, 0.0), (radius * 0.6, 0.0), radius * 0.38)
    return picture([(theme.outline, disc(radius + 1)), (theme.red, disc(radius)), (plate, beam)])


def _faulty_signal(radius: float, theme: Theme) -> pygame.Surface:
    """The three lamps of a signal, all lit, struck through."""
    lamp = max(radius * 0.26, 1.2)
    lamps: list[Part] = [
        (colour, disc(lamp, (0.0, y * radius)))
        for colour, y in ((theme.red, 0.55), (theme.yellow, 0.0), (theme.green, -0.55))
    ]
    plate: list[Part] = [(theme.yellow, disc(radius)), (theme.dark_head, disc(radius - max(radius * 0.16, 1.0)))]
    reach = radius * 0.66
    return picture([*plate, *lamps, (theme.yellow, bar((-reach, -reach), (reach, reach), max(radius * 0.16, 1.0)))])


def _dark_signal(radius: float, theme: Theme) -> pygame.Surface:
    parts: list[Part] = [(theme.dark_edge, disc(radius)), (theme.dark_head, disc(radius - max(radius * 0.2, 1.2)))]
    return picture(parts + _cross(radius * 0.68, theme.dark_edge, 0.3))


def _eye(radius: float, theme: Theme, seen: bool) -> pygame.Surface:
    """An eye: struck through where it sees nothing, red inside where it sees what is not there."""
    angle = np.linspace(0, np.pi, 15)
    arc = np.stack([np.cos(angle), 0.62 * np.sin(angle)], axis=1)
    lid = np.concatenate([arc, -arc])
    white: Colour = (250, 250, 250)
    parts: list[Part] = [
        (theme.outline, lid * (radius * 1.2 + 1.2)),
        (white, lid * radius * 1.2),
        (theme.warning if seen else theme.outline, disc(radius * 0.42)),
    ]
    if not seen:
        reach = radius * 0.95
        parts += [
            (theme.outline, bar((-reach, -reach), (reach, reach), radius * 0.6)),
            (white, bar((-reach, -reach), (reach, reach), radius * 0.26)),
        ]
    return picture(parts)


def _sun(radius: float, theme: Theme) -> pygame.Surface:
    """A disc with eight rays."""
    rays: list[tuple[float, float]] = [(math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8)]
    parts: list[Part] = [
        (
            theme.outline,
            bar((0.5 * x * radius, 0.5 * y * radius), (1.12 * x * radius, 1.12 * y * radius), radius * 0.42),
        )
        for x, y in rays
    ]
    parts += [(theme.outline, disc(radius * 0.66))]
    parts += [(theme.yellow, bar((0.0, 0.0), (x * radius, y * radius), radius * 0.2)) for x, y in rays]
    return picture([*parts, (theme.yellow, disc(radius * 0.52))])
