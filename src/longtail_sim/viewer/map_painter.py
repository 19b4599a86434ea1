"""The map pane: ground, outage, signals and vehicles, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import fog, marks, vehicles
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.ground import Ground
from longtail_sim.viewer.heads import HeadPainter
from longtail_sim.viewer.jams import JamPainter
from longtail_sim.viewer.lights import Lights
from longtail_sim.viewer.narrows import NarrowPainter
from longtail_sim.viewer.obstacles import ObstaclePainter
from longtail_sim.viewer.sensor_marks import SensorMarks
from longtail_sim.viewer.shade import Shade
from longtail_sim.viewer.sprites import Sprites
from longtail_sim.viewer.street_names import StreetNames
from longtail_sim.viewer.theme import DARK, THEMES, Theme
from longtail_sim.viewer.vehicles import VehiclePainter
from longtail_sim.viewer.walkers import WalkerPainter


@dataclass(frozen=True)
class Options:
    """What is drawn, and how.

    Attributes:
        theme: "dark" or "light".
        selected: trip of the vehicle with a ring around it, -1 for none.
        seconds: real time, for lamps that blink.
        jams: whether queues, blocked junctions and gridlocks are drawn.
    """

    theme: str = DARK.name
    selected: int = -1
    seconds: float = 0.0
    jams: bool = True


class MapPainter:
    """Draws frames of one network; keeps everything that does not change from frame to frame."""

    def __init__(self, network: StreetNetwork) -> None:
        """Prepare to draw a network."""
        self._network = network
        self._sprites = Sprites()
        self._grounds: dict[str, Ground] = {}
        self._shade = Shade(network)
        self._lights = Lights(network)
        self._names = StreetNames(network)
        self._heads = HeadPainter(network, self._sprites)
        self._vehicles = VehiclePainter(self._sprites)
        self._sensors = SensorMarks(network)
        self._jams = JamPainter(network)
        self._walkers = WalkerPainter(self._sprites)
        self._narrows = NarrowPainter(self._sprites)
        self._lane_width = float(network.lane_width.mean())
        self._obstacles = ObstaclePainter(self._sprites)
        self._still: dict[int, tuple[object, pygame.Surface]] = {}

    def paint(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        options: Options,
        *,
        pane: int = 0,
        budget_s: float = float("inf"),
        plates: Sequence[pygame.Rect] = (),
    ) -> None:
        """Fill a surface of the camera's size.

        Args:
            surface: the pane.
            camera: where one looks.
            frame: what there is.
            options: what of it is drawn, and how.
            pane: tells apart the panes that are drawn in turn.
            budget_s: tiles that are not ready within this time are coarse.
            plates: what will be drawn over the pane; street names keep clear of it.
        """
        theme = THEMES[options.theme]
        surface.blit(self._standing(surface.get_size(), camera, frame, theme, pane, budget_s), (0, 0))
        at_junctions, at_approaches = self._heads.marks(camera, frame), self._sensors.marks(camera, frame)
        on_vehicles = vehicles.marks(camera, frame)
        all_marks = (*at_junctions, *at_approaches, *on_vehicles)
        covered = [box for mark in all_marks for box in mark.boxes(surface.get_rect())]
        rings = vehicles.rings(camera, frame, options.selected)
        self._names.paint(surface, camera, theme, [*plates, *covered, *rings])
        self._narrows.paint(surface, camera, frame.narrows, self._lane_width, theme)
        if options.jams:
            self._jams.paint(surface, camera, frame, theme)
        fog.paint(surface, frame.visibility_m, theme)
        self._heads.paint(surface, camera, frame, theme)
        self._obstacles.paint(surface, camera, frame.obstacles, theme)
        marks.paint(surface, at_approaches, self._sprites, theme)
        self._walkers.paint(surface, camera, frame.walkers, theme)
        self._vehicles.paint(surface, camera, frame, theme, options.seconds, options.selected)
        marks.paint(surface, on_vehicles, self._sprites, theme)
        if options.jams:
            self._jams.paint_circles(surface, camera, frame, theme)
        marks.paint(surface, at_junctions, self._sprites, theme)
        self._obstacles.paint_marks(surface, camera, frame.obstacles, theme)

    def _standing(
        self, size: tuple[int, int], camera: Camera, frame: Frame, theme: Theme, pane: int, budget_s: float
    ) -> pygame.Surface:
        """Return ground and outage, put together again only when one looks elsewhere or a signal goes dark."""
        key = (size, camera.origin, camera.scale, theme.name, frame.dark.tobytes())
        last, picture = self._still.get(pane, (None, None))
        if picture is not None and last == key:
            return picture
        if picture is None or picture.get_size() != size:
            picture = pygame.Surface(size, 0, 32)
        if theme.name not in self._grounds:
            self._grounds[theme.name] = Ground(self._network, theme)
        complete = self._grounds[theme.name].paint(picture, camera.origin, camera.scale, budget_s)
        self._shade.paint(picture, camera, frame.dark, theme)
        self._lights.paint(picture, camera.origin, camera.scale, frame.dark, theme)
        self._still[pane] = (key if complete else None, picture)
        return picture
