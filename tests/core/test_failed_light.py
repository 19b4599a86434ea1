"""A red that does not end, a green that is not alone, a hand that is not read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.failed_light import doubt_light, has_failed, heeds_officer, runs_red, trusts_green

RED, GREEN, SIGNAL = codes.COLOUR_RED, codes.COLOUR_GREEN, codes.CONTROL_SIGNAL


@pytest.fixture
def it(stage: Callable[..., Any]) -> Any:
    """One junction; two people in one lane, the first at the line."""
    found = stage(drivers={"failed_light_patience_s": 100, "looks_on_green": 0.3})
    lane = found.approach(codes.LEG_SOUTH)
    length = float(found.network.arrays.lane_length[lane])
    found.put(0, lane, length - 1.0).arrived_s = 0.0
    found.put(1, lane, length - 9.0)
    return found


@pytest.mark.parametrize(
    ("control", "colour", "age", "failed"),
    [
        (SIGNAL, RED, 59.0, False),
        (SIGNAL, RED, 61.0, True),
        (SIGNAL, GREEN, 500.0, False),
        (codes.CONTROL_OFFICER, RED, 500.0, False),
    ],
)
def test_no_red_is_longer_than_its_cycle(it: Any, control: int, colour: int, age: float, failed: bool) -> None:
    it.streets.junctions["cycle_s"][0] = 60.0
    assert bool(has_failed(0, control, colour, age, it.streets)) == failed


def test_patience_ends_and_is_catching(it: Any) -> None:
    """The first after 100 s at the line, the one who stands behind with the first, an automated vehicle never."""
    first, second = it.tables.vehicles[0, 0], it.tables.vehicles[0, 1]

    def look(now: float) -> list[int]:
        doubt_light(0, 0, True, now, it.state, it.settings)
        doubt_light(0, 1, False, now, it.state, it.settings)
        return [int(first.belief), int(second.belief)]

    assert look(99.0) == [codes.BELIEF_NONE] * 2
    second.speed = 3.0
    assert look(101.0) == [codes.BELIEF_FAILED, codes.BELIEF_NONE]
    second.speed, second.driver = 0.0, codes.DRIVER_AUTOMATED
    assert look(102.0) == [codes.BELIEF_FAILED, codes.BELIEF_NONE]
    second.driver = codes.DRIVER_PERSON
    assert look(103.0) == [codes.BELIEF_FAILED] * 2


def share(it: Any, ask: Callable[[], bool], trips: int = 500) -> float:
    found = 0
    for trip in range(trips):
        it.tables.vehicles[0, 0].trip = trip
        found += bool(ask())
    return found / trips


def test_who_heeds_an_officer(it: Any) -> None:
    """Everybody where all are recognised, and people always."""
    row, junction = it.tables.vehicles[0, 0], it.tables.junctions[0, 0]
    heeds = lambda: heeds_officer(0, 0, 0, it.state, it.settings)  # noqa: E731
    row.driver = codes.DRIVER_AUTOMATED
    assert share(it, heeds) == 1.0
    junction.officer_recognised = 0.4
    assert 0.33 < share(it, heeds) < 0.47
    row.driver = codes.DRIVER_PERSON
    assert share(it, heeds) == 1.0


def test_who_runs_the_red(it: Any) -> None:
    """On the move, on red, where an event says so, in the stated share."""
    row, junction = it.tables.vehicles[0, 0], it.tables.junctions[0, 0]
    runs = lambda colour: share(it, lambda: runs_red(0, 0, 0, colour, it.state, it.settings))  # noqa: E731
    row.speed = 8.0
    assert runs(RED) == 0.0
    junction.red_running = 0.2
    assert 0.15 < runs(RED) < 0.25
    assert runs(GREEN) == 0.0
    row.speed = 1.0
    assert runs(RED) == 0.0


def test_who_trusts_a_green(it: Any) -> None:
    """Only where it is not to be trusted are people asked: 70 % do not look; left turners do."""
    row, junction = it.tables.vehicles[0, 0], it.tables.junctions[0, 0]
    trusts = lambda colour: share(it, lambda: trusts_green(0, 0, 0, colour, it.state, it.settings))  # noqa: E731
    assert trusts(GREEN) == 0.0
    junction.health = codes.HEALTH_CONFLICTING
    assert 0.63 < trusts(GREEN) < 0.77
    assert trusts(RED) == 0.0
    row.turn = codes.TURN_LEFT
    assert trusts(GREEN) == 0.0
