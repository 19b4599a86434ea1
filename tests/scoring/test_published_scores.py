"""Scores of other benchmarks: their published numbers, their known quirks, and inputs that are refused."""

import math

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.published_scores import alpasim, carla_2_0, carla_2_1, navsim_pdms


def test_published_vectors() -> None:
    both = {"vehicle": 1, "red_light": 1}
    assert carla_2_0(1, both) == pytest.approx(0.42)
    assert carla_2_1(1, both) == pytest.approx(0.476, abs=1e-3)
    assert navsim_pdms(1, 1, 0.8, 1, 0) == pytest.approx(0.75)
    assert alpasim(0.6, 100) == pytest.approx(0.75)


def test_perfect_runs_score_one() -> None:
    assert carla_2_0(1, {}) == carla_2_1(1, {}) == navsim_pdms(1, 1, 1, 1, 1) == alpasim(1, 100) == 1


def test_quitting_early_pays_in_2_0_only() -> None:
    """Why CARLA changed the formula: the second half of a route, with an infraction like the first, must pay."""
    half, whole = {"pedestrian": 2}, {"pedestrian": 4}
    assert carla_2_0(0.5, half) > carla_2_0(1.0, whole)
    assert carla_2_1(0.5, half) < carla_2_1(1.0, whole)


def test_shares_are_lost() -> None:
    assert carla_2_0(1, {}, off_route=0.25) == carla_2_1(1, {}, off_route=0.25) == 0.75
    assert carla_2_0(1, {}, speed_share=0) == pytest.approx(0.7)
    assert carla_2_1(1, {}, speed_share=0) == pytest.approx(1 / 1.4)


def test_gates_close() -> None:
    assert navsim_pdms(0, 1, 1, 1, 1) == navsim_pdms(1, 0, 1, 1, 1) == 0
    assert alpasim(1, 100, collision_at_fault=True) == alpasim(1, 100, off_road=True) == 0


def test_hardly_moving_is_no_shame_where_the_record_hardly_moves() -> None:
    assert alpasim(0, 4.9) == 1
    assert alpasim(0, 5.0) == 0
    assert alpasim(3, 100) == 1


@pytest.mark.parametrize("value", [math.nan, -0.1, 1.1])
def test_what_is_no_share_is_refused(value: float) -> None:
    with pytest.raises(ResultsError, match="between 0 and 1"):
        carla_2_0(value, {})
    with pytest.raises(ResultsError, match="between 0 and 1"):
        navsim_pdms(1, 1, value, 1, 1)
    with pytest.raises(ResultsError, match="must"):
        alpasim(0.5, math.nan)


def test_unknown_infractions_are_refused() -> None:
    with pytest.raises(ResultsError, match="'jaywalking' is no infraction"):
        carla_2_1(1, {"jaywalking": 1})
    with pytest.raises(ResultsError, match="vehicle is -1"):
        carla_2_0(1, {"vehicle": -1})
