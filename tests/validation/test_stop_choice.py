"""A logistic curve from decisions that were drawn from one."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.validation.stop_choice import StopChoice, fit


def test_known_curve_is_recovered() -> None:
    rng = np.random.default_rng(3)
    time = rng.uniform(0, 7, 4000)
    stopped = rng.random(4000) < 1 / (1 + np.exp(-1.76 * (time - 3.75)))
    found = fit(time, stopped)
    assert found.time_at(0.1) == pytest.approx(2.5, abs=0.12)
    assert found.time_at(0.9) == pytest.approx(5.0, abs=0.12)


def test_a_step_gives_a_steep_curve_at_its_place() -> None:
    """No slope fits a step best; the fit stays finite."""
    time = np.linspace(0, 7, 71)
    found = fit(time, time > 3.05)
    assert 2.95 < found.time_at(0.1) < 3.05 < found.time_at(0.9) < 3.15


def test_shares_and_times_belong_together() -> None:
    assert StopChoice(middle_s=3.75, slope=1.76).time_at(0.5) == 3.75
    assert StopChoice(middle_s=3.75, slope=1.76).time_at(0.9) == pytest.approx(5.0, abs=0.01)


@pytest.mark.parametrize("all_alike", [True, False])
def test_drivers_who_all_do_the_same_have_no_curve(all_alike: bool) -> None:
    with pytest.raises(ValueError, match="drivers who stop and drivers who go"):
        fit(np.linspace(0, 7, 20), np.full(20, all_alike))
