"""Where sensors fail: a sun before lines at which cameras see no signal, an eye at junctions with another failure."""

from __future__ import annotations

import numpy as np

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import badges
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.marks import Mark

BEFORE_LINE_M = 30.0
ASIDE_M = 8.0  # to the right of the rightmost lane, off the street
CORNER_M = 15.0  # from the middle of the junction


class SensorMarks:
    """Says where the marks of one network are."""

    def __init__(self, network: StreetNetwork) -> None:
        """Find the places beside all approaches."""
        arrays = network.arrays
        lane = arrays.approach_lane[arrays.lane_right[arrays.approach_lane] < 0]
        last = arrays.point_first[lane + 1] - 1
        heading = arrays.point_heading[last]
        self._junction, self._leg = arrays.lane_junction[lane], arrays.lane_leg[lane].astype(np.int64)
        self._x = arrays.point_x[last] - BEFORE_LINE_M * np.cos(heading) + ASIDE_M * np.sin(heading)
        self._y = arrays.point_y[last] - BEFORE_LINE_M * np.sin(heading) - ASIDE_M * np.cos(heading)
        self._arrays = arrays

    def marks(self, camera: Camera, frame: Frame) -> list[Mark]:
        """Return a sun for each blinded approach, an eye for each junction where sensors err."""
        radius = round(min(max(camera.far * 4, 6), 11) * camera.density)
        blind = frame.blind[self._junction, self._leg] > 0
        suns = camera.to_pane(self._x[blind], self._y[blind])
        x, y = self._arrays.junction_x[frame.failing], self._arrays.junction_y[frame.failing]
        eyes = camera.to_pane(x + CORNER_M, y + CORNER_M)
        return [Mark(badges.SUN, radius, *suns), Mark(badges.MISTAKEN, radius, *eyes)]
