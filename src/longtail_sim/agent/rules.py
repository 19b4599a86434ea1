"""Rules that say what they rest on: a list of them decides, and explains each decision as a trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from longtail_sim.observation import (
    Action,
    Category,
    CriticalComponent,
    Decision,
    Evidence,
    FleetAction,
    Lateral,
    LateralDecision,
    LongitudinalDecision,
    Observation,
    Trace,
)
from longtail_sim.observation.view import BoolArray

WAYS = {
    Lateral.CHANGE_LEFT: LateralDecision.LANE_CHANGE,
    Lateral.CHANGE_RIGHT: LateralDecision.LANE_CHANGE,
    Lateral.PULL_OVER: LateralDecision.PULL_OVER,
    Lateral.OTHER_TURN: LateralDecision.TURN,
    Lateral.TURN_BACK: LateralDecision.TURN,
}


class Rule(NamedTuple):
    """Where it applies, the action, the decision, the critical component with its state, features that show it.

    ``applies`` takes whatever the agent has made of the observations, and returns a boolean array (vehicles,).
    """

    applies: Callable[[Any], BoolArray]
    action: Action
    decision: LongitudinalDecision
    component: str
    state: str
    evidence: str
    kind: Category = Category.OBJECT


class Rules:
    """An ordered list of rules, of which the first that applies counts, and those that an agent applies by itself.

    Args:
        ordered: the rules, each with a reason of its own.
        otherwise: the rule for vehicles to which none applies.
        extra: rules that ``explain`` knows as well; the agent decides when they replace others.
    """

    def __init__(self, ordered: Sequence[Rule], otherwise: Rule, extra: Sequence[Rule] = ()) -> None:
        """See the class."""
        self.ordered, self.otherwise = tuple(ordered), otherwise
        self._by_reason = {rule.action.reason: rule for rule in (*ordered, otherwise, *extra)}

    def choose(self, scene: object) -> FleetAction:
        """Return the decisions for all vehicles of a scene."""
        pairs = [(rule.applies(scene), rule.action) for rule in self.ordered]
        return FleetAction.choose(pairs, self.otherwise.action)

    def explain(self, observation: Observation, action: Action, hypothesis: str) -> Trace:
        """Return the trace of one decision: its rule, and the perceived values that made the rule apply."""
        rule = self._by_reason[action.reason]
        staying = LateralDecision.TURN if observation.in_junction else LateralDecision.LANE_KEEPING
        facts = tuple(Evidence(name, observation.feature(name)) for name in rule.evidence.split())
        critical = (CriticalComponent(rule.kind, rule.component, rule.state),)
        text = f"{hypothesis}. The vehicle decides on {rule.decision.value}: {action.reason}."
        decision = Decision(rule.decision, WAYS.get(action.lateral, staying))
        return Trace(decision, critical, facts, text, hypothesis)
