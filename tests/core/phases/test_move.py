"""Over the stop line: what is counted, and what is not for a wreck that is pushed over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases.move import integrate
from longtail_sim.core.phases.perceive import neighbours

NOW = 50.0


@pytest.mark.parametrize(("crashed_until_s", "runs"), [(-NEVER, 1), (NOW + 60.0, 0)])
def test_red_lights_are_run_by_drivers(stage: Callable[..., Any], crashed_until_s: float, runs: int) -> None:
    """Both pass the line on red and are counted inside; only who drives has run the light."""
    it = stage()
    it.tables.junctions[0, 0].colour[:] = codes.COLOUR_RED
    lane = it.approach(codes.LEG_SOUTH)
    row = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - 0.2, 8.0)
    row.crashed_until_s = crashed_until_s
    neighbours(0, it.state, it.streets)
    integrate(0, NOW, it.state, it.settings, it.streets)
    assert it.network.arrays.lane_kind[row.lane] == codes.LANE_CONNECTOR
    assert it.tables.tally.traversals[0, 0] == 1
    assert it.tables.tally.red_light_runs[0, 0] == runs
