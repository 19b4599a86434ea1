"""The trace of a decision, in the form of a Chain of Causation.

At most one longitudinal and one lateral decision from a closed set, the components of the scene that were critical,
evidence from the last two seconds only, and one or two sentences.  A trace that breaks this form cannot be built.
"""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from longtail_sim.errors import AgentError

EVIDENCE_WINDOW_S = 2.0  # causal locality: older evidence may shape a hypothesis, not justify a decision


class LongitudinalDecision(StrEnum):
    """What a driver can decide about speed."""

    SET_SPEED_TRACKING = "set-speed tracking"
    LEAD_FOLLOWING = "lead-obstacle following"
    SPEED_ADAPTATION = "speed adaptation"
    GAP_SEARCHING = "gap searching"
    PASSING = "acceleration for passing"
    YIELD = "yield"
    STATIC_STOP = "stop for static constraint"


class LateralDecision(StrEnum):
    """What a driver can decide about the way."""

    LANE_KEEPING = "lane keeping"
    MERGE_OR_SPLIT = "merge or split"
    OUT_OF_LANE_NUDGE = "out-of-lane nudge"
    IN_LANE_NUDGE = "in-lane nudge"
    LANE_CHANGE = "lane change"
    PULL_OVER = "pull over"
    TURN = "turn"
    ABORT = "lateral manoeuvre abort"


class Category(StrEnum):
    """What kind of thing a critical component is."""

    OBJECT = "critical object"
    TRAFFIC_LIGHT = "traffic light"
    STOP_CONTROL = "yield or stop control"
    ROAD_EVENT = "road event"
    LANE = "lane"
    ROUTE = "routing intent"
    CONDITION = "operating condition"


@dataclass(frozen=True, slots=True)
class Decision:
    """At most one longitudinal and one lateral decision."""

    longitudinal: LongitudinalDecision | None = None
    lateral: LateralDecision | None = None


@dataclass(frozen=True, slots=True)
class CriticalComponent:
    """One thing that the decision depends on, and the state it is in: ``traffic light``, ``signal ahead``, ``dark``."""

    category: Category
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One perceived fact: a feature's name, the value it had, and how old it was (s)."""

    feature: str
    value: float
    age_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a decision was taken.

    Attributes:
        decision: what was decided.
        components: what it depends on.
        evidence: perceived facts that show it, none older than EVIDENCE_WINDOW_S.
        text: one or two sentences.
        hypothesis: what the agent believes has happened, in a few words; may rest on older memory.

    Raises:
        AgentError: no text, more than two sentences, or evidence that is too old.
    """

    decision: Decision
    components: tuple[CriticalComponent, ...]
    evidence: tuple[Evidence, ...]
    text: str
    hypothesis: str = ""

    def __post_init__(self) -> None:
        """Hold the trace to its form."""
        sentences = count_sentences(self.text)
        if not 1 <= sentences <= 2:
            raise AgentError(f"a trace has {sentences} sentences, and must have one or two: {self.text!r}.")
        for fact in self.evidence:
            if not 0 <= fact.age_s <= EVIDENCE_WINDOW_S:
                raise AgentError(
                    f"a trace cites '{fact.feature}' from {fact.age_s:g} s ago; "
                    f"evidence must be from the last {EVIDENCE_WINDOW_S:g} s."
                )

    def as_dict(self) -> dict[str, Any]:
        """Return the trace as plain texts, numbers, lists and dictionaries, ready for JSON."""
        plain = asdict(self)
        return {**plain, "components": list(plain["components"]), "evidence": list(plain["evidence"])}


def count_sentences(text: str) -> int:
    """Count the sentences of a text: parts that end with a full stop, a question or an exclamation mark."""
    return len([part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part])
