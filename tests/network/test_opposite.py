"""Which lane runs beside a street the other way."""

from __future__ import annotations

import numpy as np

from longtail_sim import Scenario
from longtail_sim.core import codes
from longtail_sim.network import build_network


def test_single_lanes_are_each_others_opposites() -> None:
    grid = {"rows": 2, "columns": 3, "lanes": 1}
    network = build_network(Scenario.model_validate({"network": {"grid": grid}}).network).arrays
    streets = np.flatnonzero(network.lane_kind == codes.LANE_STREET)
    opposite = network.lane_opposite[streets]
    assert (opposite >= 0).all()
    assert (network.lane_opposite[opposite] == streets).all()
    assert np.allclose(network.lane_length[streets], network.lane_length[opposite])
    assert (network.lane_opposite[network.lane_kind == codes.LANE_CONNECTOR] == -1).all()


def test_the_innermost_lane_is_beside_the_middle_of_the_road() -> None:
    network = build_network(Scenario.model_validate({"network": {"grid": {"lanes": 2}}}).network).arrays
    streets = np.flatnonzero(network.lane_kind == codes.LANE_STREET)
    assert (network.lane_left[network.lane_opposite[streets]] == -1).all()
