"""The test beds of people on foot measure what they say, and the traffic is in the bands."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Simulator
from longtail_sim.core import codes
from longtail_sim.validation.beds import pedestrians as beds
from longtail_sim.validation.measuring import run_until
from longtail_sim.validation.target import Effort, Experiment


def test_the_streams_have_the_critical_headways_that_they_claim() -> None:
    """9 s and 6 s for everybody, on the crosswalks that are measured."""
    for (flow, clearance_s, _), expected in zip(beds.STREAMS, (9.0, 6.0), strict=True):
        simulator = Simulator(beds.stream(flow, clearance_s), [1])
        run_until(simulator, 300.0)
        people = simulator.state.pedestrians[0]
        here = people.person >= 0
        assert simulator.state.crosswalks.arrived[0, [codes.LEG_EAST, codes.LEG_WEST]].sum() > 5
        np.testing.assert_allclose(people.headway[here], expected)


def test_the_same_traffic_meets_fewer_and_more_people() -> None:
    """In T3.5 the beds differ by the people on foot alone."""
    none, many = (beds.all_way_stop(people).model_dump() for people in (0.0, 400.0))
    assert none.pop("pedestrians") != many.pop("pedestrians")
    assert none == many


@pytest.mark.slow
@pytest.mark.parametrize("experiment", beds.EXPERIMENTS, ids=lambda experiment: experiment.targets[0].id)
def test_means_lie_in_the_bands(experiment: Experiment) -> None:
    """Full effort, one value per seed."""
    readings = experiment.measure(Effort(threads=2))
    assert set(readings) == {target.key for target in experiment.targets}
    for target in experiment.targets:
        values = readings[target.key]
        assert len(values) >= 20
        assert target.low <= np.mean(values) <= target.high, (target.key, np.mean(values))
