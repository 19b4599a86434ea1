"""Signals: HCM 7 chapter 19, capacity and control delay of a lane group."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

BASE_SATURATION_FLOW = 1900.0  # passenger cars per hour and lane, in metropolitan areas of 250,000 people and more
PRETIMED = 0.5  # k
QUARTER_H = 0.25


@dataclass(frozen=True)
class LaneGroup:
    """Lanes that share a green."""

    cycle_s: float  # C
    green_s: float  # g, effective
    flow: float  # v, veh/h
    lanes: int = 1  # N
    saturation_flow: float = BASE_SATURATION_FLOW  # s, veh/h and lane

    @property
    def capacity(self) -> float:
        """C = N s g / C (veh/h)."""
        return self.lanes * self.saturation_flow * self.green_s / self.cycle_s

    @property
    def utilisation(self) -> float:
        """X = v / c."""
        return self.flow / self.capacity

    @classmethod
    def at(cls, cycle_s: float, green_s: float, utilisation: float) -> LaneGroup:
        """Return one lane with the flow that makes a utilisation."""
        return cls(cycle_s, green_s, utilisation * cls(cycle_s, green_s, 0.0).capacity)


def uniform_delay_s(group: LaneGroup, progression: float = 1.0) -> float:
    """Return d1 = PF 0.5 C (1 - g/C)^2 / (1 - min(1, X) g/C)."""
    share = group.green_s / group.cycle_s
    return progression * 0.5 * group.cycle_s * (1 - share) ** 2 / (1 - min(1.0, group.utilisation) * share)


def incremental_delay_s(
    group: LaneGroup, period_h: float = QUARTER_H, control: float = PRETIMED, upstream: float = 1.0
) -> float:
    """Return d2 = 900 T [(X - 1) + sqrt((X - 1)^2 + 8 k I X / (c T))].

    Args:
        group: whose delay.
        period_h: T.
        control: k, 0.5 if the signal is pretimed.
        upstream: I, 1 if arrivals are random.
    """
    x = group.utilisation
    return 900 * period_h * (x - 1 + sqrt((x - 1) ** 2 + 8 * control * upstream * x / (group.capacity * period_h)))


def control_delay_s(group: LaneGroup, period_h: float = QUARTER_H) -> float:
    """Return d = d1 + d2 of a pretimed, isolated signal without a queue at the beginning (d3 = 0)."""
    return uniform_delay_s(group) + incremental_delay_s(group, period_h)


def upstream_filtering(utilisation_upstream: float) -> float:
    """Return I = 1 - 0.91 X_u^2.68, at least 0.09."""
    return float(max(0.09, 1.0 - 0.91 * min(1.0, utilisation_upstream) ** 2.68))


def webster_delay_s(group: LaneGroup) -> float:
    """Return Webster's delay in its short form: 0.9 [C (1 - g/C)^2 / (2 (1 - v/s)) + X^2 / (2 q (1 - X))], X < 1.

    q is the flow per second (Webster 1958).
    """
    share, x, per_s = group.green_s / group.cycle_s, group.utilisation, group.flow / 3600.0
    uniform = group.cycle_s * (1 - share) ** 2 / (2 * (1 - share * x))
    return 0.9 * (uniform + x**2 / (2 * per_s * (1 - x)))
