"""Pictures of the ego and its surroundings: as an array without a display, or in a small window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from longtail_sim.simulator import Simulator

if TYPE_CHECKING:
    import pygame

SIZE = (640, 640)
PIXELS_PER_M = 4.0
TITLE = "longtail-sim"

Picture = npt.NDArray[np.uint8]


class Photographer:
    """Looks at the ego from above, and keeps looking at where it was last."""

    def __init__(self) -> None:
        """Look nowhere yet."""
        self._place = (0.0, 0.0)

    def picture(self, simulator: Simulator, trip: int) -> Picture:
        """Return a fresh array of shape (640, 640, 3) of world 0 round a vehicle; opens no display."""
        from longtail_sim.viewer import Options, View, render

        self._follow(simulator, trip)
        options = Options(selected=trip, seconds=simulator.time_s)
        return render(simulator, SIZE, View(*self._place, PIXELS_PER_M), options)

    def _follow(self, simulator: Simulator, trip: int) -> None:
        from longtail_sim.viewer.poses import centres

        car = simulator.state.vehicles[0][simulator.state.vehicles["trip"][0] == trip]
        if not len(car):
            return
        x, y, _ = centres(simulator.network.arrays, *(car[name] for name in ("lane", "s", "lateral", "length")))
        self._place = (float(x[0]), float(y[0]))


class Window:
    """A window that shows one picture after the other; once closed, it stays closed."""

    def __init__(self, pictures_per_s: float) -> None:
        """Open nothing yet."""
        self._pictures_per_s = pictures_per_s
        self._surface: pygame.Surface | None = None
        self._closed = False

    def show(self, picture: Picture) -> None:
        """Show a picture, and wait as long as it is to stand."""
        import pygame

        if self._closed:
            return
        if self._surface is None:
            pygame.display.init()
            self._surface = pygame.display.set_mode(SIZE)
            self._clock = pygame.time.Clock()
            pygame.display.set_caption(TITLE)
        self._surface.blit(pygame.image.frombuffer(picture.tobytes(), SIZE, "RGB"), (0, 0))
        pygame.display.flip()
        self._clock.tick(self._pictures_per_s)
        if any(event.type == pygame.QUIT for event in pygame.event.get()):
            self.close()

    def close(self) -> None:
        """Close the window; may be called again."""
        self._closed = True
        if self._surface is not None:
            import pygame

            self._surface = None
            pygame.display.quit()
