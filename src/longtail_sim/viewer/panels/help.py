"""The help overlay."""

from __future__ import annotations

import pygame

from longtail_sim.viewer.panels.style import Style

ROWS: tuple[tuple[str, str], ...] = (
    ("space", "pause and go on"),
    ("right arrow  .", "one decision interval"),
    ("+  -", "faster, slower: 0.25 to 64 times real time"),
    ("n", "on to the next event, as fast as it goes"),
    ("tab", "run, twin, both side by side"),
    ("click", "pick a vehicle; on the time line: go on to then"),
    ("f", "follow the picked vehicle"),
    ("wheel, drag", "zoom to the cursor, move the map"),
    ("r", "the whole map"),
    ("l", "legend"),
    ("t", "dark or light"),
    ("s", "save a picture"),
    ("h  ?", "this page"),
    ("q  Esc", "close"),
)


def draw(surface: pygame.Surface, style: Style) -> None:
    """Dim the window and list keys and mouse in its middle."""
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA, 32)
    veil.fill((*style.theme.page, 170))
    surface.blit(veil, (0, 0))
    row = style.px(26)
    box = pygame.Rect(0, 0, style.px(500), row * len(ROWS) + style.px(70))
    box.center = surface.get_rect().center
    room = style.card(surface, box)
    pygame.draw.rect(surface, style.theme.line, box, 1, border_radius=style.px(8))
    style.write(surface, "Keys and mouse", (room.left, room.top + style.px(6)), 18, bold=True)
    y = room.top + style.px(44)
    for keys, words in ROWS:
        style.write(surface, keys, (room.left, y), 13, style.theme.run, bold=True, room=style.px(126))
        style.write(surface, words, (room.left + style.px(136), y), 13, room=room.width - style.px(136))
        y += row
