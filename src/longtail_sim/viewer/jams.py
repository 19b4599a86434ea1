"""Where it does not go on: queues before stop lines, blocked junctions, circles of lanes that wait for each other."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.poses import lane_points
from longtail_sim.viewer.theme import Colour, Theme, mix

FEWEST_IN_QUEUE = 3
AT_LINE_M = 20.0  # a queue begins this near to its stop line
LONG_S = 120.0  # whoever stands so long has the darkest colour
BLOCKED_S = 10.0  # who stands in a junction for longer blocks it
HATCH_M = 2.6
HALO_PX = 4.0  # a queue is this much wider than its lane
HALO_SCALE = 2.0  # ... where vehicles hide it, farther away than this
KEPT = 6  # frames whose queues are remembered


class Queue(NamedTuple):
    """Standing vehicles before a stop line: from where to where on the lane (m before its end), and how long."""

    lane: int
    near_m: float
    far_m: float
    standing_s: float


class Found(NamedTuple):
    """What was found in one frame; ``x`` and ``y`` are points along the queues, ``ranges`` says which are whose."""

    source: Array  # keeps its identity from being used again
    queues: list[Queue]
    ranges: list[tuple[int, int]]
    x: Array
    y: Array
    blocked: dict[int, float]


def queues(network: StreetNetwork, frame: Frame) -> list[Queue]:
    """Return the queues of a frame: three or more that stand on a street's lane, the first of them near the line."""
    arrays = network.arrays
    rows = np.flatnonzero((frame.standing_s > 0) & (arrays.lane_junction[frame.lane] >= 0))
    rows = rows[arrays.lane_kind[frame.lane[rows]] == codes.LANE_STREET]
    if not len(rows):
        return []
    rows = rows[np.argsort(frame.lane[rows], kind="stable")]
    lane, first, count = np.unique(frame.lane[rows], return_index=True, return_counts=True)
    last = arrays.point_first[frame.lane[rows] + 1] - 1
    away = np.hypot(frame.x[rows] - arrays.point_x[last], frame.y[rows] - arrays.point_y[last])
    half = frame.length[rows] / 2
    near, far = np.minimum.reduceat(away - half, first), np.maximum.reduceat(away + half, first)
    stands = np.add.reduceat(frame.standing_s[rows], first) / count
    found = np.flatnonzero((count >= FEWEST_IN_QUEUE) & (near < AT_LINE_M))
    return [Queue(int(lane[n]), max(float(near[n]), 0.0), float(far[n]), float(stands[n])) for n in found]


def blocked(network: StreetNetwork, frame: Frame) -> dict[int, float]:
    """Return for how long somebody has been standing inside each blocked junction (s)."""
    arrays = network.arrays
    inside = (arrays.lane_kind[frame.lane] == codes.LANE_CONNECTOR) & (frame.standing_s > BLOCKED_S)
    found: dict[int, float] = {}
    for junction, since in zip(
        arrays.lane_junction[frame.lane[inside]].tolist(), frame.standing_s[inside].tolist(), strict=True
    ):
        found[junction] = max(found.get(junction, 0.0), since)
    return found


