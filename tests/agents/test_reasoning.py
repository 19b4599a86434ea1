"""The reasoning agent: hypotheses, memory, traces, and when it asks."""

from typing import Any

import numpy as np
import pytest

from longtail_sim import Action
from longtail_sim.agent import Agent, load_agent
from longtail_sim.core.perception_layout import COLUMN
from longtail_sim.observation import (
    FleetObservation,
    Lateral,
    LateralDecision,
    Longitudinal,
    LongitudinalDecision,
    Observation,
    Place,
    Request,
    Trace,
    example_observations,
    make_observation,
)

AT_DARK = {"is_dark": 1, "has_signal": 1, "at_line": 1, "line_m": 1, "speed_mps": 0}
ONE, OUTAGE = "This one signal has failed", "The signals of the whole district have failed"
STUCK = {**AT_DARK, "standing_s": 70, "path_clear": 0}


@pytest.fixture
def agent() -> Agent:
    return load_agent("reasoning")


def trace_of(agent: Agent, trip: int = 0, **features: Any) -> Trace:
    trace = agent.act(make_observation(trip=trip, **features)).trace
    assert trace is not None
    return trace


def test_one_dark_signal_is_a_fault_two_are_an_outage(agent: Agent) -> None:
    assert trace_of(agent, **AT_DARK).hypothesis == ONE
    assert trace_of(agent, **AT_DARK, next_is_dark=1).hypothesis == OUTAGE
    assert "officer" in trace_of(agent, **AT_DARK, is_officer=1).hypothesis
    assert "works" in trace_of(agent, is_green=1).hypothesis


def pass_a_dark_junction(agent: Agent, trip: int) -> None:
    agent.act(make_observation(trip=trip, **AT_DARK))
    agent.act(make_observation(trip=trip, in_junction=1, line_m=0))


def test_it_remembers_dark_signals_of_this_trip_only(agent: Agent) -> None:
    pass_a_dark_junction(agent, trip=1)
    assert trace_of(agent, trip=1, **AT_DARK).hypothesis == OUTAGE
    assert trace_of(agent, trip=2, **AT_DARK).hypothesis == ONE


def test_waiting_at_the_same_dark_signal_is_not_a_second_one(agent: Agent) -> None:
    hypotheses = {trace_of(agent, **AT_DARK).hypothesis for _ in range(5)}
    assert hypotheses == {ONE}


def test_reset_forgets_the_given_trips_or_all(agent: Agent) -> None:
    for trip in (1, 2, 3):
        pass_a_dark_junction(agent, trip)
    agent.reset(np.array([1]))
    assert trace_of(agent, trip=1, **AT_DARK).hypothesis == ONE
    assert trace_of(agent, trip=2, **AT_DARK).hypothesis == OUTAGE
    agent.reset()
    assert trace_of(agent, trip=3, **AT_DARK).hypothesis == ONE


def test_worlds_are_kept_apart(agent: Agent) -> None:
    pass_a_dark_junction(agent, trip=1)
    fleet = make_observation(trip=1, **AT_DARK).as_fleet()
    fleet.world[0] = 1
    trace = agent.act_batch(fleet)[0].trace
    assert trace is not None
    assert trace.hypothesis == ONE


def test_a_turn_that_nobody_takes_is_taken_with_care(agent: Agent) -> None:
    assert agent.act(make_observation(**AT_DARK, at_line_s=30)).longitudinal is Longitudinal.YIELD
    action = agent.act(make_observation(**AT_DARK, at_line_s=50))
    assert action.longitudinal is Longitudinal.CREEP
    assert action.trace is not None
    assert action.trace.decision.longitudinal is LongitudinalDecision.GAP_SEARCHING


def test_it_asks_only_where_no_rule_fits(agent: Agent) -> None:
    assert agent.act(make_observation(**STUCK)).request is Request.ASK_REMOTE


