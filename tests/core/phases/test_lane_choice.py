"""Lane changes that the agent decides, and who carries them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.phases import lane_choice, perceive

Stage = Callable[..., Any]


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (codes.STATE_DRIVING, True),
        (codes.STATE_TAKEOVER_REQUESTED, True),  # the person has been called, but is not there
        (codes.STATE_AWAITING_ASSISTANCE, False),
        (codes.STATE_MINIMAL_RISK_MANOEUVRE, False),
    ],
)
def test_whose_lane_change_is_carried_out(stage: Stage, state: int, changes: bool) -> None:
    it = stage()
    right, left = it.approach(codes.LEG_SOUTH, 0), it.approach(codes.LEG_SOUTH, 1)
    car = it.put(0, right, 60.0, 8.0)
    car.driver, car.fleet, car.state = codes.DRIVER_AUTOMATED, 1, state
    car.action_lateral = codes.LATERAL_CHANGE_LEFT
    perceive.neighbours(0, it.state, it.streets)
    lane_choice.consider(0, 0, right, 100.0, it.state, it.streets)
    assert car.lane == (left if changes else right)


@pytest.mark.parametrize("room", [True, False])
def test_the_wish_to_turn_back_is_carried_out_once(stage: Stage, room: bool) -> None:
    """It stays until there is room on the other side of the road; having turned, nobody wants to turn again."""
    where = {"junction": "Street 1 & Avenue 1", "side": "east", "direction": "towards"}
    flood = {"kind": "road_closure", "what": "flood", "at_s": 0, "where": where}
    it = stage(network={"grid": {"columns": 2, "rows": 1}}, events=[flood])
    o = int((it.state.obstacles[0]["lane"] >= 0).argmax())
    obstacle = it.tables.obstacles[0, o]
    obstacle.phase = codes.PHASE_PRESENT
    lane, back = int(obstacle.lane), int(obstacle.back)
    it.tables.clock.obstacles[0] = 1
    it.tables.lanes.obstacle[0, lane] = o
    car = it.put(0, lane, float(obstacle.s) - 10.0)
    car.driver, car.fleet, car.action_lateral = codes.DRIVER_AUTOMATED, 1, codes.LATERAL_TURN_BACK
    if not room:
        it.put(1, back, float(it.network.arrays.lane_length[back] - car.s))
    perceive.neighbours(0, it.state, it.streets)
    lane_choice.take_other_way(0, 0, lane, 50.0, 100.0, it.state, it.streets)
    assert car.lane == (back if room else lane)
    assert car.action_lateral == (codes.LATERAL_KEEP if room else codes.LATERAL_TURN_BACK)
