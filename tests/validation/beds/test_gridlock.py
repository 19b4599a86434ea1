"""The bed of gridlock: twice the capacity is sent, and nobody gets lost."""

from __future__ import annotations

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.gridlock import WATCHED_S, first_gridlock, lost, twice_the_capacity
from longtail_sim.validation.target import Effort


def short(keep_clear: float) -> Simulator:
    return Simulator(twice_the_capacity(keep_clear).model_copy(update={"duration_s": 120.0}), range(2))


def test_no_gridlock_counts_as_the_whole_time() -> None:
    """In two minutes from empty streets nothing can have stood for two minutes."""
    assert first_gridlock(short(1.0), Effort(), 0.0).tolist() == [WATCHED_S / 60] * 2


def test_who_vanishes_is_missed() -> None:
    simulator = short(0.0)
    while not simulator.done:
        simulator.step()
    assert lost(simulator).tolist() == [0.0, 0.0]
    slot = int((simulator.state.vehicles.trip[1] >= 0).argmax())
    simulator.state.vehicles.trip[1, slot] = -1
    assert lost(simulator).tolist() == [0.0, 1.0]


def test_demand_is_twice_what_a_lane_passes() -> None:
    scenario = twice_the_capacity()
    assert scenario.demand.vehicles_per_hour == 48 * 2 * 823.0
    assert scenario.drivers.keep_clear == 0.0
