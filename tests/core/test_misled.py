"""Who is wrong about the signal has to look across: at red those with green come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.misled import is_mistaken, thinks_before_line
from longtail_sim.core.phases import junctions, perceive, signals


@pytest.mark.parametrize(("mistakes", "clear"), [(0, 1), (codes.MISTAKE_MISREAD | codes.MISTAKE_SIGNAL, 0)])
def test_a_misled_vehicle_at_red_sees_who_has_green(stage: Callable[..., Any], mistakes: int, clear: int) -> None:
    """Before a red light nobody looks; who takes it for green finds the way not clear."""
    it = stage(network={"grid": {"columns": 1, "rows": 1, "lanes": 1}})
    mine, across = it.approach(codes.LEG_EAST), it.approach(codes.LEG_NORTH)
    length = it.network.arrays.lane_length
    car = it.put(0, mine, float(length[mine]) - 1.0)
    car.driver = codes.DRIVER_AUTOMATED
    it.put(1, across, float(length[across]) - 35.0, speed=10.0)
    it.tables.beliefs[0, 0].trip, it.tables.beliefs[0, 0].mistakes = car.trip, mistakes
    it.tables.clock.misled[0] = 1 if mistakes else 0
    now = float(it.network.arrays.junction_offset_s[0]) + 5.0  # north and south have green
    signals.advance(0, now, it.state, it.streets)
    assert it.tables.junctions.colour[0, 0].tolist() == [codes.COLOUR_GREEN, codes.COLOUR_RED]
    perceive.neighbours(0, it.state, it.streets)
    junctions.arbitrate(0, now, it.state, it.settings, it.streets)
    assert car.path_clear == clear


def test_a_person_is_never_mistaken_about_a_belief(stage: Callable[..., Any]) -> None:
    it = stage()
    car = it.put(0, it.approach(codes.LEG_EAST), 10.0)
    it.tables.beliefs[0, 0].trip, it.tables.beliefs[0, 0].mistakes = car.trip, codes.MISTAKE_SIGNAL
    it.tables.clock.misled[0] = 1
    assert not is_mistaken(0, 0, codes.MISTAKE_SIGNAL, it.state)
    car.driver = codes.DRIVER_AUTOMATED
    assert is_mistaken(0, 0, codes.MISTAKE_SIGNAL, it.state)
    assert not is_mistaken(0, 0, codes.MISTAKE_UNSEEN, it.state)


@pytest.mark.parametrize(
    ("offset", "speed", "colour", "thinks"),
    [
        (3.0, 0.0, codes.COLOUR_RED, True),
        (3.0, 0.0, codes.COLOUR_GREEN, False),
        (3.0, 9.0, codes.COLOUR_RED, False),  # it cannot stop any more
        (0.5, 0.0, codes.COLOUR_RED, False),
    ],
)
def test_who_thinks_to_be_before_the_line(
    stage: Callable[..., Any], offset: float, speed: float, colour: int, thinks: bool
) -> None:
    it = stage()
    lane = it.connector(codes.LEG_EAST, codes.TURN_STRAIGHT)
    it.put(0, lane, 1.0, speed=speed)
    it.tables.beliefs[0, 0].line_offset, it.tables.beliefs[0, 0].colour = offset, colour
    assert bool(thinks_before_line(0, 0, lane, it.state, it.streets)) == thinks
