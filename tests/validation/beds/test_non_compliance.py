"""Ratios of rare events, and the mixture of drivers."""

import numpy as np
import pytest

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.non_compliance import Account, bed, ratio_by_group
from longtail_sim.validation.measuring import run_until
from longtail_sim.validation.outage import ALL_COMPLY


def test_equal_groups_give_their_ratio() -> None:
    assert ratio_by_group(np.array([2.0, 2, 2]), np.array([4.0, 4, 4])) == pytest.approx([0.5, 0.5, 0.5])


def test_the_mean_is_near_the_pooled_ratio_and_empty_groups_do_no_harm() -> None:
    part, whole = np.array([3.0, 0, 1, 2, 0, 4]), np.array([4.0, 0, 2, 2, 1, 6])
    values = ratio_by_group(part, whole)
    assert np.isfinite(values).all()
    assert values.mean() == pytest.approx(10 / 15, abs=0.03)


def test_the_spread_is_that_of_the_pooled_ratio() -> None:
    draws = np.random.default_rng(1)
    whole = draws.poisson(4.0, (400, 16)).astype(float)
    part = draws.binomial(whole.astype(int), 0.7).astype(float)
    truth = (part.sum(axis=1) / whole.sum(axis=1)).std()
    values = [ratio_by_group(a, b) for a, b in zip(part, whole, strict=True)]
    told = np.mean([row.std(ddof=1) / np.sqrt(16) for row in values])
    assert told == pytest.approx(truth, rel=0.1)


def test_who_does_not_notice_does_not_stop() -> None:
    stops = {}
    for share in (0.0, 0.3):
        simulator = Simulator(bed({**ALL_COMPLY, "unaware": share}), range(2))
        run_until(simulator, 1800.0)
        tally = simulator.state.tally
        stops[share] = 1 - tally.stop_violations.sum() / tally.dark_traversals.sum()
    assert stops[0.0] > 0.98
    assert 0.6 < stops[0.3] < 0.95


def test_an_account_pools_all_worlds() -> None:
    simulator = Simulator(bed(), range(4))
    run_until(simulator, 600.0)
    account = Account(simulator, 2)
    assert account.crossings.shape == (2,)
    assert account.crossings.sum() == simulator.state.tally.dark_traversals.sum() > 400
