"""Panels are drawn when what they show has changed, and copied else."""

from __future__ import annotations

from collections.abc import Callable

import pygame


class KeptPanels:
    """Pictures of panels by name, each with what it shows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pictures: dict[str, tuple[object, pygame.Surface]] = {}

    def forget(self) -> None:
        """Draw everything anew, as after a change of size or theme."""
        self._pictures.clear()

    def draw(
        self, surface: pygame.Surface, name: str, place: pygame.Rect, shows: object, draw: Callable[[], None]
    ) -> None:
        """Draw a panel at its place: by ``draw`` if it does not show this already."""
        kept = self._pictures.get(name)
        seen = place.clip(surface.get_rect())
        if not (seen.width and seen.height):
            return  # in a small picture there is no room for it
        if kept is not None and kept[0] == shows:
            surface.blit(kept[1], seen)
            return
        draw()
        self._pictures[name] = shows, surface.subsurface(seen).copy()
