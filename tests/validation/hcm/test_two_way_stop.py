"""HCM 7 chapter 20: gap acceptance beside example 1 of chapter 32 and a table of capacities."""

from __future__ import annotations

import pytest

from longtail_sim.validation.hcm.examples import YIELD_1, YIELD_1_HEAVY
from longtail_sim.validation.hcm.two_way_stop import (
    PERMITTED_LEFT_S,
    control_delay_s,
    critical_headway_s,
    follow_up_headway_s,
    potential_capacity,
)

FLOWS = (0, 200, 400, 600, 800, 1000, 1200)
CAPACITIES = {
    "minor right": (1091, 846, 654, 505, 388, 298, 228),
    "minor through": (900, 699, 541, 417, 320, 245, 187),
    "minor left": (1029, 763, 564, 416, 306, 224, 163),
    "major left": (1636, 1384, 1170, 987, 832, 700, 589),
    "permitted left": (1440, 1201, 1000, 832, 690, 572, 474),
}


@pytest.mark.parametrize(
    ("movement", "conflicting", "critical_s", "follow_up_s", "capacity"),
    [
        ("major left", YIELD_1.against_major_left, 4.2, 2.29, 1238),
        ("minor right", YIELD_1.against_minor_right, 6.3, 3.39, 760),
        ("minor left", YIELD_1.against_minor_left, 6.5, 3.59, 308),
    ],
)
def test_example_1(movement: str, conflicting: float, critical_s: float, follow_up_s: float, capacity: float) -> None:
    critical = critical_headway_s(movement, heavy=YIELD_1_HEAVY, three_legs=True)
    follow_up = follow_up_headway_s(movement, heavy=YIELD_1_HEAVY)
    assert (critical, follow_up) == pytest.approx((critical_s, follow_up_s))
    assert potential_capacity(conflicting, critical, follow_up) == pytest.approx(capacity, abs=1)


@pytest.mark.parametrize("movement", CAPACITIES)
def test_capacities(movement: str) -> None:
    if movement == "permitted left":
        headways = PERMITTED_LEFT_S
    else:
        headways = critical_headway_s(movement), follow_up_headway_s(movement)
    found = [potential_capacity(flow, *headways) for flow in FLOWS]
    assert found == pytest.approx(CAPACITIES[movement], abs=0.6)


def test_wide_steep_roads_with_lorries_need_longer_gaps() -> None:
    assert critical_headway_s("minor right", major_lanes=4, heavy=0.1, grade_percent=2) == pytest.approx(
        6.9 + 0.2 + 0.2
    )
    assert follow_up_headway_s("minor left", major_lanes=6, heavy=0.1) == pytest.approx(3.9)


def test_delay_grows_with_flow_from_that_of_an_empty_road() -> None:
    delays = [control_delay_s(flow, 500) for flow in (1e-9, 250, 400, 500)]
    assert delays[0] == pytest.approx(3600 / 500 + 5)
    assert delays == sorted(delays)
