"""SAE levels 0 to 5: who drives, who is called, what happens when nobody comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator, load_agent
from longtail_sim.core import codes
from longtail_sim.core.automation_states import ROWS

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]
DARK: list[dict[str, Any]] = [{"kind": "signal_outage", "at_s": 30}]
EDGES = {(before, after) for before, _, after in ROWS}
IN_ONE_STEP = EDGES | {(a, d) for a, b in EDGES for c, d in EDGES if b == c}  # two phases may act on one vehicle


def at(make: Make, level: int, events: list[dict[str, Any]] | None = None, **fleet: Any) -> Scenario:
    """Return a single junction that goes dark, with a third of the vehicles at this level."""
    keys = {"share": 0.3, "sae_level": level, **fleet}
    return make(demand=1500, lanes=1, fleet=keys, events=DARK if events is None else events)


@pytest.mark.parametrize("agent", ["rule_based", "stop_when_confused"])
def test_level_0_is_the_twin(scenario: Make, run: Run, agent: str) -> None:
    """The agent is not asked; every vehicle moves as in the twin."""
    level_0 = run(Simulator(at(scenario, 0), [1, 2]), 200.0, load_agent(agent))
    twin = run(Simulator(at(scenario, 4), [1, 2], people_in_fleet=True), 200.0)
    for name in ("s", "speed", "lane", "trip"):
        assert np.array_equal(level_0.state.vehicles[name], twin.state.vehicles[name]), name
    here = (level_0.state.vehicles.trip >= 0) & (level_0.state.vehicles.fleet == 1)
    assert (level_0.state.vehicles.state[here] == codes.STATE_PERSON_DRIVING).all()


def test_level_1_keeps_the_distance(scenario: Make, run: Run) -> None:
    """A person drives, with the automation's headway and without a reaction time."""
    simulator = run(Simulator(at(scenario, 1), [1]), 100.0, load_agent("rule_based"))
    vehicles = simulator.state.vehicles[0]
    here = (vehicles.trip >= 0) & (vehicles.fleet == 1)
    assert here.any()
    assert (vehicles.driver[here] == codes.DRIVER_PERSON).all()
    assert (vehicles.delay_steps[here] == 0).all()
    assert len(set(vehicles.time_headway[here].tolist())) == 1


def test_level_2_person_helps_instead_of_a_remote_agent(scenario: Make, run: Run) -> None:
    """Who asks is taken over within seconds, and the automation is switched on again behind the junction."""
    simulator = Simulator(at(scenario, 2), [1, 2])
    run(simulator, 300.0, load_agent("stop_when_confused"))
    totals = simulator.state.totals
    assert totals.takeovers.sum() > 10
    assert totals.assist_requests.sum() == 0
    assert 2.0 < totals.takeover_s.sum() / totals.takeovers.sum() < 7.0
    assert totals.minimal_risk_stops.sum() == 0
    assert simulator.state.vehicles.state.max() <= codes.STATE_PERSON_DRIVING


def test_level_2_nothing_to_notice(scenario: Make, run: Run) -> None:
    """An agent that drives by the code gives the person who watches little reason to act."""
    totals = run(Simulator(at(scenario, 2), [1, 2]), 300.0, load_agent("rule_based")).state.totals
    tally = run(Simulator(at(scenario, 2), [1, 2]), 300.0, load_agent("rule_based")).state.tally
    assert totals.takeovers.sum() <= 0.05 * tally.traversals[:, 1].sum()


def test_level_2_hands_off_is_later(scenario: Make, run: Run) -> None:
    means = []
    for hands in ("hands_on", "hands_off"):
        person = {"hands": hands, "inattentive": 0}
        totals = run(
            Simulator(at(scenario, 2, takeover=person), [1, 2]), 200.0, load_agent("stop_when_confused")
        ).state.totals
        means.append(totals.takeover_s.sum() / totals.takeovers.sum())
    assert means[1] > means[0] + 2.0


def test_level_3_calls_whoever_the_agent_is(scenario: Make, run: Run) -> None:
    """A dark signal is outside its domain: the same request, the same takeover, with any agent."""
    digests = []
    for agent in ("rule_based", "stop_when_confused"):
        simulator = run(Simulator(at(scenario, 3), [1]), 200.0, load_agent(agent))
        totals = simulator.state.totals
        assert totals.odd_exits[0, codes.CLAUSE_JUNCTION_CONTROL] > 5
        assert totals.takeovers[0] > 5
        digests.append(totals.takeovers[0])
    assert digests[0] == digests[1]


