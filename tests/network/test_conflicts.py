"""Conflict zones against what anybody can see on a drawing of a junction."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim.core.codes import (
    CONFLICT_CROSSING,
    CONFLICT_DIVERGING,
    CONFLICT_MERGING,
    LEG_EAST,
    LEG_NORTH,
    LEG_SOUTH,
    LEG_WEST,
    TURN_LEFT,
    TURN_RIGHT,
    TURN_STRAIGHT,
)
from longtail_sim.network import StreetNetwork

Build = Callable[..., StreetNetwork]
Connector = Callable[..., int]
Movement = tuple[int, int, int]  # leg, turn, lane

SOUTH_THROUGH = (LEG_SOUTH, TURN_STRAIGHT, 0)
SOUTH_LEFT = (LEG_SOUTH, TURN_LEFT, 1)
SOUTH_RIGHT = (LEG_SOUTH, TURN_RIGHT, 0)

MEET = [
    (SOUTH_THROUGH, (LEG_WEST, TURN_STRAIGHT, 0), CONFLICT_CROSSING),
    (SOUTH_THROUGH, (LEG_EAST, TURN_STRAIGHT, 1), CONFLICT_CROSSING),
    (SOUTH_LEFT, (LEG_NORTH, TURN_STRAIGHT, 0), CONFLICT_CROSSING),
    (SOUTH_LEFT, (LEG_NORTH, TURN_STRAIGHT, 1), CONFLICT_CROSSING),
    (SOUTH_LEFT, (LEG_WEST, TURN_LEFT, 1), CONFLICT_CROSSING),
    (SOUTH_LEFT, (LEG_EAST, TURN_STRAIGHT, 1), CONFLICT_MERGING),
    (SOUTH_RIGHT, (LEG_WEST, TURN_STRAIGHT, 0), CONFLICT_MERGING),
    (SOUTH_RIGHT, SOUTH_THROUGH, CONFLICT_DIVERGING),
    (SOUTH_LEFT, (LEG_SOUTH, TURN_STRAIGHT, 1), CONFLICT_DIVERGING),
]
KEEP_CLEAR = [
    (SOUTH_THROUGH, (LEG_NORTH, TURN_STRAIGHT, 0)),
    (SOUTH_THROUGH, (LEG_NORTH, TURN_STRAIGHT, 1)),
    (SOUTH_THROUGH, (LEG_SOUTH, TURN_STRAIGHT, 1)),
    (SOUTH_THROUGH, SOUTH_LEFT),
    (SOUTH_RIGHT, (LEG_SOUTH, TURN_STRAIGHT, 1)),
    (SOUTH_RIGHT, (LEG_WEST, TURN_STRAIGHT, 1)),
    (SOUTH_RIGHT, (LEG_NORTH, TURN_LEFT, 1)),
    (SOUTH_RIGHT, (LEG_NORTH, TURN_STRAIGHT, 0)),
    (SOUTH_LEFT, (LEG_NORTH, TURN_LEFT, 1)),
    (SOUTH_LEFT, (LEG_WEST, TURN_RIGHT, 0)),
]


@pytest.fixture(scope="module")
def crossing(build: Build) -> StreetNetwork:
    """Two two-way streets with two lanes in each direction."""
    return build(grid={"columns": 1, "rows": 1, "lanes": 2})


def rows_between(network: StreetNetwork, own: int, other: int) -> list[int]:
    first, last = network.arrays.conflict_first[own : own + 2]
    return [row for row in range(first, last) if network.arrays.conflict_other[row] == other]


@pytest.mark.parametrize(("own", "other", "kind"), MEET)
def test_known_conflicts(
    crossing: StreetNetwork, connector: Connector, own: Movement, other: Movement, kind: int
) -> None:
    one, two = connector(crossing, "0,0", *own), connector(crossing, "0,0", *other)
    assert [crossing.arrays.conflict_kind[row] for row in rows_between(crossing, one, two)] == [kind]


@pytest.mark.parametrize(("own", "other"), KEEP_CLEAR)
def test_paths_that_keep_clear(crossing: StreetNetwork, connector: Connector, own: Movement, other: Movement) -> None:
    one, two = connector(crossing, "0,0", *own), connector(crossing, "0,0", *other)
    assert one >= 0 and two >= 0
    assert rows_between(crossing, one, two) == []


def test_zone_of_a_right_angle_crossing(crossing: StreetNetwork, connector: Connector) -> None:
    """Northbound right lane (x = 4.95) meets eastbound right lane (y = -4.95), 11.6 m behind each stop line."""
    north = connector(crossing, "0,0", LEG_SOUTH, TURN_STRAIGHT, 0)
    east = connector(crossing, "0,0", LEG_WEST, TURN_STRAIGHT, 0)
    (row,) = rows_between(crossing, north, east)
    arrays = crossing.arrays
    middle_north, middle_east = 11.6 - 4.95, 11.6 + 4.95
    assert arrays.conflict_enter[row] == pytest.approx(middle_north - 2.4, abs=0.3)
    assert arrays.conflict_exit[row] == pytest.approx(middle_north + 2.4, abs=0.3)
    assert arrays.conflict_other_enter[row] == pytest.approx(middle_east - 2.4, abs=0.3)
    assert arrays.conflict_other_exit[row] == pytest.approx(middle_east + 2.4, abs=0.3)


def test_zone_of_a_right_turn_that_leaves_the_through_path(crossing: StreetNetwork, connector: Connector) -> None:
    """The turn is a quarter circle of 6.65 m; centre lines are 2.4 m apart where r (1 - cos a) = 2.4 m on the turn."""
    turn, through = connector(crossing, "0,0", *SOUTH_RIGHT), connector(crossing, "0,0", *SOUTH_THROUGH)
    (row,) = rows_between(crossing, turn, through)
    arrays, radius = crossing.arrays, 5 + 1.65
    on_turn = radius * np.arccos(1 - 2.4 / radius)
    on_through = np.sqrt((radius + 2.4) ** 2 - radius**2)
    assert (arrays.conflict_enter[row], arrays.conflict_other_enter[row]) == (0, 0)
    assert arrays.conflict_exit[row] == pytest.approx(on_turn, abs=0.3)
    assert arrays.conflict_other_exit[row] == pytest.approx(on_through, abs=0.3)


def test_outside_their_zones_paths_are_far_apart(build: Build) -> None:
    """Recomputed from the stored points of a lopsided junction, independently of the search."""
    network = build(
        grid={"columns": 1, "rows": 1},
        streets=[{"axis": "row", "index": 0, "lanes": [1, 4]}, {"axis": "column", "index": 0, "lanes": [3, 2]}],
    )
    arrays = network.arrays
    inside = arrays.inside_lane.tolist()
    fine = {row: _fine_points(network, row) for row in inside}
    for own in inside:
        for other in inside:
            if arrays.connector_from[own] == arrays.connector_from[other]:
                continue
            s, xy = fine[own]
            apart = np.min(np.linalg.norm(xy[:, None] - fine[other][1][None], axis=2), axis=1)
            near = s[apart < 2.4 - 0.05]
            rows = rows_between(network, own, other)
            assert len(rows) == (1 if rows else 0)
            if len(near):
                assert arrays.conflict_enter[rows[0]] <= near[0] + 0.3
                assert arrays.conflict_exit[rows[0]] >= near[-1] - 0.3
            else:
                assert not rows or apart.min() < 2.4 + 0.05


def _fine_points(network: StreetNetwork, lane: int) -> tuple[np.ndarray, np.ndarray]:
    arrays = network.arrays
    points = slice(arrays.point_first[lane], arrays.point_first[lane + 1])
    x, y = arrays.point_x[points], arrays.point_y[points]
    stored = np.linspace(0, arrays.lane_length[lane], len(x))
    s = np.arange(0, arrays.lane_length[lane], 0.1)
    return s, np.column_stack([np.interp(s, stored, x), np.interp(s, stored, y)])
