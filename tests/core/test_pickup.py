"""Vehicles of the fleet that wait for a passenger at the kerb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.pickup import FROM_BEGINNING_M, FROM_END_M, stop_for_passenger


@pytest.fixture
def it(stage: Callable[..., Any]) -> Any:
    """One vehicle of the fleet in a lane where passengers are picked up for 60 s."""
    found = stage()
    lane = found.approach(codes.LEG_SOUTH)
    row = found.put(0, lane, 10.0, 8.0)
    row.fleet, row.pickup_until_s = 1, NEVER
    found.tables.lanes[0, lane].pickup_s = 60.0
    return found


def command(it: Any, now: float = 0.0) -> float:
    lane = int(it.tables.vehicles[0, 0].lane)
    return float(stop_for_passenger(0, 0, lane, 1.0, now, it.state, it.settings, it.streets))


def test_it_stops_between_the_ends_waits_and_drives_on(it: Any) -> None:
    row, lane = it.tables.vehicles[0, 0], it.approach(codes.LEG_SOUTH)
    while command(it) > 0.0 or row.speed > 0.0:
        row.speed = max(0.0, row.speed + 0.1 * min(command(it), 1.0))
        row.s += 0.1 * row.speed
        assert row.s < it.network.arrays.lane_length[lane] - FROM_END_M
    assert row.s > FROM_BEGINNING_M - 2.0
    assert row.pickup_until_s == 60.0
    assert command(it, 59.0) <= 0.0
    assert command(it, 60.0) == 1.0


def test_whom_it_does_not_concern(it: Any) -> None:
    """People, other lanes, and who is past the place already."""
    row = it.tables.vehicles[0, 0]
    row.s = float(it.network.arrays.lane_length[row.lane]) - 1.0
    assert command(it) == 1.0
    row.s, row.fleet = 24.0, 0
    assert command(it) == 1.0
    row.fleet = 1
    it.tables.lanes[0, row.lane].pickup_s = 0.0
    assert command(it) == 1.0
