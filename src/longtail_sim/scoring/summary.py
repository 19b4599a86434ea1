"""All seeds of an agent in a few lines: means with intervals, verdict, score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.metrics import METRICS
from longtail_sim.scoring.score import Score, score
from longtail_sim.scoring.statistics import Interval, mean_interval
from longtail_sim.scoring.verdict import Verdict, verdict

Metrics = Mapping[str, float]
OF_THE_PAIR = ("others_delay_ratio", "harm_ratio", "score")  # taken over all seeds at once, not averaged


@dataclass(frozen=True, slots=True)
class AgentSummary:
    """What one agent did in one scenario: verdict, score, and every metric with its interval over seeds."""

    agent: str
    verdict: Verdict
    score: Score
    metrics: dict[str, Interval]

    def as_json(self) -> dict[str, Any]:
        """Return the summary in the form of ``longtail run --json``."""
        return {
            "agent": self.agent,
            "verdict": self.verdict.word,
            "reasons": list(self.verdict.reasons),
            "sides": {side.name: side.word for side in self.verdict.sides},
            "seeds_needed": self.verdict.seeds_needed,
            "score": self.score.value,
            "metrics": {name: interval.as_json() for name, interval in self.metrics.items()},
        }


def summarise(agent: str, runs: Sequence[Metrics], twins: Sequence[Metrics]) -> AgentSummary:
    """Sum up one agent.

    Args:
        agent: its name.
        runs: metrics by name, one mapping per seed.
        twins: those of the twins, same seeds in the same order.

    Raises:
        ResultsError: runs and twins do not pair, or a run lacks a metric that another has.
    """
    if len(runs) != len(twins):
        raise ResultsError(f"agent '{agent}' has {len(runs)} runs and {len(twins)} twins; run the missing seeds.")
    judged = verdict(runs, twins)
    metrics = {name: _interval(agent, name, runs) for name in _names(runs)}
    metrics["others_delay_ratio"], metrics["harm_ratio"] = judged.others_delay_ratio, judged.harm_ratio
    scored = score(runs, twins)
    metrics["score"] = scored.interval
    return AgentSummary(agent, judged, scored, metrics)


def summary(runs: Mapping[str, Sequence[Metrics]], twins: Sequence[Metrics]) -> list[AgentSummary]:
    """Sum up several agents that met the same seeds; ``runs`` is ``{agent: one mapping of metrics per seed}``."""
    return [summarise(agent, of_agent, twins) for agent, of_agent in runs.items()]


def _names(runs: Sequence[Metrics]) -> list[str]:
    return [name for name in METRICS if name not in OF_THE_PAIR and any(name in run for run in runs)]


def _interval(agent: str, name: str, runs: Sequence[Metrics]) -> Interval:
    missing = sum(name not in run for run in runs)
    if missing:
        raise ResultsError(f"{missing} of {len(runs)} runs of agent '{agent}' lack the metric '{name}'.")
    return mean_interval([run[name] for run in runs], is_count=METRICS[name].is_count, least=0.0)
