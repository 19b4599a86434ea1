"""What a driver knows of the leader is as old as the reaction time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core.codes import LEG_SOUTH
from longtail_sim.core.params import DT_S
from longtail_sim.core.reaction import perceived_leader, remember

DELAY = 5


def pair(stage: Callable[..., Any], delay: int) -> tuple[Any, Any]:
    """Return the stage and a follower at 10 m/s with a leader."""
    it = stage()
    lane = it.approach(LEG_SOUTH)
    it.put(0, lane, 80.0, 10.0)
    row = it.put(1, lane, 40.0, 10.0)
    row.delay_steps, row.leader = delay, 0
    return it, row


def seen(it: Any, row: Any, step: int, gap: float, speed: float) -> tuple[float, float]:
    """Set the true gap and leader's speed, and return the perceived ones."""
    row.gap, row.leader_speed = gap, speed
    remember(0, 1, step, it.state.vehicles, it.state.memory)
    there, fast = perceived_leader(0, 1, step, it.state.vehicles, it.state.memory)
    return float(there), float(fast)


def test_without_delay_the_truth_is_seen(stage: Callable[..., Any]) -> None:
    """At once."""
    it, row = pair(stage, 0)
    assert seen(it, row, 3, 31.0, 9.0) == (31.0, 9.0)
    assert seen(it, row, 4, 29.0, 2.0) == (29.0, 2.0)


def test_a_change_is_seen_after_the_delay(stage: Callable[..., Any]) -> None:
    """The leader stops dead: for half a second the driver believes that nothing has changed."""
    it, row = pair(stage, DELAY)
    for step in range(30):
        assert seen(it, row, step, 30.0, 10.0) == pytest.approx((30.0, 10.0))
    for step in range(30, 30 + DELAY):
        assert seen(it, row, step, 30.0, 0.0)[1] == 10.0
    assert seen(it, row, 30 + DELAY, 25.0, 0.0)[1] == 0.0


def test_the_gap_is_carried_on_at_the_known_speeds(stage: Callable[..., Any]) -> None:
    """With constant speeds the driver's guess of the gap is right."""
    it, row = pair(stage, DELAY)
    for step in range(40):
        gap, _ = seen(it, row, step, 50.0 - step * DT_S * 4.0, 6.0)
        assert step < DELAY or gap == pytest.approx(50.0 - step * DT_S * 4.0, abs=1e-4)


def test_a_new_leader_is_seen_as_it_is(stage: Callable[..., Any]) -> None:
    """Somebody changes in: the memory of the old leader does not apply."""
    it, row = pair(stage, DELAY)
    for step in range(30):
        seen(it, row, step, 30.0, 10.0)
    row.leader = 2
    assert seen(it, row, 30, 8.0, 10.0) == pytest.approx((8.0, 10.0))


def test_a_leader_lost_and_found_is_seen_as_it_is(stage: Callable[..., Any]) -> None:
    """What was known of it before is out of date."""
    it, row = pair(stage, DELAY)
    for step in range(30):
        seen(it, row, step, 60.0, 10.0)
    row.leader = -1
    for step in range(30, 60):
        seen(it, row, step, 1e18, 0.0)
    row.leader = 0
    assert seen(it, row, 60, 20.0, 4.0) == pytest.approx((20.0 - 6.0 * DELAY * DT_S, 4.0))


def test_memory_is_kept_while_attention_is_elsewhere(stage: Callable[..., Any]) -> None:
    """After a lapse of two seconds the driver sees what was there half a second ago, not before the lapse."""
    it, row = pair(stage, DELAY)
    row.speed = 0.0
    for step in range(50):
        row.gap, row.leader_speed = 50.0 - step, 0.0
        remember(0, 1, step, it.state.vehicles, it.state.memory)
    assert perceived_leader(0, 1, 49, it.state.vehicles, it.state.memory)[0] == pytest.approx(50.0 - 49 + DELAY)
