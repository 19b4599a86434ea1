"""Vehicles that perceive late and wrongly: the same bits alone and in a batch, and the truth beside the belief."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim import FleetAction, Scenario, Simulator, load_agent
from longtail_sim.observation import compare_beliefs

STREETS = {"grid": {"rows": 1, "columns": 2, "lanes": 1, "block_m": 120, "entry_m": 120}}
BAD = {"preset": "realistic", "signals": {"misread": 0.1}, "obstacles": {"false_per_h": 60, "missed_per_h": 60}}


def scenario(perception: dict[str, Any], events: tuple[dict[str, Any], ...] = ()) -> Scenario:
    parts = {"network": STREETS, "demand": {"vehicles_per_hour": 1500, "trucks": 0.1}, "duration_s": 240}
    fleet = {"share": 0.4, "perception": perception}
    return Scenario.model_validate({**parts, "fleet": fleet, "events": events})


def driven(what: Scenario, seeds: list[int], threads: int = 1, until_s: float = 240.0) -> Simulator:
    simulator, agent = Simulator(what, seeds, threads=threads), load_agent("rule_based")
    while simulator.time_s < until_s - 1e-9:
        seen = simulator.observe()
        simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        simulator.step()
    return simulator


def test_alone_or_in_a_batch_on_any_thread() -> None:
    together = driven(scenario(BAD), [3, 4, 5], threads=2)
    alone = driven(scenario(BAD), [4])
    assert together.digest(1) == alone.digest(0)
    assert together.digest(0) != together.digest(1)


def test_mistakes_are_counted() -> None:
    found = driven(scenario(BAD), [3, 4, 5]).metrics_of()
    for name in ("misread_signals", "unseen_signals", "missed_obstacles", "false_obstacles"):
        assert found[name].sum() > 0, name
    usual = driven(scenario({}), [3]).metrics(0)
    assert not any(usual[name] for name in ("misread_signals", "unseen_signals", "entered_on_wrong_belief"))


def test_a_failure_that_never_comes_changes_what_happens_little_and_another_one_much() -> None:
    glare = ({"kind": "camera_blind", "at_s": 30},)
    blind = driven(scenario({}, glare), [3, 4]).metrics_of()
    sighted = driven(scenario({}), [3, 4]).metrics_of()
    assert (blind["fleet_delay_s"] > 1.5 * sighted["fleet_delay_s"]).all()
    nobody = driven(scenario({}, ({**glare[0], "share_of_fleet": 0.0},)), [3, 4])
    assert not nobody.metrics_of()["unseen_signals"].any()


def test_the_truth_is_there_for_the_record_and_leaves_no_trace() -> None:
    simulator = driven(scenario(BAD), [3], until_s=100.0)
    before, seen = simulator.digest(0), simulator.observe()
    true = simulator.observe_truth()
    assert simulator.digest(0) == before
    np.testing.assert_array_equal(seen.values, simulator.observe().values)
    assert len(seen) > 3
    assert (true.signal.confidence[true.signal.known] == 1).all()
    beliefs = compare_beliefs(seen, true)
    assert [belief.trip for belief in beliefs] == true.trip.tolist()


def test_without_mistakes_the_truth_is_what_is_seen() -> None:
    simulator = driven(scenario({}), [3], until_s=60.0)
    np.testing.assert_array_equal(simulator.observe().values, simulator.observe_truth().values)


def test_a_place_that_is_off_is_seen_in_where_cars_stop() -> None:
    failure = ({"kind": "sensor_failure", "sensor": "localisation", "fault": {"offset_m": 3}, "at_s": 0},)
    found = driven(scenario({}, failure), [3, 4]).metrics_of()
    assert found["stop_lines_overrun"].min() > 0
    assert found["standing_in_junction_s"].min() > 10
    short = ({**failure[0], "fault": {"offset_m": -1.5}},)
    before = driven(scenario({}, short), [3, 4]).metrics_of()
    assert before["stop_lines_overrun"].max() == 0
    assert before["trips_finished"].min() > 20


@pytest.mark.parametrize("restored", [False, True])
def test_beliefs_are_saved_with_the_world(restored: bool) -> None:
    simulator = driven(scenario(BAD), [3], until_s=60.0)
    saved = simulator.snapshot()
    other = simulator.fork() if not restored else simulator
    first = [simulator.step() or simulator.digest(0) for _ in range(20)]
    if restored:
        simulator.restore(saved)
    assert [other.step() or other.digest(0) for _ in range(20)] == first


def test_a_failure_that_waits_for_something_begins_in_the_middle() -> None:
    waits = {"kind": "camera_blind", "when": {"metric": "vehicles", "above": 5, "not_before_s": 60}}
    early, late = driven(scenario({}, (waits,)), [3], until_s=50.0), driven(scenario({}, (waits,)), [3], until_s=120.0)
    assert early.tables.clock["sensing"].tolist() == [0]
    assert late.tables.clock["sensing"].tolist() == [1]
    assert late.metrics(0)["unseen_signals"] > 0
