"""Traces: the form of a Chain of Causation is kept."""

import json

import pytest

from longtail_sim.errors import AgentError
from longtail_sim.observation import (
    Action,
    Category,
    CriticalComponent,
    Decision,
    Evidence,
    FleetAction,
    LateralDecision,
    LongitudinalDecision,
    Trace,
)


def trace(text: str = "The light is red.", **evidence: float) -> Trace:
    return Trace(
        Decision(LongitudinalDecision.STATIC_STOP, LateralDecision.LANE_KEEPING),
        (CriticalComponent(Category.TRAFFIC_LIGHT, "signal ahead", "red"),),
        (Evidence("is_red", 1.0, **evidence),),
        text,
    )


def test_the_closed_sets_have_their_published_sizes() -> None:
    assert (len(LongitudinalDecision), len(LateralDecision), len(Category)) == (7, 8, 7)


def test_a_trace_goes_into_json() -> None:
    plain = json.loads(json.dumps(trace().as_dict()))
    assert plain["decision"] == {"longitudinal": "stop for static constraint", "lateral": "lane keeping"}
    assert plain["components"][0]["state"] == "red"
    assert plain["evidence"][0]["feature"] == "is_red"


@pytest.mark.parametrize("text", ["", "   ", "One. Two. Three."])
def test_one_or_two_sentences(text: str) -> None:
    with pytest.raises(AgentError, match="must have one or two"):
        trace(text)


def test_numbers_do_not_end_sentences() -> None:
    assert trace("It is 2.5 m away. It stops.").text.startswith("It is")


@pytest.mark.parametrize("age", [2.1, -0.1])
def test_evidence_is_from_the_last_two_seconds(age: float) -> None:
    with pytest.raises(AgentError, match="evidence must be from the last 2 s"):
        trace(age_s=age)
    assert trace(age_s=2.0).evidence[0].age_s == 2.0


def test_a_fleet_makes_traces_when_asked() -> None:
    asked: list[int] = []

    def explain(row: int) -> Trace:
        asked.append(row)
        return trace()

    fleet = FleetAction.proceed(3).explained(explain)
    assert not asked
    assert fleet[1].trace == trace()
    assert asked == [1]


def test_traces_of_single_actions_are_kept() -> None:
    fleet = FleetAction.of([Action.stop(), Action(trace=trace())])
    assert fleet[0].trace is None
    assert fleet[1].trace == trace()
