"""The static map, drawn once per zoom level in tiles and kept."""

from __future__ import annotations

import time
from collections import OrderedDict

import pygame

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import buildings, roads
from longtail_sim.viewer.theme import Theme

TILE_PX = 384
KEPT_TILES = 160  # about 94 MB
OVERVIEW_SIDE_PX = 1024


class Ground:
    """Draws streets and blocks; a tile is drawn large and scaled down, which makes every edge smooth."""

    def __init__(self, network: StreetNetwork, theme: Theme) -> None:
        """Prepare the polygons; nothing is drawn yet."""
        self.theme = theme
        self._blocks = buildings.layers(network.blocks)
        self._roads = roads.layers(network)
        self._bounds = network.bounds
        self._tiles: OrderedDict[tuple[float, int, int], pygame.Surface] = OrderedDict()
        self._overview: tuple[float, pygame.Surface] | None = None

    def paint(
        self, surface: pygame.Surface, origin: tuple[int, int], scale: float, budget_s: float = float("inf")
    ) -> bool:
        """Fill the surface, whose upper left corner is map pixel ``origin``.

        Tiles that are not drawn within ``budget_s`` are filled from a coarse overview.

        Returns:
            Whether all tiles were there.
        """
        width, height = surface.get_size()
        started = time.perf_counter()
        complete = True
        for row in range(origin[1] // TILE_PX, (origin[1] + height - 1) // TILE_PX + 1):
            for column in range(origin[0] // TILE_PX, (origin[0] + width - 1) // TILE_PX + 1):
                at = (column * TILE_PX - origin[0], row * TILE_PX - origin[1])
                key = (scale, column, row)
                if key not in self._tiles and time.perf_counter() - started > budget_s:
                    complete = False
                    surface.blit(self._coarse(scale, column, row), at)
                else:
                    surface.blit(self._tile(key), at)
        return complete

    def _tile(self, key: tuple[float, int, int]) -> pygame.Surface:
        tile = self._tiles.get(key)
        if tile is None:
            scale, column, row = key
            tile = self._draw(scale, column * TILE_PX, row * TILE_PX, (TILE_PX, TILE_PX))
            self._tiles[key] = tile
            if len(self._tiles) > KEPT_TILES:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(key)
        return tile

    def _draw(self, scale: float, left: float, top: float, size: tuple[int, int]) -> pygame.Surface:
        finer = 4 if scale < 1.5 else 3 if scale < 6 else 2
        large = pygame.Surface((size[0] * finer, size[1] * finer), 0, 32)
        large.fill(self.theme.land)
        for layer in (*self._blocks, *self._roads):
            if scale >= layer.from_scale:
                layer.draw(large, self.theme, scale * finer, left * finer, top * finer)
        return pygame.transform.smoothscale(large, size)

    def _coarse(self, scale: float, column: int, row: int) -> pygame.Surface:
        """Return a tile cut out of the overview, blurred as it may be."""
        coarse, picture = self._overview or self._draw_overview()
        xmin, _, _, ymax = self._bounds
        share = coarse / scale
        side = max(round(TILE_PX * share), 1)
        piece = pygame.Surface((side, side), 0, 32)
        piece.fill(self.theme.land)
        piece.blit(picture, (xmin * coarse - column * TILE_PX * share, -ymax * coarse - row * TILE_PX * share))
        return pygame.transform.smoothscale(piece, (TILE_PX, TILE_PX))

    def _draw_overview(self) -> tuple[float, pygame.Surface]:
        xmin, ymin, xmax, ymax = self._bounds
        scale = OVERVIEW_SIDE_PX / max(xmax - xmin, ymax - ymin, 1.0)
        size = (max(round((xmax - xmin) * scale), 1), max(round((ymax - ymin) * scale), 1))
        self._overview = (scale, self._draw(scale, xmin * scale, -ymax * scale, size))
        return self._overview
