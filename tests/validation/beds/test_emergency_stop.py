"""Only the braking vehicle and the one right behind it count, and only what happens after the braking."""

from __future__ import annotations

import pytest

from longtail_sim.errors import SimulationError
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds import emergency_stop as stop
from longtail_sim.validation.measuring import run_until


@pytest.fixture
def simulator() -> Simulator:
    """Return the street with a few vehicles on it."""
    it = Simulator(stop.bed(0.0), [0])
    run_until(it, 30.0)
    return it


def two_in_a_row(simulator: Simulator) -> tuple[int, int]:
    """Return the slots of a vehicle and of the one right behind it."""
    vehicles = simulator.state.vehicles
    behind = int(((vehicles.trip[0] >= 0) & (vehicles.leader[0] >= 0)).argmax())
    return int(vehicles.leader[0, behind]), behind


def test_the_follower_is_the_one_right_behind(simulator: Simulator) -> None:
    ahead, behind = two_in_a_row(simulator)
    trip = simulator.state.vehicles.trip[0]
    assert stop._follower(simulator, int(trip[ahead])) == trip[behind]


def test_a_contact_before_the_braking_is_an_error(simulator: Simulator) -> None:
    ahead, behind = two_in_a_row(simulator)
    vehicles = simulator.state.vehicles
    vehicles.crashed_until_s[0, behind] = simulator.time_s + 60.0
    assert stop.crashed(simulator) == {vehicles.trip[0, behind]}
    with pytest.raises(SimulationError, match="before the braking"):
        stop._follower(simulator, int(vehicles.trip[0, ahead]))


def test_nobody_behind_is_an_error(simulator: Simulator) -> None:
    with pytest.raises(SimulationError, match="no follower"):
        stop._follower(simulator, 10**6)


def test_who_sees_at_once_does_not_touch_the_leader() -> None:
    gap, touches = stop.emergency_stop(0.0)
    assert gap > 0.0
    assert not touches
