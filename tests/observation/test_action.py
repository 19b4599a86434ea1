"""Actions of one vehicle: what they mean, and what is refused."""

import math
import pickle

import pytest

from longtail_sim.core import codes
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, Lateral, Longitudinal, Request


@pytest.mark.parametrize(
    ("action", "longitudinal", "speed", "request_code"),
    [
        (Action.proceed("x"), codes.ACT_PROCEED, 0.0, codes.REQUEST_NONE),
        (Action.follow_speed(4.5, "x"), codes.ACT_FOLLOW_SPEED, 4.5, codes.REQUEST_NONE),
        (Action.yield_("x"), codes.ACT_YIELD, 0.0, codes.REQUEST_NONE),
        (Action.stop("x"), codes.ACT_STOP, 0.0, codes.REQUEST_NONE),
        (Action.creep("x"), codes.ACT_CREEP, 0.0, codes.REQUEST_NONE),
        (Action.accelerate(-2.0, "x"), codes.ACT_ACCELERATE, -2.0, codes.REQUEST_NONE),
        (Action.ask_remote("x"), codes.ACT_STOP, 0.0, codes.REQUEST_ASK_REMOTE),
        (Action.minimal_risk("x"), codes.ACT_STOP, 0.0, codes.REQUEST_MINIMAL_RISK),
    ],
)
def test_named_constructors(action: Action, longitudinal: int, speed: float, request_code: int) -> None:
    assert (action.longitudinal, action.speed_mps, action.request) == (longitudinal, speed, request_code)
    assert action.lateral is Lateral.KEEP
    assert action.reason == "x"
    assert pickle.loads(pickle.dumps(action)) == action


def test_lane_and_request_can_be_added() -> None:
    action = Action.yield_(lateral=Lateral.CHANGE_LEFT, request=Request.ASK_REMOTE)
    assert (action.lateral, action.request) == (Lateral.CHANGE_LEFT, Request.ASK_REMOTE)


@pytest.mark.parametrize(("kind", "prefix"), [(Longitudinal, "ACT"), (Lateral, "LATERAL"), (Request, "REQUEST")])
def test_enumerations_are_those_of_the_core(kind: type[Longitudinal], prefix: str) -> None:
    assert {member.value: member.name.lower() for member in kind}.items() <= codes.names(prefix).items()


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"longitudinal": 99}, "longitudinal is 99, and must be one of: 0 proceed"),
        ({"longitudinal": "stop"}, "longitudinal is 'stop'"),
        ({"longitudinal": None}, "longitudinal is None"),
        ({"lateral": 9}, "lateral is 9"),
        ({"lateral": 6}, "lateral is 6, and must be one of: 0 keep, 1 change_left, 2 change_right, 3 pull_over"),
        ({"request": 3}, "request is 3, and must be one of: 0 none, 1 ask_remote, 2 minimal_risk"),
        ({"request": math.nan}, "request is nan"),
        ({"speed_mps": math.nan}, "speed_mps is nan, and must be a finite number"),
        ({"speed_mps": math.inf}, "speed_mps is inf"),
        ({"speed_mps": "fast"}, "speed_mps is 'fast', and must be a number"),
        ({"longitudinal": Longitudinal.FOLLOW_SPEED, "speed_mps": -1.0}, "is -1 m/s, and must not be negative"),
        ({"reason": 3}, "reason is a int"),
        ({"trace": "because"}, "trace is a str"),
    ],
)
def test_nonsense_is_refused(parts: dict[str, object], message: str) -> None:
    with pytest.raises(AgentError, match=message):
        Action(**parts)