def test_level_3_nobody_responds(scenario: Make, run: Run) -> None:
    """After ten seconds it stops in its lane, softly, and only somebody who comes moves it."""
    alone = {"never_responds": 1, "limit_s": 10}
    fetch = {"lognormal": {"mean": 40, "cv": 0.1}}
    simulator = Simulator(at(scenario, 3, takeover=alone, retrieval_s=fetch), [1])
    run(simulator, 260.0, load_agent("rule_based"))
    totals = simulator.state.totals
    assert totals.takeovers[0] == 0
    assert totals.takeovers_missed[0] > 0
    assert totals.minimal_risk_stops[0] > 0
    assert totals.retrievals[0] > 0


def test_level_3_late_person_restarts(scenario: Make, run: Run) -> None:
    """Who comes later than the limit drives the stopped vehicle on."""
    late = {"time_s": 20, "never_responds": 0, "limit_s": 10}
    totals = run(Simulator(at(scenario, 3, takeover=late), [1]), 200.0, load_agent("rule_based")).state.totals
    assert totals.takeovers_missed[0] > 0
    assert totals.restarts[0] > 0
    assert totals.retrievals[0] == 0


def test_level_4_without_link(scenario: Make, run: Run) -> None:
    """It reaches its minimal risk condition although no message gets through."""
    assistance = {"agents": 50, "patience_s": 30, "link": {"loss": 1}}
    simulator = Simulator(at(scenario, 4, remote_assistance=assistance), [1])
    run(simulator, 200.0, load_agent("stop_when_confused"))
    assert simulator.state.totals.assist_answered[0] == 0
    assert simulator.state.totals.minimal_risk_stops[0] > 0


def test_level_5_has_no_fallback(scenario: Make, run: Run) -> None:
    """A request in vain just ends; the vehicle has to manage, and asks again."""
    assistance = {"agents": 0, "patience_s": 20}
    totals = run(
        Simulator(at(scenario, 5, remote_assistance=assistance), [1]), 200.0, load_agent("stop_when_confused")
    ).state.totals
    assert totals.minimal_risk_stops[0] == 0
    assert totals.assist_abandoned[0] > 3


@pytest.mark.parametrize(
    ("clause", "odd", "events"),
    [
        (codes.CLAUSE_JUNCTION_CONTROL, {"scenery": {"junction_controls": ["signal"]}}, DARK),
        (codes.CLAUSE_SPEED_LIMIT, {"scenery": {"speed_limit_mps": 5}}, []),
        (codes.CLAUSE_LINK_LOSS, {"connectivity": {"link_loss": 0.5}}, [{"kind": "link_loss", "at_s": 30}]),
        (
            codes.CLAUSE_LINK_LATENCY,
            {"connectivity": {"link_latency_s": 1}},
            [{"kind": "link_loss", "at_s": 30, "loss": 0, "latency_s": 3}],
        ),
        (codes.CLAUSE_WAITING_VEHICLES, {"dynamic_elements": {"waiting_vehicles": 1}}, []),
        (
            codes.CLAUSE_LOW_SUN,
            {"environmental_conditions": {"low_sun": False}},
            [{"kind": "camera_blind", "at_s": 30}],
        ),
        (
            codes.CLAUSE_VISIBILITY,
            {"environmental_conditions": {"visibility_m": 80}},
            [{"kind": "weather", "at_s": 30, "visibility_m": 50}],
        ),
        (
            codes.CLAUSE_GRIP,
            {"environmental_conditions": {"grip": 0.6}},
            [{"kind": "weather", "at_s": 30, "visibility_m": None, "friction": 0.4}],
        ),
        (
            codes.CLAUSE_EMERGENCY_VEHICLES,
            {"dynamic_elements": {"emergency_vehicles": False}},
            [{"kind": "emergency_vehicle", "at_s": 20, "enters": "0,0:west", "count": 3, "every_s": 15}],
        ),
    ],
)
def test_every_clause_can_be_broken(
    scenario: Make, run: Run, clause: int, odd: dict[str, Any], events: list[dict[str, Any]]
) -> None:
    """And makes a vehicle of level 4 stop for good; none of the others is blamed."""
    totals = run(Simulator(at(scenario, 4, events, odd=odd), [1]), 90.0, load_agent("rule_based")).state.totals
    exits = totals.odd_exits[0].tolist()
    assert exits[clause] > 0
    assert sum(exits) == exits[clause]
    assert totals.minimal_risk_stops[0] > 0


