"""Who wants to start when, fixed for good: a new version must not change what old seeds meet.

These numbers depend on nothing but the random streams.  If this test fails, every published result changes: say so in
the change log, and only then write new numbers here.
"""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Scenario
from longtail_sim.core.phases.arrivals import is_fleet, register
from longtail_sim.core.schema import plain
from longtail_sim.world import build_world

FIRST_ARRIVALS_S = {
    0: [2.365784, 3.625658, 10.875051, 12.739272, 27.25516],
    1: [0.899315, 5.13922, 15.016197, 37.307214, 40.088671],
    20251220: [11.519736, 24.643811, 25.764152, 50.957743, 57.039088],
}
FLEET_TRIPS = {0: [3, 4, 5], 1: [0, 1, 5, 13, 15], 20251220: [1, 5, 11, 12, 13, 15, 16, 22]}


@pytest.mark.parametrize("seed", FIRST_ARRIVALS_S)
def test_arrivals_of_a_seed_never_change(seed: int) -> None:
    """The first arrivals at the first entry of a single junction, and which of the first trips belong to the fleet."""
    parts = {"grid": {"rows": 1, "columns": 1, "lanes": 1}}
    scenario = {"network": parts, "demand": {"vehicles_per_hour": 1200}, "fleet": {"share": 0.2}}
    world = build_world(Scenario.model_validate(scenario), [seed])
    state, settings = plain(world.state), np.asarray(world.settings)
    for now in np.arange(0.0, 200.0, 0.1):
        register(0, now, state, settings)
    assert world.state.backlog[0, 0, :5].tolist() == pytest.approx(FIRST_ARRIVALS_S[seed], abs=1e-6)
    assert [trip for trip in range(24) if is_fleet(0, trip, settings)] == FLEET_TRIPS[seed]
