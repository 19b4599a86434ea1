"""People on foot in whole worlds: nobody is lost, nobody is struck where nobody errs, same seed same history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator, load_agent
from longtail_sim.core import codes

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]

COMPLY = {"per_hour_per_crosswalk": 60, "cross_on_red": 0}
CONTROLS = ("signal", "all_way_stop", "two_way_stop")


def assert_all_accounted_for(simulator: Simulator) -> None:
    """Arrived = crossed + at the crosswalks + struck and taken away; slots of a crosswalk are taken from the first."""
    crosswalks, people = simulator.state.crosswalks, simulator.state.pedestrians
    worlds, number = crosswalks.shape
    slots = people.person.reshape(worlds, number, -1)
    state = people.state.reshape(slots.shape)
    present = (slots >= 0).sum(axis=2)
    np.testing.assert_array_equal(present, crosswalks.present)
    assert ((slots >= 0) == (np.arange(slots.shape[2]) < present[:, :, None])).all()
    waiting = ((slots >= 0) & (state == codes.WALKER_WAITING)).sum(axis=2)
    np.testing.assert_array_equal(crosswalks.arrived, crosswalks.started + waiting)
    lying = (state == codes.WALKER_STRUCK).sum(axis=2)
    crossing = (state == codes.WALKER_CROSSING).sum(axis=2)
    taken_away = crosswalks.started - crosswalks.crossed - crossing - lying
    np.testing.assert_array_equal(taken_away, crosswalks.struck - lying)
    names = slots[slots >= 0]
    assert len(np.unique(names)) == len(names) or worlds > 1


@pytest.mark.parametrize("control", CONTROLS)
def test_everybody_is_accounted_for(
    scenario: Make, run: Run, check_sane: Callable[[Simulator], None], control: str
) -> None:
    """Crowds, and people who take any gap at a red light."""
    people = {"per_hour_per_crosswalk": 400, "cross_on_red": 0.5, "clearance_s": 0}
    parts = {"network": {"junctions": {"control": control}}, "pedestrians": people}
    simulator = Simulator(scenario(2, 1, demand=2500, **parts), [3])
    for until in range(20, 421, 20):
        check_sane(run(simulator, float(until)))
        assert_all_accounted_for(simulator)
    assert simulator.state.crosswalks.crossed.sum() > 200


def test_drivers_who_look_away_strike_people(scenario: Make, run: Run) -> None:
    """Nothing prevents it; whoever is struck is counted, lies there, and is taken away."""
    people = {"per_hour_per_crosswalk": 300, "cross_on_red": 0.5, "clearance_s": 0}
    parts = {"pedestrians": people, "drivers": {"errors": {"lapses_per_h": 1000}}, "fleet": {"share": 0}}
    simulator = run(Simulator(scenario(demand=2000, **parts), range(8)), 900.0)
    assert_all_accounted_for(simulator)
    struck = simulator.state.crosswalks.struck.sum(axis=1)
    assert struck.sum() > 0
    np.testing.assert_array_equal(simulator.state.tally.pedestrian_contacts.sum(axis=1), struck)
    assert sum(simulator.metrics(w)["others_pedestrian_contacts"] for w in range(8)) == struck.sum()


def test_a_full_kerb_loses_nobody(scenario: Make, run: Run) -> None:
    """More people than slots wait during a very long red, unseen; their waits count from their arrival."""
    network = {"signals": {"cycle_s": 240, "walk_s": 4}}
    people = {"per_hour_per_crosswalk": 2000, "cross_on_red": 0}
    simulator = run(Simulator(scenario(demand=0, network=network, pedestrians=people), [1]), 240.0 * 8)
    assert_all_accounted_for(simulator)
    expected = 4 * 2000 / 3600 * simulator.time_s
    assert simulator.state.crosswalks.arrived.sum() == pytest.approx(expected, rel=0.08)
    # HCM: (C - g)^2 / 2C with g = 8 s
    assert simulator.metrics(0)["pedestrian_delay_s"] == pytest.approx(232**2 / 480, rel=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("lanes", [1, 2])
def test_nobody_is_struck_where_nobody_errs(
    scenario: Make, run: Run, calm: dict[str, Any], control: str, lanes: int
) -> None:
    """An hour of a grid with 60 people an hour on each crosswalk who heed the signals; nobody stands for ever."""
    demand = {"signal": 3000, "all_way_stop": 2400, "two_way_stop": 1400}[control] * lanes
    parts = {"network": {"junctions": {"control": control}}, "pedestrians": COMPLY, "drivers": calm}
    simulator = run(Simulator(scenario(3, 3, lanes=lanes, demand=demand, fleet={"share": 0}, **parts), [1, 2]), 3600.0)
    assert simulator.state.tally.pedestrian_contacts.sum() == 0
    assert simulator.state.tally.contacts.sum() == 0
    assert simulator.state.tally.longest_stop_s.max() < 300
    assert (simulator.state.crosswalks.crossed.sum(axis=1) > 0.97 * 36 * 60).all()


def test_dark_signals_strike_nobody_where_nobody_errs(
    scenario: Make, run: Run, all_comply: dict[str, Any], all_dark: list[dict[str, Any]]
) -> None:
    """Everybody stops, people on foot go first."""
    parts = {"pedestrians": COMPLY, "drivers": all_comply, "events": all_dark, "fleet": {"share": 0}}
    simulator = run(Simulator(scenario(2, 2, lanes=1, demand=1500, **parts), [1, 2]), 600.0)
    assert simulator.state.tally.pedestrian_contacts.sum() == 0
    assert simulator.metrics(0)["pedestrian_delay_s"] < 10


@pytest.fixture(scope="module")
def busy(scenario: Make) -> Scenario:
    """Two junctions with everything: a fleet, an outage, errors, a drawn number of people on foot."""
    people = {"per_hour_per_crosswalk": {"uniform": [50, 300]}, "cross_on_red": 0.3}
    events = [{"kind": "signal_outage", "at_s": 40, "where": {"share_of_junctions": 0.5}}]
    return scenario(2, 1, demand=4000, fleet={"share": 0.3}, events=events, pedestrians=people)


def test_alone_as_in_a_batch_and_from_a_snapshot(busy: Scenario, run: Run) -> None:
    """Batch of four, one of it alone, threads, and on again from a snapshot: the same bits."""
    agent = load_agent("rule_based")
    batch = Simulator(busy, range(4), threads=2)
    run(batch, 60.0, agent)
    snapshot = batch.snapshot()
    run(batch, 120.0, agent)
    digests = [batch.digest(w) for w in range(4)]
    assert len(set(digests)) == 4
    assert batch.state.crosswalks.crossed.sum() > 20
    batch.restore(snapshot)
    assert [run(batch, 120.0, agent).digest(w) for w in range(4)] == digests
    alone = run(Simulator(busy, [2]), 120.0, agent)
    for table in ("vehicles", "pedestrians", "crosswalks"):
        mine, theirs = getattr(alone.state, table)[0], getattr(batch.state, table)[2]
        assert all(np.array_equal(mine[name], theirs[name]) for name in mine.dtype.names)


def test_a_rate_that_may_be_zero_gives_the_same_tables_to_all_seeds(scenario: Make) -> None:
    """Room does not depend on what a seed draws."""
    people = {"per_hour_per_crosswalk": {"choice": [0, 500]}}
    shapes = {Simulator(scenario(pedestrians=people), [seed]).state.pedestrians.shape for seed in range(6)}
    assert len(shapes) == 1


def test_nobody_on_foot_costs_no_memory(scenario: Make) -> None:
    """By default there are no crosswalk tables at all, and the metrics are zero."""
    simulator = Simulator(scenario(), [1])
    simulator.step()
    assert simulator.state.crosswalks.size == simulator.state.pedestrians.size == 0
    assert simulator.metrics(0)["pedestrian_delay_s"] == simulator.metrics(0)["pedestrians_crossed"] == 0


def test_the_people_who_come_do_not_depend_on_the_traffic(scenario: Make, run: Run) -> None:
    """Arrivals on foot are the seed's, whatever drives by."""
    people = {"per_hour_per_crosswalk": 100}
    counts = [
        run(Simulator(scenario(demand=demand, pedestrians=people), [5]), 300.0).state.crosswalks.arrived.tolist()
        for demand in (0, 3000)
    ]
    assert counts[0] == counts[1]


def test_a_rate_that_is_a_distribution_without_an_end_has_room(scenario: Callable[..., Scenario]) -> None:
    """Its values are those of the key's range, and so is the room for people."""
    walkers = {"per_hour_per_crosswalk": {"normal": {"mean": 20, "sd": 5}}}
    simulator = Simulator(scenario(1, 1, demand=0, pedestrians=walkers), [0, 1])
    assert simulator.state.pedestrians.shape[1] > 0
