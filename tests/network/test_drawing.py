"""Polygons and stop lines to draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim.network import StreetNetwork

Build = Callable[..., StreetNetwork]


def area(polygon: np.ndarray) -> float:
    """Return the signed area; positive if the corners run counter-clockwise."""
    x, y = polygon.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


@pytest.fixture(scope="module")
def town(build: Build) -> StreetNetwork:
    """Unequal streets, two-way and one-way."""
    return build(
        grid={"columns": 3, "rows": 2, "block_m": [120, 90], "one_way": "alternate", "entry_m": 50},
        streets=[{"axis": "row", "index": 1, "one_way": "none", "lanes": [1, 3]}],
    )


def test_land_streets_and_junctions_tile_the_map(town: StreetNetwork) -> None:
    parts = [town.blocks, town.street_polygons, town.junction_polygons]
    total = sum(area(polygon) for polygons in parts for polygon in polygons)
    xmin, ymin, xmax, ymax = town.bounds
    outer_corners = 0.02 * (xmax - xmin) * (ymax - ymin)  # blocks are rounded at the map edge, too
    assert total == pytest.approx((xmax - xmin) * (ymax - ymin), abs=outer_corners)
    assert all(area(polygon) > 0 for polygons in parts for polygon in polygons)


def test_junction_area_is_a_rectangle_less_rounded_kerbs(town: StreetNetwork) -> None:
    """The last junction: 2 lanes one-way across 1 + 3 lanes; each kerb takes a quarter disc of 5 m radius."""
    rectangle = (2 * 3.3 + 10) * (4 * 3.3 + 10)
    assert area(town.junction_polygons[-1]) == pytest.approx(rectangle - np.pi * 5**2, rel=0.01)


def test_street_polygon_holds_the_lanes(town: StreetNetwork) -> None:
    arrays = town.arrays
    for street, polygon in enumerate(town.street_polygons):
        first = arrays.street_first_lane[street]
        length = arrays.lane_length[first]
        assert area(polygon) == pytest.approx(length * 3.3 * arrays.street_lanes[street])
        points = slice(arrays.point_first[first], arrays.point_first[first + arrays.street_lanes[street]])
        x, y = arrays.point_x[points], arrays.point_y[points]
        assert polygon[:, 0].min() - 1e-9 <= x.min() and x.max() <= polygon[:, 0].max() + 1e-9
        assert polygon[:, 1].min() - 1e-9 <= y.min() and y.max() <= polygon[:, 1].max() + 1e-9


def test_stop_lines_are_one_lane_wide_and_behind_the_crosswalk(town: StreetNetwork) -> None:
    widths = np.hypot(*(town.stop_lines[:, 2:] - town.stop_lines[:, :2]).T)
    np.testing.assert_allclose(widths, 3.3)
    arrays = town.arrays
    assert (arrays.lane_junction[town.stop_line_lane] >= 0).all()
    for line, lane in zip(town.stop_lines, town.stop_line_lane, strict=True):
        crosswalk = town.crosswalks[arrays.lane_junction[lane] * 4 + arrays.lane_leg[lane]]
        distance = np.abs(crosswalk - line[:2]).min(axis=0)
        along = 1 if arrays.lane_leg[lane] % 2 == 0 else 0
        assert distance[along] == pytest.approx(1.0)


def test_crosswalks_span_their_street(town: StreetNetwork) -> None:
    assert len(town.crosswalks) == 4 * town.num_junctions
    areas = [abs(area(polygon)) for polygon in town.crosswalks[-4:]]
    north_south, east_west = 3 * 2 * 3.3, 3 * 4 * 3.3  # the last junction: 2 lanes one-way, 1 + 3 lanes
    assert areas == pytest.approx([north_south, east_west, north_south, east_west])
