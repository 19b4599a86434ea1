"""Surrogate measures of the core: thresholds, and the formulas that need no geometry.

The same formulas, for people to read and to call, are in ``scoring/surrogates.py`` and ``scoring/rss.py``.
"""

from longtail_sim.core.jit import inlined

TTC_CONFLICT_S = 1.5  # van der Horst; SSAM
PET_CONFLICT_S = 1.5
PET_LONGEST_S = 5.0  # SSAM looks at no longer ones
DRAC_CONFLICT = 3.35  # m/s^2 (Archer 2005)
DRAC_MOST = 9.81  # m/s^2: more than this no tyre gives; contacts count as so much
REACH_S = 3.0  # of two on crossing paths who both are in their zone within so long

# Responsibility-sensitive safety with the parameters of JRC-FSM: what a careful and competent person keeps.
RSS_REACTION_S = 0.75
RSS_ACCELERATION = 3.0
RSS_BRAKING_LEAST = 6.0
RSS_BRAKING_MOST = 6.0


@inlined
def rss_distance(rear_speed, front_speed):
    """Return the longitudinal safe distance [m], below 0 if any is safe (Shalev-Shwartz et al. 2017).

    d = v_r rho + a rho^2 / 2 + (v_r + rho a)^2 / (2 b_min) - v_f^2 / (2 b_max)
    """
    faster = rear_speed + RSS_REACTION_S * RSS_ACCELERATION
    reacting = rear_speed * RSS_REACTION_S + 0.5 * RSS_ACCELERATION * RSS_REACTION_S * RSS_REACTION_S
    stops = reacting + faster * faster / (2.0 * RSS_BRAKING_LEAST)
    return stops - front_speed * front_speed / (2.0 * RSS_BRAKING_MOST)


@inlined
def braking_behind(closing, gap):
    """Return the deceleration that just avoids running into who is ahead [m/s^2]: dv^2 / (2 s), at most DRAC_MOST."""
    if closing <= 0.0:
        return 0.0
    return min(DRAC_MOST, closing * closing / (2.0 * gap)) if gap > 0.0 else DRAC_MOST


@inlined
def braking_for_zone(speed, distance, clears_s):
    """Return the deceleration [m/s^2] that reaches a zone when the other has cleared it, at most DRAC_MOST.

    2 (v - d / t) / t; who would have to stand before that, t >= 2 d / v, only has to stop in time: v^2 / (2 d).
    """
    if distance >= speed * clears_s:
        return 0.0
    if distance <= 0.0:
        return DRAC_MOST
    if speed * clears_s >= 2.0 * distance:
        return min(DRAC_MOST, speed * speed / (2.0 * distance))
    return min(DRAC_MOST, 2.0 * (speed - distance / clears_s) / clears_s)
