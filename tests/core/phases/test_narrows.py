"""One direction at a time: who came first, who hesitates, and who never goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.narrow import HESITATION_MEAN_S, TURN_S, has_turn
from longtail_sim.core.phases import events, narrows, perceive
from longtail_sim.events.narrow_street import NarrowStreet
from longtail_sim.quantities import Draw

STREETS = {
    "grid": {"columns": 2, "rows": 1, "lanes": 1, "block_m": 200},
    "streets": [{"axis": "row", "index": 0, "name": "Main"}],
}
BETWEEN = ("Main & Avenue 1", "Main & Avenue 2")


@pytest.fixture
def meeting(stage: Callable[..., Any]) -> Any:
    """Return a narrow street, and put(slot, direction, metres before the stretch)."""
    it = stage(network=STREETS)
    here, there = NarrowStreet(between=BETWEEN).stretches(Draw(1), it.network)
    for mine, other in ((here, there), (there, here)):
        places = ((codes.EFFECT_NARROW_FROM, mine.start_m), (codes.EFFECT_NARROW_TO, mine.end_m))
        for kind, value in (*places, (codes.EFFECT_NARROW_OPPOSITE, other.lane)):
            events.narrow(0, kind, mine.lane, float(value), it.state)
    assert it.state.clock["narrows"][0] == 2
    lanes = (here, there)
    return it, lambda slot, side, before: it.put(slot, lanes[side].lane, lanes[side].start_m - before)


def after(it: Any, *times: float) -> list[int]:
    """Return who may go (narrow_go of the first two slots) after looking at these times."""
    for now in times:
        perceive.neighbours(0, it.state, it.streets)
        narrows.share(0, now, it.state, it.settings)
    return [int(go) for go in it.state.vehicles["narrow_go"][0, :2]]


def test_who_comes_alone_goes(meeting: Any) -> None:
    """From near enough."""
    it, put = meeting
    put(0, 0, 60.0)
    assert after(it, 1.0) == [0, 0]
    assert it.state.vehicles["narrow_m"][0, 0] == pytest.approx(60.0)
    it.state.vehicles["s"][0, 0] += 55.0
    assert after(it, 2.0) == [1, 0]


def test_who_came_first_goes_and_the_other_waits_until_it_is_through(meeting: Any) -> None:
    """However long that takes."""
    it, put = meeting
    put(0, 0, 5.0)
    assert after(it, 1.0) == [1, 0]
    put(1, 1, 5.0)
    assert after(it, 5.0, 60.0) == [1, 0]
    it.state.vehicles["s"][0, 0] += 60.0
    assert after(it, 61.0, 90.0) == [0, 1]


def test_two_who_came_together_hesitate(meeting: Any) -> None:
    """For the drawn moment; then exactly one of them goes."""
    it, put = meeting
    put(0, 0, 5.0)
    put(1, 1, 5.0)
    assert after(it, 1.0) == [0, 0]
    assert sum(after(it, 1.0 + 10 * HESITATION_MEAN_S)) == 1


@pytest.mark.parametrize("action", [codes.ACT_YIELD, codes.ACT_STOP, codes.ACT_HALT])
def test_two_agents_that_always_yield_stand_for_ever(meeting: Any, action: int) -> None:
    """October 2024.  A person in the place of one of them would have gone."""
    it, put = meeting
    for slot in (0, 1):
        row = put(slot, slot, 5.0)
        row.driver, row.action_longitudinal = codes.DRIVER_AUTOMATED, action
    assert after(it, 1.0, 500.0) == [0, 0]
    it.state.vehicles["driver"][0, 1] = codes.DRIVER_PERSON
    assert after(it, 501.0, 502.0) == [0, 1]


def test_a_street_becomes_wide_again(meeting: Any) -> None:
    """And nobody is kept back any more."""
    it, put = meeting
    put(0, 0, 5.0)
    lanes = [int(lane) for lane in (it.state.lanes["narrow_opposite"][0] >= 0).nonzero()[0]]
    for lane in lanes:
        events.narrow(0, codes.EFFECT_NARROW_OPPOSITE, lane, -1.0, it.state)
    assert it.state.clock["narrows"][0] == 0
    assert it.state.vehicles["narrow_m"][0, 0] == NEVER


def test_the_turn_changes_sides_while_nobody_goes(meeting: Any) -> None:
    """Who came first has it first; where nobody comes the other way one has it always."""
    it, put = meeting
    put(0, 0, 5.0).driver = codes.DRIVER_AUTOMATED
    it.state.vehicles["action_longitudinal"][0, 0] = codes.ACT_YIELD
    after(it, 1.0)
    lanes = it.state.lanes
    mine, other = (
        int(it.state.vehicles["lane"][0, 0]),
        int(lanes["narrow_opposite"][0, it.state.vehicles["lane"][0, 0]]),
    )
    assert has_turn(0, mine, other, 90.0, lanes)
    put(1, 1, 5.0).driver = codes.DRIVER_AUTOMATED
    it.state.vehicles["action_longitudinal"][0, 1] = codes.ACT_YIELD
    after(it, 3.0)
    for now, first in ((4.0, True), (3.5 + TURN_S, False), (3.5 + 2 * TURN_S, True)):
        assert bool(has_turn(0, mine, other, now, lanes)) is first
        assert bool(has_turn(0, other, mine, now, lanes)) is not first


def test_nobody_goes_in_without_room_behind(meeting: Any) -> None:
    """Who keeps junctions clear keeps narrow streets clear."""
    it, put = meeting
    put(1, 0, -21.0)  # stands with its tail in the stretch
    put(0, 0, 5.0)
    assert after(it, 1.0, 60.0)[0] == 0
    it.state.vehicles["s"][0, 1] += 20.0
    assert after(it, 61.0)[0] == 1
