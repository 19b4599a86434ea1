"""Several agents and the twin on the same seeds, and what they did to everybody else."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import longtail_sim
from longtail_sim.agent import Agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.episode import EpisodeResult, Progress, run_episode, run_twin
from longtail_sim.episode.threads import Crew
from longtail_sim.episode.warm_up import warm_up
from longtail_sim.errors import SimulationError
from longtail_sim.network import build_network
from longtail_sim.scenario import Scenario, identity
from longtail_sim.scoring import AgentSummary, Verdict, ratios, summarise


@dataclass(frozen=True)
class Comparison:
    """Results of some agents and their common twin, all on the same seeds."""

    scenario: Scenario
    seeds: tuple[int, ...]
    twin: EpisodeResult
    runs: tuple[EpisodeResult, ...]

    @property
    def failed(self) -> list[EpisodeResult]:
        """Agents that did not get to the end."""
        return [run for run in self.runs if run.status != "finished"]

    @cached_property
    def summaries(self) -> dict[str, AgentSummary]:
        """Verdict, score and intervals of every agent that got to the end, by its name."""
        finished = [run for run in self.runs if run.status == "finished"]
        found = {run.agent: summarise(run.agent, run.metrics, self.twin.metrics) for run in finished}
        return {name: _unjudged(summary) for name, summary in found.items()} if self.nothing_drove else found

    @property
    def nothing_drove(self) -> bool:
        """Whether no trip began in any world, so that there is nothing to judge."""
        return not any(row["trips_finished"] + row["trips_unfinished"] for row in self.twin.metrics)

    @property
    def alike(self) -> list[list[str]]:
        """Agents with the very same metrics on every seed, group by group."""
        groups: dict[str, list[str]] = {}
        for run in self.runs:
            if run.metrics:
                groups.setdefault(repr(run.metrics), []).append(run.agent)  # repr: NaN equals itself
        return [group for group in groups.values() if len(group) > 1]

    def as_json(self) -> dict[str, Any]:
        """Return everything in the form of ``longtail run --json``; numbers that JSON does not know become None."""
        return {
            "version": longtail_sim.__version__,
            "scenario": self.scenario.name,
            "identity": identity(self.scenario, version=longtail_sim.__version__),
            "runs": [row for run in self.runs for row in self._rows(run)],
            "summary": [self._summary(run) for run in self.runs],
        }

    def _rows(self, run: EpisodeResult) -> list[dict[str, Any]]:
        rows = []
        for number, seed in enumerate(self.seeds):
            twin = self.twin.metrics[number]
            row = {"agent": run.agent, "seed": seed, "level": self.scenario.fleet.sae_level, "status": run.status}
            if run.metrics:
                metrics = run.metrics[number]
                row["metrics"] = _finite({**metrics, **ratios(metrics, twin)})
            else:
                row |= {"metrics": {}, "message": run.message}
            rows.append({**row, "twin": _finite(twin)})
        return rows

    def _summary(self, run: EpisodeResult) -> dict[str, Any]:
        if run.agent in self.summaries:
            plain = self.summaries[run.agent].as_json()
            return {**plain, "score": None} if self.nothing_drove else plain
        return {"agent": run.agent, "verdict": None, "score": None, "metrics": {}}


def compare(
    scenario: Scenario,
    agents: Sequence[Agent],
    seeds: Sequence[int],
    *,
    jobs: int = 2,
    progress: Progress | None = None,
    decision_limit_s: float | None = DECISION_LIMIT_S,
) -> Comparison:
    """Run some agents and the twin through one scenario on the same seeds.

    Args:
        scenario: what happens.
        agents: who drives the fleet, in turn; every one needs a name of its own.
        seeds: one world each, for every agent.
        jobs: how many simulators work at the same time.
        progress: called by all of them, from their threads; see :func:`run_episode`.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.

    Raises:
        NetworkError: the streets cannot be built.
        ScenarioError: an event names a place that the streets do not have.
        SimulationError: the twin did not get to the end, which is a defect of the simulator.
    """
    warm_up()
    crew = Crew(jobs)
    tell = partial(_tell, crew, progress)
    threads = max(1, jobs // (len(agents) + 1))
    common: dict[str, Any] = {"progress": tell, "threads": threads, "network": build_network(scenario.network)}
    work: list[Callable[[], EpisodeResult]] = [partial(run_twin, scenario, seeds, **common)]
    work += [
        partial(run_episode, scenario, agent, seeds, decision_limit_s=decision_limit_s, **common) for agent in agents
    ]
    twin, *runs = crew.run(work)
    if twin.status != "finished":
        raise SimulationError(twin.message)
    return Comparison(scenario, tuple(seeds), twin, tuple(runs))


def _unjudged(summary: AgentSummary) -> AgentSummary:
    first, *rest = (side._replace(reason="", seeds_needed=None) for side in summary.verdict.sides)
    nothing = first._replace(word="undecided", reason="nothing drove: no verdict.")
    return replace(summary, verdict=Verdict("undecided", (nothing, *rest)))


def _tell(crew: Crew, progress: Progress | None, name: str, time_s: float) -> None:
    crew.check()
    if progress is not None:
        progress(name, time_s)


def _finite(metrics: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value if math.isfinite(value) else None for name, value in metrics.items()}
