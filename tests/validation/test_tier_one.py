"""What is exact must hold at every commit: tier 1 of the targets, at quick effort."""

from __future__ import annotations

import pytest

from longtail_sim.validation.beds import car_following, invariants, scoring_formulas
from longtail_sim.validation.target import Effort, Experiment

EXPERIMENTS = [
    experiment for module in (car_following, scoring_formulas, invariants) for experiment in module.EXPERIMENTS
]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_every_value_lies_in_its_band(experiment: Experiment) -> None:
    """And every target is measured, and nothing else."""
    readings = experiment.measure(Effort(full=False))
    assert set(readings) == {target.key for target in experiment.targets}
    for target in experiment.targets:
        values = readings[target.key]
        assert len(values) == 1 or not target.exact
        if target.low is not None and target.high is not None:
            assert all(target.low <= value <= target.high for value in values), target.key
