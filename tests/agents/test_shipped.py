"""The shipped agents as a whole: public names only, short, quick, and one logic for one vehicle and for a fleet."""

import ast
import time
from pathlib import Path

import numpy as np
import pytest

from longtail_sim.agent import load_agent
from longtail_sim.agent.places import shipped_folder
from longtail_sim.observation import FleetObservation, example_observations

NAMES = ("rule_based", "stop_when_confused", "reasoning", "human_twin", "template")
FILES = sorted(shipped_folder().glob("*.py"))


def test_all_are_there() -> None:
    assert {path.stem for path in FILES} >= set(NAMES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_agent_is_short_and_imports_public_names_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("longtail_sim"):
            assert node.module in ("longtail_sim", "longtail_sim.observation")
            assert not any(alias.name.startswith("_") for alias in node.names)


@pytest.mark.parametrize("name", NAMES)
def test_one_by_one_and_all_at_once_decide_alike(name: str) -> None:
    together, alone = load_agent(name), load_agent(name)
    for seed in range(8):
        fleet = example_observations(400, seed, time_s=0.5 * seed)
        batch = together.act_batch(fleet)
        for row in range(len(fleet)):
            assert batch[row] == alone.act(fleet[row])


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_vehicles_does_not_matter(name: str) -> None:
    fleet = example_observations(300, 5)
    order = np.random.default_rng(0).permutation(300)
    mixed = FleetObservation(fleet.values[order], fleet.world[order], fleet.slot[order], fleet.trip[order])
    straight, shuffled = load_agent(name).act_batch(fleet), load_agent(name).act_batch(mixed)
    np.testing.assert_array_equal(straight.longitudinal[order], shuffled.longitudinal)
    np.testing.assert_array_equal(straight.lateral[order], shuffled.lateral)
    np.testing.assert_array_equal(straight.request[order], shuffled.request)


@pytest.mark.parametrize(("name", "limit_ms"), [("rule_based", 1.0), ("stop_when_confused", 1.0), ("reasoning", 3.0)])
def test_a_fleet_of_200_is_decided_quickly(name: str, limit_ms: float) -> None:
    agent, fleet = load_agent(name), example_observations(200, 1)
    seconds = []
    for _ in range(50):
        begin = time.perf_counter()
        agent.act_batch(fleet)
        seconds.append(time.perf_counter() - begin)
    assert min(seconds) * 1e3 < limit_ms


def test_every_decision_says_why() -> None:
    for name in NAMES:
        assert all(load_agent(name).act_batch(example_observations(300, 2)).reasons or [""])
