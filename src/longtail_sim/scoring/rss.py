"""Safe distances of Responsibility-Sensitive Safety (Shalev-Shwartz, Shammah, Shashua 2017), with named parameter sets.

A situation is dangerous only if the longitudinal *and* the lateral distance are too small.
"""

from dataclasses import dataclass

from longtail_sim.scoring.checked import need_positive_or_zero


@dataclass(frozen=True, slots=True)
class Parameters:
    """What RSS assumes that people do: reaction in s, accelerations in m/s^2, margin in m."""

    reaction_s: float  # rho
    acceleration: float  # a_acc: the most that the rear one accelerates while reacting
    braking_least: float  # b_min: what it brakes with at least afterwards
    braking_most: float  # b_max: what the front one brakes with at most
    braking_correct: float  # b_min of the one in its own lane, when two meet head-on
    lateral_acceleration: float = 0.2
    lateral_braking: float = 0.8
    lateral_margin: float = 0.10  # mu


AD_RSS = Parameters(1.0, 3.5, 4.0, 8.0, 3.0)  # proposal of ad-rss-lib for the ego
JRC = Parameters(0.75, 3.0, 6.0, 6.0, 6.0, 1.0, 1.0, 0.3)  # JRC-FSM; b_min of the correct one: taken as b_min
ASSERTIVE = Parameters(0.5, 2.0, 6.0, 8.0, 4.0, 0.5, 1.0, 0.1)  # assumption


def following_distance(rear_speed: float, front_speed: float, set_: Parameters = AD_RSS) -> float:
    """Return the longitudinal safe distance of two in one direction [m].

    d = [v_r rho + a rho^2 / 2 + (v_r + rho a)^2 / (2 b_min) - v_f^2 / (2 b_max)]+
    """
    need_positive_or_zero(rear_speed=rear_speed, front_speed=front_speed)
    stated = _reacting_stop(rear_speed, set_, set_.braking_least)
    return max(0.0, stated - front_speed**2 / (2.0 * set_.braking_most))


def meeting_distance(correct_speed: float, other_speed: float, set_: Parameters = AD_RSS) -> float:
    """Return the longitudinal safe distance of two who meet head-on [m]: the sum of both stopping distances."""
    need_positive_or_zero(correct_speed=correct_speed, other_speed=other_speed)
    return _reacting_stop(correct_speed, set_, set_.braking_correct) + _reacting_stop(
        other_speed, set_, set_.braking_least
    )


def lateral_distance(left_speed: float, right_speed: float, set_: Parameters = AD_RSS) -> float:
    """Return the lateral safe distance [m] of two whose lateral speeds are positive to the right.

    mu + [(v_1 + v_1') rho / 2 + v_1'^2 / (2 b) - ((v_2 + v_2') rho / 2 - v_2'^2 / (2 b))]+ with v_1' = v_1 + rho a and
    v_2' = v_2 - rho a; braking acts against the motion, whichever way it goes.
    """
    left, right = _drift(left_speed, set_, 1.0), _drift(right_speed, set_, -1.0)
    return set_.lateral_margin + max(0.0, left - right)


def _reacting_stop(speed: float, set_: Parameters, braking: float) -> float:
    rho, faster = set_.reaction_s, speed + set_.reaction_s * set_.acceleration
    return speed * rho + 0.5 * set_.acceleration * rho**2 + faster**2 / (2.0 * braking)


def _drift(speed: float, set_: Parameters, towards: float) -> float:
    """Return how far one comes to the right while reacting (accelerating ``towards`` the other) and then braking."""
    need_positive_or_zero(lateral_speed=abs(speed))
    after = speed + towards * set_.reaction_s * set_.lateral_acceleration
    return 0.5 * (speed + after) * set_.reaction_s + after * abs(after) / (2.0 * set_.lateral_braking)