@pytest.mark.parametrize(
    ("clause", "odd", "event"),
    [
        (codes.CLAUSE_ROAD_CLOSURES, {"scenery": {"road_closures": False}}, {"kind": "road_closure"}),
        (
            codes.CLAUSE_OBJECTS_IN_ROAD,
            {"dynamic_elements": {"objects_in_road": False}},
            {"kind": "stopped_vehicle", "noticed_by_automated": 1},
        ),
    ],
)
def test_what_is_in_the_road_can_break_a_clause(
    scenario: Make, run: Run, clause: int, odd: dict[str, Any], event: dict[str, Any]
) -> None:
    """Only that clause, and only where there is such a thing."""
    events = [{**event, "at_s": 20, "where": {"side": "east", "direction": "away"}}]
    keys = {"share": 0.5, "sae_level": 4, "odd": odd}
    made = scenario(columns=2, demand=2400, lanes=1, fleet=keys, events=events)
    exits = run(Simulator(made, [1]), 120.0, load_agent("rule_based")).state.totals.odd_exits[0].tolist()
    assert exits[clause] > 0
    assert sum(exits) == exits[clause]


@pytest.mark.parametrize(("level", "where", "at_kerb"), [(4, "kerb", True), (4, "in_lane", False), (3, "kerb", False)])
def test_a_minimal_risk_stop_is_made_at_the_kerb(
    scenario: Make, run: Run, level: int, where: str, at_kerb: bool
) -> None:
    """At level 4 where there is one; level 3 stops in its lane."""
    keys = {
        "minimal_risk": where,
        "remote_assistance": {"agents": 0, "patience_s": 20},
        "takeover": {"never_responds": 1},
    }
    simulator = run(Simulator(at(scenario, level, **keys), [1]), 150.0, load_agent("stop_when_confused"))
    totals = simulator.state.totals
    assert totals.minimal_risk_stops[0] > 0
    assert (totals.kerb_stops[0] > 0) == at_kerb
    metrics = simulator.metrics(0)
    assert metrics["minimal_risk_at_kerb"] == totals.kerb_stops[0]
    assert metrics["minimal_risk_in_lane"] == totals.minimal_risk_stops[0] - totals.kerb_stops[0]


def test_a_car_at_the_kerb_is_passed(scenario: Make, run: Run) -> None:
    """Traffic behind it gets on, where it would have to wait for the retrieval if it stood in the lane."""
    finished = []
    for where in ("kerb", "in_lane"):
        keys = {"share": 0.15, "minimal_risk": where, "remote_assistance": {"agents": 0, "patience_s": 20}}
        simulator = Simulator(at(scenario, 4, **keys), [1, 2])
        tally = run(simulator, 400.0, load_agent("stop_when_confused")).state.tally
        finished.append(tally.finished.sum())
        assert tally.contacts.sum() == 0
    assert finished[0] > 1.2 * finished[1]


def test_level_2_fails_where_the_person_is_late(scenario: Make, run: Run) -> None:
    """A truck that the automation does not make out: who watches brakes, who does not is too late."""
    truck = {"kind": "stopped_vehicle", "vehicle": "truck", "at_s": 20, "noticed_by_automated": 0}
    events = [{**truck, "where": {"side": "east", "direction": "away"}}]
    hit = []
    for inattentive in (0, 1):
        person = {"inattentive": inattentive, "inattention_s": 8}
        keys = {"share": 0.5, "sae_level": 2, "takeover": person}
        made = scenario(columns=2, demand=2400, lanes=2, fleet=keys, events=events)
        tally = run(Simulator(made, range(6)), 200.0, load_agent("rule_based")).state.tally
        hit.append(int(tally.contacts_at_fault[:, 1].sum()))
    assert hit[1] >= 3
    assert hit[1] > 2 * hit[0]


@pytest.mark.parametrize("level", range(6))
def test_states_follow_the_table(scenario: Make, level: int) -> None:
    """From one step to the next every vehicle's state follows a row, or two of them."""
    late = {"time_s": {"lognormal": {"mean": 8, "cv": 0.6}}, "never_responds": 0.2}
    assistance = {"agents": 1, "patience_s": 25, "wrong_answers": {"share": 0.4}}
    keys = {"takeover": late, "remote_assistance": assistance, "retrieval_s": 30}
    made = at(scenario, level, **keys).model_copy(update={"decision_interval_s": 0.1})
    simulator, agent = Simulator(made, [3]), load_agent("stop_when_confused")
    before: dict[int, int] = {}
    seen: set[tuple[int, int]] = set()
    while simulator.time_s < 150.0:
        observed = simulator.observe()
        simulator.act(agent.act_batch(observed))
        simulator.step()
        vehicles = simulator.state.vehicles[0]
        here = np.flatnonzero((vehicles.trip >= 0) & (vehicles.fleet == 1))
        after = {int(vehicles.trip[i]): int(vehicles.state[i]) for i in here}
        seen |= {(before[trip], state) for trip, state in after.items() if before.get(trip, state) != state}
        before = after
    assert seen <= IN_ONE_STEP
    assert seen or level < 2
