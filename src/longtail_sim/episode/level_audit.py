"""At which SAE level may an agent be called what it claims?  Runs it at each, and with the link down, and judges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import longtail_sim
from longtail_sim.agent import Agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.duties import Case, Cases, duties_of, overall, total
from longtail_sim.episode.episode import EpisodeResult, run_episode, run_twin
from longtail_sim.episode.threads import Crew
from longtail_sim.episode.warm_up import warm_up
from longtail_sim.errors import AgentError, SimulationError
from longtail_sim.events.link_loss import LinkLoss
from longtail_sim.network import build_network
from longtail_sim.quantities import highest
from longtail_sim.scenario import Scenario
from longtail_sim.scenario.odd import CLAUSES as DOMAIN_CLAUSES
from longtail_sim.scenario.odd import exits_of
from longtail_sim.scoring import Word

FIRST_WITHOUT_PERSON = 4
Share = Callable[[str, float], None]  # name of a run, share of it that is done


@dataclass(frozen=True)
class Clause:
    """One clause of one level, and what was found."""

    level: int
    clause: str
    word: Word
    evidence: str


@dataclass(frozen=True)
class Audit:
    """What an agent's claim rests on."""

    agent: str
    scenarios: tuple[str, ...]
    seeds: tuple[int, ...]
    levels: tuple[int, ...]
    clauses: tuple[Clause, ...]
    exits: dict[int, dict[str, int]]  # by level: how often each clause of the domain was left, those that were

    def word_of(self, level: int) -> Word:
        """Return how a level ended: as its worst clause."""
        return overall([found.word for found in self.clauses if found.level == level])

    @property
    def highest(self) -> int | None:
        """The highest of the levels all of whose clauses pass, None if there is none."""
        return max((level for level in self.levels if self.word_of(level) == "passes"), default=None)

    def as_json(self) -> dict[str, Any]:
        """Return everything in the form of ``longtail level --json``."""
        return {
            "version": longtail_sim.__version__,
            "agent": self.agent,
            "scenarios": list(self.scenarios),
            "seeds": list(self.seeds),
            "highest_level": self.highest,
            "levels": [
                {
                    "level": level,
                    "verdict": self.word_of(level),
                    "clauses": [
                        {"clause": found.clause, "verdict": found.word, "evidence": found.evidence}
                        for found in self.clauses
                        if found.level == level
                    ],
                    "odd_exits": self.exits.get(level, {}),
                }
                for level in self.levels
            ],
        }


class _Run(NamedTuple):
    """One simulation of the audit; the level is None for the twin."""

    scenario: Scenario
    level: int | None
    link: bool

    @property
    def name(self) -> str:
        what = "twin" if self.level is None else f"level {self.level}"
        return f"{self.scenario.name}, {what}{'' if self.link else ' without link'}"


def runs_of(scenarios: Sequence[Scenario], levels: Sequence[int]) -> list[_Run]:
    """Return the simulations that an audit needs."""
    needed = []
    for scenario in scenarios:
        needed.append(_Run(scenario, None, True))
        for level in levels:
            if duties_of(level):
                needed.append(_Run(scenario, level, True))
            if level >= FIRST_WITHOUT_PERSON:
                needed.append(_Run(scenario, level, False))
    return needed


def at_level(scenario: Scenario, level: int, *, link: bool = True) -> Scenario:
    """Return a scenario whose fleet has this level; without a link no message gets through from the beginning on."""
    fleet = scenario.fleet.model_copy(update={"sae_level": level})
    events = scenario.events if link else (*scenario.events, LinkLoss(at_s=0, where="everywhere", loss=1))
    return scenario.model_copy(update={"fleet": fleet, "events": events})


def audit(
    scenarios: Sequence[Scenario],
    make_agent: Callable[[], Agent],
    seeds: Sequence[int],
    levels: Sequence[int],
    *,
    jobs: int = 2,
    progress: Share | None = None,
    decision_limit_s: float | None = DECISION_LIMIT_S,
) -> Audit:
    """Run an agent at some levels through some scenarios, and judge every clause of every level.

    Args:
        scenarios: each under a name of its own.
        make_agent: returns the agent, a fresh one at every call: several run at a time.
        seeds: the same for all.
        levels: SAE levels.
        jobs: how many simulators work at the same time.
        progress: called with the name of a run and the share of it that is done, from several threads.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.

    Raises:
        AgentError: the agent does not get to the end of a run.
        SimulationError: the simulator does not, which is a defect of it.
    """
    warm_up()
    needed, crew = runs_of(scenarios, levels), Crew(jobs)
    work = [partial(_perform, run, make_agent, seeds, crew, progress, decision_limit_s) for run in needed]
    results = dict(zip([(run.scenario.name, run.level, run.link) for run in needed], crew.run(work), strict=True))
    clauses: list[Clause] = []
    exits: dict[int, dict[str, int]] = {}
    for level in levels:
        duties = duties_of(level)
        cases = {scenario.name: _case(scenario, level, results) for scenario in scenarios} if duties else {}
        clauses += [Clause(level, duty.clause, *duty.judge(cases)) for duty in duties]
        exits[level] = exits_by_clause(cases)
    names = tuple(scenario.name for scenario in scenarios)
    return Audit(make_agent().name, names, tuple(seeds), tuple(levels), tuple(clauses), exits)


def exits_by_clause(cases: Cases) -> dict[str, int]:
    """Return how often each clause of the domain was left, over all scenarios and seeds, without those that held."""
    counted = {clause.name: total(cases, exits_of(clause)) for clause in DOMAIN_CLAUSES} if cases else {}
    return {name: round(number) for name, number in counted.items() if number}


def _case(scenario: Scenario, level: int, results: dict[tuple[str, int | None, bool], EpisodeResult]) -> Case:
    without = results.get((scenario.name, level, False))
    return Case(
        results[scenario.name, level, True].metrics,
        results[scenario.name, None, True].metrics,
        () if without is None else without.metrics,
        _longest_patience(scenario),
    )


def _longest_patience(scenario: Scenario) -> float:
    return highest(scenario.fleet.remote_assistance.patience_s)


def _perform(
    run: _Run,
    make_agent: Callable[[], Agent],
    seeds: Sequence[int],
    crew: Crew,
    progress: Share | None,
    decision_limit_s: float | None,
) -> EpisodeResult:
    def tell(_: str, time_s: float) -> None:
        crew.check()
        if progress is not None:
            progress(run.name, time_s / run.scenario.duration_s)

    network = build_network(run.scenario.network)
    if run.level is None:
        result = run_twin(run.scenario, seeds, progress=tell, network=network)
    else:
        scenario = at_level(run.scenario, run.level, link=run.link)
        agent = make_agent()
        result = run_episode(scenario, agent, seeds, progress=tell, network=network, decision_limit_s=decision_limit_s)
    if result.status == "finished":
        return result
    raise AgentError(result.message) if result.status == "agent_failed" else SimulationError(result.message)
