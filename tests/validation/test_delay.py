"""The delay of a quarter of an hour's arrivals."""

import numpy as np
import pytest

from longtail_sim.simulator import Simulator
from longtail_sim.validation.delay import arriving_for, delay_per_vehicle
from longtail_sim.validation.measuring import junction, run_until

SEEDS = range(4)
ALONE = 60.0  # vehicles per hour: hardly ever two at once


def test_nobody_arrives_later() -> None:
    simulator = Simulator(arriving_for(junction("all_way_stop", demand=200), 300.0), SEEDS)
    run_until(simulator, 300.0)
    arrived = simulator.state.tally.arrived.sum(axis=1)
    run_until(simulator, 900.0)
    assert (simulator.state.tally.arrived.sum(axis=1) == arrived).all()
    assert (simulator.state.tally.finished.sum(axis=1) == arrived).all()
    assert (arrived > 30).all()


def test_a_lone_vehicle_loses_time_by_stopping_only() -> None:
    free = delay_per_vehicle(junction("two_way_stop", legs={"east": ALONE}), SEEDS).mean()
    stop = delay_per_vehicle(junction("all_way_stop", legs={"east": ALONE}), SEEDS).mean()
    assert free < 1.0
    assert 3.0 < stop - free < 9.0  # braking from 50 km/h and accelerating to it takes about 5 s


def test_waiting_outside_the_map_counts() -> None:
    short = junction("all_way_stop", legs={"east": 1300.0}, entry_m=40.0)
    long = junction("all_way_stop", legs={"east": 1300.0}, entry_m=400.0)
    # On the short road nearly all of the queue stands outside; the queue is the same.
    outside, inside = (delay_per_vehicle(scenario, SEEDS).mean() for scenario in (short, long))
    assert outside > 30.0
    assert outside == pytest.approx(inside, rel=0.15)


def test_more_demand_more_delay() -> None:
    delays = [delay_per_vehicle(junction("all_way_stop", demand=demand), SEEDS).mean() for demand in (100, 250, 400)]
    assert np.all(np.diff(delays) > 0)
