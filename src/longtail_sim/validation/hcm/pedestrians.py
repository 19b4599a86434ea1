"""Pedestrians: HCM 7 chapters 19 (at signals) and 20 (waiting for a gap)."""

from __future__ import annotations

from math import exp

EFFECTIVE_WALK_S = 4.0  # of the clearance interval are used as well


def signal_delay_s(cycle_s: float, walk_s: float) -> float:
    """Return d = (C - g_w)^2 / (2 C) with an effective walk g_w = Walk + 4 s, for all who comply."""
    return (cycle_s - walk_s - EFFECTIVE_WALK_S) ** 2 / (2 * cycle_s)


def critical_headway_s(crossing_m: float, speed_mps: float, start_and_end_s: float = 3.0) -> float:
    """Return t_c = L / S_p + t_s: the least headway in which a pedestrian crosses."""
    return crossing_m / speed_mps + start_and_end_s


def gap_delay_s(flow: float, critical_s: float) -> float:
    """Return the mean wait for a gap of t_c in Poisson traffic: d = (e^{v t_c} - v t_c - 1) / v, nobody yielding.

    Args:
        flow: conflicting vehicles per hour; v is that per second.
        critical_s: t_c.
    """
    per_s = flow / 3600.0
    return (exp(per_s * critical_s) - per_s * critical_s - 1.0) / per_s if per_s > 0 else 0.0
