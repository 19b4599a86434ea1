"""Formulas of one vehicle: car following, stopping profiles, travel times.  Scalars in SI units, each tested alone."""

import math

from longtail_sim.core.jit import inlined
from longtail_sim.core.params import DT_S

HARDEST_BRAKING = 9.0  # m/s^2, what tyres give
STOP_BRAKING = 2.8  # m/s^2, profile towards a stop sign or a dark signal
GENTLE_BRAKING = 1.6  # m/s^2, profile towards a light, seen from far; who follows reacts late and brakes harder
SIGHT_REACTION_S = 2.5  # design values of stopping sight distance (AASHTO)
SIGHT_BRAKING = 3.4  # m/s^2
SURELY = 1.0 + 1e-9  # beyond what rounding could turn round
TURN_BRAKING = 2.0  # m/s^2, profile towards a slower connector


@inlined
def free_acceleration(speed: float, desired: float, acceleration: float) -> float:
    """Return the acceleration [m/s^2] on a free road.

    a (1 - (v/v0)^4) below the desired speed v0 (Treiber, Hennecke, Helbing 2000), a (1 - v/v0) above, so that a lower
    limit does not make anybody brake absurdly.
    """
    ratio = speed / desired
    if ratio > 1.0:
        return acceleration * (1.0 - ratio)
    return acceleration * (1.0 - ratio * ratio * ratio * ratio)


@inlined
def approach_term(acceleration: float, deceleration: float) -> float:
    """Return 1 / (2 sqrt(a b)) [s^2/m], what IDM's braking term needs of a driver: worked out once."""
    return 1.0 / (2.0 * math.sqrt(acceleration * deceleration))


@inlined
def following_acceleration(
    speed: float,
    gap: float,
    leader_speed: float,
    time_headway: float,
    acceleration: float,
    approach: float,
    standstill_gap: float,
) -> float:
    """Return the interaction term of IDM+ [m/s^2] (Schakel, van Arem, Netten 2010).

    a (1 - (s*/s)^2),  s* = s0 + max(0, v T + v (v - v_l) / (2 sqrt(a b))),  ``approach`` = 1 / (2 sqrt(a b))
    """
    beyond = speed * time_headway + speed * (speed - leader_speed) * approach
    ratio = (standstill_gap + max(0.0, beyond)) / max(gap, 0.1)
    return acceleration * (1.0 - ratio * ratio)


@inlined
def profile_acceleration(speed: float, distance: float, end_speed: float, braking: float) -> float:
    """Return the acceleration [m/s^2] that keeps to the profile v(d) = sqrt(v_end^2 + 2 b d), one step ahead.

    Far from the place it is large and binds nobody.  A car-following term would creep towards a line; this arrives.
    Who has to slow down from above the profile brakes evenly, with (v^2 - v_end^2) / (2 d).
    """
    needed = (speed * speed - end_speed * end_speed) / (2.0 * max(distance, 0.01))
    if needed > braking:
        return -needed
    room = max(0.0, distance - speed * DT_S)
    return (math.sqrt(end_speed * end_speed + 2.0 * braking * room) - speed) / DT_S


@inlined
def keep_to_profile(command: float, speed: float, distance: float, end_speed: float, braking: float) -> float:
    """Return the smaller of ``command`` and ``profile_acceleration``, which is worked out only where it may bind."""
    fastest = max(speed, speed + command * DT_S)
    room = max(0.0, distance - speed * DT_S)
    if SURELY * fastest * fastest < end_speed * end_speed + 2.0 * braking * room:
        return command
    return min(command, profile_acceleration(speed, distance, end_speed, braking))


@inlined
def travel_time(distance: float, speed: float, acceleration: float, limit: float) -> float:
    """Return the time [s] to cover ``distance`` [m] from ``speed``, accelerating up to ``limit``."""
    if distance <= 0.0:
        return 0.0
    if speed >= limit:
        return distance / speed
    run_up = (limit * limit - speed * speed) / (2.0 * acceleration)
    if run_up >= distance:
        return (math.sqrt(speed * speed + 2.0 * acceleration * distance) - speed) / acceleration
    return (limit - speed) / acceleration + (distance - run_up) / limit


@inlined
def braking_needed(speed: float, distance: float) -> float:
    """Return the deceleration [m/s^2] that stops within ``distance`` [m]."""
    return speed * speed / (2.0 * max(distance, 0.1))


@inlined
def sight_speed(distance: float, friction: float) -> float:
    """Return the speed [m/s] from which one can stop within ``distance`` [m]: AASHTO's stopping sight distance.

    d = v t + v^2 / (2 b),  t = 2.5 s,  b = 3.4 m/s^2, or what the grip of the road gives if that is less.
    """
    braking = min(SIGHT_BRAKING, HARDEST_BRAKING * friction)
    react = braking * SIGHT_REACTION_S
    return math.sqrt(react * react + 2.0 * braking * distance) - react
