"""The packed tables say the same as the arrays that they were made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from longtail_sim.core import codes


def test_every_array_is_found_again(stage: Callable[..., Any]) -> None:
    """Columns by their short names; row delimiters as first and last."""
    it = stage(network={"grid": {"columns": 2, "rows": 2}})
    arrays, streets = it.network.arrays, it.streets
    np.testing.assert_array_equal(streets.lanes["length"], arrays.lane_length)
    np.testing.assert_array_equal(streets.lanes["connector"], arrays.lane_connector)
    np.testing.assert_array_equal(streets.lanes["connector_to"], arrays.connector_to)
    np.testing.assert_array_equal(streets.lanes["point_first"], arrays.point_first[:-1])
    np.testing.assert_array_equal(streets.lanes["point_last"], arrays.point_first[1:])
    np.testing.assert_array_equal(streets.points["heading"], arrays.point_heading)
    np.testing.assert_array_equal(streets.conflicts["other_exit"], arrays.conflict_other_exit)
    np.testing.assert_array_equal(streets.junctions["green_s"], arrays.junction_green_s)
    np.testing.assert_array_equal(streets.junctions["approach_last"], arrays.approach_first[1:])
    np.testing.assert_array_equal(streets.entry_street, arrays.entry_street)


def test_bits_name_the_conflicts(stage: Callable[..., Any]) -> None:
    """Two connectors of a junction have different bits; each knows the bits of those that it crosses or meets."""
    it = stage(network={"grid": {"columns": 2, "rows": 1, "lanes": 3}})
    arrays, lanes = it.network.arrays, it.streets.lanes
    for j in range(it.network.num_junctions):
        inside = arrays.inside_lane[arrays.inside_first[j] : arrays.inside_first[j + 1]]
        assert len(set(lanes["bit"][inside].tolist())) == len(inside)
        for row in inside.tolist():
            pairs = range(arrays.conflict_first[row], arrays.conflict_first[row + 1])
            crossing = {
                int(arrays.conflict_other[k]) for k in pairs if arrays.conflict_kind[k] != codes.CONFLICT_DIVERGING
            }
            named = {int(other) for other in inside if int(lanes["conflict_bits"][row]) & int(lanes["bit"][other])}
            assert named == crossing
