"""The beds that are more than one junction: what they say about their streets holds."""

import numpy as np
import pytest

from longtail_sim.core.codes import TURN_STRAIGHT
from longtail_sim.network import build_network
from longtail_sim.scenario import load_scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds import hold_externality, sf_network, spillback
from longtail_sim.validation.measuring import run_until


def test_blocks_to_the_dark_junction_are_150_m_long() -> None:
    simulator = Simulator(spillback.bed(), [0])
    lanes = spillback.block_lanes(simulator)
    assert len(lanes) == 4
    assert simulator.network.arrays.lane_length[lanes] == pytest.approx([150.0] * 4, abs=1.0)


def test_every_block_gets_the_stated_demand() -> None:
    simulator = Simulator(spillback.bed(300), range(8))
    run_until(simulator, 1800.0)
    assert simulator.state.tally.arrived.sum() == pytest.approx(8 * 4 * 150, rel=0.06)
    assert simulator.state.tally.dark_traversals.sum() == pytest.approx(8 * 4 * 150, rel=0.06)


def test_nobody_turns_before_the_dark_junction() -> None:
    network = build_network(spillback.bed().network)
    middle = network.junction(spillback.MIDDLE)
    upstream = [network.junction(name) for name in spillback.APPROACHES]
    inside = np.isin(network.arrays.lane_junction, upstream) & (network.arrays.connector_from >= 0)
    assert (network.arrays.connector_turn[inside] == TURN_STRAIGHT).all()
    assert middle not in upstream


def test_the_streets_are_those_of_the_scenario() -> None:
    assert sf_network.bed().network == load_scenario("sf_outage").network
    assert sf_network.entry_lanes(sf_network.bed()) == 48


def test_every_lane_between_junctions_belongs_to_one_block() -> None:
    simulator = Simulator(sf_network.bed(), [0])
    lanes, starts = sf_network.block_lanes(simulator)
    network = simulator.network
    inner = (network.street_from_junction >= 0) & (network.street_to_junction >= 0)
    assert len(set(lanes)) == len(lanes) == network.arrays.street_lanes[inner].sum()
    assert len(starts) == inner.sum()


def test_three_in_ten_of_the_fleet_ask() -> None:
    trips = np.arange(1600)
    asks = hold_externality.asks(trips, 0.3)
    assert asks.mean() == pytest.approx(0.3, abs=0.01)
    assert hold_externality.asks(trips, 1.0).all()
