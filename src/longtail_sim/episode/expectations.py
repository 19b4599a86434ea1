"""What a scenario says about its outcome, and what came of it.

Metrics are means over the seeds; ratios to the twin are ratios of means, as in the table of ``longtail run``.  Few
seeds may not be enough to tell: where the 95 % interval lies on both sides of a bound, the expectation is undecided.
"""

from __future__ import annotations

from dataclasses import dataclass

from longtail_sim.agent.load import require_known
from longtail_sim.episode.compare import Comparison
from longtail_sim.errors import AgentError, ScenarioError
from longtail_sim.scenario import Expectation, Scenario
from longtail_sim.scenario.messages import nearest
from longtail_sim.scoring import METRICS, Interval, ratio_interval
from longtail_sim.scoring.summary import OF_THE_PAIR


@dataclass(frozen=True, slots=True)
class Outcome:
    """An expectation, what was measured with its interval (the value itself where there is none), and how it ended."""

    expectation: Expectation
    value: float
    low: float
    high: float

    @property
    def held(self) -> bool | None:
        """Whether it held, None if the interval lies on both sides of a bound."""
        if self.expectation.holds(self.low) and self.expectation.holds(self.high):
            return True
        return None if self.expectation.is_possible(self.low, self.high) else False


def outcomes(comparison: Comparison) -> list[Outcome]:
    """Return what came of the expectations about the agents that got to the end; none where nothing drove."""
    if comparison.nothing_drove:
        return []
    about = [item for item in comparison.scenario.expect if item.agent in comparison.summaries]
    return [_outcome(item, measured(comparison, item)) for item in about]


def _outcome(expectation: Expectation, found: Interval) -> Outcome:
    """Return what was measured as an outcome.

    What did not happen on any seed is 0 beside a bound from above; that it happens at all, few seeds cannot refute.
    """
    nothing = found.mean == 0 and expectation.at_most is not None
    if found.low is None or found.high is None or nothing:
        return Outcome(expectation, found.mean, found.mean, found.mean)
    return Outcome(expectation, found.mean, found.low, found.high)


def measured(comparison: Comparison, expectation: Expectation) -> Interval:
    """Return the metric that an expectation about a finished agent speaks of; 0/0 is 1, and x/0 infinite."""
    summary, name = comparison.summaries[expectation.agent], expectation.metric
    if name == "score":
        value = summary.score.value
        return Interval(value, None, None, len(comparison.twin.metrics))
    if not expectation.ratio_to_twin or name in OF_THE_PAIR:
        return summary.metrics[name]
    run = next(run for run in comparison.runs if run.agent == expectation.agent)
    return ratio_interval([row[name] for row in run.metrics], [row[name] for row in comparison.twin.metrics])


def check_expectations(scenario: Scenario) -> None:
    """Make sure that every expectation speaks of a known metric of a known agent; no agent is run for it.

    Raises:
        ScenarioError: one does not; names every mistake, one a line.
    """
    mistakes = wrong_expectations(scenario)
    if mistakes:
        raise ScenarioError("\n".join(f"{scenario.name}: expect[{at}].{key}: {what}" for at, key, what in mistakes))


def wrong_expectations(scenario: Scenario) -> list[tuple[int, str, str]]:
    """Return number, key and what is wrong with it, of every expectation of an unknown metric or agent."""
    mistakes: list[tuple[int, str, str]] = []
    for number, expectation in enumerate(scenario.expect):
        try:
            require_known(expectation.agent)
        except AgentError as error:
            mistakes.append((number, "agent", str(error)))
        if expectation.metric not in METRICS:
            hint = nearest(expectation.metric, METRICS) or "; 'longtail metrics' lists all of them"
            mistakes.append((number, "metric", f"there is no metric '{expectation.metric}'{hint}"))
    return mistakes
