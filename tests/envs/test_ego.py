"""The ego comes in where the way leads to the rare event."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Simulator, load_scenario
from longtail_sim.core.codes import CONTROL_SIGNAL
from longtail_sim.envs.ego import Ways, pick_trip, straight_on, touched_junctions
from longtail_sim.scenario import list_scenarios


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    return Simulator(load_scenario("one_dark_junction"), [0])


def test_the_way_straight_on_crosses_the_whole_grid(simulator: Simulator) -> None:
    network = simulator.network.arrays
    for street in network.entry_street.tolist():
        way = list(straight_on(network, street))
        assert len(way) == 3
        places = {(float(network.junction_x[j]), float(network.junction_y[j])) for j in way}
        assert min(len({x for x, _ in places}), len({y for _, y in places})) == 1


def test_entries_lead_to_the_dark_junction(simulator: Simulator) -> None:
    dark = touched_junctions(simulator.state, 0)
    assert [simulator.network.junction_names[j] for j in dark] == ["Main & Centre"]
    ways = Ways(simulator.network.arrays)
    for _ in range(2):  # the second time from memory
        assert len(ways.towards(dark)) == 4
        assert len(ways.towards(frozenset())) == 12


@pytest.mark.parametrize("scenario", list_scenarios())
def test_a_trip_is_the_next_of_its_entry(scenario: str) -> None:
    simulator = Simulator(load_scenario(scenario), [0])
    assert (simulator.network.arrays.junction_control == CONTROL_SIGNAL).any()
    generator = np.random.default_rng(0)
    ways = Ways(simulator.network.arrays)
    trips = {pick_trip(simulator, ways, 0, generator) for _ in range(20)}
    entries = simulator.state.entries
    towards = set(ways.towards(touched_junctions(simulator.state, 0)).tolist())
    assert len(trips) > 1
    for trip in trips:
        number, entry = divmod(trip, entries.shape[1])
        assert number == entries["arrived"][0, entry]
        assert entry in towards
        assert entries["next_s"][0, entry] <= 60
