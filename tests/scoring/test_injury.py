"""Injury curves against the published figures, and the core's own against ours."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.collision import injury_probability
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import injury


@pytest.mark.parametrize(("kmh", "risk"), [(30, 0.015), (40, 0.036), (50, 0.083), (60, 0.18), (70, 0.35)])
def test_pedestrian_death(kmh: float, risk: float) -> None:
    assert injury.pedestrian_death(kmh) == pytest.approx(risk, abs=0.005)


def test_the_paper_says_how_much_worse_fifty_is() -> None:
    assert injury.pedestrian_death(50) > 2 * injury.pedestrian_death(40)
    assert injury.pedestrian_death(50) > 5 * injury.pedestrian_death(30)


@pytest.mark.parametrize(("mph", "risk"), [(23.5, 0.10), (32, 0.25), (41.5, 0.50), (50, 0.75), (58, 0.90)])
def test_pedestrian_death_in_the_united_states(mph: float, risk: float) -> None:
    assert injury.pedestrian_death_us(mph / injury.MILES_PER_KM) == pytest.approx(risk, abs=0.03)


@pytest.mark.parametrize(("kmh", "risk"), [(20, 0.05), (30, 0.105), (40, 0.20), (50, 0.36), (60, 0.55)])
def test_pedestrian_of_45(kmh: float, risk: float) -> None:
    assert injury.pedestrian_serious(kmh, 45) == pytest.approx(risk, abs=0.006)


def test_others_of_lubbe() -> None:
    assert injury.cyclist_serious(30, 45) == pytest.approx(0.048, abs=0.002)
    assert injury.cyclist_serious(50, 45) == pytest.approx(0.20, abs=0.01)
    assert injury.driver_serious(50, 41) == pytest.approx(0.009, abs=0.001)
    assert injury.driver_serious(100, 41) == pytest.approx(0.06, abs=0.006)
    assert injury.driver_serious(112, 41) == pytest.approx(0.10, abs=0.006)


@pytest.mark.parametrize(("kmh", "front", "side", "rear"), [(30, 0.114, 0.183, 0.014), (50, 0.61, 0.73, 0.15)])
def test_occupants(kmh: float, front: float, side: float, rear: float) -> None:
    assert injury.occupant_serious(kmh) == pytest.approx(front, abs=0.006)
    assert injury.occupant_serious(kmh, side=True) == pytest.approx(side, abs=0.006)
    assert injury.occupant_serious(kmh, rear=True) == pytest.approx(rear, abs=0.006)
    assert injury.occupant_death(kmh) < injury.occupant_serious(kmh)


@given(st.floats(0, 60), st.sampled_from([(False, False), (True, False), (False, True)]))
def test_the_core_counts_harm_with_the_same_curve(delta_v: float, where: tuple[bool, bool]) -> None:
    side, rear = where
    ours = injury.occupant_serious(3.6 * delta_v, side=side, rear=rear)
    assert injury_probability(delta_v, side, rear) == pytest.approx(ours, rel=1e-4)


@given(st.floats(0, 1e6), st.floats(0, 100))
def test_risks_are_shares_and_grow(kmh: float, age: float) -> None:
    for curve in (injury.pedestrian_serious, injury.cyclist_serious, injury.driver_serious):
        assert 0 <= curve(kmh, age) <= curve(kmh + 1, age) <= 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_what_is_no_speed_is_refused(value: float) -> None:
    with pytest.raises(ResultsError, match="impact_kmh"):
        injury.pedestrian_death(value)
