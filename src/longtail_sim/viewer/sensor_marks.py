"""Where sensors fail: a sun before lines at which cameras see no signal, an eye at junctions with another failure."""

from __future__ import annotations

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import badges
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.sprites import Sprites
from longtail_sim.viewer.theme import Theme

BEFORE_LINE_M = 30.0
ASIDE_M = 8.0  # to the right of the rightmost lane, off the street
CORNER_M = 15.0  # from the middle of the junction


class SensorMarks:
    """Draws the marks of one network."""

    def __init__(self, network: StreetNetwork, sprites: Sprites) -> None:
        """Find the places beside all approaches."""
        arrays = network.arrays
        lane = arrays.approach_lane[arrays.lane_right[arrays.approach_lane] < 0]
        last = arrays.point_first[lane + 1] - 1
        heading = arrays.point_heading[last]
        self._junction, self._leg = arrays.lane_junction[lane], arrays.lane_leg[lane].astype(np.int64)
        self._x = arrays.point_x[last] - BEFORE_LINE_M * np.cos(heading) + ASIDE_M * np.sin(heading)
        self._y = arrays.point_y[last] - BEFORE_LINE_M * np.sin(heading) - ASIDE_M * np.cos(heading)
        self._arrays, self._sprites = arrays, sprites

    def paint(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme) -> None:
        """Draw onto the pane; (0, 0) of the surface is the pane's upper left corner."""
        radius = round(min(max(camera.scale * 4, 6), 11))
        blind = frame.blind[self._junction, self._leg] > 0
        self._marks(surface, camera, badges.SUN, radius, (self._x[blind], self._y[blind]), theme)
        corners = self._arrays.junction_x[frame.failing] + CORNER_M, self._arrays.junction_y[frame.failing] + CORNER_M
        self._marks(surface, camera, badges.MISTAKEN, radius, corners, theme)

    def _marks(
        self, surface: pygame.Surface, camera: Camera, kind: str, radius: int, places: tuple[Array, Array], theme: Theme
    ) -> None:
        if not len(places[0]):
            return
        image = self._sprites.get((kind, radius, theme.name), lambda: badges.badge(kind, radius, theme))
        right, down = camera.to_pane(*places)
        corners = zip(np.round(right).tolist(), np.round(down).tolist(), strict=True)
        half = (image.get_width() // 2, image.get_height() // 2)
        surface.blits([(image, (x - half[0], y - half[1])) for x, y in corners], doreturn=False)
