"""Crashed vehicles are counted once, and those at junctions are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.scenario.drivers import Errors
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.human_crashes import KINDS, CrashWatch, often, ordinary_traffic


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
    vehicles = simulator.state.vehicles
    hit = slots(simulator, street=True)[:4] + slots(simulator, street=False)[:2]
    vehicles.crashed_until_s[1, hit] = 1e6
    vehicles.delta_v[1, hit] = 5.0
    vehicles.delta_v[1, hit[0]] = 1.0  # a touch
    watch.look()
    simulator.step()
    watch.look()
    assert watch.touched.tolist() == [0, 6]
    assert watch.crashed.tolist() == [0, 5]
    assert watch.at_junctions.tolist() == [0, 2]


def test_people_err_in_it() -> None:
    assert ordinary_traffic().drivers.errors == Errors()


def test_one_kind_of_error_at_a_time() -> None:
    """Each run has its own errors more often and none of the others."""
    lapses, judgement = (ordinary_traffic(often(kind)).drivers.errors for kind in KINDS)
    assert lapses.lapses_per_h == pytest.approx(200 * Errors().lapses_per_h)
    assert lapses.red_light_running == lapses.misjudged_gap == judgement.lapses_per_h == 0
    assert judgement.red_light_running == pytest.approx(20 * Errors().red_light_running)
    assert judgement.misjudged_gap == pytest.approx(20 * Errors().misjudged_gap)
