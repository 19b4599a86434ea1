"""Who arrives when, who belongs to the fleet, and what kind of driver that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core.manners import fill_driver, spread_draw
from longtail_sim.core.phases.arrivals import is_fleet, next_arrival, register

SEED = np.uint64(3)


def arrivals(it: Any, seconds: float) -> list[list[float]]:
    """Let vehicles arrive, and return their times by entry."""
    for now in np.arange(0.0, seconds, 0.1):
        register(0, now, it.state, it.settings)
    entries = it.tables.entries
    return [it.state.backlog[0, e, : entries.arrived[0, e]].tolist() for e in range(entries.shape[1])]


def test_arrivals_are_a_poisson_process(stage: Callable[..., Any]) -> None:
    """Mean and variance of the counts agree with the demand, the intervals are exponential."""
    it = stage(demand={"vehicles_per_hour": 7200}, duration_s=1800)
    times = arrivals(it, 1800.0)
    total = sum(len(row) for row in times)
    assert abs(total - 3600) < 4 * 3600**0.5
    gaps = np.concatenate([np.diff(row) for row in times])
    assert gaps.min() > 0
    assert np.std(gaps) / np.mean(gaps) == pytest.approx(1.0, abs=0.06)


def test_demand_follows_its_profile(stage: Callable[..., Any]) -> None:
    """No arrivals where the factor is 0, twice as many where it is 2."""
    profile = [{"at_s": 0, "factor": 1}, {"at_s": 600, "factor": 0}, {"at_s": 900, "factor": 2}]
    it = stage(demand={"vehicles_per_hour": 3600, "profile": profile}, duration_s=1500)
    assert next_arrival(0, 0.0, 0.1, 30.0, it.state.profile) == pytest.approx(300.0)
    assert next_arrival(0, 590.0, 0.1, 3.0, it.state.profile) == pytest.approx(910.0)  # 1 before the gap, 2 after it
    times = np.sort(np.concatenate(arrivals(it, 1500.0)))
    counts = [int(((times >= a) & (times < b)).sum()) for a, b in ((0, 600), (600, 900), (900, 1500))]
    assert counts[0] == pytest.approx(600, abs=100)
    assert counts[1] == 0
    assert counts[2] == pytest.approx(1200, abs=140)


def test_the_fleet_is_a_share_of_the_trips(stage: Callable[..., Any]) -> None:
    """Within four standard deviations; the ego's trip belongs to it in any case."""
    it = stage(fleet={"share": 0.2})
    members = [bool(is_fleet(0, trip, it.settings)) for trip in range(4000)]
    assert abs(sum(members) - 800) < 4 * (4000 * 0.2 * 0.8) ** 0.5
    stranger = members.index(False)
    it.settings["ego_trip"][0] = stranger
    assert is_fleet(0, stranger, it.settings)


def test_drivers_differ_as_asked(stage: Callable[..., Any]) -> None:
    """With spread 1 traits vary around their means, with 0 all are alike."""
    rows = {}
    for spread in (0.0, 1.0):
        it = stage(drivers={"spread": spread})
        values = []
        for trip in range(400):
            fill_driver(0, 0, trip, it.state.vehicles, it.settings)
            row = it.tables.vehicles[0, 0]
            values.append((row.time_headway, row.acceleration, row.standstill_gap, row.reaction, row.speed_factor))
        rows[spread] = np.array(values)
    assert np.ptp(rows[0.0], axis=0).max() == 0.0
    assert (rows[1.0].std(axis=0) / rows[1.0].mean(axis=0) > 0.05).all()
    np.testing.assert_allclose(rows[1.0].mean(axis=0), rows[0.0].mean(axis=0), rtol=0.06)


def test_traits_stay_within_their_limits() -> None:
    """A lognormal draw is cut at both ends, and no variation means the mean."""
    values = [spread_draw(2.0, 0.5, 0.7, 1.8, SEED, trip, 1) for trip in range(2000)]
    assert min(values) == pytest.approx(1.4)
    assert max(values) == pytest.approx(3.6)
    assert spread_draw(2.0, 0.0, 0.7, 1.8, SEED, 1, 1) == 2.0


def test_the_twin_has_people_in_the_same_trips(stage: Callable[..., Any]) -> None:
    """Whether a trip belongs to the fleet does not depend on who drives it."""
    it = stage(fleet={"share": 0.3})
    before = [bool(is_fleet(0, trip, it.settings)) for trip in range(200)]
    it.settings["fleet_automated"][0] = 0
    assert [bool(is_fleet(0, trip, it.settings)) for trip in range(200)] == before
