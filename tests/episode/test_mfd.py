"""Flow and density of a network against vehicles counted one by one; the smooth curve against known ones."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.episode.mfd import Diagram, NetworkDetector, fit, lane_km

DENSITY = np.linspace(1.0, 120.0, 80)
FILLING = np.linspace(1.0, 80.0, 80)


def simulator() -> Simulator:
    """Return two worlds with more demand than the streets can take."""
    network = {"grid": {"rows": 1, "columns": 2, "lanes": 1}}
    demand = {"vehicles_per_hour": 6000}
    return Simulator(Scenario.model_validate({"network": network, "demand": demand, "fleet": {"share": 0}}), range(2))


def test_density_is_the_mean_number_of_vehicles_in_the_map() -> None:
    """Those who wait outside are not in it."""
    it = simulator()
    detector = NetworkDetector(it, interval_s=30.0)
    counts = []
    while it.time_s < 300:
        it.step()
        detector.look()
        counts.append((it.state.vehicles.trip >= 0).sum(axis=1))
    found = detector.diagram()
    assert (it.state.tally.backlog_s.sum(axis=1) > 1000).all()
    assert found.time_s.tolist() == pytest.approx(np.arange(30.0, 301.0, 30.0).tolist())
    per_interval = np.array(counts).reshape(10, 60, 2).mean(axis=1)
    assert found.density * lane_km(it.network) == pytest.approx(per_interval, rel=0.03, abs=0.4)


def test_flow_is_distance_per_lane_and_time() -> None:
    it = simulator()
    detector = NetworkDetector(it, interval_s=60.0)
    while it.time_s < 240:
        it.step()
        detector.look()
    found = detector.diagram()
    driven_km = it.state.tally.vehicle_m.sum(axis=1) / 1000
    assert found.flow.sum(axis=0) / 60 * lane_km(it.network) == pytest.approx(driven_km)
    later = found.between(60.0, 180.0)
    assert later.time_s.tolist() == pytest.approx([120.0, 180.0])
    assert (later.speed == later.flow / later.density).all()


def test_lanes_are_as_long_as_the_roads() -> None:
    """Two columns, one row, one lane each way: six entries and exits of 150 m, one block of 150 m, the boxes."""
    roads = (150 + 150 + 150) + 2 * (150 + 150)
    assert lane_km(simulator().network) * 1000 == pytest.approx(2 * roads, rel=0.06)


def test_a_parabola_is_found_again() -> None:
    """Greenshields' parabola with v0 50 km/h and jam density 120: top at 60 veh/km with 1500 veh/h."""
    curve = fit(DENSITY, 50 * DENSITY * (1 - DENSITY / 120))
    assert curve.r2 == pytest.approx(1.0)
    assert curve.critical_density == pytest.approx(60.0, abs=0.5)
    assert curve.capacity == pytest.approx(1500.0, rel=1e-3)
    assert curve.is_unimodal


def test_scatter_lowers_the_share_explained() -> None:
    noise = np.random.default_rng(0).normal(0, 400, DENSITY.size)
    curve = fit(DENSITY, 50 * DENSITY * (1 - DENSITY / 120) + noise)
    assert 0.3 < curve.r2 < 0.8


def rises_again(bend: float) -> np.ndarray:
    """Return a cubic up to 80 veh/km that rises, falls and rises again to its largest flow, normalised to 1000 veh/h.

    It is k ((k - 60)^2 + c), with slope 0 at 40 - r and 40 + r; between these it falls by 4 r^3.
    """
    c = {0.04: 900.0, 0.37: 300.0}[bend]
    assert 4 * (400 - c / 3) ** 1.5 / (80 * (400 + c)) == pytest.approx(bend, abs=0.005)
    return 1000 * FILLING * ((FILLING - 60) ** 2 + c) / (80 * (400 + c))


def test_a_bend_of_less_than_a_twentieth_of_the_capacity_is_no_second_top() -> None:
    assert fit(FILLING, rises_again(0.04)).is_unimodal
    assert not fit(FILLING, rises_again(0.37)).is_unimodal


def test_scatter_does_not_hide_a_second_top() -> None:
    """The samples scatter by more than the curve bends."""
    noise = np.random.default_rng(1).normal(0, 400, FILLING.size)
    assert not fit(FILLING, rises_again(0.37) + noise).is_unimodal


def test_a_rise_alone_has_one_top() -> None:
    assert fit(DENSITY[:20], DENSITY[:20] * 30).is_unimodal


def test_an_empty_diagram_has_its_shape() -> None:
    found = NetworkDetector(simulator()).diagram()
    assert isinstance(found, Diagram)
    assert found.flow.shape == (0, 2)
