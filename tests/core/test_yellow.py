"""The yellow decision: far vehicles stop, near ones go, nobody brakes impossibly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core.codes import LEG_SOUTH, YELLOW_GO, YELLOW_STOP, YELLOW_UNDECIDED
from longtail_sim.core.yellow import decide_yellow, reaction_time

SPEED = 11.0


def stopping(it: Any, time_to_line: float, trips: int = 600, speed: float = SPEED) -> float:
    """Return the share of drivers that decides to stop at this time to the line."""
    row = it.put(0, it.approach(LEG_SOUTH), 10.0, speed)
    stop = 0
    for trip in range(trips):
        row.trip, row.yellow = trip, YELLOW_UNDECIDED
        decide_yellow(0, 0, time_to_line * speed, 100.0, 0.0, it.state.vehicles, it.settings, it.streets)
        assert row.yellow in (YELLOW_STOP, YELLOW_GO)
        stop += row.yellow == YELLOW_STOP
    return float(stop / trips)


@pytest.mark.parametrize(("time_to_line", "low", "high"), [(1.5, 0.0, 0.03), (3.75, 0.42, 0.58), (5.0, 0.85, 0.95)])
def test_share_that_stops(stage: Callable[..., Any], time_to_line: float, low: float, high: float) -> None:
    """Half of them at 3.75 s, nine in ten at 5 s."""
    assert low <= stopping(stage(), time_to_line) <= high


def test_a_decision_stands(stage: Callable[..., Any]) -> None:
    """Who has decided does not decide again, even next to the line."""
    it = stage()
    row = it.put(0, it.approach(LEG_SOUTH), 10.0, SPEED)
    row.yellow = YELLOW_STOP
    decide_yellow(0, 0, 1.0, 3.0, 0.0, it.state.vehicles, it.settings, it.streets)
    assert row.yellow == YELLOW_STOP


def test_without_errors_nobody_plans_to_enter_on_red(stage: Callable[..., Any]) -> None:
    """Who would reach the line after the end of yellow stops, if nobody errs."""
    it = stage(drivers={"errors": {"enabled": False}})
    row = it.put(0, it.approach(LEG_SOUTH), 10.0, SPEED)
    for trip in range(300):
        row.trip, row.yellow = trip, YELLOW_UNDECIDED
        decide_yellow(0, 0, 4.0 * SPEED, 3.0, 0.0, it.state.vehicles, it.settings, it.streets)
        assert row.yellow == YELLOW_STOP


def test_reactions_have_the_published_mean(stage: Callable[..., Any]) -> None:
    """Lognormal with mean 1.0 s, and the same driver reacts alike each time that it is asked."""
    it = stage()
    times = np.array([reaction_time(0, trip, 0, it.settings) for trip in range(4000)])
    assert abs(times.mean() - 1.0) < 0.03
    assert 0.3 < times.std() < 0.4
    assert reaction_time(0, 7, 0, it.settings) == times[7]
