"""The count from outside notices what it is there to notice."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.validation.sojourn import _lost, _overtakes, _places, watch


@pytest.fixture
def simulator() -> Simulator:
    """A junction with some vehicles on it."""
    parts = {"network": {"grid": {"rows": 1, "columns": 1, "lanes": 1}}, "demand": {"vehicles_per_hour": 2400}}
    simulator = Simulator(Scenario.model_validate(parts), [1, 2])
    while simulator.time_s < 60:
        simulator.step()
    return simulator


def test_nothing_to_notice(simulator: Simulator) -> None:
    before = _places(simulator)
    simulator.step()
    assert _lost(simulator) == 0
    assert _overtakes(before, _places(simulator)) == 0


def test_a_vehicle_that_vanishes_is_noticed(simulator: Simulator) -> None:
    world, slot = np.argwhere(simulator.state.vehicles.trip >= 0)[0]
    simulator.state.vehicles.trip[world, slot] = -1
    assert _lost(simulator) > 0


def test_a_vehicle_that_is_there_twice_is_noticed(simulator: Simulator) -> None:
    (world, one), (_, other) = np.argwhere(simulator.state.vehicles.trip >= 0)[:2]
    simulator.state.vehicles.trip[world, one] = simulator.state.vehicles.trip[world, other]
    assert _lost(simulator) > 0


def test_two_that_change_places_are_noticed(simulator: Simulator) -> None:
    before = _places(simulator)
    vehicles = simulator.state.vehicles
    world, behind = np.argwhere(vehicles.ahead >= 0)[0]
    ahead = vehicles.ahead[world, behind]
    vehicles.s[world, behind] = vehicles.s[world, ahead] + 1.0
    assert _overtakes(before, _places(simulator)) == 1


def test_little_holds_and_is_no_identity() -> None:
    """L / (lambda W) is 1 for whoever stays until all have left; a false time of arrival shows."""
    profile = [{"at_s": 0, "factor": 1}, {"at_s": 100, "factor": 0}]
    parts = {
        "network": {"grid": {"rows": 1, "columns": 1, "lanes": 1}},
        "demand": {"vehicles_per_hour": 1800, "profile": profile},
        "drivers": {"errors": {"enabled": False}},
        "fleet": {"share": 0.0},
    }
    account = watch(Simulator(Scenario.model_validate(parts), [1, 2]), 0.0, 300.0, lambda _: None)
    assert account.little == pytest.approx(1.0, abs=0.01)
    right, wrong = (Simulator(Scenario.model_validate(parts), [1, 2]) for _ in range(2))
    for simulator in (right, wrong):
        while simulator.time_s < 60:
            simulator.step()
    wrong.state.vehicles.arrival_s[wrong.state.vehicles.trip >= 0] += 20.0
    ratios = [watch(simulator, 60.0, 300.0, lambda _: None).little for simulator in (right, wrong)]
    assert (ratios[1] > 1.05 * ratios[0]).all()
