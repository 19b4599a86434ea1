"""A city that takes no time."""

from __future__ import annotations

import pytest

from longtail_sim import Scenario
from longtail_sim.network.spec import GridSpec, NetworkSpec
from longtail_sim.scenario import Demand, Fleet


@pytest.fixture
def tiny() -> Scenario:
    """Return 2 x 2 junctions, 90 s, every third vehicle of the fleet."""
    return Scenario(
        name="tiny",
        duration_s=90,
        network=NetworkSpec(grid=GridSpec(columns=2, rows=2, block_m=(100.0, 100.0))),
        demand=Demand(vehicles_per_hour=2000),
        fleet=Fleet(share=0.3),
    )
