"""Fog: a veil over the ground, thicker the less one sees; vehicles and lights stay plain to watch."""

from __future__ import annotations

import pygame

from longtail_sim.viewer.theme import Theme, mix

CLEAR_M = 250.0  # farther sight than this is no fog
THICKEST = 110  # of 255


def paint(surface: pygame.Surface, visibility_m: float, theme: Theme) -> None:
    """Veil the whole surface; nothing is done where the sight is clear."""
    if visibility_m >= CLEAR_M:
        return
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA, 32)
    grey = mix((205, 210, 216), theme.land, 0.15)
    veil.fill((*grey, round(THICKEST * (1.0 - visibility_m / CLEAR_M))))
    surface.blit(veil, (0, 0))
