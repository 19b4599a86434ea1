"""The five types of contact, as nuPlan tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.contact_type import contact_type
from longtail_sim.core.footprints import distance_outside
from longtail_sim.core.phases.contact import strike


def kind(it: Any, i: int, k: int) -> int:
    """Return the type as vehicle ``i`` sees it."""
    return int(contact_type(0, i, k, it.state.vehicles, it.streets))


@pytest.mark.parametrize(
    ("speeds", "seen_by_ahead", "seen_by_behind"),
    [
        ((0.0, 5.0), codes.CONTACT_WHILE_STANDING, codes.CONTACT_WITH_STANDING),
        ((2.0, 5.0), codes.CONTACT_REAR, codes.CONTACT_FRONT),
    ],
)
def test_one_behind_the_other(
    stage: Callable[..., Any], speeds: tuple[float, float], seen_by_ahead: int, seen_by_behind: int
) -> None:
    it = stage()
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, 80.0, speeds[0])
    it.put(1, lane, 75.5, speeds[1])
    assert kind(it, 0, 1) == seen_by_ahead
    assert kind(it, 1, 0) == seen_by_behind


def test_side_by_side(stage: Callable[..., Any]) -> None:
    """A corner of the front bumper of the one behind is in the other one; its own front touches nobody."""
    it = stage()
    it.put(0, it.approach(codes.LEG_SOUTH, 0), 80.0, 5.0).lateral = 0.8
    it.put(1, it.approach(codes.LEG_SOUTH, 1), 79.0, 6.0).lateral = -0.8
    assert kind(it, 0, 1) == codes.CONTACT_LATERAL
    assert kind(it, 1, 0) == codes.CONTACT_FRONT


def test_a_point_in_a_turned_rectangle() -> None:
    assert distance_outside(1.0, 1.0, 0.0, 0.0, 0.785, 4.0, 1.0) == 0.0
    assert distance_outside(1.0, -1.0, 0.0, 0.0, 0.785, 4.0, 1.0) > 0.0


def test_change_of_speed_of_the_core(stage: Callable[..., Any]) -> None:
    """T1.6: 1,500 and 2,000 kg, at a right angle, 10 and 8 m/s: 7.32 m/s."""
    it = stage()
    it.put(0, it.approach(codes.LEG_SOUTH), 80.0, 10.0)
    found = strike(0, 0, 1500.0, 10.0, 2000.0, 8.0, 0.5 * 3.141592653589793, it.state.vehicles)
    assert found == pytest.approx(7.32, abs=0.01)
