"""What stands on buttons instead of words."""

from __future__ import annotations

import pygame

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.theme import Colour

SYMBOLS = (Action.PAUSE, Action.STEP, Action.STEP_BACK, Action.NEWEST, Action.BEGINNING, Action.RECORD)


def draw(
    surface: pygame.Surface, centre: tuple[int, int], half: int, action: Action, on: bool, colour: Colour, red: Colour
) -> None:
    """Draw the symbol of an action; ``on`` while it plays or records."""
    x, y = centre
    if action is Action.RECORD:
        if on:
            pygame.draw.rect(surface, red, (x - half, y - half, 2 * half, 2 * half), border_radius=2)
        else:
            pygame.draw.aacircle(surface, red, (x, y), half + 1)
        return
    if action is Action.PAUSE and on:
        for left in (x - half, x + half // 3):
            pygame.draw.rect(surface, colour, (left, y - half, max(half * 2 // 3, 2), 2 * half))
        return
    way = -1 if action in (Action.STEP_BACK, Action.BEGINNING) else 1
    tips = 2 if action in (Action.NEWEST, Action.BEGINNING) else 1
    for number in range(tips):
        _triangle(surface, x + way * (number * half - (tips - 1) * half // 2), y, half * way, half, colour)
    if action is not Action.PAUSE:
        thick = max(half // 2, 2)
        end = x + way * (half + (tips - 1) * half // 2)
        pygame.draw.rect(surface, colour, (end if way > 0 else end - thick, y - half, thick, 2 * half))


def _triangle(surface: pygame.Surface, x: int, y: int, reach: int, half: int, colour: Colour) -> None:
    corners = [(x - reach, y - half), (x + reach, y), (x - reach, y + half)]
    pygame.draw.polygon(surface, colour, corners)
    pygame.draw.aalines(surface, colour, True, corners)
