"""A suite laid out as runs, each with its identity, and the runs that are missing grouped into jobs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

import longtail_sim
from longtail_sim.agent import require_known
from longtail_sim.bench.fingerprint import agent_fingerprint, code_fingerprint
from longtail_sim.bench.suite import Limits, Suite
from longtail_sim.episode import TWIN
from longtail_sim.episode.seeds import parse_seeds
from longtail_sim.errors import LongtailError
from longtail_sim.scenario import Scenario, identity, load_scenario, parse_overrides


@dataclass(frozen=True, slots=True)
class Run:
    """One agent, or the twin, in one scenario on one seed; ``identity`` changes with anything that it depends on."""

    scenario: str
    agent: str
    level: int
    seed: int
    identity: str


@dataclass(frozen=True, slots=True)
class Job:
    """Runs that differ in their seeds only, simulated side by side."""

    runs: tuple[Run, ...]
    limits: Limits
    folder: str = ""  # from which the files that it names are seen
    tables: tuple[str, ...] = ()  # of every trip or event, that are wanted beside the metrics

    @property
    def first(self) -> Run:
        """The first of the runs."""
        return self.runs[0]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of all."""
        return tuple(run.seed for run in self.runs)

    def one_by_one(self) -> list[Job]:
        """Return a job for each of the runs."""
        return [replace(self, runs=(run,)) for run in self.runs]


@dataclass(frozen=True)
class Plan:
    """All runs of a suite, in the order in which its tables show them."""

    suite: Suite
    runs: tuple[Run, ...]

    def jobs(self, done: Collection[str] = (), tables: tuple[str, ...] = ()) -> list[Job]:
        """Return the jobs of all runs whose identities are not ``done``."""
        missing = [run for run in self.runs if run.identity not in done]
        jobs, folder = [], str(Path.cwd())
        for _, group in groupby(missing, key=lambda run: (run.scenario, run.agent, run.level)):
            while runs := tuple(islice(group, self.suite.seeds_per_job)):
                jobs.append(Job(runs, self.suite.limits, folder, tables))
        return jobs


def make_plan(suite: Suite) -> Plan:
    """Lay a suite out; every scenario is loaded and every agent looked up, so that mistakes show at once.

    Raises:
        ScenarioError: a scenario that cannot be loaded, or has no such level.
        AgentError: an agent that there is not.
    """
    for agent in suite.agents:
        require_known(agent)
    return Plan(suite, tuple(_runs(suite)))


def is_current(runs: Iterable[Run]) -> bool:
    """Return whether these runs, done again now, would have the same identities: nothing they depend on has changed."""
    code = code_fingerprint()
    sources: dict[str, str] = {TWIN: ""}
    scenarios: dict[tuple[str, int], str] = {}
    try:
        for run in runs:
            if run.agent not in sources:
                sources[run.agent] = agent_fingerprint(run.agent)
            if (run.scenario, run.level) not in scenarios:
                scenarios[run.scenario, run.level] = _content(load_at_level(run.scenario, run.level))
            content = scenarios[run.scenario, run.level]
            if run.identity != _identity(content, run.agent, sources[run.agent], run.seed, code):
                return False
    except LongtailError:
        return False
    return True


def load_at_level(scenario: str, level: int | None) -> Scenario:
    """Load a scenario, at another level than its own if one is given."""
    return load_scenario(scenario, parse_overrides([] if level is None else [f"fleet.sae_level={level}"]))


def _runs(suite: Suite) -> Iterator[Run]:
    seeds, code = parse_seeds(suite.seeds), code_fingerprint()
    sources = {agent: agent_fingerprint(agent) for agent in suite.agents}
    for name in suite.all_scenarios():
        for level, agents in _agents_by_level(suite, name).items():
            content = _content(load_at_level(name, level))
            for agent in (TWIN, *agents):
                for seed in seeds:
                    key = _identity(content, agent, sources.get(agent, ""), seed, code)
                    yield Run(name, agent, level, seed, key)


def _agents_by_level(suite: Suite, scenario: str) -> dict[int, list[str]]:
    """Return who drives a scenario at which level; each once, although a level may be the scenario's own, too."""
    own = load_at_level(scenario, None).fleet.sae_level
    found: dict[int, list[str]] = {}
    for wanted in suite.all_levels():
        level = own if wanted is None else wanted
        agents = [agent for agent in suite.agents if wanted in suite.levels_of_agent(agent)]
        found[level] = list(dict.fromkeys([*found.get(level, []), *agents]))
    return found


def _content(scenario: Scenario) -> str:
    return identity(scenario, version=longtail_sim.__version__)


def _identity(content: str, agent: str, source: str, seed: int, code: str) -> str:
    """Return a hash over all that a run depends on, from hashes of the large parts: suites have thousands of runs."""
    text = json.dumps([content, agent, source, seed, code])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
