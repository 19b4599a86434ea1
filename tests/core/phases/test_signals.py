"""Programs of fixed-time signals, and what is in force when one is dark or an officer stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.codes import (
    COLOUR_GREEN,
    COLOUR_NONE,
    COLOUR_RED,
    COLOUR_YELLOW,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    HEALTH_DARK,
    HEALTH_WORKING,
)
from longtail_sim.core.phases.signals import advance
from longtail_sim.core.signal_heads import control_in_force, program_colour

greens = st.integers(50, 600)
times = st.integers(0, 50)


@given(green_0=greens, green_1=greens, yellow=st.integers(20, 80), all_red=times)
def test_colours_fill_the_cycle(green_0: int, green_1: int, yellow: int, all_red: int) -> None:
    """In tenths of seconds: each axis has its green and yellow in full, never while the other has not red."""
    cycle = green_0 + green_1 + 2 * (yellow + all_red)
    timing = (green_0 / 10, green_1 / 10, yellow / 10, all_red / 10)
    shown = np.array([[program_colour((k + 0.5) / 10, axis, *timing) for k in range(cycle)] for axis in range(2)])
    assert [int((row == COLOUR_GREEN).sum()) for row in shown] == [green_0, green_1]
    assert [int((row == COLOUR_YELLOW).sum()) for row in shown] == [yellow, yellow]
    assert not ((shown[0] != COLOUR_RED) & (shown[1] != COLOUR_RED)).any()
    both_red = int(((shown[0] == COLOUR_RED) & (shown[1] == COLOUR_RED)).sum())
    assert both_red == 2 * all_red


def test_yellow_follows_green() -> None:
    """North and south begin the cycle; 26 s green, 3 s yellow, red; then the others."""
    timing = (26.0, 26.0, 3.0, 1.0)
    times = (0.0, 25.9, 26.0, 28.9, 29.0, 30.0, 55.9, 56.0, 59.0)
    north = [program_colour(time, 0, *timing) for time in times]
    east = [program_colour(time, 1, *timing) for time in times]
    green, yellow, red = COLOUR_GREEN, COLOUR_YELLOW, COLOUR_RED
    assert north == [green, green, yellow, yellow, red, red, red, red, red]
    assert east == [red, red, red, red, red, green, green, yellow, red]


@pytest.mark.parametrize(
    ("built", "health", "officer", "force"),
    [
        (CONTROL_SIGNAL, HEALTH_WORKING, 0, CONTROL_SIGNAL),
        (CONTROL_SIGNAL, HEALTH_DARK, 0, CONTROL_DARK),
        (CONTROL_SIGNAL, HEALTH_DARK, 1, CONTROL_OFFICER),
        (CONTROL_ALL_WAY_STOP, HEALTH_DARK, 0, CONTROL_ALL_WAY_STOP),
    ],
)
def test_control_in_force(built: int, health: int, officer: int, force: int) -> None:
    """A signal without power is dark, a sign needs none, an officer outranks both."""
    assert control_in_force(built, health, officer) == force


def test_heads_change_and_remember_when(stage: Callable[..., Any]) -> None:
    """A working signal shows its program, a dark one nothing from that moment, an officer a hand again."""
    it = stage()
    rows = it.tables.junctions
    green = float(it.network.arrays.junction_green_s[0, 0])
    for now in np.arange(0.0, green + 1.0, 0.1):
        advance(0, now, it.state, it.streets)
    assert rows.colour[0, 0].tolist() == [COLOUR_YELLOW, COLOUR_RED]
    assert rows.colour_since_s[0, 0, 0] == pytest.approx(green)
    assert rows.colour_since_s[0, 0, 1] == 0.0
    rows.health[0, 0] = HEALTH_DARK
    advance(0, 100.0, it.state, it.streets)
    assert rows.control[0, 0] == CONTROL_DARK
    assert rows.colour[0, 0].tolist() == [COLOUR_NONE, COLOUR_NONE]
    assert rows.colour_since_s[0, 0].tolist() == [100.0, 100.0]
    rows.officer[0, 0] = 1
    advance(0, 100.1, it.state, it.streets)
    assert rows.control[0, 0] == CONTROL_OFFICER
    assert sorted(rows.colour[0, 0].tolist()) in (
        [COLOUR_GREEN, COLOUR_RED],
        [COLOUR_YELLOW, COLOUR_RED],
        [COLOUR_RED] * 2,
    )
