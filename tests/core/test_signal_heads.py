"""What a fault makes of a signal's program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.signal_heads import SHORT_GREEN_S, colour_now, control_in_force

GREEN, RED, SIGNAL = codes.COLOUR_GREEN, codes.COLOUR_RED, codes.CONTROL_SIGNAL


@pytest.mark.parametrize(
    ("health", "control"),
    [
        (codes.HEALTH_FLASHING_RED, codes.CONTROL_ALL_WAY_STOP),
        (codes.HEALTH_FLASHING_YELLOW, codes.CONTROL_TWO_WAY_STOP),
        (codes.HEALTH_STUCK_RED, SIGNAL),
        (codes.HEALTH_CONFLICTING, SIGNAL),
        (codes.HEALTH_SWAPPED, SIGNAL),
    ],
)
def test_the_rule_behind_a_fault(health: int, control: int) -> None:
    """Flashes are signs; everything else looks like a signal; an officer outranks all."""
    assert control_in_force(SIGNAL, health, 0) == control
    assert control_in_force(SIGNAL, health, 1) == codes.CONTROL_OFFICER
    assert control_in_force(codes.CONTROL_ALL_WAY_STOP, health, 0) == codes.CONTROL_ALL_WAY_STOP


@pytest.mark.parametrize(
    ("health", "shown"),
    [
        (codes.HEALTH_STUCK_NORTH_SOUTH, [GREEN, RED]),
        (codes.HEALTH_STUCK_EAST_WEST, [RED, GREEN]),
        (codes.HEALTH_STUCK_RED, [RED, RED]),
        (codes.HEALTH_CONFLICTING, [GREEN, GREEN]),
    ],
)
def test_frozen_heads_never_change(stage: Callable[..., Any], health: int, shown: list[int]) -> None:
    it = stage()
    for now in (0.0, 31.7, 59.0, 1e4):
        assert [colour_now(0, axis, SIGNAL, health, now, it.streets) for axis in range(2)] == shown


def greens(it: Any, health: int) -> list[float]:
    """Return seconds of green in one cycle, by axis."""
    cycle = float(it.network.arrays.junction_cycle_s[0])
    times = np.arange(0.05, cycle, 0.1)
    shown = [[colour_now(0, axis, SIGNAL, health, now, it.streets) for now in times] for axis in (0, 1)]
    return [0.1 * row.count(GREEN) for row in shown]


def test_wrong_programs(stage: Callable[..., Any]) -> None:
    """Swapped greens, a very short one for the bigger road; the same sum of greens, never both at once."""
    it = stage(network={"streets": [{"axis": "row", "index": 0, "name": "Main", "major": True}]})
    it.streets.junctions["green_s"][0] = [16.0, 34.0]
    north, east = greens(it, codes.HEALTH_WORKING)
    assert (round(north), round(east)) == (16, 34)
    assert greens(it, codes.HEALTH_SWAPPED) == pytest.approx([east, north])
    assert greens(it, codes.HEALTH_SHORT_MAJOR) == pytest.approx([north + east - SHORT_GREEN_S, SHORT_GREEN_S], abs=0.1)
    assert greens(it, codes.HEALTH_OUT_OF_STEP) == pytest.approx([north, east], abs=0.11)
    half = float(it.network.arrays.junction_cycle_s[0]) / 2
    for now in np.arange(0.05, 60.0, 1.0):
        late = colour_now(0, 0, SIGNAL, codes.HEALTH_OUT_OF_STEP, now + half, it.streets)
        assert late == colour_now(0, 0, SIGNAL, codes.HEALTH_WORKING, now, it.streets)
