"""What the shipped agents do about a siren and in a narrow street."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim.agent import load_agent
from longtail_sim.observation import Action, Lateral, Longitudinal, Request, make_observation

BY_THE_BOOK = ("rule_based", "reasoning")
SIREN = {"siren_m": 40, "siren_heard": 1}
NARROW = {"narrow_m": 10, "line_m": 120}


def decide(agent: str, **features: Any) -> Action:
    """Return one decision."""
    return load_agent(agent).act(make_observation(**features))


@pytest.mark.parametrize("agent", BY_THE_BOOK)
def test_they_pull_over_for_a_siren_behind(agent: str) -> None:
    """Even on green; and not for one that is far away."""
    assert decide(agent, **SIREN, is_green=1, line_m=20).lateral is Lateral.PULL_OVER
    assert decide(agent, siren_m=150, siren_heard=1).lateral is Lateral.KEEP


@pytest.mark.parametrize("agent", BY_THE_BOOK)
def test_they_keep_out_of_the_junction_for_a_siren(agent: str) -> None:
    """Although the light is green; inside they go on."""
    near = {"siren_heard": 1, "siren_at_junction": 1, "is_green": 1, "speed_mps": 5}
    assert decide(agent, **near, line_m=30).longitudinal is Longitudinal.YIELD
    assert decide(agent, line_m=30, is_green=1).longitudinal is Longitudinal.PROCEED


@pytest.mark.parametrize("agent", BY_THE_BOOK)
def test_they_take_turns_in_a_narrow_street(agent: str) -> None:
    """Who came first goes."""
    assert decide(agent, **NARROW, narrow_turn=1, narrow_opposed=1).longitudinal is Longitudinal.PROCEED
    assert decide(agent, **NARROW, narrow_opposed=1).longitudinal is Longitudinal.YIELD
    assert decide(agent, narrow_m=100, line_m=190).longitudinal is Longitudinal.PROCEED
    assert decide(agent, narrow_m=0, line_m=100, **SIREN).lateral is Lateral.KEEP  # gets out of it first


def test_one_halts_where_it_is_and_asks() -> None:
    """Until it is answered; then it does what the traffic code says."""
    action = decide("stop_when_confused", **SIREN)
    assert (action.longitudinal, action.request) == (Longitudinal.HALT, Request.ASK_REMOTE)
    assert decide("stop_when_confused", **SIREN, assistance_granted=1).lateral is Lateral.PULL_OVER
    action = decide("stop_when_confused", **NARROW, narrow_turn=1, narrow_opposed=1)
    assert (action.longitudinal, action.request) == (Longitudinal.STOP, Request.ASK_REMOTE)
    assert decide("stop_when_confused", **NARROW, narrow_turn=1).longitudinal is Longitudinal.PROCEED