@pytest.mark.parametrize(
    "fact",
    [
        {"next_is_dark": 1},  # everybody is asking now
        {"standing_s": 20},
        {"path_clear": 1},
        {"others_waiting": 6},  # others explain the wait
        {"link_loss": 0.8},
        {"assistance_granted": 1},
        {"is_red": 1, "is_dark": 0},
        {"at_line": 0, "line_m": 30, "gap_m": 2},
    ],
)
def test_it_does_not_ask_where_a_rule_fits_or_asking_is_no_use(agent: Agent, fact: dict[str, float]) -> None:
    assert agent.act(make_observation(**{**STUCK, **fact})).request is Request.NONE


def test_darkness_alone_is_no_reason_to_ask(agent: Agent) -> None:
    for facts in ({}, {"my_turn": 1}, {"next_is_dark": 1}, {"line_m": 30, "at_line": 0}):
        assert agent.act(make_observation(**{**AT_DARK, **facts})).request is Request.NONE


HOLDS = {Longitudinal.YIELD, Longitudinal.STOP, Longitudinal.HALT}
GOES = {Longitudinal.PROCEED, Longitudinal.CREEP, Longitudinal.FOLLOW_SPEED}
CHANGES = {Lateral.CHANGE_LEFT, Lateral.CHANGE_RIGHT}
AGREES = {
    LongitudinalDecision.SET_SPEED_TRACKING: GOES,
    LongitudinalDecision.LEAD_FOLLOWING: GOES,
    LongitudinalDecision.GAP_SEARCHING: GOES,
    LongitudinalDecision.SPEED_ADAPTATION: GOES,
    LongitudinalDecision.YIELD: HOLDS,
    LongitudinalDecision.STATIC_STOP: HOLDS,
}


def test_traces_agree_with_actions_and_cite_what_was_perceived(agent: Agent) -> None:
    for seed in range(5):
        fleet = example_observations(300, seed)
        for observation, action in zip(fleet, agent.act_batch(fleet), strict=True):
            trace = action.trace
            assert trace is not None
            assert action.longitudinal in AGREES[trace.decision.longitudinal]
            assert (trace.decision.lateral is LateralDecision.LANE_CHANGE) == (action.lateral in CHANGES)
            assert (trace.decision.lateral is LateralDecision.PULL_OVER) == (action.lateral is Lateral.PULL_OVER)
            assert action.reason in trace.text
            assert trace.components
            for fact in trace.evidence:
                assert fact.value == observation.values[COLUMN[fact.feature]]


def test_removing_the_cited_cause_changes_the_decision(agent: Agent) -> None:
    red = make_observation(is_red=1, line_m=20)
    green = make_observation(is_green=1, line_m=20)
    cited = agent.act(red)
    assert cited.trace is not None
    assert cited.trace.evidence[0].feature == "is_red"
    assert agent.act(green).longitudinal is not cited.longitudinal


def at(time_s: float, place: Place, trip: int = 0, **facts: float) -> Observation:
    return Observation(make_observation(**facts).values, trip=trip, time_s=time_s, place=place)


def decide(agent: Agent, *rows: Observation) -> list[Action]:
    return list(agent.act_batch(FleetObservation.of(list(rows))))


HERE, BEFORE = Place(5, 6, 1), Place(3, 5, 0)
TAPE = {"obstacle_m": 30, "line_m": 80, "obstacle_fills_street": 1}


