"""What stands in the city blocks: pavement, lots, buildings, a park here and there.

None of it means anything to traffic; it makes the place look like a city, and an outage look like one.  Drawn from the
block's number, so that every picture of a network shows the same buildings.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.viewer.shapes import Layer, Paint, inset

PAVEMENT_M = 4.0
LOT_M = 30.0
GAP_M = 0.8
PARK_SHARE = 0.05

Box = tuple[float, float, float, float]


def layers(blocks: Iterable[Array]) -> list[Layer]:
    """Return the layers of all blocks, lowest first."""
    blocks = list(blocks)
    tones: list[list[Array]] = [[], [], []]
    parks: list[Array] = []
    grounds = [inner_box(block) for block in blocks]
    for number, ground in enumerate(grounds):
        draw = np.random.default_rng(number)
        for box in _lots(ground, draw):
            if draw.random() < PARK_SHARE:
                parks.append(_corners(box))
                continue
            tones[int(draw.integers(3))].append(_corners(box))
    return [
        Layer.of(lambda theme: theme.kerb, blocks),
        Layer.of(lambda theme: theme.pavement, [inset(block, 0.35) for block in blocks], from_scale=1.0),
        Layer.of(lambda theme: theme.lot, [_corners(ground) for ground in grounds]),
        Layer.of(lambda theme: theme.park, parks),
        *(Layer.of(_tone(index), polygons) for index, polygons in enumerate(tones)),
    ]


def _tone(index: int) -> Paint:
    return lambda theme: theme.buildings[index % len(theme.buildings)]


def inner_box(block: Array) -> Box:
    """Return the upright box inside a block's pavement, of no size where there is no room."""
    low, high = block.min(axis=0) + PAVEMENT_M, block.max(axis=0) - PAVEMENT_M
    middle = (low + high) / 2
    low, high = np.minimum(low, middle), np.maximum(high, middle)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _lots(box: Box, draw: np.random.Generator) -> list[Box]:
    """Cut a box into lots of about LOT_M, never exactly in the middle."""
    xmin, ymin, xmax, ymax = box
    width, depth = xmax - xmin, ymax - ymin
    if max(width, depth) < LOT_M * draw.uniform(0.9, 1.7):
        smaller = (xmin + GAP_M, ymin + GAP_M, xmax - GAP_M, ymax - GAP_M)
        return [smaller] if min(width, depth) > 4 * GAP_M else []
    share = draw.uniform(0.36, 0.64)
    if width > depth:
        cut = xmin + share * width
        return _lots((xmin, ymin, cut, ymax), draw) + _lots((cut, ymin, xmax, ymax), draw)
    cut = ymin + share * depth
    return _lots((xmin, ymin, xmax, cut), draw) + _lots((xmin, cut, xmax, ymax), draw)


def _corners(box: Box) -> Array:
    xmin, ymin, xmax, ymax = box
    return np.array([(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax)])
