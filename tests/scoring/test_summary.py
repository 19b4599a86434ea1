"""Metrics registry and summary."""

import json

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import METRICS, summarise, summary

RUN = {name: float(number) for number, name in enumerate(METRICS) if name not in ("score", "harm_ratio", "retrievals")}
TWIN = dict(RUN)


def test_metrics_have_units_and_meanings_and_no_doubles() -> None:
    assert len({metric.meaning for metric in METRICS.values()}) == len(METRICS)
    assert all(name == metric.name and metric.unit and metric.meaning for name, metric in METRICS.items())
    assert {"vehicle_km", "fleet_dark_traversals", "others_junction_traversals"} <= METRICS.keys()
    assert {metric.better for metric in METRICS.values()} == {"lower", "higher", "neither"}


def test_json_has_the_published_shape() -> None:
    plain = json.loads(json.dumps(summarise("a", [RUN, RUN], [TWIN, TWIN]).as_json(), allow_nan=False))
    assert plain["agent"] == "a"
    assert plain["verdict"] == "passes"
    assert plain["score"] <= 100
    assert plain["metrics"]["others_delay_ratio"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert plain["metrics"]["harm_ratio"]["mean"] == 1.0
    assert plain["metrics"]["others_delay_s"]["mean"] == RUN["others_delay_s"]
    assert "retrievals" not in plain["metrics"]
    assert plain["reasons"]
    assert plain["seeds_needed"] is None


def test_one_seed_gives_null_bounds() -> None:
    plain = summarise("a", [RUN], [TWIN]).as_json()
    assert plain["verdict"] == "undecided"
    assert plain["metrics"]["vehicle_km"]["low"] is None


def test_counts_that_are_zero_get_their_bound() -> None:
    run = {**RUN, "red_light_runs": 0.0}
    assert summarise("a", [run] * 4, [TWIN] * 4).metrics["red_light_runs"].high == 0.75


def test_several_agents() -> None:
    found = summary({"a": [RUN, RUN], "b": [RUN, RUN]}, [TWIN, TWIN])
    assert [row.agent for row in found] == ["a", "b"]


def test_missing_rows_are_refused() -> None:
    with pytest.raises(ResultsError, match="agent 'a' has 1 runs and 2 twins"):
        summarise("a", [RUN], [TWIN, TWIN])
    partial = {name: number for name, number in RUN.items() if name != "spillbacks"}
    with pytest.raises(ResultsError, match="1 of 2 runs of agent 'a' lack the metric 'spillbacks'"):
        summarise("a", [RUN, partial], [TWIN, TWIN])
