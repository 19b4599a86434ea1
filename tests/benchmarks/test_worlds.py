"""What is counted as work is what was done, and the loop to compare with is car following."""

from __future__ import annotations

import numpy as np
import pytest
from reference import RING, SPACING_M, follow, reference, rings
from worlds import contestant, grid, settled, vehicle_steps

from longtail_sim.core import step


def test_vehicle_steps_are_vehicles_counted_in_every_step() -> None:
    """The simulator's own account agrees with counting by hand, where some wait outside the map."""
    simulator = settled(grid(2, 2500.0).model_copy(update={"decision_interval_s": 0.1}), 30.0)
    before, counted, waited = vehicle_steps(simulator), 0, 0
    for _ in range(300):
        simulator.step()
        counted += int((simulator.state.vehicles.trip >= 0).sum())
        waited += int((simulator.state.entries.arrived - simulator.state.entries.admitted).sum())
    assert waited > 300
    assert vehicle_steps(simulator) - before == pytest.approx(counted, rel=1e-6)


def test_nothing_is_left_out_of_the_physics_that_is_timed() -> None:
    """People err and change lanes."""
    simulator = settled(grid(2, 600.0), 120.0)
    assert simulator.scenario.drivers.errors.enabled
    assert simulator.state.tally.lane_changes.sum() > 0


def test_every_turn_does_the_same() -> None:
    turn = contestant(settled(grid(1), 60.0), 10.0, lambda: 0.0)
    with pytest.raises(ZeroDivisionError):
        _ = turn().rate
    assert turn().work == turn().work > 0


def test_the_reference_loop_follows_and_settles() -> None:
    """On a ring all end at one speed, with the gap of the model's equilibrium and without running into each other."""
    rows = rings(3 * RING)
    rows["speed"][::3] = 2.0
    follow(rows, 20_000, RING * SPACING_M)
    gap, speed = SPACING_M - 4.8, rows["speed"]
    assert np.ptp(speed) < 0.01
    assert ((2.0 + 1.2 * speed) / gap) ** 2 == pytest.approx(1 - (speed / 13.9) ** 4, abs=0.01)


def test_a_turn_of_the_reference_is_vehicles_times_steps() -> None:
    times = iter([1.0, 3.0])
    assert reference(RING, 7, lambda: next(times))().rate == RING * 7 / 2


def test_one_signature_serves_the_worlds_that_are_timed() -> None:
    """Or another version of the step would be timed than the one that people run."""
    settled(grid(1), 1.0)
    settled(grid(2), 1.0, worlds=2, threads=2)
    if hasattr(step.step_worlds, "signatures"):
        assert len(step.step_worlds.signatures) == 1