def test_what_one_vehicle_has_seen_keeps_the_others_out(agent: Agent) -> None:
    assert decide(agent, at(1, BEFORE, 2, line_m=50))[0].lateral is Lateral.KEEP
    assert decide(agent, at(1, HERE, 1, **TAPE))[0].longitudinal is Longitudinal.YIELD
    away, blind, near = decide(
        agent, at(2, BEFORE, 2, line_m=50), at(2, HERE, 3, line_m=72), at(2, HERE, 4, line_m=60, speed_mps=0)
    )
    assert away.lateral is Lateral.OTHER_TURN
    assert (blind.longitudinal, blind.speed_mps < 7) == (Longitudinal.FOLLOW_SPEED, True)
    assert (near.longitudinal, near.lateral) == (Longitudinal.HALT, Lateral.TURN_BACK)
    assert away.trace is not None
    assert near.trace is not None
    assert away.trace.hypothesis == near.trace.hypothesis
    assert near.trace.decision.longitudinal is LongitudinalDecision.STATIC_STOP
    agent.reset()
    assert decide(agent, at(3, BEFORE, 2, line_m=50))[0].lateral is Lateral.KEEP


def test_it_slows_where_a_child_was_in_the_road(agent: Agent) -> None:
    child = {"obstacle_m": 20, "line_m": 60, "obstacle_is_person": 1, "obstacle_is_body": 1}
    decide(agent, at(1, HERE, 1, **child))
    far, near, beyond = decide(agent, *(at(2, HERE, trip, line_m=line) for trip, line in ((2, 130), (3, 90), (4, 30))))
    assert (near.longitudinal, round(near.speed_mps, 1)) == (Longitudinal.FOLLOW_SPEED, 6.7)
    assert far.longitudinal is beyond.longitudinal is Longitudinal.PROCEED
    assert near.trace is not None
    assert near.trace.decision.longitudinal is LongitudinalDecision.SPEED_ADAPTATION


def test_it_turns_back_from_who_holds_it_up_on_purpose(agent: Agent) -> None:
    person = {"obstacle_m": 4, "line_m": 60, "obstacle_is_person": 1, "obstacle_is_body": 1, "speed_mps": 0}
    assert agent.act(make_observation(**person, standing_s=8)).lateral is Lateral.KEEP
    assert agent.act(make_observation(**person, standing_s=12)).lateral is Lateral.TURN_BACK


def test_a_red_that_does_not_end_is_a_stop_sign_after_two_minutes(agent: Agent) -> None:
    red = {"is_red": 1, "has_signal": 1, "line_m": 1, "at_line": 1, "speed_mps": 0}
    assert agent.act(make_observation(**red, colour_age_s=110)).longitudinal is Longitudinal.YIELD
    assert agent.act(make_observation(**red, colour_age_s=130)).longitudinal is Longitudinal.PROCEED
    assert agent.act(make_observation(**red, colour_age_s=130, path_clear=0)).longitudinal is Longitudinal.YIELD


def test_it_watches_before_it_passes_a_signal_that_it_cannot_see(agent: Agent) -> None:
    unseen = {"has_signal": 1, "signal_known": 0, "signal_confidence": 0, "line_m": 1, "at_line": 1, "speed_mps": 0}
    assert agent.act(make_observation(**unseen, at_line_s=2)).longitudinal is Longitudinal.YIELD
    assert agent.act(make_observation(**unseen, at_line_s=6)).longitudinal is Longitudinal.PROCEED


def test_it_keeps_a_long_gap_in_fog(agent: Agent) -> None:
    follows = {"gap_m": 15, "leader_speed_mps": 8, "speed_mps": 9}
    clear, fog = (agent.act(make_observation(**follows, visibility_m=sight)) for sight in (200, 30))
    assert clear.longitudinal is Longitudinal.PROCEED
    assert fog.longitudinal is Longitudinal.FOLLOW_SPEED
    assert fog.speed_mps < 8


def test_it_goes_out_of_the_way_of_a_wrong_way_driver_at_once(agent: Agent) -> None:
    comes = {"obstacle_m": 95, "line_m": 110, "obstacle_is_body": 1, "obstacle_speed_mps": -8, "lane_count": 2}
    assert agent.act(make_observation(**comes, right_free=1, left_free=1)).lateral is Lateral.CHANGE_RIGHT
    assert agent.act(make_observation(**comes)).longitudinal is Longitudinal.HALT
