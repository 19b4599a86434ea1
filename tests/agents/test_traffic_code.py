"""What the shipped agents do in the situations that the traffic code names."""

from typing import Any

import pytest

from longtail_sim.agent import load_agent
from longtail_sim.observation import Action, Lateral, Longitudinal, Request, make_observation

GO, HOLD, CREEP = Longitudinal.PROCEED, Longitudinal.YIELD, Longitudinal.CREEP
AT_LINE = {"at_line": 1, "line_m": 1.0, "speed_mps": 0, "has_signal": 1}
DARK = {**AT_LINE, "is_dark": 1}
FAST = {"speed_mps": 11.0}
LEFT = {"turn_left": 1, "turn_straight": 0}
BY_THE_BOOK = ("rule_based", "stop_when_confused", "reasoning")


def decide(agent: str, **features: Any) -> Action:
    return load_agent(agent).act(make_observation(**features))


SITUATIONS = {
    "green and free": ({"is_green": 1, "line_m": 10}, GO),
    "red": ({"is_red": 1, "line_m": 30}, HOLD),
    "no junction near": ({"line_m": 200, "exit_clear": 0, "path_clear": 0}, GO),
    "red, but far away": ({"is_red": 1, "line_m": 120}, GO),
    "green, no room behind": ({"is_green": 1, "line_m": 10, "exit_clear": 0}, HOLD),
    "green, left, oncoming traffic": ({"is_green": 1, "line_m": 10, "path_clear": 0, **LEFT}, HOLD),
    "green, somebody still inside": ({"is_green": 1, "line_m": 10, "path_clear": 0}, HOLD),
    "green, second in the lane": ({"is_green": 1, "line_m": 20, "gap_m": 3, "exit_clear": 0, "path_clear": 0}, GO),
    "yellow, can stop": ({"is_yellow": 1, "line_m": 40, **FAST}, HOLD),
    "yellow, too near to stop": ({"is_yellow": 1, "line_m": 10, **FAST}, GO),
    "yellow, stands at the line": ({"is_yellow": 1, **AT_LINE}, HOLD),
    "yellow, waits to turn left, free": ({"is_yellow": 1, "colour_age_s": 1.0, **AT_LINE, **LEFT}, GO),
    "yellow, waits to turn left, oncoming": ({"is_yellow": 1, **AT_LINE, **LEFT, "path_clear": 0}, HOLD),
    "yellow, waits to turn left, too late": ({"is_yellow": 1, "colour_age_s": 3.0, **AT_LINE, **LEFT}, HOLD),
    "all-way stop, comes": ({"is_all_way_stop": 1, "line_m": 20, "my_turn": 1}, HOLD),
    "all-way stop, own turn": ({"is_all_way_stop": 1, "my_turn": 1, **AT_LINE}, GO),
    "all-way stop, not its turn": ({"is_all_way_stop": 1, **AT_LINE}, HOLD),
    "all-way stop, own turn, no room": ({"is_all_way_stop": 1, "my_turn": 1, **AT_LINE, "exit_clear": 0}, HOLD),
    "all-way stop, own turn, not free": ({"is_all_way_stop": 1, "my_turn": 1, **AT_LINE, "path_clear": 0}, HOLD),
    "stop sign, comes": ({"is_stop": 1, "line_m": 20}, HOLD),
    "stop sign, free": ({"is_stop": 1, **AT_LINE}, GO),
    "stop sign, not free": ({"is_stop": 1, **AT_LINE, "path_clear": 0}, HOLD),
    "red for minutes, comes": ({"is_red": 1, "colour_age_s": 200, "line_m": 20}, HOLD),
    "red for a minute, at the line": ({"is_red": 1, "colour_age_s": 70, **AT_LINE}, HOLD),
    "yellow flashes": ({"is_flashing_yellow": 1, "has_signal": 1, "line_m": 10}, GO),
    "red flashes, comes": ({"is_flashing_red": 1, "is_all_way_stop": 1, "line_m": 20}, HOLD),
    "fog": ({"visibility_m": 30}, Longitudinal.FOLLOW_SPEED),
    "bigger road": ({"line_m": 10}, GO),
    "officer waves on": ({"is_officer": 1, "is_green": 1, "has_signal": 1, "line_m": 10}, GO),
    "officer stops": ({"is_officer": 1, "is_red": 1, "has_signal": 1, "line_m": 10}, HOLD),
    "officer looks away": ({"is_officer": 1, "has_signal": 1, "line_m": 10}, HOLD),
    "officer at a dark signal waves on": ({**DARK, "is_officer": 1, "is_green": 1}, GO),
    "inside, body across the path": ({"in_junction": 1, "line_m": 0, "hazard_m": 4}, HOLD),
    "inside, red behind it": ({"in_junction": 1, "line_m": 0, "is_red": 1, "exit_clear": 0}, HOLD),
}


@pytest.mark.parametrize("agent", BY_THE_BOOK)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_situation(agent: str, situation: str) -> None:
    features, expected = SITUATIONS[situation]
    action = decide(agent, **features)
    assert action.longitudinal is expected, action.reason
    assert action.request is Request.NONE


@pytest.mark.parametrize("agent", ["rule_based", "reasoning", "template"])
@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ({"my_turn": 1}, GO),
        ({}, HOLD),
        ({"my_turn": 1, "exit_clear": 0}, HOLD),
        ({"my_turn": 1, "path_clear": 0}, HOLD),
    ],
)
def test_a_dark_signal_is_an_all_way_stop(agent: str, features: dict[str, float], expected: Longitudinal) -> None:
    assert decide(agent, **{**DARK, **features}).longitudinal is expected
    assert decide(agent, is_dark=1, line_m=20, my_turn=0).longitudinal is HOLD


