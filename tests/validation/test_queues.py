"""Queues that reach the junction upstream."""

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.spillback import bed, block_lanes
from longtail_sim.validation.measuring import junction, run_until
from longtail_sim.validation.queues import is_full


def test_empty_blocks_are_not_full() -> None:
    simulator = Simulator(bed(0), [0, 1])
    assert not is_full(simulator, block_lanes(simulator)).any()


def test_blocks_of_an_overloaded_dark_junction_fill_up() -> None:
    simulator = Simulator(bed(1500), [0, 1])
    lanes = block_lanes(simulator)
    run_until(simulator, 300.0)
    seen = 0
    for _ in range(120):
        simulator.step()
        full = is_full(simulator, lanes)
        seen += int(full.sum())
        assert (simulator.state.lanes.count[:, lanes][full] >= 14).all()  # 150 m, at most 10 m a car while they creep
    assert seen > 100


def test_moving_traffic_fills_no_block() -> None:
    simulator = Simulator(bed(150), [0, 1])
    lanes = block_lanes(simulator)
    for _ in range(600):
        simulator.step()
        assert not is_full(simulator, lanes).any()


def test_a_road_into_the_map_has_no_junction_upstream() -> None:
    simulator = Simulator(junction("all_way_stop", demand=1500), [0])
    run_until(simulator, 600.0)
    entries = simulator.network.arrays.street_first_lane[simulator.network.arrays.entry_street].tolist()
    assert (simulator.state.lanes.count[:, entries] > 15).all()
    assert not is_full(simulator, entries).any()
