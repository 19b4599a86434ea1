"""Cars, trucks and buses look different, and are drawn where they are."""

import math

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.silhouettes import detail, outline
from longtail_sim.viewer.sprites import picture
from longtail_sim.viewer.theme import DARK

KINDS = (codes.KIND_CAR, codes.KIND_TRUCK, codes.KIND_BUS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", [2.5, 12.0])
def test_every_part_lies_on_the_body(kind, scale):
    """Nothing sticks out of the outline."""
    length, width = 9.0 * scale, 2.4 * scale
    shown = outline(kind, length, width, (90, 90, 90), DARK)
    edge = np.abs(shown[0][1]).max(axis=0)
    for _, corners in detail(kind, length, width, (90, 90, 90), DARK, fleet=False):
        assert (np.abs(corners).max(axis=0) <= edge + 1e-9).all()


def test_kinds_differ_at_the_same_size():
    """By shape, not only by length."""
    images = []
    for kind in KINDS:
        size = (60.0, 20.0, (90, 120, 90), DARK)
        images.append(bytes(picture(outline(kind, *size) + detail(kind, *size, fleet=False)).get_buffer()))
    assert len(set(images)) == 3


def test_a_bus_in_a_turn_is_drawn_with_both_ends_on_its_path(empty_city):
    """Half way round its heading lies between those of the two streets."""
    arrays = empty_city.network.arrays
    row = int(np.flatnonzero(arrays.connector_turn == codes.TURN_LEFT)[0])
    came_from = int(arrays.connector_from[row])
    place = float(arrays.lane_length[row]) / 2
    heading = {}
    for length in (12.0, 4.6):
        kind = codes.KIND_BUS if length == 12.0 else codes.KIND_CAR
        empty_city.put(0, row, place, length=length, kind=kind, came_from=came_from)
        frame = capture(empty_city)
        heading[kind] = float(frame.heading[0])
        assert frame.kind[0] == kind
    first = arrays.point_heading[arrays.point_first[row]]

    def turned(angle):
        return (angle - first + math.pi) % (2 * math.pi) - math.pi

    assert 0 < turned(heading[codes.KIND_BUS]) < turned(heading[codes.KIND_CAR])
