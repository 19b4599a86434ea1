"""A signal that is not seen, or not surely: three agents, three answers; and none of it where all is seen."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Action, load_agent
from longtail_sim.observation import Longitudinal, Request, make_observation

UNSEEN = {"has_signal": 1, "signal_known": 0, "signal_confidence": 0}
AT_LINE = {"line_m": 0.5, "at_line": 1, "at_line_s": 3, "speed_mps": 0, "standing_s": 3}
NEAR = {"line_m": 30, "speed_mps": 8}


def decides(agent: str, **features: float) -> Action:
    return load_agent(agent).act_batch(make_observation(**features).as_fleet())[0]


@pytest.mark.parametrize("agent", ["rule_based", "stop_when_confused", "reasoning"])
def test_everybody_stops_at_the_line_of_an_unseen_signal(agent: str) -> None:
    assert decides(agent, **UNSEEN, **NEAR).longitudinal is Longitudinal.YIELD
    assert decides(agent, has_signal=1, is_green=1, **NEAR).longitudinal is Longitudinal.PROCEED


def test_then_they_differ() -> None:
    assert decides("rule_based", **UNSEEN, **AT_LINE).longitudinal is Longitudinal.YIELD
    assert decides("stop_when_confused", **UNSEEN, **AT_LINE).request is Request.ASK_REMOTE
    assert decides("reasoning", **UNSEEN, **{**AT_LINE, "at_line_s": 5}).longitudinal is Longitudinal.PROCEED
    assert decides("reasoning", **UNSEEN, **AT_LINE, path_clear=0).longitudinal is Longitudinal.YIELD


def test_who_asked_goes_when_the_answer_has_come_and_the_way_is_clear() -> None:
    answered = {**UNSEEN, **AT_LINE, "assistance_granted": 1}
    assert decides("stop_when_confused", **answered).longitudinal is Longitudinal.PROCEED
    assert decides("stop_when_confused", **answered, path_clear=0).longitudinal is Longitudinal.YIELD


@pytest.mark.parametrize(("confidence", "asks"), [(0.4, True), (0.9, False)])
def test_an_unsure_reading_is_asked_about(confidence: float, asks: bool) -> None:
    action = decides("stop_when_confused", has_signal=1, is_green=1, signal_confidence=confidence, **AT_LINE)
    assert (action.request is Request.ASK_REMOTE) == asks


def test_the_trace_says_how_sure_it_was() -> None:
    action = decides("reasoning", has_signal=1, is_green=1, signal_confidence=0.4, **NEAR)
    assert action.longitudinal is Longitudinal.YIELD
    assert action.trace is not None
    facts = {fact.feature: fact.value for fact in action.trace.evidence}
    assert facts["signal_confidence"] == pytest.approx(0.4)
    assert action.trace.hypothesis == "The signal cannot be seen surely"


def test_red_is_red_however_unsure() -> None:
    features = {"has_signal": 1, "is_red": 1, "signal_confidence": 0.4, **AT_LINE}
    assert decides("reasoning", **features).longitudinal is Longitudinal.YIELD
    assert np.isfinite(decides("rule_based", **features).speed_mps)
