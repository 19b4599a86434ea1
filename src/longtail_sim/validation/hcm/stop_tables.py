"""Headways at an all-way stop by geometry and conflict: HCM 7 chapter 21, exhibits 21-11, 21-12 and 21-15."""

from __future__ import annotations

from typing import NamedTuple

MULTILANE = ("5", "6")


class Adjustment(NamedTuple):
    """What a turn or a heavy vehicle adds to a headway (s); exhibit 21-12."""

    left: float
    right: float
    heavy: float


# Exhibit 21-15, groups 1 to 4b: one headway (s) for each of the five degrees of conflict.
BY_CASE = {
    "1": (3.9, 4.7, 5.8, 7.0, 9.6),
    "2": (3.9, 4.7, 5.8, 7.0, 9.6),
    "3a": (4.0, 4.8, 5.9, 7.1, 9.7),
    "3b": (4.3, 5.1, 6.2, 7.4, 10.0),
    "4a": (4.0, 4.8, 5.9, 7.1, 9.7),
    "4b": (4.5, 5.3, 6.4, 7.6, 10.2),
}

# Groups 5 and 6: case -> {number of vehicles on the other approaches: headway}; more vehicles: the last.
BY_VEHICLES: dict[str, dict[int, dict[int, float]]] = {
    "5": {
        1: {0: 4.5},
        2: {1: 5.0, 2: 6.2},
        3: {1: 6.4, 2: 7.2},
        4: {2: 7.6, 3: 7.8, 4: 9.0},
        5: {4: 9.7, 5: 10.0, 6: 11.5},
    },
    "6": {
        1: {0: 4.5},
        2: {1: 6.0, 2: 6.8, 3: 7.4},
        3: {1: 6.6, 2: 7.3, 3: 7.8},
        4: {2: 8.1, 3: 8.7, 4: 9.6, 5: 12.3},
        5: {3: 10.0, 4: 11.1, 5: 11.4, 6: 13.3},
    },
}


def geometry_group(subject: int, opposing: int, conflicting: int, *, four_legs: bool) -> str:
    """Return the geometry group of an approach (exhibit 21-11).

    Args:
        subject: its lanes.
        opposing: lanes of the opposite approach, 0 if there is none.
        conflicting: lanes of the crossing approaches, the larger number of the two.
        four_legs: False for a T junction.
    """
    if subject == 1 and opposing <= 2 and conflicting <= 2:
        if opposing <= 1:
            return "1" if conflicting <= 1 else "2"
        return ("4" if four_legs else "3") + ("a" if conflicting <= 1 else "b")
    return "6" if _has_three_lanes_to_cross(subject, opposing, conflicting) else "5"


def _has_three_lanes_to_cross(subject: int, opposing: int, conflicting: int) -> bool:
    if subject == 1:
        return opposing >= 2 and conflicting >= 2
    if subject == 2:
        return opposing >= 3 or conflicting >= 3
    return opposing >= 2 and conflicting >= 2


def adjustment(group: str) -> Adjustment:
    """Return what turns and heavy vehicles add (exhibit 21-12)."""
    return Adjustment(0.5, -0.7, 1.7) if group in MULTILANE else Adjustment(0.2, -0.6, 1.7)


def move_up_s(group: str) -> float:
    """Return the time in which the next vehicle moves up to the line."""
    return 2.3 if group in MULTILANE else 2.0


def base_headway_s(group: str, case: int, vehicles: int) -> float:
    """Return the saturation headway for a degree of conflict (exhibit 21-15).

    Args:
        group: of geometry.
        case: 1 nobody waits elsewhere, 2 opposite only, 3 on one crossing approach, 4 on two others, 5 on all three.
        vehicles: how many wait on the other approaches, each lane counting one.
    """
    if group in BY_CASE:
        return BY_CASE[group][case - 1]
    headways = BY_VEHICLES[group][case]
    return headways[min(max(vehicles, min(headways)), max(headways))]
