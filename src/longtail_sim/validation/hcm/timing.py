"""Timing of signals: yellow, red clearance, cycle."""

from __future__ import annotations

MPS_PER_MPH = 0.44704
OVER_LIMIT_MPH = 7.0  # the 85th percentile of speed lies this much above the limit (NCHRP 03-95)
DECELERATION_MPS2 = 3.048  # 10 ft/s2
REACTION_S = 1.0
GRAVITY_MPS2 = 9.81


def yellow_s(speed_mps: float, grade: float = 0.0) -> float:
    """Return the yellow of a speed: Y = t + V / (2 a + 2 G g), t = 1 s, a = 10 ft/s2.

    Source: Institute of Transportation Engineers, Guidelines for Determining Traffic Signal Change and Clearance
    Intervals; NCHRP Report 731.

    Args:
        speed_mps: V, of approaching vehicles (85th percentile).
        grade: G, rise over run, positive uphill.
    """
    return REACTION_S + speed_mps / (2 * DECELERATION_MPS2 + 2 * grade * GRAVITY_MPS2)


def yellow_at_limit_s(limit_mph: float) -> float:
    """Return the yellow at a speed limit: the 85th percentile of speed is 7 mi/h above it (NCHRP 03-95)."""
    return yellow_s((limit_mph + OVER_LIMIT_MPH) * MPS_PER_MPH)


def red_clearance_s(width_m: float, length_m: float, speed_mps: float, *, reduced: bool = False) -> float:
    """Return the time to clear a crossing: R = (W + L) / V (ITE).

    Args:
        width_m: W, from stop line to the far side of the crossing.
        length_m: L, of a vehicle.
        speed_mps: V.
        reduced: 1 s less, for the next stream's reaction, but not below 1 s (NCHRP Report 731).
    """
    clearance = (width_m + length_m) / speed_mps
    return max(1.0, clearance - 1.0) if reduced else clearance


def webster_cycle_s(lost_s: float, flow_ratio: float) -> float:
    """Return the cycle of least delay: C0 = (1.5 L + 5) / (1 - Y) (Webster 1958).

    Args:
        lost_s: L, lost time of all phases of a cycle.
        flow_ratio: Y, sum over the phases of demand by saturation flow; below 1.

    Raises:
        ValueError: Y is 1 or more, so that no cycle suffices.
    """
    if not 0 <= flow_ratio < 1:
        raise ValueError(f"a flow ratio of {flow_ratio:g} can be served by no cycle; it must be at least 0 and below 1")
    return (1.5 * lost_s + 5.0) / (1.0 - flow_ratio)


def cycle_for_utilisation_s(lost_s: float, flow_ratio: float, utilisation: float) -> float:
    """Return the cycle at which the critical lanes have a volume-to-capacity ratio: C = L Xc / (Xc - Y) (HCM 7, 19)."""
    if utilisation <= flow_ratio:
        raise ValueError(f"a utilisation of {utilisation:g} cannot be had with a flow ratio of {flow_ratio:g}")
    return lost_s * utilisation / (utilisation - flow_ratio)
