"""The executor acts on what is believed: gaps, phantoms, and where the line is taken to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases import automated, perceive


def command(
    stage: Callable[..., Any], to_line: float, *, sensing: int = 1, hold: bool = False, **belief: float
) -> float:
    """Return what a car does at 8 m/s on a free lane while it believes this."""
    it = stage()
    lane = it.approach(codes.LEG_EAST)
    car = it.put(0, lane, float(it.network.arrays.lane_length[lane]) - to_line, speed=8.0)
    car.driver, car.entry = codes.DRIVER_AUTOMATED, codes.ENTRY_HOLD if hold else codes.ENTRY_PASS
    it.tables.clock.sensing[0], it.tables.clock.automated[0] = sensing, 1
    for name, value in {"gap": NEVER, "leader_speed": 0.0, "line_offset": 0.0, **belief}.items():
        it.tables.beliefs[name][0, 0] = value
    perceive.neighbours(0, it.state, it.streets)
    place = float(car.s)
    automated.drive(0, 20.0, it.state, it.settings, it.streets)
    assert car.s == place
    return float(car.accel)


def test_a_phantom_is_braked_for(stage: Callable[..., Any]) -> None:
    assert command(stage, 60.0) > 0
    assert command(stage, 60.0, gap=10.0) < -5
    assert command(stage, 60.0, sensing=0, gap=10.0) > 0


@pytest.mark.parametrize(("offset", "harder"), [(3.0, False), (-1.5, True)])
def test_the_line_is_where_it_is_believed_to_be(stage: Callable[..., Any], offset: float, harder: bool) -> None:
    usual, moved = (command(stage, 12.0, hold=True, line_offset=metres) for metres in (0.0, offset))
    assert usual < 0
    assert (moved < usual) == harder
    assert command(stage, 12.0 - offset, hold=True, line_offset=offset) == pytest.approx(usual)
