"""Two-way stops: HCM 7 chapter 20, gap acceptance by critical headway and follow-up headway."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

# Base critical headway for major streets of two, four and six lanes, and follow-up headways (s); exhibits 20-12, 20-13.
CRITICAL_S = {
    "major left": {2: 4.1, 4: 4.1, 6: 5.3},
    "minor right": {2: 6.2, 4: 6.9, 6: 7.1},
    "minor through": {2: 6.5, 4: 6.5, 6: 6.5},
    "minor left": {2: 7.1, 4: 7.5, 6: 6.4},
}
FOLLOW_UP_S = {
    "major left": {2: 2.2, 4: 2.2, 6: 3.1},
    "minor right": {2: 3.3, 4: 3.3, 6: 3.9},
    "minor through": {2: 4.0, 4: 4.0, 6: 4.0},
    "minor left": {2: 3.5, 4: 3.5, 6: 3.8},
}
PERMITTED_LEFT_S = (4.5, 2.5)  # at a signal (chapter 31): critical and follow-up headway
SNEAKERS = 2  # per cycle
THREE_LEGS_S = -0.7  # of a left turn from the minor street
GRADE_S = {"minor right": 0.1, "minor through": 0.2, "minor left": 0.2, "major left": 0.0}  # per cent of grade


def critical_headway_s(
    movement: str, *, major_lanes: int = 2, heavy: float = 0.0, grade_percent: float = 0.0, three_legs: bool = False
) -> float:
    """Return t_c = base + t_HV P_HV + t_G G - t_3LT, with t_HV 1.0 s, or 2.0 s where the major street has more lanes.

    Args:
        movement: a key of ``CRITICAL_S``.
        major_lanes: 2, 4 or 6, both directions together.
        heavy: P_HV, share of heavy vehicles.
        grade_percent: G, positive uphill.
        three_legs: at a T junction.
    """
    turn = THREE_LEGS_S if three_legs and movement == "minor left" else 0.0
    more = (1.0 if major_lanes == 2 else 2.0) * heavy + GRADE_S[movement] * grade_percent
    return CRITICAL_S[movement][major_lanes] + more + turn


def follow_up_headway_s(movement: str, *, major_lanes: int = 2, heavy: float = 0.0) -> float:
    """Return t_f = base + t_HV P_HV, with t_HV 0.9 s, or 1.0 s where the major street has more lanes."""
    return FOLLOW_UP_S[movement][major_lanes] + (0.9 if major_lanes == 2 else 1.0) * heavy


def potential_capacity(conflicting: float, critical_s: float, follow_up_s: float) -> float:
    """Return c = v_c exp(-v_c t_c / 3600) / (1 - exp(-v_c t_f / 3600)), 3600 / t_f for no conflicting flow (veh/h)."""
    if conflicting <= 0:
        return 3600.0 / follow_up_s
    per_s = conflicting / 3600.0
    return conflicting * exp(-per_s * critical_s) / (1 - exp(-per_s * follow_up_s))


def control_delay_s(flow: float, capacity: float, period_h: float = 0.25) -> float:
    """Return d = 3600/c + 900 T [x - 1 + sqrt((x - 1)^2 + (3600/c) x / (450 T))] + 5, x = v/c."""
    x, service = flow / capacity, 3600.0 / capacity
    return service + 900 * period_h * (x - 1 + sqrt((x - 1) ** 2 + service * x / (450 * period_h))) + 5


@dataclass(frozen=True)
class ThreeLegs:
    """Flows at a T junction whose stem has the stop (veh/h), one lane a direction; numbers as in exhibit 20-1."""

    through_2: float
    right_3: float
    left_4: float
    through_5: float

    @property
    def against_major_left(self) -> float:
        """v_c,4 = v2 + v3."""
        return self.through_2 + self.right_3

    @property
    def against_minor_right(self) -> float:
        """v_c,9 = v2 + 0.5 v3."""
        return self.through_2 + 0.5 * self.right_3

    @property
    def against_minor_left(self) -> float:
        """v_c,7 = 2 v4 + v5 + v2 + 0.5 v3."""
        return 2 * self.left_4 + self.through_5 + self.through_2 + 0.5 * self.right_3
