"""Events in words: a time that is still to be drawn does not read like an interval."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim.events import event_type

UNIFORM = {"uniform": [120, 300]}
SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    ("signal_outage", {"where": {"junction": "X"}, "at_s": 300}, "signals dark at X from 300 s on"),
    (
        "signal_outage",
        {"where": {"junction": "X"}, "at_s": UNIFORM, "duration_s": {"uniform": [5, 9]}},
        "signals dark at X from a moment between 120 and 300 s on, for 5 to 9 s",
    ),
    (
        "signal_outage",
        {"at_s": {"normal": {"mean": 600, "sd": 60}}},
        "signals dark everywhere from a drawn moment (600 ± 60 s, normal) on",
    ),
    (
        "officer",
        {"count": 3, "at_s": 600, "response_s": {"lognormal": {"mean": 900, "cv": 0.5}}},
        "3 officers to the worst dark junctions, called at 600 s, there after mean 900 s, lognormal",
    ),
    (
        "officer",
        {"at_s": UNIFORM, "response_s": {"triangular": [1, 2, 9]}},
        "1 officer to the worst dark junction, called at a moment between 120 and 300 s, "
        "there after 1 to 9 s, most likely 2 s",
    ),
    (
        "link_loss",
        {"where": {"radius_m": {"choice": [50, 70]}}, "at_s": UNIFORM, "latency_s": {"poisson": 3}},
        "radio link degraded within one of 50, 70 m from a moment between 120 and 300 s on: "
        "loss 1, latency mean 3 s, poisson",
    ),
    (
        "camera_blind",
        {"heading": "west", "at_s": 240, "duration_s": 360, "share_of_fleet": 0.5},
        "no signal seen by cameras everywhere to those driving west from 240 s on, for 360 s, "
        "a share of 0.5 of the fleet",
    ),
    (
        "sensor_failure",
        {"sensor": "missed_obstacles", "where": {"street": "X"}, "at_s": 9, "fault": {"per_h": 30}},
        "vehicles ahead missed 30 times an hour along X from 9 s on",
    ),
    (
        "power_outage",
        {"where": "everywhere", "at_s": UNIFORM, "restore": {"after_s": 50}, "cell_batteries_s": {"uniform": [9, 99]}},
        "power out everywhere from a moment between 120 and 300 s on, restoration begins after 50 s, "
        "cell batteries last 9 to 99 s",
    ),
    (
        "signal_fault",
        {"fault": "stuck_green", "where": {"junction": "X"}, "at_s": 9, "duration_s": 5},
        "signals at X are stuck at green for a drawn street from 9 s on, for 5 s",
    ),
    (
        "weather",
        {"visibility_m": 40, "friction": 0.7, "at_s": UNIFORM},
        "one sees 40 m, grip 0.7 of a dry road's from a moment between 120 and 300 s on",
    ),
    (
        "demand_surge",
        {"who": "fleet", "factor": 12, "where": {"junction": "X"}, "at_s": 9, "pickup_s": 60},
        "12 times as many vehicles of the fleet enter at X from 9 s on; they wait 60 s at the kerb",
    ),
]


@pytest.mark.parametrize(("kind", "keys", "sentence"), SENTENCES)
def test_describe(kind: str, keys: dict[str, Any], sentence: str) -> None:
    assert event_type(kind).model_validate(keys).describe() == sentence
