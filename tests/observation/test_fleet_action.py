"""Actions of a fleet: arrays that are checked, rules that choose."""

import numpy as np
import pytest

from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, Lateral, Longitudinal, Request

ZERO = np.zeros(2, np.int8)


def fleet(**parts: object) -> FleetAction:
    return FleetAction(**{"longitudinal": ZERO, "speed": np.zeros(2), "lateral": ZERO, "request": ZERO, **parts})


def test_single_actions_go_in_and_come_out() -> None:
    actions = [Action.follow_speed(3.0, "slow"), Action.ask_remote("why"), Action.proceed(lateral=Lateral.CHANGE_RIGHT)]
    together = FleetAction.of(actions)
    assert list(together) == actions
    assert together.longitudinal.dtype == np.int8
    assert together.speed.dtype == np.float64


def test_proceed_is_for_everybody() -> None:
    assert list(FleetAction.proceed(3)) == [Action.proceed()] * 3
    assert len(FleetAction.of([])) == 0


def test_the_first_rule_that_applies_counts() -> None:
    one, two = np.array([True, False, False, True]), np.array([True, True, False, False])
    chosen = FleetAction.choose(
        [(one, Action.stop("one")), (two, Action.follow_speed(2.0, "two"))], Action.creep("else")
    )
    assert [action.reason for action in chosen] == ["one", "two", "else", "one"]
    assert chosen.speed.tolist() == [0, 2, 0, 0]
    assert chosen.longitudinal.tolist() == [
        Longitudinal.STOP,
        Longitudinal.FOLLOW_SPEED,
        Longitudinal.CREEP,
        Longitudinal.STOP,
    ]


def test_rules_must_fit() -> None:
    with pytest.raises(AgentError, match="one entry per vehicle"):
        FleetAction.choose([], Action.stop())
    with pytest.raises(AgentError, match="one entry per vehicle"):
        FleetAction.choose([(np.ones(2, bool), Action.stop()), (np.ones(3, bool), Action.stop())], Action.stop())


def test_parts_can_be_replaced() -> None:
    some = np.array([True, False])
    changed = FleetAction.of([Action.proceed("a"), Action.creep("b")]).replaced(some, Action.ask_remote("c"))
    assert list(changed) == [Action.ask_remote("c"), Action.creep("b")]
    assert changed.request.tolist() == [Request.ASK_REMOTE, Request.NONE]
    assert FleetAction.proceed(2).replaced(some, Action.stop("c")).reasons == ["c", ""]
    assert changed.changing_left(some).lateral.tolist() == [Lateral.CHANGE_LEFT, Lateral.KEEP]
    assert changed.going(Lateral.TURN_BACK, some).lateral.tolist() == [Lateral.TURN_BACK, Lateral.KEEP]
    assert changed.changing_right(~some).lateral.tolist() == [Lateral.KEEP, Lateral.CHANGE_RIGHT]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"longitudinal": np.array([0, 17])}, "'longitudinal' of the actions holds 17"),
        ({"longitudinal": np.array([0, np.nan])}, "'longitudinal' of the actions holds nan"),
        ({"longitudinal": np.array([0.5, 0])}, "holds 0.5"),
        ({"longitudinal": 0}, "must be one array of codes"),
        ({"longitudinal": np.array(["stop", "go"])}, "must be one array of codes"),
        ({"longitudinal": np.zeros((2, 1))}, "must be one array of codes"),
        ({"lateral": np.array([-1, 0])}, "'lateral' of the actions holds -1"),
        ({"lateral": np.array([6, 0])}, r"'lateral' of the actions holds 6, and must be one of \[0, 1, 2, 3, 4, 5\]"),
        ({"request": np.array([0, 3])}, r"'request' of the actions holds 3, and must be one of \[0, 1, 2\]"),
        ({"speed": np.array([0, np.nan])}, "is nan for vehicle 1, and must be finite"),
        ({"speed": np.array([np.inf, 0])}, "is inf for vehicle 0"),
        ({"speed": ["a", "b"]}, "must be one array of numbers"),
        ({"speed": np.zeros((2, 2))}, r"shape \(2, 2\)"),
        ({"speed": np.zeros(3)}, "'speed' of the actions has 3 rows, 'longitudinal' has 2"),
        ({"lateral": np.zeros(1)}, "'lateral' of the actions has 1 rows"),
        ({"reasons": ["a"]}, "'reasons' of the actions has 1 rows"),
        ({"longitudinal": np.array([0, 1]), "speed": np.array([0.0, -1.0])}, "a speed to follow is negative"),
    ],
)
def test_nonsense_is_refused(parts: dict[str, object], message: str) -> None:
    with pytest.raises(AgentError, match=message):
        fleet(**parts)


def test_an_answer_that_is_no_action_is_named() -> None:
    with pytest.raises(AgentError, match="the answer for vehicle 1 is a str, and must be an Action"):
        FleetAction.of([Action.stop(), "go"])


def test_acceleration_may_be_negative() -> None:
    assert fleet(longitudinal=np.array([5, 5]), speed=np.array([-3.0, 1.0])).speed.tolist() == [-3.0, 1.0]


def test_a_limit_binds_who_proceeds() -> None:
    actions = FleetAction.of([Action.proceed("a"), Action.proceed("b"), Action.yield_("c")])
    slowed = actions.not_faster_than(np.array([5.0, np.inf, 5.0]))
    assert [action.longitudinal for action in slowed] == [
        Longitudinal.FOLLOW_SPEED, Longitudinal.PROCEED, Longitudinal.YIELD,
    ]  # fmt: skip
    assert slowed.speed.tolist() == [5.0, 0.0, 0.0]
    assert slowed.reasons == ["a", "b", "c"]
