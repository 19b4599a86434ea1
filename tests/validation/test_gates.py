"""Detectors on the path of a movement."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core.codes import LEG_EAST, LEG_NORTH, LEG_SOUTH, LEG_WEST, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.simulator import Simulator
from longtail_sim.validation.gates import Gate, meeting_point, movement, passings
from longtail_sim.validation.measuring import junction

ONE_STREAM = {"legs": {"west": 500}, "decision_interval_s": 0.1}


def test_everybody_passes_the_gates_in_order_at_his_speed() -> None:
    simulator = Simulator(junction("two_way_stop", **ONE_STREAM), range(2))
    through = movement(simulator.network, LEG_WEST, TURN_STRAIGHT)
    places = (-100.0, -50.0, 0.0, 30.0)
    seen = passings(simulator, [Gate(through, at) for at in places], 300.0)
    times = [dict(zip(seen.at(g, 0).trip.tolist(), seen.at(g, 0).time_s.tolist(), strict=True)) for g in range(4)]
    done = set(times[-1])
    assert len(done) > 20
    assert all(done <= set(passed) for passed in times)
    for trip in done:
        passed = np.array([gate[trip] for gate in times])
        speed = np.diff(places) / np.diff(passed)
        assert (speed > 5).all() and (speed < 13.9 * 1.3).all()  # nobody has to stop on the major road


def test_other_movements_are_not_counted() -> None:
    legs = {"west": (500, {"left": 0.0, "right": 1.0})}
    simulator = Simulator(junction("two_way_stop", legs=legs, decision_interval_s=0.1), [0])
    straight = movement(simulator.network, LEG_WEST, TURN_STRAIGHT)
    right = movement(simulator.network, LEG_WEST, TURN_RIGHT)
    seen = passings(simulator, [Gate(straight, -20.0), Gate(straight, 5.0), Gate(right, 5.0)], 200.0)
    assert (seen.gate == 1).sum() == 0
    assert (seen.gate == 2).sum() > 10
    assert (seen.gate == 0).sum() >= (seen.gate == 2).sum()  # before the line all share the lane


def test_times_do_not_depend_on_the_batch_and_are_in_order() -> None:
    scenario = junction("two_way_stop", **ONE_STREAM)
    alone, many = Simulator(scenario, [5]), Simulator(scenario, [4, 5])
    gate = Gate(movement(alone.network, LEG_WEST, TURN_STRAIGHT))
    of_one, of_many = passings(alone, [gate], 120.0), passings(many, [gate], 120.0).at(0, 1)
    assert of_one.time_s.tolist() == of_many.time_s.tolist()
    assert (np.diff(of_one.time_s) > 0).all()


def test_movements_that_do_not_meet_are_refused() -> None:
    network = Simulator(junction(), [0]).network
    north, south = (movement(network, leg, TURN_STRAIGHT) for leg in (LEG_NORTH, LEG_SOUTH))
    east = movement(network, LEG_EAST, TURN_STRAIGHT)
    assert 0.0 < meeting_point(network, south, east) < network.arrays.lane_length[south]
    with pytest.raises(ValueError, match="do not meet"):
        meeting_point(network, south, north)
