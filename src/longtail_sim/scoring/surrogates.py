"""Surrogate safety measures: how near two road users came to a contact that did not happen.

They rank places and policies; they do not predict crash counts (SSAM: rank correlation with annual crashes 0.46 over
83 signalised junctions).  Distances in m, speeds in m/s, times in s.  Who is on no collision course has an infinite
time to collision and needs no braking.
"""

import math
from dataclasses import dataclass

from longtail_sim.scoring.checked import need_finite, need_positive_or_zero

COMFORTABLE_BRAKING = 3.35  # m/s^2 (Archer 2005), threshold of the deceleration rate to avoid a crash
REACTION_S = 1.0  # perception and reaction in the modified deceleration rate


def time_to_collision(gap: float, follower_speed: float, leader_speed: float) -> float:
    """Return s / (v_f - v_l) [s]; infinite if the gap does not close, 0 if it is used up (Hayward 1972)."""
    need_finite(gap=gap, follower_speed=follower_speed, leader_speed=leader_speed)
    if gap <= 0:
        return 0.0
    closing = follower_speed - leader_speed
    return gap / closing if closing > 0 else math.inf


def modified_time_to_collision(
    gap: float, follower_speed: float, leader_speed: float, follower_acceleration: float, leader_acceleration: float
) -> float:
    """Return the time to collision at constant accelerations [s] (Ozbay et al. 2008).

    The smallest positive root of s - dv t - da t^2 / 2 = 0 with dv = v_f - v_l and da = a_f - a_l; infinite if none.
    """
    need_finite(gap=gap, follower_speed=follower_speed, leader_speed=leader_speed)
    need_finite(follower_acceleration=follower_acceleration, leader_acceleration=leader_acceleration)
    if gap <= 0:
        return 0.0
    dv, da = follower_speed - leader_speed, follower_acceleration - leader_acceleration
    if da == 0:
        return time_to_collision(gap, follower_speed, leader_speed)
    under_root = dv * dv + 2.0 * da * gap
    if under_root < 0:
        return math.inf
    # The nearer root as 2 s / (dv + sqrt(dv^2 + 2 da s)), which loses no digits where da is small.
    denominator = dv + math.sqrt(under_root)
    return 2.0 * gap / denominator if denominator > 0 else math.inf


def braking_to_avoid(gap: float, follower_speed: float, leader_speed: float) -> float:
    """Return the deceleration that just avoids a crash, DRAC = (v_f - v_l)^2 / (2 s) [m/s^2]; 0 if no gap closes."""
    need_finite(gap=gap, follower_speed=follower_speed, leader_speed=leader_speed)
    closing = follower_speed - leader_speed
    if closing <= 0:
        return 0.0
    return closing * closing / (2.0 * gap) if gap > 0 else math.inf


def modified_braking_to_avoid(
    gap: float, follower_speed: float, leader_speed: float, reaction_s: float = REACTION_S
) -> float:
    """Return DRAC of a driver who brakes only after reacting, MDRAC = dv / (2 (TTC - PRT)) [m/s^2].

    Infinite if the time to collision is not longer than the reaction.
    """
    need_positive_or_zero(reaction_s=reaction_s)
    left = time_to_collision(gap, follower_speed, leader_speed) - reaction_s
    if math.isinf(left):
        return 0.0
    return 0.5 * (follower_speed - leader_speed) / left if left > 0 else math.inf


def crossing_braking_to_avoid(speed: float, distance: float, other_clears_s: float) -> float:
    """Return the deceleration with which B reaches the conflict area just when A has left it [m/s^2].

    DRAC = 2 (v_B - d_B / t_A) / t_A; 0 if B comes later anyway.

    Args:
        speed: of B, who comes second.
        distance: of B to the conflict area.
        other_clears_s: until A has left it, t_A.
    """
    need_positive_or_zero(speed=speed, distance=distance, other_clears_s=other_clears_s)
    if distance >= speed * other_clears_s:
        return 0.0
    return 2.0 * (speed - distance / other_clears_s) / other_clears_s


def post_encroachment_time(first_leaves_s: float, second_enters_s: float) -> float:
    """Return PET [s], from the first leaving the conflict area to the second entering it; negative: both inside."""
    need_finite(first_leaves_s=first_leaves_s, second_enters_s=second_enters_s)
    return second_enters_s - first_leaves_s


def stopping_distance_share(distance: float, speed: float, braking: float = COMFORTABLE_BRAKING) -> float:
    """Return PSD, the remaining distance as a share of v^2 / (2 b); below 1 the stop needs more than ``braking``."""
    need_positive_or_zero(distance=distance, speed=speed)
    return distance / (speed * speed / (2.0 * braking)) if speed > 0 else math.inf


def change_of_speed(
    mass: float, speed: float, other_mass: float, other_speed: float, angle_deg: float
) -> tuple[float, float]:
    """Return the delta-v of both bodies in a plastic impact [m/s]: dv_1 = m_2 / (m_1 + m_2) |v_1 - v_2|.

    Args:
        mass: of the first, in any unit.
        speed: of the first.
        other_mass: of the second, in the same unit.
        other_speed: of the second.
        angle_deg: between their headings, 180 for head-on.
    """
    need_finite(angle_deg=angle_deg)
    need_positive_or_zero(mass=mass, speed=speed, other_mass=other_mass, other_speed=other_speed)
    across = 2.0 * speed * other_speed * math.cos(math.radians(angle_deg))
    closing = math.sqrt(max(0.0, speed * speed + other_speed * other_speed - across))
    total = mass + other_mass
    return other_mass / total * closing, mass / total * closing


@dataclass(frozen=True, slots=True)
class Body:
    """A rectangle that moves straight on: centre, heading [rad, counter-clockwise from east], size and speed."""

    x: float
    y: float
    heading: float
    speed: float
    length: float
    width: float


def plane_time_to_collision(a: Body, b: Body) -> float:
    """Return when two rectangles at constant speed and heading first overlap [s]; infinite if never, 0 if now.

    Two rectangles overlap exactly while their shadows overlap on all four of their axes (separating axes); each shadow
    gives an interval of time, and the answer is the beginning of what the four intervals have in common.
    """
    need_finite(a_x=a.x, a_y=a.y, a_heading=a.heading, a_speed=a.speed, b_x=b.x, b_y=b.y, b_heading=b.heading)
    need_finite(b_speed=b.speed)
    need_positive_or_zero(a_length=a.length, a_width=a.width, b_length=b.length, b_width=b.width)
    begin, end = 0.0, math.inf
    for direction in (a.heading, a.heading + math.pi / 2, b.heading, b.heading + math.pi / 2):
        first, last = _shadows_overlap(a, b, direction)
        begin, end = max(begin, first), min(end, last)
    return begin if begin <= end else math.inf


def _shadows_overlap(a: Body, b: Body, direction: float) -> tuple[float, float]:
    """Return from when until when the shadows of two moving rectangles on one axis overlap."""
    apart = (b.x - a.x) * math.cos(direction) + (b.y - a.y) * math.sin(direction)
    parting = b.speed * math.cos(b.heading - direction) - a.speed * math.cos(a.heading - direction)
    reach = _half_shadow(a, direction) + _half_shadow(b, direction)
    if abs(parting) < 1e-12:
        return (-math.inf, math.inf) if abs(apart) <= reach else (math.inf, -math.inf)
    ends = (-reach - apart) / parting, (reach - apart) / parting
    return min(ends), max(ends)


def _half_shadow(body: Body, direction: float) -> float:
    turn = body.heading - direction
    return 0.5 * (body.length * abs(math.cos(turn)) + body.width * abs(math.sin(turn)))