BLOCKED = {"gap_m": 3, "leader_speed_mps": 0, "speed_mps": 0, "standing_s": 8, "line_m": 100}


@pytest.mark.parametrize("agent", BY_THE_BOOK)
@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ({"left_free": 1}, Lateral.CHANGE_LEFT),
        ({"right_free": 1}, Lateral.CHANGE_RIGHT),
        ({"left_free": 1, "right_free": 1}, Lateral.CHANGE_LEFT),
        ({}, Lateral.KEEP),
        ({"left_free": 1, "standing_s": 4}, Lateral.KEEP),
        ({"left_free": 1, "line_m": 20}, Lateral.KEEP),
        ({"left_free": 1, "leader_speed_mps": 2}, Lateral.KEEP),
        ({"left_free": 1, "gap_m": 40}, Lateral.KEEP),
    ],
)
def test_a_standing_obstacle_is_passed(agent: str, features: dict[str, float], expected: Lateral) -> None:
    assert decide(agent, **{**BLOCKED, **features}).lateral is expected


def test_who_stands_for_long_leaves_even_a_queue() -> None:
    queue = {**BLOCKED, "left_free": 1, "line_m": 20}
    assert decide("rule_based", **{**queue, "standing_s": 61}).lateral is Lateral.CHANGE_LEFT


class TestStopWhenConfused:
    """Holds at a dark signal and asks; otherwise drives by the book."""

    def test_it_asks_at_the_line_even_when_it_could_go(self) -> None:
        action = decide("stop_when_confused", **DARK, my_turn=1)
        assert (action.longitudinal, action.request) == (Longitudinal.STOP, Request.ASK_REMOTE)

    def test_it_goes_on_holding_while_it_waits(self) -> None:
        action = decide("stop_when_confused", **DARK, my_turn=1, awaiting_assistance=1, assistance_wait_s=300)
        assert action.longitudinal is Longitudinal.STOP

    def test_when_granted_it_goes_by_the_all_way_stop_rule(self) -> None:
        assert decide("stop_when_confused", **DARK, assistance_granted=1, my_turn=1).longitudinal is GO
        assert decide("stop_when_confused", **DARK, assistance_granted=1).longitudinal is HOLD

    def test_it_does_not_ask_on_the_way_to_the_line(self) -> None:
        action = decide("stop_when_confused", is_dark=1, line_m=20)
        assert (action.longitudinal, action.request) == (HOLD, Request.NONE)

    def test_an_officer_or_a_stop_sign_does_not_confuse_it(self) -> None:
        assert decide("stop_when_confused", **DARK, is_officer=1, is_green=1).longitudinal is GO
        assert decide("stop_when_confused", **AT_LINE, is_all_way_stop=1, my_turn=1).longitudinal is GO


def test_the_human_twin_lets_people_drive() -> None:
    assert load_agent("human_twin").drives_as_person
    assert not load_agent("rule_based").drives_as_person


@pytest.mark.parametrize("light", [{"is_red": 1, "colour_age_s": 200}, {"is_flashing_red": 1, "is_stop": 1}])
def test_who_asks_at_a_failed_light(light: dict[str, Any]) -> None:
    """By the book one stops and goes; who is confused asks, and goes when it has been confirmed."""
    for agent in ("rule_based", "reasoning"):
        assert decide(agent, **light, **AT_LINE, my_turn=1).longitudinal is GO
    assert decide("stop_when_confused", **light, **AT_LINE).request is Request.ASK_REMOTE
    assert decide("stop_when_confused", **light, **AT_LINE, my_turn=1, assistance_granted=1).longitudinal is GO


CLOSED = {"obstacle_m": 30.0, "line_m": 90.0}
BODY = {**CLOSED, "obstacle_is_body": 1}


@pytest.mark.parametrize("agent", BY_THE_BOOK)
@pytest.mark.parametrize(
    ("features", "wanted", "lateral"),
    [
        ({**CLOSED, "obstacle_fills_street": 1}, HOLD, Lateral.KEEP),
        ({**CLOSED, "left_free": 1}, HOLD, Lateral.CHANGE_LEFT),
        ({**BODY, "right_free": 1}, GO, Lateral.CHANGE_RIGHT),
        ({**BODY, "obstacle_is_person": 1, "left_free": 1}, GO, Lateral.KEEP),
        ({**CLOSED, "line_m": 10, "obstacle_m": 40}, GO, Lateral.KEEP),
    ],
    ids=["closed street", "closed lane", "body", "person", "behind the junction"],
)
def test_what_is_in_the_road(agent: str, features: dict[str, Any], wanted: Longitudinal, lateral: Lateral) -> None:
    action = decide(agent, **features)
    assert (action.longitudinal, action.lateral) == (wanted, lateral)


def test_the_confused_one_asks_before_a_closed_road_and_believes_the_answer() -> None:
    halted = {**CLOSED, "obstacle_m": 3.0, "speed_mps": 0.0}
    assert decide("stop_when_confused", **halted).request == Request.ASK_REMOTE
    assert decide("stop_when_confused", **halted, assistance_granted=1).longitudinal == GO
    assert decide("rule_based", **halted, assistance_granted=1).longitudinal == HOLD
