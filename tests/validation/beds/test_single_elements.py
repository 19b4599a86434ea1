"""The test beds of single elements are what their set-ups say, and measure what their targets name."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core.codes import LEG_NORTH, LEG_WEST, TURN_STRAIGHT
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds import (
    green_wave,
    hard_braking,
    minor_road,
    permitted_left,
    signal_flow,
    standing_queue,
    yellow,
)
from longtail_sim.validation.gates import Gate, movement, passings
from longtail_sim.validation.target import Effort, Experiment

MODULES = (standing_queue, signal_flow, yellow, minor_road, permitted_left, hard_braking, green_wave)
ALL = [experiment for module in MODULES for experiment in module.EXPERIMENTS]


@pytest.mark.slow
@pytest.mark.parametrize("experiment", ALL, ids=lambda experiment: experiment.name)
def test_every_target_gets_its_values(experiment: Experiment) -> None:
    readings = experiment.measure(Effort(full=False, threads=2))
    assert set(readings) == {target.key for target in experiment.targets}
    for target in experiment.targets:
        values = readings[target.key]
        assert len(values) == 1 if target.exact else len(values) > 2
        assert np.isfinite(values).all()


def test_major_traffic_reaches_the_meeting_point_undisturbed() -> None:
    """600 veh/h within three standard errors of a Poisson count, and nobody on the major road has to brake hard."""
    simulator = Simulator(minor_road.bed(minor_road.MOVEMENTS[0]), range(4))
    gate = Gate(movement(simulator.network, LEG_WEST, TURN_STRAIGHT))
    seen = passings(simulator, [gate], 1260.0)
    late = (seen.time_s > 60.0).sum()
    assert late == pytest.approx(800, abs=3 * np.sqrt(800))


def test_opposing_traffic_comes_during_green_and_yellow_only() -> None:
    simulator = Simulator(permitted_left.bed(), range(2))
    gate = Gate(movement(simulator.network, LEG_NORTH, TURN_STRAIGHT), -100.0)
    seen = passings(simulator, [gate], 960.0)
    due = (seen.time_s + 100.0 / 13.9) % permitted_left.CYCLE_S  # at the line, if nothing holds them
    spread = 4.0  # fast and slow drivers
    window = permitted_left.GREEN_S + permitted_left.YELLOW_S + spread
    assert len(due) > 100
    assert ((due < window) | (due > permitted_left.CYCLE_S - spread)).all()


def test_offsets_of_the_wave_grow_with_the_way_and_fall_when_reversed() -> None:
    travel = np.arange(5) * 300 / 13.9
    for direction in (1, -1):
        arrays = Simulator(green_wave.bed(direction), [0]).network.arrays
        np.testing.assert_allclose(arrays.junction_offset_s, (direction * travel) % 60)
        np.testing.assert_allclose(arrays.junction_green_s, 26)


def test_braking_is_taken_from_its_onset_to_standstill() -> None:
    """One driver reacts after 1 s and brakes with 3 m/s^2; one goes on."""
    time = np.arange(0, 80) * 0.1
    stops = np.clip(12.0 - 3.0 * (time - 1.0), 0.0, 12.0)
    reaction, deceleration = yellow._braking(np.column_stack([stops, np.full(80, 12.0)]))
    assert reaction[0] == pytest.approx(1.0)
    assert deceleration[0] == pytest.approx(3.0, abs=0.1)
    assert np.isnan(reaction[1]) and np.isnan(deceleration[1])
