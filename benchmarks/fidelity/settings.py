"""What both simulators are given: streets, signals, demand and the times that are measured."""

from __future__ import annotations

from dataclasses import dataclass

SPEED = 13.9  # m/s, 50 km/h
ENTRY_M = 200.0
BLOCK_M = 150.0
YELLOW_S, ALL_RED_S = 3.0, 1.0
SHORT_CYCLE_S, LONG_CYCLE_S = 60.0, 240.0  # green 26 s and 116 s
STRAIGHT = (0.0, 0.0)  # shares that turn left and right
BALANCED = (0.10, 0.10)
SATURATION = 1200.0  # vehicles per hour and entry lane: more than a signal passes,
STOP_SATURATION = 600.0  # ... and more than an all-way stop
QUEUE = 20  # vehicles that have stood at the line; headways count from the fifth on
FIRST = 4
WARM_UP_S, MEASURED_S = 300.0, 1800.0
GRID = 6  # streets each way
GRID_DEMANDS = (150.0, 300.0, 450.0)  # vehicles per hour and entry
GRID_S = 1200.0


@dataclass(frozen=True)
class Streets:
    """A grid of equal two-way streets."""

    size: int = 1  # junctions in a row and in a column
    lanes: int = 1  # in each direction
    control: str = "signal"  # or all_way_stop
    cycle_s: float = SHORT_CYCLE_S
    entry_m: float = ENTRY_M


@dataclass(frozen=True)
class Traffic:
    """Who comes."""

    per_entry_lane: float  # vehicles per hour
    turns: tuple[float, float] = STRAIGHT  # shares that turn left and right at each junction


def headway(passed: list[float]) -> float:
    """Return the saturation headway [s] of one discharge, the seconds at which vehicles of a queue passed the line."""
    return (passed[QUEUE - 1] - passed[FIRST - 1]) / (QUEUE - FIRST)
