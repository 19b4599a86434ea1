"""Hatches that tell bars apart without their colours."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from longtail_sim.viewer.theme import Colour

Hatch = Callable[[pygame.Surface, pygame.Rect, Colour, int], None]


def _plain(surface: pygame.Surface, box: pygame.Rect, colour: Colour, step: int) -> None:
    """Nothing."""


def _rising(surface: pygame.Surface, box: pygame.Rect, colour: Colour, step: int) -> None:
    for x in range(box.left - box.height, box.right, step):
        pygame.draw.aaline(surface, colour, (x, box.bottom), (x + box.height, box.top))


def _falling(surface: pygame.Surface, box: pygame.Rect, colour: Colour, step: int) -> None:
    for x in range(box.left - box.height, box.right, step):
        pygame.draw.aaline(surface, colour, (x, box.top), (x + box.height, box.bottom))


def _dotted(surface: pygame.Surface, box: pygame.Rect, colour: Colour, step: int) -> None:
    half, radius = step // 2, max(step // 6, 1)
    for row, y in enumerate(range(box.top + half // 2, box.bottom + radius, half)):
        for x in range(box.left + row % 2 * half, box.right + radius, step):
            pygame.draw.circle(surface, colour, (x, y), radius)


def _upright(surface: pygame.Surface, box: pygame.Rect, colour: Colour, step: int) -> None:
    for x in range(box.left + step // 2, box.right, step):
        pygame.draw.line(surface, colour, (x, box.top), (x, box.bottom - 1), max(step // 8, 1))


HATCHES: tuple[Hatch, ...] = (_plain, _rising, _falling, _dotted, _upright)


def hatch(surface: pygame.Surface, box: pygame.Rect, number: int, colour: Colour, step: int) -> None:
    """Draw the hatch of a number within a box, lines ``step`` pixels apart."""
    before = surface.get_clip()
    surface.set_clip(box.clip(before))
    HATCHES[number % len(HATCHES)](surface, box, colour, step)
    surface.set_clip(before)
