"""What an operator can do about a whole fleet, and what remote agents do wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator, load_agent
from longtail_sim.core import codes

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]
DARK: dict[str, Any] = {"kind": "signal_outage", "at_s": 20}


def assisted(make: Make, *events: dict[str, Any], **assistance: Any) -> Scenario:
    """Return a small dark map with a fleet of a third at level 4."""
    remote = {"agents": 1, "patience_s": 300, "link": {"loss": 0.0}, **assistance}
    fleet = {"share": 0.3, "remote_assistance": remote}
    return make(2, 2, lanes=1, demand=1800, fleet=fleet, events=[DARK, *events])


def after(made: Scenario, run: Run, until_s: float = 240.0, seeds: tuple[int, ...] = (1, 2)) -> Any:
    """Return the simulator after a while with an agent that asks."""
    return run(Simulator(made, seeds), until_s, load_agent("stop_when_confused"))


def test_one_instruction_ends_the_questions(scenario: Make, run: Run) -> None:
    alone = after(assisted(scenario), run)
    told = after(assisted(scenario, {"kind": "fleet_instruction", "at_s": 60}), run)
    assert told.state.totals.assist_spared.sum() > 10
    assert told.state.totals.assist_requests.sum() < alone.state.totals.assist_requests.sum()
    assert told.state.tally.finished.sum() > alone.state.tally.finished.sum()


def test_an_instruction_needs_the_link(scenario: Make, run: Run) -> None:
    deaf = assisted(scenario, {"kind": "fleet_instruction", "at_s": 60}, link={"loss": 1.0})
    assert after(deaf, run).state.totals.assist_spared.sum() == 0


def test_shared_context_spares_others(scenario: Make, run: Run) -> None:
    """One answer in the district holds for all who come within a minute."""
    shared = assisted(scenario, shared_context={"lasts_s": 60, "radius_m": 1000})
    state = after(shared, run).state
    assert state.totals.assist_spared.sum() > 5
    assert state.tally.finished.sum() > after(assisted(scenario), run).state.tally.finished.sum()


def test_a_pause_lets_nobody_in(scenario: Make, run: Run) -> None:
    """Of the fleet; people go on, and the twin's fleet, too."""
    pause = {"kind": "service_pause", "at_s": 60, "duration_s": 120}
    made = assisted(scenario, pause)
    before, end = after(made, run, 61.0), after(made, run, 178.0)
    assert end.state.tally.entered[:, 1].sum() == before.state.tally.entered[:, 1].sum()
    assert end.state.tally.entered[:, 0].sum() > before.state.tally.entered[:, 0].sum()
    tally = end.state.tally
    assert tally.cancelled[:, 1].sum() > 0
    waiting = end.state.entries.backlog_fleet.sum(axis=1)
    assert (tally.arrived[:, 1] == tally.entered[:, 1] + tally.cancelled[:, 1] + waiting).all()
    assert after(made, run, 240.0).state.tally.entered[:, 1].sum() > end.state.tally.entered[:, 1].sum()
    twin = run(Simulator(made, [1, 2], people_in_fleet=True), 178.0)
    assert twin.state.tally.cancelled.sum() == 0


def test_a_geofence_empties_the_area(scenario: Make, run: Run) -> None:
    """No automated vehicle is on the way to the closed junction two minutes later, where nothing stands still."""
    place = {"junction": "A & 1"}
    made = scenario(3, 3, lanes=1, demand=1800, fleet={"share": 0.5})
    name = Simulator(made, [1]).network.junction_names[4]
    place = {"junction": name}
    fence = {"kind": "geofence", "at_s": 100, "where": place, "response_s": 20}
    closed = scenario(3, 3, lanes=1, demand=1800, fleet={"share": 0.5}, events=[fence])
    inside = []
    for each in (made, closed):
        simulator = run(Simulator(each, [1, 2]), 300.0, load_agent("rule_based"))
        vehicles, lanes = simulator.state.vehicles, simulator.network.arrays.lane_junction
        automated = (vehicles.trip >= 0) & (vehicles.driver == codes.DRIVER_AUTOMATED)
        inside.append(int((lanes[vehicles.lane[automated]] == 4).sum()))
    assert inside[0] > 0
    assert inside[1] == 0
    assert simulator.metrics(0)["geofence_s"] < 60.0


