"""Each term of the reward, from readings written by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from longtail_sim.envs.reward import MOST_HELD_UP, Reading, held_up, judge
from longtail_sim.observation import Observation, make_observation

START = Reading(
    time_s=100.0,
    present=True,
    speed_mps=10.0,
    delay_s=4.0,
    junctions=1,
    crashed=False,
    stands_for_good=False,
    held_up=0.0,
    fleet_contacts=0,
    fleet_harm=0.0,
    fleet_rules_broken=0,
)
CRUISE = START._replace(time_s=100.5)
FREE = make_observation(speed_mps=8, speed_limit_mps=10)
RED = make_observation(speed_mps=8, speed_limit_mps=10, has_signal=1, is_red=1)


def terms(after: Reading, seen: Observation = FREE) -> dict[str, float]:
    """Return the terms that are not 0."""
    outcome = judge(START, after, seen, alone=True)
    return {name: pytest.approx(value) for name, value in outcome.terms.items() if value}


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
        ({"fleet_contacts": 1, "crashed": True}, {"progress": 0.5, "contact": -200}),
        ({"stands_for_good": True, "speed_mps": 0.0, "delay_s": 4.5}, {"waiting": -0.25, "minimal_risk": -100}),
        ({"present": False, "delay_s": 0.0, "speed_mps": 0.0}, {"progress": 0.4}),
    ],
)
def test_terms(change: dict[str, Any], expected: dict[str, float]) -> None:
    assert terms(CRUISE._replace(**change)) == expected


def test_waiting_at_a_red_light_is_free() -> None:
    assert terms(CRUISE._replace(speed_mps=0.0, delay_s=4.5, held_up=5.0), RED) == {}


def test_cost_is_the_harm_of_the_own_contact() -> None:
    crash = CRUISE._replace(fleet_contacts=1, fleet_harm=0.03, crashed=True)
    assert judge(START, crash, FREE, alone=True).harm == pytest.approx(0.03)
    elsewhere = crash._replace(crashed=False)
    outcome = judge(START, elsewhere, FREE, alone=False)
    assert not outcome.contact
    assert outcome.harm == 0


def cars(leaders: list[int], gaps: list[float], speeds: list[float]) -> Any:
    table = np.zeros((1, len(leaders)), [("leader", "i4"), ("gap", "f8"), ("lane", "i4"), ("speed", "f8")])
    table["leader"], table["gap"], table["speed"] = leaders, gaps, speeds
    return SimpleNamespace(vehicles=table), SimpleNamespace(arrays=SimpleNamespace(lane_speed=np.array([10.0])))


def test_the_queue_behind_the_ego_counts() -> None:
    """Slot 0 is the ego; 1 and 2 queue behind it, 3 is far behind, 4 follows nobody."""
    state, network = cars([-1, 0, 1, 2, -1], [1e18, 3, 3, 50, 1e18], [0, 0, 5, 0, 0])
    assert held_up(state, network, 0) == pytest.approx(1.5)
    assert held_up(state, network, 1) == 0  # in a queue itself


def test_a_queue_counts_up_to_a_limit() -> None:
    state, network = cars([-1, *range(50)], [1e18] + [2.0] * 50, [0.0] * 51)
    assert held_up(state, network, 0) == MOST_HELD_UP
