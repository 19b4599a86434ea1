"""Scores of other benchmarks by their published formulas, so that their numbers can be put beside ours.

None of them is our verdict.  A product of penalties rewards who quits early (CARLA 2.1 changed it for that); gates
alone reward a parked car.
"""

from collections.abc import Mapping
from typing import Literal

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.checked import need_positive_or_zero, need_share

Infraction = Literal[
    "pedestrian", "vehicle", "static", "red_light", "stop_sign", "scenario_timeout", "emergency_vehicle"
]

# Factor of one infraction in the leaderboards 1.0 and 2.0, and its weight in the sum of 2.1.
CARLA_FACTORS: Mapping[str, float] = {
    "pedestrian": 0.50,
    "vehicle": 0.60,
    "static": 0.65,
    "red_light": 0.70,
    "stop_sign": 0.80,
    "scenario_timeout": 0.70,
    "emergency_vehicle": 0.70,
}
CARLA_WEIGHTS: Mapping[str, float] = {
    "pedestrian": 1.0,
    "vehicle": 0.7,
    "static": 0.6,
    "red_light": 0.4,
    "stop_sign": 0.25,
    "scenario_timeout": 0.4,
    "emergency_vehicle": 0.4,
}
CARLA_SLOW_FACTOR, CARLA_SLOW_WEIGHT = 0.7, 0.4
PROGRESS_ENOUGH = 0.8  # AlpaSim: so much of the recorded progress is full marks
SHORT_CLIP_M = 5.0  # AlpaSim: where the recorded car hardly moved, progress says nothing


def carla_2_0(
    route_completion: float,
    infractions: Mapping[Infraction, int],
    *,
    off_route: float = 0.0,
    speed_share: float = 1.0,
) -> float:
    """Return the driving score of CARLA leaderboard 2.0, 0 to 1: completion x product of one factor per infraction.

    Args:
        route_completion: share of the route driven.
        infractions: how many of each.
        off_route: share of the route driven off its lanes, lost from the score.
        speed_share: mean speed as a share of that of the traffic around, at most 1; the factor 0.7 of driving too
            slowly acts in proportion to what is missing.
    """
    need_share(route_completion=route_completion, off_route=off_route, speed_share=speed_share)
    score = route_completion * (1.0 - off_route) * (1.0 - (1.0 - CARLA_SLOW_FACTOR) * (1.0 - speed_share))
    for name, number in _checked(infractions).items():
        score *= CARLA_FACTORS[name] ** number
    return score


def carla_2_1(
    route_completion: float,
    infractions: Mapping[Infraction, int],
    *,
    off_route: float = 0.0,
    speed_share: float = 1.0,
) -> float:
    """Return the driving score of CARLA leaderboard 2.1, 0 to 1: completion x (1 - off route) / (1 + sum of weights).

    Arguments as in :func:`carla_2_0`.
    """
    need_share(route_completion=route_completion, off_route=off_route, speed_share=speed_share)
    weights = sum(CARLA_WEIGHTS[name] * number for name, number in _checked(infractions).items())
    weights += CARLA_SLOW_WEIGHT * (1.0 - speed_share)
    return route_completion * (1.0 - off_route) / (1.0 + weights)


def navsim_pdms(
    no_collision: float, drivable_area: float, progress: float, time_to_collision: float, comfort: float
) -> float:
    """Return the predictive driver model score of NAVSIM v1: NC x DAC x (5 TTC + 5 EP + 2 C) / 12, all 0 to 1."""
    need_share(no_collision=no_collision, drivable_area=drivable_area, progress=progress)
    need_share(time_to_collision=time_to_collision, comfort=comfort)
    return no_collision * drivable_area * (5.0 * time_to_collision + 5.0 * progress + 2.0 * comfort) / 12.0


def alpasim(progress: float, recorded_m: float, *, collision_at_fault: bool = False, off_road: bool = False) -> float:
    """Return the scene score of AlpaSim: 0 after a collision at fault or off the road, else min(1, progress / 0.8).

    Args:
        progress: distance along the recorded route as a share of what the recorded car drove.
        recorded_m: what the recorded car drove; below 5 m the score is 1.
        collision_at_fault: whether there was one.
        off_road: whether it left the road.
    """
    need_positive_or_zero(recorded_m=recorded_m, progress=progress)
    if collision_at_fault or off_road:
        return 0.0
    return 1.0 if recorded_m < SHORT_CLIP_M else min(1.0, progress / PROGRESS_ENOUGH)


def _checked(infractions: Mapping[Infraction, int]) -> Mapping[Infraction, int]:
    for name, number in infractions.items():
        if name not in CARLA_FACTORS:
            known = ", ".join(CARLA_FACTORS)
            raise ResultsError(f"'{name}' is no infraction of the CARLA leaderboard; known are: {known}.")
        need_positive_or_zero(**{name: number})
    return infractions