def test_the_emergency_line_moves_the_worst(scenario: Make, run: Run) -> None:
    """The call is about the vehicle that stood longest; it goes on, or is driven away, after the answer."""
    line = {"answer_s": 10, "move_s": 5}
    call = {"kind": "emergency_call", "at_s": 180}
    quiet = after(assisted(scenario, agents=0, emergency_line=line), run, 179.0, (1,))
    vehicles = quiet.state.vehicles[0]
    worst = int(np.where(vehicles.driver == codes.DRIVER_AUTOMATED, vehicles.standing_s, -1).argmax())
    trip = int(vehicles.trip[worst])
    called = after(assisted(scenario, call, agents=0, emergency_line=line), run, 197.0, (1,))
    totals = called.state.totals
    assert totals.emergency_calls[0] == 1
    assert totals.emergency_late[0] == 0
    assert totals.emergency_answer_s[0] == pytest.approx(10.0)
    slot = np.flatnonzero(called.state.vehicles.trip[0] == trip)
    assert (
        not len(slot)
        or called.state.vehicles.order[0, slot[0]] == codes.ORDER_GO_IF_CLEAR
        or (called.state.vehicles.standing_s[0, slot[0]] < 60)
    )


def test_wrong_answers(scenario: Make, run: Run) -> None:
    """Those to wait cost time; those to go at once are not followed by who looks for itself."""
    always = {"share": 1.0, "say_go": 0.0, "wait_s": 50}
    right = after(assisted(scenario, agents=20), run).state
    waits = after(assisted(scenario, agents=20, wrong_answers=always), run).state
    assert waits.totals.assist_wrong.sum() > 5
    assert waits.tally.finished[:, 1].sum() < right.tally.finished[:, 1].sum()
    blind = {"share": 1.0, "say_go": 1.0, "checked": 0.0}
    looks = {"share": 1.0, "say_go": 1.0, "checked": 1.0}
    goes = after(assisted(scenario, agents=20, wrong_answers=blind), run, seeds=(1, 2, 3, 4)).state
    checks = after(assisted(scenario, agents=20, wrong_answers=looks), run, seeds=(1, 2, 3, 4)).state
    assert goes.tally.right_of_way_violations[:, 1].sum() > checks.tally.right_of_way_violations[:, 1].sum()
    assert checks.totals.assist_refused.sum() > 0
    assert goes.totals.assist_refused.sum() == 0


def test_who_blocks_most_is_served_first(scenario: Make, run: Run) -> None:
    """The order of service differs; every request is still served once."""
    ends = []
    for priority in ("fifo", "blocking_first"):
        state = after(assisted(scenario, priority=priority), run).state
        ends.append(state.totals.assist_wait_s.sum())
        assert state.totals.assist_answered.sum() > 3
        assert (state.operators.queue_head <= state.operators.queue_tail).all()
    assert ends[0] != ends[1]


def test_retrieval_is_slower_in_a_jam(scenario: Make, run: Run) -> None:
    """The more vehicles stand around, the later somebody comes."""
    came = []
    for jam in (0.0, 1.0):
        made = assisted(scenario, agents=0, patience_s=20)
        fleet = made.fleet.model_dump(exclude_none=True) | {
            "retrieval_s": 40,
            "retrieval_jam": {"per_standing_vehicle": jam},
        }
        slow = made.model_copy(update={"fleet": Scenario.model_validate({"fleet": fleet}).fleet})
        came.append(int(after(slow, run).state.totals.retrievals.sum()))
    assert came[1] < came[0]
