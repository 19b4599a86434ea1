"""The simulator's own manners: clocks, rows, mistakes of its users, metrics."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim import Action, FleetAction, Longitudinal, Scenario, Simulator, load_agent
from longtail_sim.core.perception_layout import FEATURES
from longtail_sim.errors import SimulationError
from longtail_sim.scoring import METRICS

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]


def test_clock_and_end(scenario: Make) -> None:
    """Time goes on by the decision interval, and the end comes when the duration is over."""
    simulator = Simulator(scenario(duration_s=2, decision_interval_s=0.3), [1])
    times = []
    while not simulator.done:
        simulator.step()
        times.append(round(simulator.time_s, 6))
    assert times == [0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1]


def test_one_row_per_automated_vehicle(scenario: Make, run: Run) -> None:
    """Rows come world by world, name distinct vehicles, and hold finite numbers within their ranges."""
    simulator = run(Simulator(scenario(2, 2, fleet={"share": 0.5}), range(3)), 120.0, load_agent("rule_based"))
    seen = simulator.observe()
    vehicles = simulator.state.vehicles
    assert len(seen) == (vehicles.driver == 1).sum() > 10
    assert (np.diff(seen.world) >= 0).all()
    assert len(set(zip(seen.world.tolist(), seen.trip.tolist(), strict=True))) == len(seen)
    assert (vehicles.trip[seen.world, seen.slot] == seen.trip).all()
    low, high = np.array([(feature.low, feature.high) for feature in FEATURES]).T
    assert np.isfinite(seen.values).all()
    assert (seen.values >= low - 1e-6).all()
    assert (seen.values <= high + 1e-6).all()


def test_looking_changes_nothing(scenario: Make, run: Run) -> None:
    """Observing is free of side effects."""
    simulator = run(Simulator(scenario(fleet={"share": 0.5}), [1]), 30.0)
    before = simulator.digest(0)
    first, second = simulator.observe(), simulator.observe()
    assert simulator.digest(0) == before
    np.testing.assert_array_equal(first.values, second.values)


def test_decisions_must_fit_the_rows(scenario: Make, run: Run) -> None:
    """One decision too many is refused in words."""
    simulator = run(Simulator(scenario(fleet={"share": 0.5}), [1]), 30.0)
    rows = len(simulator.observe())
    with pytest.raises(SimulationError, match=f"{rows + 1} decisions for {rows} vehicles"):
        simulator.act(FleetAction.proceed(rows + 1))


def test_latency_delays_decisions(scenario: Make, run: Run) -> None:
    """With a latency of a second a stop takes effect a second later."""
    braking = {}
    for latency in (0.0, 1.0):
        quiet = scenario(1, 1, lanes=1, demand=400, fleet={"share": 1.0}, grid={"entry_m": 300})
        simulator = run(Simulator(quiet, [4], latency_s=latency), 12.0)
        n = len(simulator.observe())
        assert n > 0
        simulator.act(FleetAction.of([Action.accelerate(-2.0)] * n))
        slots = simulator._rows[1].copy()
        simulator.step()
        braking[latency] = bool((simulator.state.vehicles.accel[0, slots] == -2.0).all())
    assert braking == {0.0: True, 1.0: False}


def test_a_slow_agent_is_heard_although_it_is_asked_more_often(scenario: Make, run: Run) -> None:
    """A decision that takes longer than the decision interval still comes into force."""
    quiet = scenario(1, 1, lanes=1, demand=400, fleet={"share": 1.0}, grid={"entry_m": 300})
    simulator = run(Simulator(quiet, [4], latency_s=1.2), 12.0)
    for _ in range(4):
        observations = simulator.observe()
        simulator.act(FleetAction.of([Action.accelerate(-2.0)] * len(observations)))
        simulator.step()
    first = simulator.state.vehicles.trip[0] == observations.trip[0]
    assert simulator.state.vehicles.action_longitudinal[0, first].tolist() == [Longitudinal.ACCELERATE]


def test_decisions_need_an_observation(scenario: Make) -> None:
    """Rows of an old observation are not rows of this moment."""
    simulator = Simulator(scenario(fleet={"share": 0.0}), [1])
    simulator.observe()
    simulator.step()
    with pytest.raises(SimulationError, match=r"observe\(\) comes before act\(\)"):
        simulator.act(FleetAction.proceed(0))


def test_who_drives_into_traffic_breaks_the_right_of_way(scenario: Make, run: Run) -> None:
    """A fleet that always proceeds at dark junctions and red lights is charged with it, left turns included."""
    dark = [{"kind": "signal_outage", "at_s": 0, "where": {"share_of_junctions": 1.0}}]
    rules = {}
    for name, events in (("dark", dark), ("lit", [])):
        busy = scenario(
            1, 1, lanes=1, demand=1200, fleet={"share": 0.5}, events=events, traffic={"turns": {"left": 0.5}}
        )
        rules[name] = run(Simulator(busy, [3]), 300.0).metrics(0)  # nobody decides: the fleet drives on
    assert rules["dark"]["right_of_way_violations"] > 0
    assert rules["dark"]["stop_violations"] > 0
    assert rules["lit"]["red_light_runs"] > 0


def test_impossible_states_are_reported(scenario: Make, run: Run) -> None:
    """A NaN stops the run and names world, seed, step and slot."""
    simulator = run(Simulator(scenario(fleet={"share": 0.0}), [8, 9]), 30.0)
    slot = int(np.flatnonzero(simulator.state.vehicles.trip[1] >= 0)[0])
    simulator.state.vehicles.speed[1, slot] = np.nan
    with pytest.raises(SimulationError, match=rf"world 1 \(seed 9\), step 30\d, vehicle slot {slot}"):
        simulator.step()


def test_metrics_have_the_names_of_the_scoring_page(scenario: Make, run: Run) -> None:
    """Every number is finite and described there; parts add up."""
    metrics = run(Simulator(scenario(fleet={"share": 0.0}), [1]), 120.0).metrics(0)
    assert all(np.isfinite(value) for value in metrics.values())
    assert set(metrics) <= set(METRICS)
    assert metrics["trips_finished"] + metrics["trips_unfinished"] > 50
    assert metrics["vehicle_km"] == pytest.approx(metrics["others_vehicle_km"] + metrics["fleet_vehicle_km"])


def test_the_ego_is_one_more_of_the_fleet(scenario: Make, run: Run) -> None:
    """With a share of nothing only the ego's trip is automated."""
    simulator = Simulator(scenario(fleet={"share": 0.0}), [1], ego_trip=2)
    trips = set()
    while simulator.time_s < 60:
        seen = simulator.observe()
        trips |= set(seen.trip.tolist())
        simulator.act(FleetAction.proceed(len(seen)))
        simulator.step()
    assert trips == {2}
