"""Who stands at the kerb for good: how they get there, and who goes round them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import aside, codes, lists
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases import kerb
from longtail_sim.core.phases.automated import COMFORTABLE_STOP, GENTLE_STOP, command_of
from longtail_sim.core.phases.perceive import neighbours

Stage = Callable[..., Any]


@pytest.fixture
def street(stage: Stage) -> Callable[..., Any]:
    """Return a builder of a street with a vehicle at its kerb for good; the stage, the lane and the row."""

    def build(lanes: int = 1, at: float = 80.0) -> tuple[Any, int, Any]:
        it = stage(network={"grid": {"columns": 2, "rows": 1, "lanes": lanes, "block_m": 150}})
        lane = it.approach(codes.LEG_WEST, junction=1)
        row = it.put(0, lane, at)
        row.driver, row.fleet, row.refuge = codes.DRIVER_AUTOMATED, 1, 1
        row.state, row.lateral = codes.STATE_MINIMAL_RISK_CONDITION, -aside.AT_KERB_M
        aside.set_aside(0, 0, codes.ASIDE_KERB, it.state)
        return it, lane, row

    return build


def look(it: Any) -> None:
    neighbours(0, it.state, it.streets)
    kerb.go_round(0, it.state, it.streets)


def test_others_go_round_it_in_a_single_lane(street: Callable[..., Any]) -> None:
    it, lane, _ = street()
    car = it.put(1, lane, 65.0)
    look(it)
    assert car.rounds == 1
    assert car.aside == codes.ASIDE_ROUND
    assert car.leader == -1


def test_not_from_far_and_not_in_a_street_with_several_lanes(street: Callable[..., Any]) -> None:
    it, lane, _ = street()
    car = it.put(1, lane, 40.0)
    look(it)
    assert car.rounds == 0
    it, lane, _ = street(lanes=2)
    car = it.put(1, lane, 65.0)
    look(it)
    assert car.rounds == 0
    assert car.leader == 0


@pytest.mark.parametrize(
    ("speed", "kind", "goes"),
    [(8.0, codes.KIND_CAR, False), (0.0, codes.KIND_CAR, True), (0.0, codes.KIND_TRUCK, False)],
)
def test_who_comes_the_other_way_goes_first(street: Callable[..., Any], speed: float, kind: int, goes: bool) -> None:
    """A car that stands there leaves room, a wide vehicle does not."""
    it, lane, _ = street()
    opposite = int(it.network.arrays.lane_opposite[lane])
    whole = float(it.network.arrays.lane_length[opposite])
    other = it.put(2, opposite, whole - 75.0, speed)
    other.kind = kind
    car = it.put(1, lane, 65.0)
    look(it)
    assert (car.rounds == 1) == goes


def test_it_comes_back_when_it_has_passed(street: Callable[..., Any]) -> None:
    it, lane, _ = street()
    car = it.put(1, lane, 65.0)
    look(it)
    it.state.vehicles[0, 1].s = 92.0
    lists.pass_ahead(it.state.vehicles, it.state.lanes, 0, 1)
    look(it)
    assert car.rounds == 0
    assert car.aside == codes.ASIDE_NO


def test_who_is_called_to_the_kerb_goes_round_nobody(street: Callable[..., Any]) -> None:
    """A siren comes while somebody goes round: back in the lane, nothing of that is left."""
    it, lane, _ = street()
    car = it.put(1, lane, 65.0)
    look(it)
    aside.set_aside(0, 1, codes.ASIDE_KERB, it.state)
    assert car.rounds == 0
    aside.set_aside(0, 1, codes.ASIDE_NO, it.state)
    assert it.state.clock[0].aside == 1  # who stands there for good


def test_who_only_makes_way_for_a_siren_is_not_gone_round(street: Callable[..., Any]) -> None:
    it, lane, row = street()
    row.state = codes.STATE_DRIVING
    car = it.put(1, lane, 65.0)
    look(it)
    assert car.rounds == 0


@pytest.mark.parametrize(
    ("refuge", "lane_number", "expected"), [(0, 0, -COMFORTABLE_STOP), (1, 0, -COMFORTABLE_STOP), (1, 1, -GENTLE_STOP)]
)
def test_it_brakes_gently_while_it_looks_for_a_way_to_the_kerb(
    stage: Stage, refuge: int, lane_number: int, expected: float
) -> None:
    it = stage(network={"grid": {"columns": 2, "rows": 1, "lanes": 2, "block_m": 150}})
    lane = it.approach(codes.LEG_WEST, lane_number, junction=1)
    row = it.put(0, lane, 50.0, 8.0)
    row.driver, row.state, row.refuge = codes.DRIVER_AUTOMATED, codes.STATE_MINIMAL_RISK_MANOEUVRE, refuge
    assert command_of(0, 0, lane, NEVER, 0.0, 10.0, it.state.vehicles, it.streets) == pytest.approx(expected)


@pytest.mark.parametrize(("refuge", "stops"), [(0, True), (1, False)])
def test_it_leaves_the_junction_first(stage: Stage, refuge: int, stops: bool) -> None:
    it = stage()
    connector = it.connector(codes.LEG_WEST, codes.TURN_STRAIGHT)
    row = it.put(0, connector, 5.0, 3.0)
    row.driver, row.state, row.refuge = codes.DRIVER_AUTOMATED, codes.STATE_MINIMAL_RISK_MANOEUVRE, refuge
    command = command_of(0, 0, connector, NEVER, 0.0, 10.0, it.state.vehicles, it.streets)
    assert (command < 0) == stops


def test_who_is_still_on_its_way_to_the_kerb_is_not_gone_round(street: Callable[..., Any]) -> None:
    """Nor does a vehicle pull over while it goes round another one itself."""
    it, lane, row = street()
    row.lateral = aside.ROUND_M  # it has just gone round somebody
    car = it.put(1, lane, 65.0)
    look(it)
    assert car.rounds == 0
    assert aside.comes_to_kerb(0, 0, lane, it.state.vehicles, it.streets)
    row.rounds = 1
    assert not aside.comes_to_kerb(0, 0, lane, it.state.vehicles, it.streets)
