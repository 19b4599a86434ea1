"""One seed, one history: whatever the batch, the threads, the order, the interruptions, compiled or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Agent, Scenario, Simulator, load_agent

Run = Callable[..., Simulator]
END_S = 150.0
SEEDS = tuple(range(16))

TINY = """
from longtail_sim import FleetAction, Scenario, Simulator, load_agent
parts = {
    "network": {"grid": {"rows": 1, "columns": 2, "lanes": 2, "entry_m": 60, "block_m": 80}},
    "demand": {"vehicles_per_hour": 5000},
    "fleet": {"share": 0.4},
    "pedestrians": {"per_hour_per_crosswalk": 400, "cross_on_red": 0.4},
    "events": [{"kind": "signal_outage", "at_s": 10, "where": "everywhere"}],
}
simulator, agent = Simulator(Scenario.model_validate(parts), [3, 4]), load_agent("stop_when_confused")
while simulator.time_s < 25:
    seen = simulator.observe()
    simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
    simulator.step()
numbers = simulator.state.tally.traversals.sum(), simulator.state.crosswalks.crossed.sum()
print(simulator.digest(0), simulator.digest(1), *map(int, numbers))
"""


@pytest.fixture(scope="module")
def busy(scenario: Callable[..., Scenario]) -> Scenario:
    """A grid in which everything happens: errors, an outage, a fleet that asks for assistance over a bad link."""
    fleet = {"share": 0.3, "remote_assistance": {"agents": 2, "link": {"loss": 0.3}, "background_requests_per_h": 100}}
    events = [{"kind": "signal_outage", "at_s": 40, "where": {"share_of_junctions": 0.5}}]
    return scenario(3, 3, demand=6000, fleet=fleet, events=events)


@pytest.fixture(scope="module")
def agent() -> Agent:
    """An agent that uses remote assistance."""
    return load_agent("stop_when_confused")


@pytest.fixture(scope="module")
def expected(busy: Scenario, agent: Agent, run: Run) -> list[str]:
    """The digests of all seeds, run as one batch."""
    simulator = run(Simulator(busy, SEEDS), END_S, agent)
    assert simulator.state.tally.dark_traversals.sum() > 0
    assert simulator.state.totals.assist_requests.sum() > 0
    return [simulator.digest(w) for w in range(len(SEEDS))]


def test_worlds_of_a_batch_differ(expected: list[str]) -> None:
    """Or equal digests would prove nothing."""
    assert len(set(expected)) == len(SEEDS)


def test_same_seed_twice(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """The same history again."""
    simulator = run(Simulator(busy, SEEDS), END_S, agent)
    assert [simulator.digest(w) for w in range(len(SEEDS))] == expected


@pytest.mark.parametrize("seed", [0, 7, 15])
def test_alone_as_in_a_batch(busy: Scenario, agent: Agent, run: Run, expected: list[str], seed: int) -> None:
    """A batch of 16 equals its worlds run alone."""
    assert run(Simulator(busy, [seed]), END_S, agent).digest(0) == expected[seed]


def test_threads_do_not_matter(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """Two threads give what one gives, and so do three, which do not divide the batch evenly."""
    for threads in (2, 3):
        simulator = run(Simulator(busy, SEEDS, threads=threads), END_S, agent)
        assert [simulator.digest(w) for w in range(len(SEEDS))] == expected


def test_order_of_seeds_does_not_matter(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """Reversed seeds give reversed digests."""
    simulator = run(Simulator(busy, SEEDS[::-1]), END_S, agent)
    assert [simulator.digest(w) for w in range(len(SEEDS))] == expected[::-1]


def test_restore_in_mid_run(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """Going back to a snapshot and on again gives the same end, twice; the snapshot is not worn out."""
    simulator = run(Simulator(busy, SEEDS[:4]), 70.0, agent)
    snapshot = simulator.snapshot()
    middle = [simulator.digest(w) for w in range(4)]
    for _ in range(2):
        run(simulator, END_S, agent)
        assert [simulator.digest(w) for w in range(4)] == expected[:4]
        simulator.restore(snapshot)
        assert simulator.time_s == pytest.approx(70.0)
        assert [simulator.digest(w) for w in range(4)] == middle


def test_restore_into_a_fresh_simulator(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """A snapshot holds everything that changes."""
    snapshot = run(Simulator(busy, SEEDS[:2]), 70.0, agent).snapshot()
    fresh = Simulator(busy, SEEDS[:2])
    fresh.restore(snapshot)
    assert [run(fresh, END_S, agent).digest(w) for w in range(2)] == expected[:2]


def test_fork_goes_on_alike_and_apart(busy: Scenario, agent: Agent, run: Run, expected: list[str]) -> None:
    """A fork has the same future, and neither disturbs the other."""
    simulator = run(Simulator(busy, SEEDS[:2]), 70.0, agent)
    before = simulator.digest(0)
    fork = simulator.fork()
    run(fork, END_S, agent)
    assert simulator.digest(0) == before
    assert simulator.time_s == pytest.approx(70.0)
    run(simulator, END_S, agent)
    assert [fork.digest(w) for w in range(2)] == [simulator.digest(w) for w in range(2)] == expected[:2]


def test_step_length_does_not_matter_to_people(scenario: Callable[..., Scenario], run: Run) -> None:
    """Where nobody decides, a decision interval of 0.1 s gives the same physics as one of 1 s."""
    digests = set()
    for interval in (0.1, 0.5, 1.0):
        simulator = run(Simulator(scenario(2, 2, fleet={"share": 0.0}, decision_interval_s=interval), [5]), 60.0)
        digests.add(simulator.digest(0))
    assert len(digests) == 1


def test_the_twin_meets_the_same_arrivals(busy: Scenario, agent: Agent, run: Run) -> None:
    """Who drives the fleet changes nothing about who wants to start when."""
    fleet, twin = Simulator(busy, SEEDS[:3]), Simulator(busy, SEEDS[:3], people_in_fleet=True)
    run(fleet, END_S, agent)
    run(twin, END_S)
    np.testing.assert_array_equal(fleet.state.entries.arrived, twin.state.entries.arrived)
    np.testing.assert_array_equal(fleet.state.tally.arrived, twin.state.tally.arrived)
    assert fleet.digest(0) != twin.digest(0)


def test_streams_are_isolated(scenario: Callable[..., Scenario], run: Run) -> None:
    """One vehicle more on another street changes nobody's trajectory until they meet."""

    def trajectories(extra: bool) -> dict[tuple[int, float], tuple[float, float]]:
        quiet = scenario(1, 1, lanes=1, demand=700, fleet={"share": 0.0}, traffic={"turns": {"left": 0, "right": 0}})
        simulator = Simulator(quiet, [11])
        entries = simulator.state.entries
        entries.rate[0, 1:], entries.next_s[0, 1:] = 0.0, 1e18
        if extra:
            entries.next_s[0, 1] = 20.0  # one more; with rate 0 nobody follows it
            entries.rate[0, 1] = 1e-9
        found = {}
        while simulator.time_s < 120:
            simulator.step()
            vehicles = simulator.state.vehicles
            for i in np.flatnonzero((vehicles.trip[0] >= 0) & (vehicles.trip[0] % entries.shape[1] == 0)):
                found[int(vehicles.trip[0, i]), simulator.time_s] = (vehicles.s[0, i], vehicles.speed[0, i])
        assert int(entries.arrived[0, 1]) == int(extra)
        return found

    with_it = trajectories(extra=True)
    assert len(with_it) > 200
    assert trajectories(extra=False) == with_it


def test_compiled_and_plain_python_agree(python: Callable[..., str]) -> None:
    """NUMBA_DISABLE_JIT=1 runs the same source and gets the same bits."""
    compiled = python(TINY, NUMBA_DISABLE_JIT="0")
    assert min(map(int, compiled.split()[2:])) > 5
    assert python(TINY, NUMBA_DISABLE_JIT="1") == compiled


def test_digest_tells_small_differences(busy: Scenario, run: Run) -> None:
    """One bit of one vehicle shows."""
    simulator = run(Simulator(busy, [0]), 20.0)
    before = simulator.digest(0)
    vehicles: Any = simulator.state.vehicles
    slot = int(np.flatnonzero(vehicles.trip[0] >= 0)[0])
    vehicles.speed[0, slot] = np.nextafter(vehicles.speed[0, slot], 100.0)
    assert simulator.digest(0) != before
