"""The displayed green is the effective green of the reference values."""

from __future__ import annotations

import pytest

from longtail_sim.network import build_network
from longtail_sim.validation.measuring import junction
from longtail_sim.validation.reference_signal import CAPACITY, CYCLE_S, GREEN_S, TIMING


def test_displayed_green_is_what_the_capacity_is_given_for() -> None:
    arrays = build_network(junction(signals=TIMING).network).arrays
    assert arrays.junction_green_s.ravel().tolist() == pytest.approx([GREEN_S, GREEN_S])
    assert arrays.junction_cycle_s.tolist() == [CYCLE_S]
    assert round(CAPACITY) == 823
