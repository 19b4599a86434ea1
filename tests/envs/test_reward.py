"""Each term of the reward, from readings written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim.envs.reward import EGO, MOST_HELD_UP, READING, TERMS, held_up, judge
from longtail_sim.observation import Observation, make_observation

START = {"time_s": 100.0, "present": 1, "speed_mps": 10.0, "delay_s": 4.0, "junctions": 1}
CRUISE = START | {"time_s": 100.5}
FREE = make_observation(speed_mps=8, speed_limit_mps=10)
RED = make_observation(speed_mps=8, speed_limit_mps=10, has_signal=1, is_red=1)


def judged(after: dict[str, Any], seen: Observation = FREE, before: dict[str, Any] = START, alone: int = 1) -> Any:
    """Return the ego's table after a step between two readings."""
    egos, readings = np.zeros(1, EGO), np.zeros((1, 2), READING)
    for place, reading in enumerate((before, after)):
        for name, value in reading.items():
            readings[name][0, place] = value
    judge(0, alone, egos, readings, seen.values[None].copy())
    return egos[0]


def terms(after: dict[str, Any], seen: Observation = FREE) -> dict[str, float]:
    """Return the terms that are not 0."""
    ego = judged(after, seen)
    found = dict(zip(TERMS, ego["terms"].tolist(), strict=True))
    assert ego["reward"] == sum(found.values())
    return {name: pytest.approx(value) for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"progress": 0.5}),
        ({"delay_s": 4.2}, {"progress": 0.3}),
        ({"delay_s": 3.0}, {"progress": 0.5}),  # above the limit: no bonus
        ({"delay_s": 4.5, "speed_mps": 0.0}, {"waiting": -0.25}),
        ({"held_up": 4.0}, {"progress": 0.5, "others": -0.1}),
        ({"fleet_rules_broken": 2, "junctions": 2}, {"progress": 0.5, "rules": -20}),
        ({"fleet_rules_broken": 2}, {"progress": 0.5}),  # somebody else's
        ({"fleet_contacts": 1, "crashed": 1}, {"progress": 0.5, "contact": -200}),
        ({"stands_for_good": 1, "speed_mps": 0.0, "delay_s": 4.5}, {"waiting": -0.25, "minimal_risk": -100}),
        ({"present": 0, "delay_s": 0.0, "speed_mps": 0.0}, {"progress": 0.4}),
    ],
)
def test_terms(change: dict[str, Any], expected: dict[str, float]) -> None:
    assert terms(CRUISE | change) == expected


def test_waiting_at_a_red_light_is_free() -> None:
    assert terms(CRUISE | {"speed_mps": 0.0, "delay_s": 4.5, "held_up": 5.0}, RED) == {}


def test_who_was_not_in_the_map_decided_nothing() -> None:
    ego = judged(CRUISE | {"delay_s": 30.0, "speed_mps": 0.0}, before={"time_s": 100.0})
    assert ego["reward"] == 0


def test_cost_is_the_harm_of_the_own_contact() -> None:
    crash = CRUISE | {"fleet_contacts": 1, "fleet_harm": 0.03, "crashed": 1}
    assert judged(crash)["cost"] == pytest.approx(0.03)
    elsewhere = judged(crash | {"crashed": 0}, alone=0)
    assert elsewhere["terms"][TERMS.index("contact")] == 0
    assert elsewhere["cost"] == 0


def queue(leaders: list[int], gaps: list[float], speeds: list[float], ego: int = 0) -> float:
    """Return what an ego holds up on a road of two lanes, its vehicles one behind the other."""
    columns = [("leader", "i4"), ("behind", "i4"), ("lane", "i4"), ("gap", "f8"), ("speed", "f8")]
    cars = np.zeros((1, len(leaders)), columns).view(np.recarray)
    cars["leader"], cars["gap"], cars["speed"] = leaders, gaps, speeds
    cars["behind"] = [*range(1, len(leaders)), -1]
    cars["lane"] = 1
    lanes = np.full((1, 2), -1, [("first", "i4")]).view(np.recarray)
    lanes["first"][0, 1] = 0
    room = np.zeros(len(leaders), np.int64), np.zeros(len(leaders), np.int8)
    answer = held_up(0, ego, np.asarray(cars), np.asarray(lanes), np.array([99.0, 10.0]), *room)
    assert not room[1].any()
    return float(answer)


def test_the_queue_behind_the_ego_counts() -> None:
    """Slot 0 is the ego; 1 and 2 queue behind it, 3 is far behind, 4 follows nobody."""
    cars = [-1, 0, 1, 2, -1], [1e18, 3, 3, 50, 1e18], [0, 0, 5, 0, 0]
    assert queue(*cars) == pytest.approx(1.5)
    assert queue(*cars, ego=1) == 0  # in a queue itself


def test_a_queue_counts_up_to_a_limit() -> None:
    assert queue([-1, *range(50)], [1e18] + [2.0] * 50, [0.0] * 51) == MOST_HELD_UP
