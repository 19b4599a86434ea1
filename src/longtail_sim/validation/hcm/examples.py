"""The worked examples of HCM chapter 32 that the oracle must reproduce."""

from __future__ import annotations

from longtail_sim.validation.hcm.all_way_stop import Approaches, Lane
from longtail_sim.validation.hcm.two_way_stop import ThreeLegs

PEAK_HOUR_FACTOR = 0.95
HEAVY = 0.02


def _lane(left: float, through: float, right: float) -> Lane:
    return Lane(left, through, right, HEAVY)


# All-way stop, example 1: a T junction of single lanes; hourly volumes, hence the peak hour factor.
STOP_1: Approaches = {
    side: [_lane(*volumes).times(1 / PEAK_HOUR_FACTOR)]
    for side, volumes in {"eb": (50, 300, 0), "wb": (0, 300, 100), "sb": (100, 0, 50)}.items()
}

# All-way stop, example 2: two lanes on the east and west legs, three on the north and south legs; flow rates.
STOP_2: Approaches = {
    "eb": [_lane(56, 0, 0), _lane(0, 152, 64)],
    "wb": [_lane(156, 0, 0), _lane(0, 92, 72)],
    "nb": [_lane(76, 0, 0), _lane(0, 164, 0), _lane(0, 0, 116)],
    "sb": [_lane(48, 0, 0), _lane(0, 124, 0), _lane(0, 0, 88)],
}

# Two-way stop, example 1: a T junction of single lanes with 10 % heavy vehicles; flow rates.
YIELD_1 = ThreeLegs(through_2=240, right_3=40, left_4=160, through_5=300)
YIELD_1_HEAVY = 0.10
