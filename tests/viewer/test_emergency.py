"""Emergency vehicles flash; a narrow street shows what stands in it."""

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer import emergency, narrows
from longtail_sim.viewer.silhouettes import detail, outline
from longtail_sim.viewer.sprites import picture
from longtail_sim.viewer.theme import DARK

SIZE = (70.0, 24.0)


@pytest.mark.parametrize("kind", emergency.KINDS)
def test_every_part_lies_on_the_body(kind):
    """Lights included."""
    edge = np.abs(outline(kind, *SIZE, (90, 90, 90), DARK)[0][1]).max(axis=0)
    parts = detail(kind, *SIZE, (90, 90, 90), DARK, fleet=False) + emergency.beacons(*SIZE, swapped=False)
    for _, corners in parts:
        assert (np.abs(corners).max(axis=0) <= edge + 1e-9).all()


def test_the_lights_change_sides():
    """Or they would not flash."""
    images = [bytes(picture(emergency.beacons(*SIZE, swapped=swapped)).get_buffer()) for swapped in (False, True)]
    assert images[0] != images[1]


@pytest.mark.parametrize(("shift", "trucks", "bodies"), [((2.4, 0.0), 1, 1), ((1.6, 1.6), 0, 6)])
def test_what_stands_in_a_narrow_street_is_captured(empty_city, shift, trucks, bodies):
    """A truck on one side, or parked cars on both."""
    arrays, lanes = empty_city.network.arrays, empty_city.state.lanes
    rows = np.flatnonzero(arrays.lane_kind == codes.LANE_STREET)[:2]
    assert len(narrows.capture(arrays, np.asarray(lanes[0])).x) == 0
    for row, other, side in ((rows[0], rows[1], 0), (rows[1], rows[0], 1)):
        lanes["narrow_from"][0, row], lanes["narrow_to"][0, row] = 20.0, 40.0
        lanes["narrow_opposite"][0, row], lanes["narrow_shift"][0, row] = other, shift[side]
    found = narrows.capture(arrays, np.asarray(lanes[0]))
    assert found.length.tolist() == [20.0, 20.0]
    assert found.truck.sum() == trucks
    assert len(found.bodies) == bodies
