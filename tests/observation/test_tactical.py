"""Tactical decisions by name and number."""

from __future__ import annotations

import pytest

from longtail_sim.errors import AgentError
from longtail_sim.observation import TACTICAL, Action, FleetAction, Lateral, Request, tactical_numbers


def test_every_tactical_action_has_its_own_number() -> None:
    assert tactical_numbers(FleetAction.of(list(TACTICAL.values()))).tolist() == list(range(len(TACTICAL)))


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (Action.yield_(lateral=Lateral.CHANGE_LEFT), "yield"),
        (Action.stop(lateral=Lateral.CHANGE_RIGHT), "stop"),
        (Action.creep("slowly"), "creep"),
        (Action.proceed(request=Request.ASK_REMOTE), "ask_remote"),
        (Action.yield_(request=Request.MINIMAL_RISK), "minimal_risk"),
    ],
)
def test_what_is_left_out_and_what_comes_first(action: Action, name: str) -> None:
    assert tactical_numbers(FleetAction.of([action, Action.proceed()])).tolist() == [list(TACTICAL).index(name), 0]


@pytest.mark.parametrize("action", [Action.follow_speed(5.0), Action.accelerate(1.0)])
def test_speeds_have_no_number(action: Action) -> None:
    with pytest.raises(AgentError, match="is none of the tactical decisions: proceed, yield"):
        tactical_numbers(FleetAction.of([Action.proceed(), action]))


def test_pulling_over_is_yielding_and_halting_is_stopping() -> None:
    """For a learner, who has no number of their own for either."""
    actions = FleetAction.of([Action.pull_over(), Action.halt()])
    assert tactical_numbers(actions).tolist() == [list(TACTICAL).index("yield"), list(TACTICAL).index("stop")]