class JamPainter:
    """Draws queues under the vehicles, blocked junctions and circles over the ground."""

    def __init__(self, network: StreetNetwork) -> None:
        """Find the junctions' areas."""
        self._network = network
        arrays = network.arrays
        self._areas = [np.asarray(area, float) for area in network.junction_polygons]
        places = np.array([area.mean(axis=0) for area in self._areas]).reshape(-1, 2)
        self._area_of = [
            int(np.argmin(np.hypot(places[:, 0] - x, places[:, 1] - y))) if len(places) else -1
            for x, y in zip(arrays.junction_x.tolist(), arrays.junction_y.tolist(), strict=True)
        ]
        self._lanes: dict[int, tuple[Array, Array]] = {}
        self._found: dict[int, Found] = {}

    def paint(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme) -> None:
        """Draw what lies under the vehicles: queues and hatched junctions."""
        found = self._look(frame)
        right, down = camera.to_pane(found.x, found.y)
        points = list(zip(right.tolist(), down.tolist(), strict=True))
        for queue, (first, last) in zip(found.queues, found.ranges, strict=True):
            width = float(self._network.lane_width[queue.lane]) * camera.scale * 0.92
            width += HALO_PX * camera.density * min(max(HALO_SCALE - camera.far, 0.0), 1.0)
            worse = min(queue.standing_s / LONG_S, 1.0) * 0.6
            colour = mix(mix(theme.asphalt, theme.queue, 0.42), theme.queue, worse)
            pygame.draw.lines(surface, colour, False, points[first:last], round(width))
        for junction in found.blocked:
            self._hatch(surface, camera, junction, theme)

    def _look(self, frame: Frame) -> Found:
        """Look for queues once per decision interval: frames between two of them share their arrays."""
        key = id(frame.standing_s)
        if key not in self._found:
            if len(self._found) >= KEPT:
                del self._found[next(iter(self._found))]
            lines = queues(self._network, frame)
            courses = [self._stretch(queue) for queue in lines] or [np.zeros((0, 2))]
            ends = np.cumsum([0, *(len(course) for course in courses)]).tolist()
            points = np.concatenate(courses)
            ranges = list(pairwise(ends))[: len(lines)]
            closed = blocked(self._network, frame)
            self._found[key] = Found(frame.standing_s, lines, ranges, points[:, 0], points[:, 1], closed)
        return self._found[key]

    def paint_circles(self, surface: pygame.Surface, camera: Camera, frame: Frame, theme: Theme) -> None:
        """Draw an arrow from every lane of a circle to the one that it waits for; dashed while it has just begun."""
        jam = frame.circles
        for lane, onto, stands in zip(jam.lane.tolist(), jam.onto.tolist(), jam.gridlocked.tolist(), strict=True):
            if self._network.arrays.lane_kind[lane] == codes.LANE_CONNECTOR:
                continue  # inside the junction the arrow from the street before it shows the same
            start, end = self._middle(camera, lane), self._middle(camera, self._street_after(onto))
            _arrow(surface, start, end, theme.gridlock, theme.outline, camera.density, dashed=not stands)

    def _street_after(self, lane: int) -> int:
        arrays = self._network.arrays
        return int(arrays.connector_to[lane]) if arrays.lane_kind[lane] == codes.LANE_CONNECTOR else lane

    def _middle(self, camera: Camera, lane: int) -> tuple[float, float]:
        along, points = self._course(lane)
        x, y = (np.interp(max(along[-1] - 14.0, along[-1] / 2), along, points[:, axis]) for axis in (0, 1))
        right, down = camera.to_pane(x, y)
        return float(right), float(down)

    def _course(self, lane: int) -> tuple[Array, Array]:
        if lane not in self._lanes:
            x, y, _ = lane_points(self._network.arrays, lane)
            along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
            self._lanes[lane] = along, np.stack([x, y], axis=1)
        return self._lanes[lane]

    def _stretch(self, queue: Queue) -> Array:
        """Return points (k, 2) along the lane, from the queue's end to its head."""
        along, points = self._course(queue.lane)
        begin, end = max(along[-1] - queue.far_m, 0.0), max(along[-1] - queue.near_m, 0.0)
        at = np.concatenate([[begin], along[(along > begin) & (along < end)], [end]])
        return np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)

    def _hatch(self, surface: pygame.Surface, camera: Camera, junction: int, theme: Theme) -> None:
        """Draw yellow lines across, as painted where nobody may stand."""
        if self._area_of[junction] < 0:
            return
        area = self._areas[self._area_of[junction]]
        right, down = camera.to_pane(area[:, 0], area[:, 1])
        box = pygame.Rect(right.min(), down.min(), np.ptp(right), np.ptp(down))
        if not box.colliderect(surface.get_rect()):
            return
        thick = max(round(camera.scale * 0.3), round(camera.density))
        step = max(HATCH_M * camera.scale, 5.0 * camera.density)
        clip = surface.get_clip()
        surface.set_clip(box.clip(clip))
        for shift in np.arange(-box.height, box.width, step):
            left = box.left + shift
            pygame.draw.line(surface, theme.box, (left, box.bottom), (left + box.height, box.top), thick)
            pygame.draw.line(surface, theme.box, (left, box.top), (left + box.height, box.bottom), thick)
        surface.set_clip(clip)
        pygame.draw.rect(surface, theme.box, box, max(thick, round(2 * camera.density)))


def _arrow(
    surface: pygame.Surface,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Colour,
    edge: Colour,
    dense: float,
    dashed: bool,
) -> None:
    first, last = np.array(start), np.array(end)
    way = last - first
    length = float(np.hypot(*way))
    if length < 4 * dense:
        return
    way, normal = way / length, np.array([-way[1], way[0]]) / length
    head = min(14.0 * dense, length / 2)
    tip = [last, last - way * head + normal * head * 0.55, last - way * head - normal * head * 0.55]
    count = max(int(length / 14 / dense), 1) if dashed else 1
    for number in range(count):
        piece = [first + way * (length - head) * (number + part) / count for part in (0.0, 0.55 if dashed else 1.0)]
        pygame.draw.line(surface, edge, piece[0].tolist(), piece[1].tolist(), round(7 * dense))
        pygame.draw.line(surface, colour, piece[0].tolist(), piece[1].tolist(), round(4 * dense))
    pygame.draw.polygon(surface, colour, [corner.tolist() for corner in tip])
    pygame.draw.aalines(surface, edge, True, [corner.tolist() for corner in tip])
