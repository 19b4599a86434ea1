"""Crosswalks and the passages of connectors over them, against the polygons that are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network
from longtail_sim.network.roads import CROSSWALK_GAP_M, CROSSWALK_M, LANE_WIDTH_M


def built(**grid: object) -> StreetNetwork:
    """Return a grid of two by one junctions."""
    size = {"columns": 2, "rows": 1, **grid}
    streets = [{"axis": "column", "index": 1, "lanes": 3, "one_way": "north"}]
    return build_network(NetworkSpec.model_validate({"grid": size, "streets": streets}))


@pytest.fixture(scope="module")
def network() -> StreetNetwork:
    """Two junctions, one of them with a broad one-way street."""
    return built()


def test_a_crosswalk_lies_where_it_is_drawn(network: StreetNetwork) -> None:
    """Its centre line runs through the middle of the polygon, from kerb to kerb."""
    arrays = network.arrays
    along = np.stack([arrays.crosswalk_along_x, arrays.crosswalk_along_y], axis=1)
    begin = np.stack([arrays.crosswalk_x, arrays.crosswalk_y], axis=1)
    middle = begin + along * arrays.crosswalk_length[:, None] / 2
    np.testing.assert_allclose(middle, network.crosswalks.mean(axis=1), atol=1e-9)
    np.testing.assert_allclose(np.hypot(*along.T), 1.0)
    extent = np.ptp(network.crosswalks, axis=1)
    np.testing.assert_allclose((np.abs(along) * extent).sum(axis=1), arrays.crosswalk_length)
    lanes = np.array([4, 4, 4, 4, 3, 4, 3, 4])  # junction by junction: north, east, south, west
    np.testing.assert_allclose(arrays.crosswalk_length, lanes * LANE_WIDTH_M)


def test_every_connector_passes_over_the_crosswalks_of_its_two_legs(network: StreetNetwork) -> None:
    """First over that of the leg it comes from, then over that of the leg it goes out by."""
    arrays = network.arrays
    counts = np.diff(arrays.passage_first)
    assert (counts == np.where(arrays.lane_kind == codes.LANE_CONNECTOR, 2, 0)).all()
    for k in np.flatnonzero(arrays.lane_kind == codes.LANE_CONNECTOR):
        first = arrays.passage_first[k]
        junction, leg, turn = arrays.lane_junction[k], arrays.lane_leg[k], arrays.connector_turn[k]
        out = (leg + turn + 1) % 4
        assert arrays.passage_connector[first : first + 2].tolist() == [k, k]
        assert arrays.passage_crosswalk[first : first + 2].tolist() == [4 * junction + leg, 4 * junction + out]
        enter, leave = arrays.passage_enter[first : first + 2], arrays.passage_exit[first : first + 2]
        assert 0 < enter[0] < leave[0] < enter[1] < leave[1] < arrays.lane_length[k]


def test_straight_on_the_crosswalk_begins_behind_the_stop_line(network: StreetNetwork) -> None:
    """One metre behind it, three metres broad, at one place across."""
    arrays = network.arrays
    straight = arrays.connector_turn[arrays.passage_connector] == codes.TURN_STRAIGHT
    begins = np.flatnonzero(straight)[::2]
    np.testing.assert_allclose(arrays.passage_enter[begins], CROSSWALK_GAP_M, atol=0.06)
    np.testing.assert_allclose(arrays.passage_exit[begins], CROSSWALK_GAP_M + CROSSWALK_M, atol=0.06)
    np.testing.assert_allclose(arrays.passage_low[begins], arrays.passage_high[begins], atol=1e-9)


def test_a_passage_is_where_the_path_meets_the_crosswalk(network: StreetNetwork) -> None:
    """The path's points between enter and exit lie in the polygon and between low and high."""
    arrays = network.arrays
    for row in range(len(arrays.passage_enter)):
        k, c = arrays.passage_connector[row], arrays.passage_crosswalk[row]
        points = slice(arrays.point_first[k], arrays.point_first[k + 1])
        s = np.linspace(0, arrays.lane_length[k], points.stop - points.start)
        at = np.linspace(arrays.passage_enter[row], arrays.passage_exit[row], 9)
        x, y = np.interp(at, s, arrays.point_x[points]), np.interp(at, s, arrays.point_y[points])
        low, high = network.crosswalks[c].min(axis=0) - 0.06, network.crosswalks[c].max(axis=0) + 0.06
        assert ((x > low[0]) & (x < high[0]) & (y > low[1]) & (y < high[1])).all()
        along = (x - arrays.crosswalk_x[c]) * arrays.crosswalk_along_x[c]
        along += (y - arrays.crosswalk_y[c]) * arrays.crosswalk_along_y[c]
        assert along.min() > arrays.passage_low[row] - 0.06
        assert along.max() < arrays.passage_high[row] + 0.06


def test_each_crosswalk_knows_its_passages(network: StreetNetwork) -> None:
    """The rows of ``crossed_passage`` are all passages, each at its own crosswalk."""
    arrays = network.arrays
    owner = np.repeat(np.arange(len(arrays.crosswalk_x)), np.diff(arrays.crossed_first))
    assert (arrays.passage_crosswalk[arrays.crossed_passage] == owner).all()
    assert sorted(arrays.crossed_passage.tolist()) == list(range(len(arrays.passage_enter)))
