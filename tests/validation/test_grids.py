"""The grid on which networks are measured is the one that is described, and its demand rises and falls evenly."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.network import build_network
from longtail_sim.validation.grids import COLUMNS, ENTRIES, grid, ramp


def test_a_ramp_rises_to_one_and_falls_to_nothing() -> None:
    points = ramp(1200.0, 600.0, step_s=100.0)
    times, factors = np.array(points).T
    assert (np.diff(times) == 100.0).all()
    assert factors[:12] == pytest.approx((np.arange(12) + 0.5) / 12)
    assert factors[12:] == pytest.approx([*(1 - (np.arange(6) + 0.5) / 6), 0.0])
    assert sum(factors) * 100 == pytest.approx(900.0)  # the triangle


@pytest.mark.parametrize("lanes", [1, 2])
def test_demand_is_per_entry_lane(lanes: int) -> None:
    scenario = grid(300.0, lanes=lanes)
    network = build_network(scenario.network)
    assert len(network.arrays.entry_street) == ENTRIES
    assert network.num_junctions == COLUMNS**2
    assert scenario.demand.vehicles_per_hour == 300.0 * ENTRIES * lanes
    assert not scenario.drivers.errors.enabled


def test_sections_replace_the_defaults() -> None:
    scenario = grid(100.0, turns={"left": 0.0, "right": 0.3}, drivers={"keep_clear": 0.0}, duration_s=60)
    assert (scenario.demand.turns.left, scenario.demand.turns.right) == (0.0, 0.3)
    assert scenario.drivers.keep_clear == 0.0
    assert not scenario.drivers.errors.enabled
    assert scenario.duration_s == 60
