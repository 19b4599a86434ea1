"""Single worlds of a batch begin anew, are saved, put back and multiplied; the others do not notice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim import Agent, Scenario, Simulator, load_agent
from longtail_sim.errors import SimulationError
from longtail_sim.simulator.rows import fitted, put, runs

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]

END_S = 60.0


@pytest.fixture(scope="module")
def busy(scenario: Make) -> Scenario:
    """Everything that a seed may draw: how much traffic, how many failures, how many remote agents."""
    return scenario(
        2,
        2,
        demand={"uniform": [1500, 4000]},
        fleet={"share": 0.3, "remote_assistance": {"agents": 2}},
        events=[{"kind": "signal_outage", "at_s": 20, "where": {"share_of_junctions": {"uniform": [0.0, 1.0]}}}],
        pedestrians={"per_hour_per_crosswalk": 60},
    )


@pytest.fixture(scope="module")
def agent() -> Agent:
    return load_agent("rule_based")


def waiting(simulator: Simulator, world: int) -> list[list[float]]:
    """Return who waits outside: the arrival times at every entry.  What else the rings hold is of the past."""
    entries, rings = simulator.state.entries[world], simulator.state.backlog[world]
    return [
        [ring[number % len(ring)] for number in range(first, last)]
        for ring, first, last in zip(rings, entries["admitted"], entries["arrived"], strict=True)
    ]


def assert_same(one: Simulator, here: int, other: Simulator, there: int) -> None:
    """Equal bits, whatever room the tables have beyond what these worlds need."""
    wider = {
        name: tuple(max(sizes) for sizes in zip(table.shape[1:], getattr(other.state, name).shape[1:], strict=True))
        for name, table in one.state._asdict().items()
    }
    assert waiting(one, here) == waiting(other, there)
    for mine, theirs in zip(fitted(one.state, wider), fitted(other.state, wider), strict=True):
        for column in mine.dtype.names or ():
            assert np.array_equal(mine[column][here], theirs[column][there]), column


@pytest.mark.parametrize(
    ("worlds", "ranges"),
    [([], []), ([3], [(3, 4)]), ([0, 1, 2], [(0, 3)]), ([0, 2, 3, 7], [(0, 1), (2, 4), (7, 8)])],
)
def test_ranges(worlds: list[int], ranges: list[tuple[int, int]]) -> None:
    assert runs(worlds) == ranges


def test_a_world_that_begins_anew_equals_a_new_simulator(busy: Scenario, agent: Agent, run: Run) -> None:
    """Worlds at different times, in the middle of a batch, on one thread and on two."""
    for threads in (1, 2):
        batch = run(Simulator(busy, range(5), threads=threads), END_S, agent)
        batch.reset([41, 42], worlds=[1, 3])
        assert batch.seeds == (0, 41, 2, 42, 4)
        assert batch.times_s.tolist() == [END_S, 0, END_S, 0, END_S]
        assert batch.time_s == 0
        while batch.time_s < END_S - 1e-9:
            batch.act(agent.act_batch(batch.observe([1, 3])))
            batch.step([1, 3])
        run(batch, END_S + 20, agent)
        for world, seed in enumerate(batch.seeds):
            assert_same(run(Simulator(busy, [seed]), END_S + 20, agent), 0, batch, world)


def test_worlds_at_different_times_are_asked_at_their_own(busy: Scenario, agent: Agent, run: Run) -> None:
    batch = run(Simulator(busy, range(3)), END_S, agent)
    batch.reset([9], worlds=[0])
    batch.step([0], intervals=40)
    seen = batch.observe()
    assert set(seen.world.tolist()) == {0, 1, 2}
    times = {row.world: row.time_s for row in seen}
    assert times == {0: 20.0, 1: END_S, 2: END_S}
    assert batch.metrics(0)["throughput_veh_h"] == Simulator.metrics(batch.fork([0]), 0)["throughput_veh_h"]


def test_several_intervals_at_once_are_as_many(busy: Scenario) -> None:
    one, other = (Simulator(busy, [5], people_in_fleet=True) for _ in range(2))
    one.step(intervals=60)
    for _ in range(60):
        other.step()
    assert one.digest(0) == other.digest(0)


@pytest.mark.parametrize("threads", [1, 3])
def test_each_world_goes_its_own_number_of_intervals(busy: Scenario, threads: int) -> None:
    batch = Simulator(busy, range(6), people_in_fleet=True, threads=threads)
    told: list[int] = []
    batch.step([0, 1, 2, 5], np.array([7, 7, 40, 7]), then=lambda first, last: told.extend(range(first, last)))
    assert sorted(told) == [0, 1, 2, 5]
    assert batch.times_s == pytest.approx([3.5, 3.5, 20.0, 0.0, 0.0, 3.5])
    for world, number in ((1, 7), (2, 40)):
        alone = Simulator(busy, [world], people_in_fleet=True)
        alone.step(intervals=number)
        assert_same(alone, 0, batch, world)
    batch.close()


def test_metrics_of_many_worlds_are_those_of_each(busy: Scenario, run: Run) -> None:
    """Worlds at different times, requests for assistance and people on foot among them."""
    batch = run(Simulator(busy, range(4)), END_S, load_agent("stop_when_confused"))
    batch.step([1, 3], intervals=200)
    many = batch.metrics_of([1, 2, 3])
    for place, world in enumerate((1, 2, 3)):
        assert batch.metrics(world) == {name: float(values[place]) for name, values in many.items()}
    for name in ("assist_requests", "pedestrians_crossed", "throughput_veh_h"):
        assert len(set(many[name].tolist())) > 1, name


def test_a_longer_queue_outside_is_carried_over(scenario: Make, run: Run) -> None:
    """The ring of those who wait outside has another length where demand was drawn differently."""
    jam = scenario(1, 1, demand={"uniform": [9000, 30000]}, duration_s=600)
    seeds = sorted(range(20), key=lambda seed: float(jam.draw(seed).demand.vehicles_per_hour))
    low, high = seeds[0], seeds[-1]
    small = run(Simulator(jam, [low]), 300.0)
    assert any(waiting(small, 0))
    small.reset([high], worlds=[0])
    assert_same(small, 0, Simulator(jam, [high]), 0)
    large = Simulator(jam, [high, high])
    late = run(Simulator(jam, [low]), 300.0)
    large.restore(late.snapshot(), worlds=[1])
    for simulator in (large, late):
        simulator.step([simulator.num_worlds - 1], intervals=200)
    assert_same(late, 0, large, 1)


def test_forks_of_one_world(busy: Scenario, agent: Agent, run: Run) -> None:
    """Three copies of world 1 have its future; one that is treated differently has another."""
    batch = run(Simulator(busy, range(3)), END_S, agent)
    copies = batch.fork([1, 1, 1])
    assert copies.seeds == (1, 1, 1)
    copies.settings["fleet_automated"][2] = 0
    run(copies, END_S + 20, agent)
    run(batch, END_S + 20, agent)
    assert copies.digest(0) == copies.digest(1) == batch.digest(1) != copies.digest(2)


def test_a_fork_has_settings_of_its_own(busy: Scenario) -> None:
    simulator = Simulator(busy, [1])
    simulator.fork().settings["ego_trip"][0] = 17
    assert simulator.settings["ego_trip"][0] == -1


def test_a_snapshot_of_one_world_is_put_elsewhere(busy: Scenario, agent: Agent, run: Run) -> None:
    batch = run(Simulator(busy, range(3)), END_S, agent)
    saved = batch.snapshot([2])
    for _ in range(2):
        other = Simulator(busy, [7, 8])
        other.restore(saved, worlds=[1])
        assert other.seeds == (7, 2)
        assert_same(other, 1, batch, 2)
        other.step([1])
        batch.restore(batch.snapshot())


def test_put_changes_nothing_else(busy: Scenario) -> None:
    one, other = Simulator(busy, [1, 2]), Simulator(busy, [3])
    before = one.digest(0)
    put(one.state, [1], other.state)
    assert one.digest(0) == before


@pytest.mark.parametrize("what", ["reset", "restore"])
def test_numbers_must_fit(busy: Scenario, what: str) -> None:
    simulator = Simulator(busy, [1, 2])
    with pytest.raises(SimulationError, match=r"2 seeds for 1 worlds|holds 2 worlds, to be put in place of 1"):
        if what == "reset":
            simulator.reset([1, 2], worlds=[0])
        else:
            simulator.restore(simulator.snapshot(), worlds=[0])
