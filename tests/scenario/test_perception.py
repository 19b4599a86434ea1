"""What the fleet perceives, as keys: a preset fills what is not given, and perfect is perfect however it is said."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from longtail_sim.scenario import Scenario
from longtail_sim.scenario.perception import REALISTIC, Perception


def perception(**keys: Any) -> Perception:
    return Scenario.model_validate({"fleet": {"perception": keys}}).fleet.perception


def test_the_default_is_the_truth_at_once() -> None:
    assert Scenario().fleet.perception.is_perfect()
    assert perception(preset="perfect").is_perfect()
    assert perception(look_s=3, signals={"misread_noticed": 0.1}).is_perfect()


@pytest.mark.parametrize(
    "keys",
    [
        {"signals": {"range_m": 80}},
        {"signals": {"latency_s": 0.4}},
        {"signals": {"misread": 0.01}},
        {"signals": {"doubt": 0.1}},
        {"signals": {"hidden_by_tall_vehicles": True}},
        {"obstacles": {"range_m": 80}},
        {"obstacles": {"latency_s": 0.1}},
        {"obstacles": {"distance_error": 0.01}},
        {"obstacles": {"missed_per_h": 1}},
        {"obstacles": {"false_per_h": 1}},
        {"crossing_streets_from_m": 20},
        {"own_place_sd_m": 0.1},
        {"preset": "realistic"},
    ],
)
def test_everything_else_is_not(keys: dict[str, Any]) -> None:
    assert not perception(**keys).is_perfect()


def test_a_preset_fills_what_is_not_given() -> None:
    found = perception(preset="realistic", signals={"misread": 0.1})
    assert found.signals.misread == 0.1
    assert found.signals.latency_s == REALISTIC["signals"]["latency_s"]
    assert found.obstacles == perception(preset="realistic").obstacles
    assert found.crossing_streets_from_m == REALISTIC["crossing_streets_from_m"]


def test_numbers_may_be_drawn() -> None:
    scenario = Scenario.model_validate({"fleet": {"perception": {"signals": {"latency_s": {"uniform": [0.2, 0.9]}}}}})
    drawn = {float(scenario.draw(seed).fleet.perception.signals.latency_s) for seed in range(5)}  # type: ignore[arg-type]
    assert len(drawn) == 5
    assert all(0.2 <= value <= 0.9 for value in drawn)


@pytest.mark.parametrize("keys", [{"preset": "magic"}, {"signals": {"latency_s": 3}}, {"signals": {"range": 3}}])
def test_mistakes(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        perception(**keys)
