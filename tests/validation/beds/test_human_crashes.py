"""Crashed vehicles are counted once, and those at junctions are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.human_crashes import CrashWatch, ordinary_traffic


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    """Return two worlds with some hundred vehicles."""
    it = Simulator(ordinary_traffic(), range(2))
    while it.time_s < 90:
        it.step()
    return it


def slots(simulator: Simulator, *, street: bool) -> list[int]:
    """Return vehicles of world 1 far from any junction, or inside one."""
    vehicles, arrays = simulator.state.vehicles[1], simulator.network.arrays
    here = np.flatnonzero(vehicles.trip >= 0)
    lane = vehicles.lane[here]
    if street:
        s = vehicles.s[here]
        return here[(arrays.lane_street[lane] >= 0) & (s > 30) & (arrays.lane_length[lane] - s > 40)].tolist()
    return here[arrays.lane_street[lane] < 0].tolist()


def test_once_each_and_by_place(simulator: Simulator) -> None:
    watch = CrashWatch(simulator)
    watch.look()
    assert watch.crashed.tolist() == [0, 0]
    simulator.state.vehicles.crashed_until_s[1, slots(simulator, street=True)[:3]] = 1e6
    simulator.state.vehicles.crashed_until_s[1, slots(simulator, street=False)[:2]] = 1e6
    watch.look()
    simulator.step()
    watch.look()
    assert watch.crashed.tolist() == [0, 5]
    assert watch.at_junctions.tolist() == [0, 2]


def test_people_err_in_it() -> None:
    errors = ordinary_traffic().drivers.errors
    assert errors.enabled
    assert (errors.red_light_running, errors.misjudged_gap, errors.lapses_per_h) == (0.004, 0.002, 0.5)
