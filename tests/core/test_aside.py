"""Who pulls over slides to the kerb, is counted, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import aside, codes
from longtail_sim.core.phases.perceive import neighbours

ONE_LANE = {"network": {"grid": {"columns": 1, "rows": 1, "lanes": 1}}}


def slid(it: Any, steps: int) -> None:
    """Let everybody slide for some steps."""
    neighbours(0, it.state, it.streets)
    for _ in range(steps):
        aside.slide_all(0, it.state, it.streets)


def test_one_slides_to_the_right_kerb_and_is_out_of_the_way(stage: Callable[..., Any]) -> None:
    """At once while driving, slowly from a queue, and never beyond the kerb."""
    it = stage(**ONE_LANE)
    lane = it.approach(codes.LEG_WEST)
    it.put(1, lane, 60.0, speed=10.0)
    it.put(0, lane, 40.0)
    for slot in (0, 1):
        aside.pull_aside(0, slot, lane, True, it.state, it.streets)
    assert it.state.clock["aside"][0] == 2
    slid(it, 10)
    lateral = it.state.vehicles["lateral"][0]
    assert lateral[1] == pytest.approx(-aside.AT_KERB_M)
    assert lateral[0] == pytest.approx(-aside.SLIDE_STANDING)
    assert aside.is_out_of_the_way(0, 1, it.state.vehicles)
    assert not aside.is_out_of_the_way(0, 0, it.state.vehicles)
    slid(it, 50)
    assert lateral[0] == pytest.approx(-aside.AT_KERB_M)
    aside.pull_aside(0, 0, lane, False, it.state, it.streets)
    assert it.state.clock["aside"][0] == 1
    assert not aside.is_out_of_the_way(0, 0, it.state.vehicles)


def test_the_left_lane_goes_to_the_left(stage: Callable[..., Any]) -> None:
    """A way opens between two lanes."""
    it = stage()
    lane = it.approach(codes.LEG_WEST, 1)
    it.put(0, lane, 60.0, speed=10.0)
    aside.pull_aside(0, 0, lane, True, it.state, it.streets)
    slid(it, 20)
    assert it.state.vehicles["lateral"][0, 0] == pytest.approx(aside.AT_KERB_M)


def test_nobody_stands_aside_in_a_junction_or_just_behind_it(stage: Callable[..., Any]) -> None:
    """Vehicle code 21806: clear of the junction."""
    it = stage(**ONE_LANE)
    lane, inside = it.approach(codes.LEG_WEST), it.connector(codes.LEG_WEST, codes.TURN_STRAIGHT)
    it.put(0, inside, 5.0)
    it.put(1, lane, 5.0)
    for slot, where in ((0, inside), (1, lane)):
        aside.pull_aside(0, slot, where, True, it.state, it.streets)
    assert (it.state.vehicles["aside"][0, :2] == codes.ASIDE_NO).all()
    assert it.state.clock["aside"][0] == 0
