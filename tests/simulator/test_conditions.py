"""Events that begin once something has come to pass: the same in every batch, on every thread, after every restore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Agent, Scenario, Simulator, load_agent
from longtail_sim.core.codes import CONTROL_OFFICER
from longtail_sim.events.condition import WATCHED
from longtail_sim.simulator.conditions import COUNTS

Run = Callable[..., Simulator]
END_S = 200.0
SEEDS = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def chain(scenario: Callable[..., Scenario]) -> Scenario:
    """An outage, a bad link once three wait, its end some time later, an officer after that."""
    events = [
        {"kind": "signal_outage", "at_s": 30, "id": "dark"},
        {"kind": "link_loss", "when": {"metric": "fleet_waiting", "above": 3}, "duration_s": 40, "id": "link"},
        {"kind": "signal_outage", "when": {"after": "link", "delay_s": {"uniform": [5, 20]}}, "duration_s": 9},
        {"kind": "officer", "when": {"after": 0, "delay_s": 12}},
        {"kind": "officer", "when": "gridlock"},
        {"kind": "officer", "when": {"metric": "contacts", "above": 1000}},
    ]
    fleet = {"share": 0.3, "remote_assistance": {"agents": 1}}
    return scenario(3, 3, demand=6000, fleet=fleet, events=events)


@pytest.fixture(scope="module")
def agent() -> Agent:
    """An agent that asks."""
    return load_agent("stop_when_confused")


@pytest.fixture(scope="module")
def batch(chain: Scenario, agent: Agent, run: Run) -> Simulator:
    """All seeds, to the end."""
    return run(Simulator(chain, SEEDS), END_S, agent)


def digests(simulator: Simulator) -> list[str]:
    return [simulator.digest(w) for w in range(simulator.num_worlds)]


def test_everything_that_can_be_watched_is_counted() -> None:
    assert set(COUNTS) == set(WATCHED)


def test_events_begin_when_their_condition_holds(batch: Simulator) -> None:
    for drawn in batch.drawn:
        dark, link, again, officer, jam, crash = drawn.events
        assert (dark.at_s, officer.at_s) == (30, 42)
        assert link.when is None
        assert 30 < float(link.at_s) < END_S
        assert float(link.at_s) + 5 <= float(again.at_s) <= float(link.at_s) + 20
        assert jam.when == "gridlock" or float(jam.at_s) > 120
        assert crash.when is not None
    assert (batch.state.junctions.control == CONTROL_OFFICER).any()
    assert len({drawn.events[2].at_s for drawn in batch.drawn}) == len(SEEDS)


def test_the_moment_is_the_first_at_which_it_holds(chain: Scenario, agent: Agent) -> None:
    simulator = Simulator(chain, [1])
    while simulator.drawn[0].events[1].when is not None:
        assert COUNTS["fleet_waiting"](simulator.tables, 0) <= 3
        simulator.act(agent.act_batch(simulator.observe()))
        simulator.step()
    assert COUNTS["fleet_waiting"](simulator.tables, 0) > 3
    assert simulator.drawn[0].events[1].at_s == pytest.approx(simulator.time_s)
    assert simulator.state.junctions.link_loss.max() < 1
    simulator.step()
    assert simulator.state.junctions.link_loss.min() == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_alone_as_in_a_batch(chain: Scenario, agent: Agent, run: Run, batch: Simulator, seed: int) -> None:
    assert digests(run(Simulator(chain, [seed]), END_S, agent)) == [batch.digest(SEEDS.index(seed))]


def test_on_threads_and_after_restore_fork_and_reset(chain: Scenario, agent: Agent, run: Run, batch: Simulator) -> None:
    simulator = run(Simulator(chain, SEEDS, threads=2), 40.0, agent)
    snapshot, fork = simulator.snapshot(), simulator.fork()
    assert digests(run(simulator, END_S, agent)) == digests(batch)
    simulator.restore(snapshot)
    assert any(drawn.waiting() for drawn in simulator.drawn)
    assert digests(run(simulator, END_S, agent)) == digests(batch)
    assert digests(run(fork, END_S, agent)) == digests(batch)
    simulator.reset(SEEDS)
    assert digests(run(simulator, END_S, agent)) == digests(batch)


def test_several_intervals_at_once_look_in_between(chain: Scenario) -> None:
    one, many = Simulator(chain, SEEDS, people_in_fleet=True), Simulator(chain, SEEDS, people_in_fleet=True)
    seen: list[tuple[int, int]] = []
    for _ in range(60):
        one.step()
    many.step([0, 2], np.array([60, 59]), then=lambda first, last: seen.append((first, last)))
    many.step([2], 1)
    many.step([1, 3], 60)
    assert digests(many) == digests(one)
    assert sorted(seen) == [(0, 1), (2, 3)]


def test_a_scenario_without_conditions_never_looks(scenario: Callable[..., Scenario], monkeypatch: Any) -> None:
    monkeypatch.setattr(Simulator, "_step_and_look", None)
    Simulator(scenario(2, 2), [0]).step()
