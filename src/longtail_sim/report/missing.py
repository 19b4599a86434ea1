"""Which runs of a suite have no results, named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from longtail_sim.bench.plan import Run
from longtail_sim.episode import TWIN


class Missing(NamedTuple):
    """The seeds that an agent has no results of, in a scenario at a level."""

    scenario: str
    level: int
    agent: str
    seeds: tuple[int, ...]


def missing_by_line(runs: Sequence[Run]) -> list[Missing]:
    """Return what is missing, an entry for every scenario, level and agent; the twin counts as one."""
    found: dict[tuple[str, int, str], list[int]] = {}
    for run in runs:
        agent = "people (the twin)" if run.agent == TWIN else run.agent
        found.setdefault((run.scenario, run.level, agent), []).append(run.seed)
    return [Missing(*key, tuple(sorted(seeds))) for key, seeds in found.items()]
