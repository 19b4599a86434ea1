"""Critical headways are those of the manual, differ between drivers, and shrink with waiting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.codes import CONTROL_SIGNAL, CONTROL_TWO_WAY_STOP, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.gap_acceptance import base_critical_headway, critical_headway, waited_at_line
from longtail_sim.core.limits import NEVER


@pytest.mark.parametrize(
    ("control", "turn", "major", "on_red", "seconds"),
    [
        (CONTROL_SIGNAL, TURN_LEFT, True, False, 4.5),
        (CONTROL_SIGNAL, TURN_RIGHT, True, True, 6.2),
        (CONTROL_TWO_WAY_STOP, TURN_LEFT, True, False, 4.1),
        (CONTROL_TWO_WAY_STOP, TURN_RIGHT, False, False, 6.2),
        (CONTROL_TWO_WAY_STOP, TURN_STRAIGHT, False, False, 6.5),
        (CONTROL_TWO_WAY_STOP, TURN_LEFT, False, False, 7.1),
    ],
)
def test_critical_headways_are_those_of_the_manual(
    control: int, turn: int, major: bool, on_red: bool, seconds: float
) -> None:
    """HCM 7, chapters 19 and 20, two-lane major road."""
    assert base_critical_headway(control, turn, major, on_red) == seconds


def test_half_a_minute_of_waiting_takes_off_a_second() -> None:
    """The accepted gap falls with the wait, by at most two seconds and never below half."""
    assert critical_headway(6.2, False, 1.0, 0.0) == pytest.approx(6.2)
    assert critical_headway(6.2, False, 1.0, 30.0) == pytest.approx(5.2)
    assert critical_headway(6.2, False, 1.0, 600.0) == pytest.approx(4.2)
    assert critical_headway(4.1, False, 0.6, 600.0) == pytest.approx(2.05)


def test_trucks_and_buses_need_a_second_more() -> None:
    """HCM 7, chapter 20, two-lane major road."""
    assert critical_headway(6.2, True, 1.0, 0.0) - critical_headway(6.2, False, 1.0, 0.0) == pytest.approx(1.0)


@given(st.floats(4, 8), st.floats(0.5, 2), st.floats(0, 1000), st.floats(0, 1000))
def test_who_waits_longer_never_asks_for_more(base: float, factor: float, first: float, second: float) -> None:
    """Impatience only ever shortens."""
    short, long = sorted((first, second))
    assert critical_headway(base, False, factor, long) <= critical_headway(base, False, factor, short)


def test_who_has_not_stopped_has_not_waited() -> None:
    """NEVER is the time of arrival of those who still roll."""
    assert waited_at_line(NEVER, 100.0) == 0.0
    assert waited_at_line(70.0, 100.0) == 30.0
