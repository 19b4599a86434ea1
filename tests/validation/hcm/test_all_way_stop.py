"""HCM 7 chapter 21 beside the worked examples of chapter 32 and values computed elsewhere."""

from __future__ import annotations

import pytest

from longtail_sim.validation.hcm.all_way_stop import (
    CORRELATION,
    DIRECTIONS,
    Lane,
    all_way_stop,
    balanced,
    capacity,
    mean_delay_s,
)
from longtail_sim.validation.hcm.examples import STOP_1, STOP_2
from longtail_sim.validation.hcm.stop_tables import base_headway_s, geometry_group

ALONE = {"eb": [Lane(through=100)]}
OPPOSING = {"eb": [Lane(through=100)], "wb": [Lane(through=100)]}


@pytest.mark.parametrize(("side", "headway_s", "delay_s"), [("eb", 4.97, 13.0), ("wb", 4.74, 13.5), ("sb", 5.70, 10.6)])
def test_example_1(side: str, headway_s: float, delay_s: float) -> None:
    lane = all_way_stop(STOP_1, alpha=CORRELATION)[side, 0]
    assert lane.headway_s == pytest.approx(headway_s, abs=0.05)
    assert lane.delay_s == pytest.approx(delay_s, abs=0.05)


def test_example_1_as_a_whole() -> None:
    stop = all_way_stop(STOP_1, alpha=CORRELATION)
    assert mean_delay_s(stop) == pytest.approx(12.8, abs=0.05)
    assert stop["eb", 0].queue_95 == pytest.approx(2.9, abs=0.05)
    assert stop["eb", 0].service_s == pytest.approx(2.97, abs=0.05)


def test_example_2_of_two_and_three_lanes() -> None:
    stop = all_way_stop(STOP_2, alpha=CORRELATION)
    lane = stop["eb", 0]
    assert (lane.headway_s, lane.utilisation) == pytest.approx((8.19, 0.1274), rel=1e-3)
    assert (lane.service_s, lane.delay_s, lane.queue_95) == pytest.approx((5.89, 12.1, 0.4), abs=0.05)
    assert stop["eb", 1].delay_s == pytest.approx(16.1, abs=0.05)
    for side, delay_s in {"eb": 15.3, "wb": 14.3, "nb": 13.1, "sb": 12.6}.items():
        own = {key: value for key, value in stop.items() if key[0] == side}
        assert mean_delay_s(own) == pytest.approx(delay_s, abs=0.06)
    assert mean_delay_s(stop) == pytest.approx(13.8, abs=0.05)  # published: 14.0, not the mean of its approaches


def test_capacities() -> None:
    assert capacity(ALONE) == pytest.approx(3600 / 3.9, abs=1)
    assert capacity(OPPOSING) == pytest.approx(2 * 3600 / 4.7, abs=1)
    assert capacity(balanced(1000)) == pytest.approx(1500, abs=10)


def test_two_lanes_serve_less_than_twice_as_many() -> None:
    straight = balanced(1000, lanes=2, left=0, right=0)
    assert capacity(straight, alpha=CORRELATION) == pytest.approx(2600, abs=10)
    assert capacity(straight) == pytest.approx(8 * 3600 / 11.5, abs=10)


@pytest.mark.parametrize(("total", "delay_s"), [(400, 8.1), (800, 10.6), (1000, 13.1), (1200, 18.5), (1400, 40.9)])
def test_delay_of_four_equal_approaches(total: float, delay_s: float) -> None:
    stop = all_way_stop(balanced(total, left=0, right=0), alpha=CORRELATION, tolerance_s=1e-3)
    assert mean_delay_s(stop) == pytest.approx(delay_s, abs=0.1)


@pytest.mark.parametrize(("total", "delay_s"), [(800, 9.7), (1200, 12.0), (1600, 16.1), (2000, 24.0), (2400, 44.4)])
def test_delay_of_approaches_of_two_lanes(total: float, delay_s: float) -> None:
    stop = all_way_stop(balanced(total, lanes=2, left=0, right=0), alpha=CORRELATION, tolerance_s=1e-3)
    assert mean_delay_s(stop) == pytest.approx(delay_s, abs=0.1)


def test_equal_approaches_are_treated_alike() -> None:
    stop = all_way_stop(balanced(1200))
    assert {stop[side, 0] for side in DIRECTIONS} == {stop["eb", 0]}


def test_left_turns_cost_and_right_turns_save() -> None:
    delays = [mean_delay_s(all_way_stop(balanced(1200, left=a, right=b))) for a, b in ((0, 0.2), (0, 0), (0.2, 0))]
    assert delays == sorted(delays)


@pytest.mark.parametrize(
    ("lanes", "four_legs", "group"),
    [
        ((1, 1, 1), True, "1"),
        ((1, 0, 1), False, "1"),
        ((1, 1, 2), True, "2"),
        ((1, 2, 1), False, "3a"),
        ((1, 2, 2), False, "3b"),
        ((1, 2, 1), True, "4a"),
        ((1, 2, 2), True, "4b"),
        ((1, 1, 3), True, "5"),
        ((1, 3, 1), True, "5"),
        ((1, 2, 3), True, "6"),
        ((2, 2, 2), True, "5"),
        ((2, 1, 3), True, "6"),
        ((2, 3, 1), True, "6"),
        ((3, 1, 3), True, "5"),
        ((3, 3, 1), True, "5"),
        ((3, 2, 2), True, "6"),
    ],
    ids=str,
)
def test_geometry_group(lanes: tuple[int, int, int], four_legs: bool, group: str) -> None:
    assert geometry_group(*lanes, four_legs=four_legs) == group


@pytest.mark.parametrize("group", ["1", "2", "3a", "3b", "4a", "4b", "5", "6"])
def test_more_conflict_takes_longer(group: str) -> None:
    headways = [base_headway_s(group, case, vehicles) for case, vehicles in ((1, 0), (2, 1), (3, 1), (4, 2), (5, 3))]
    assert headways == sorted(set(headways))
