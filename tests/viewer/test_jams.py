"""Queues, blocked junctions and circles of waiting lanes are found and drawn."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer import Options, View, render
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.jams import blocked, queues
from longtail_sim.viewer.theme import DARK


def has(picture, colour, tolerance=30):
    return bool((np.abs(picture.astype(int) - np.array(colour)).max(axis=2) <= tolerance).any())


def queue_up(city, vehicles, first_m=2.0, standing_s=300.0):
    lane = city.longest_lane()
    end = float(city.network.arrays.lane_length[lane])
    for number in range(vehicles):
        city.put(number, lane, end - first_m - 7.0 * number, speed=0.0, standing_s=standing_s)
    return lane, end


def connector(city):
    arrays = city.network.arrays
    return int(np.flatnonzero(arrays.lane_kind == codes.LANE_CONNECTOR)[0])


def test_three_that_stand_at_the_line_are_a_queue(empty_city):
    lane, _ = queue_up(empty_city, 4)
    (found,) = queues(empty_city.network, capture(empty_city))
    assert found.lane == lane
    assert found.near_m == pytest.approx(2.0, abs=0.3)
    assert found.far_m == pytest.approx(2.0 + 3 * 7.0 + 4.6, abs=0.3)
    assert found.standing_s == 300.0


@pytest.mark.parametrize(("vehicles", "first_m"), [(0, 2.0), (2, 2.0), (4, 60.0)])
def test_fewer_or_far_from_the_line_are_none(empty_city, vehicles, first_m):
    queue_up(empty_city, vehicles, first_m)
    assert queues(empty_city.network, capture(empty_city)) == []


def test_a_queue_is_drawn_between_its_vehicles_and_can_be_left_out(empty_city):
    lane, _ = queue_up(empty_city, 4)
    arrays = empty_city.network.arrays
    last = arrays.point_first[lane + 1] - 1
    heading = arrays.point_heading[last]
    back = 2.0 + 7.0 - 1.2  # in the gap behind the first
    view = View(arrays.point_x[last] - np.cos(heading) * back, arrays.point_y[last] - np.sin(heading) * back, 12.0)
    shown = render(empty_city, (40, 20), view)
    without = render(empty_city, (40, 20), view, Options(jams=False))
    redness = [int(picture[10, 20, 0]) - int(picture[10, 20, 2]) for picture in (shown, without)]
    assert redness[0] > redness[1] + 40


def test_who_stands_inside_a_junction_blocks_it(empty_city):
    lane = connector(empty_city)
    junction = int(empty_city.network.arrays.lane_junction[lane])
    empty_city.put(0, lane, 3.0, speed=0.0, standing_s=4.0)
    assert blocked(empty_city.network, capture(empty_city)) == {}
    empty_city.put(0, lane, 3.0, speed=0.0, standing_s=45.0)
    assert blocked(empty_city.network, capture(empty_city)) == {junction: 45.0}
    arrays = empty_city.network.arrays
    view = View(float(arrays.junction_x[junction]), float(arrays.junction_y[junction]), 8.0)
    assert has(render(empty_city, (300, 300), view), DARK.box)
    assert not has(render(empty_city, (300, 300), view, Options(jams=False)), DARK.box)


@pytest.mark.parametrize("stands", [0, 1])
def test_a_circle_of_lanes_is_drawn(empty_city, stands):
    arrays = empty_city.network.arrays
    streets = np.flatnonzero((arrays.lane_kind == codes.LANE_STREET) & (arrays.lane_junction >= 0))
    first, second = int(streets[0]), int(streets[-1])
    waits = empty_city.state.waits
    for lane, onto in ((first, second), (second, first)):
        waits.cycle[0, lane], waits.waits_for[0, lane], waits.gridlocked[0, lane] = 7, onto, stands
    frame = capture(empty_city)
    assert set(frame.circles.lane.tolist()) == {first, second}
    assert frame.circles.gridlocked.tolist() == [bool(stands)] * 2
    assert has(render(empty_city, (600, 400)), DARK.gridlock)
    assert not has(render(empty_city, (600, 400), None, Options(jams=False)), DARK.gridlock)
