"""Trips and events add up to the metrics."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import load_agent, load_scenario
from longtail_sim.episode import Log, run_episode, run_twin
from longtail_sim.episode.log import Table
from longtail_sim.scenario import parse_overrides

SHORT = parse_overrides(["duration_s=400", "fleet.share=0.3"])


@pytest.fixture(scope="module")
def told() -> tuple[dict[str, float], dict[str, Table]]:
    log = Log()
    agent = load_agent("stop_when_confused")
    result = run_episode(load_scenario("one_dark_junction", SHORT), agent, [3, 4], look=log.look)
    return result.metrics[1], log.tables(1)


def test_trips_are_those_of_the_metrics(told: tuple[dict[str, float], dict[str, Table]]) -> None:
    metrics, tables = told
    trips = tables["vehicles"]
    assert len(set(trips["trip"].tolist())) == len(trips["trip"])
    ended = ~np.isnan(trips["ended_s"])
    assert ended.sum() == metrics["trips_finished"]
    assert (~ended).sum() <= metrics["trips_unfinished"]  # the rest waits outside the map
    assert (trips["ended_s"][ended] >= trips["entered_s"][ended]).all()
    assert (trips["entered_s"] + 1e-6 >= trips["wanted_s"]).all()
    assert set(trips["kind"]) <= {"car", "truck", "bus"}
    assert trips["fleet"].dtype.kind == trips["junctions"].dtype.kind == "i"
    assert trips["assist_requests"].sum() == metrics["assist_requests"]
    assert trips["longest_stop_s"].max() == pytest.approx(metrics["longest_stop_s"], abs=1.0)


def test_events_are_those_of_the_metrics(told: tuple[dict[str, float], dict[str, Table]]) -> None:
    metrics, tables = told
    events = tables["events"]

    def number(kind: str, who: str) -> int:
        return int(events["number"][(events["kind"] == kind) & (events["who"] == who)].sum())

    assert number("assist_requests", "") == metrics["assist_requests"] > 0
    assert number("hard_brakes", "people") + number("hard_brakes", "fleet") == metrics["hard_brakes"] > 0
    assert number("red_light_runs", "people") == metrics["others_red_light_runs"]
    assert number("stops_over_2min", "fleet") == metrics["fleet_stops_over_2min"]
    assert (np.diff(events["time_s"]) >= 0).all()
    assert any(str(kind).startswith("effect_") for kind in events["kind"])


def test_a_look_changes_nothing() -> None:
    scenario = load_scenario("calm_grid", parse_overrides(["duration_s=120"]))
    log = Log()
    assert run_twin(scenario, [1], look=log.look).metrics == run_twin(scenario, [1]).metrics
    assert set(log.tables(0)) == {"vehicles", "events"}
