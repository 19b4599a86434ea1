"""What a scenario says about its outcome, and what came of it.

Metrics are means over the seeds; ratios to the twin are ratios of means, as in the table of ``longtail run``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longtail_sim.agent.load import require_known
from longtail_sim.episode.compare import Comparison
from longtail_sim.errors import AgentError, ScenarioError
from longtail_sim.scenario import Expectation, Scenario
from longtail_sim.scenario.messages import nearest
from longtail_sim.scoring import METRICS
from longtail_sim.scoring.summary import OF_THE_PAIR


@dataclass(frozen=True, slots=True)
class Outcome:
    """An expectation, what was measured, and whether it held."""

    expectation: Expectation
    value: float
    held: bool


def outcomes(comparison: Comparison) -> list[Outcome]:
    """Return what came of the expectations about the agents that got to the end; none where nothing drove."""
    if comparison.nothing_drove:
        return []
    about = [item for item in comparison.scenario.expect if item.agent in comparison.summaries]
    values = [measured(comparison, item) for item in about]
    return [Outcome(item, value, item.holds(value)) for item, value in zip(about, values, strict=True)]


def measured(comparison: Comparison, expectation: Expectation) -> float:
    """Return the metric that an expectation about a finished agent speaks of; 0/0 is 1, and x/0 infinite."""
    summary = comparison.summaries[expectation.agent]
    if expectation.metric == "score":
        return summary.score.value
    value = summary.metrics[expectation.metric].mean
    if not expectation.ratio_to_twin or expectation.metric in OF_THE_PAIR:
        return value
    twin = float(np.mean([row[expectation.metric] for row in comparison.twin.metrics]))
    if twin == 0:
        return 1.0 if value == 0 else float("inf")
    return value / twin


def check_expectations(scenario: Scenario) -> None:
    """Make sure that every expectation speaks of a known metric of a known agent; no agent is run for it.

    Raises:
        ScenarioError: one does not; names every mistake, one a line.
    """
    mistakes: list[str] = []
    for number, expectation in enumerate(scenario.expect):
        place = f"{scenario.name}: expect[{number}]"
        if expectation.metric not in METRICS:
            hint = nearest(expectation.metric, METRICS) or "; 'longtail run SCENARIO --json' shows all of them"
            mistakes.append(f"{place}: there is no metric '{expectation.metric}'{hint}")
        try:
            require_known(expectation.agent)
        except AgentError as error:
            mistakes.append(f"{place}: {error}")
    if mistakes:
        raise ScenarioError("\n".join(mistakes))
