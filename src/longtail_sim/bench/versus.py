"""Two agents of a results folder beside each other, scenario by scenario and over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import longtail_sim
from longtail_sim.bench.table import Line, Results
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import Difference, Pairs, conclusion, differences, in_words
from longtail_sim.scoring.significance import LEVEL


@dataclass(frozen=True)
class Case:
    """One scenario at one level: the seeds that both agents and the twin got through, and how the agents differ."""

    scenario: str
    level: int
    seeds: tuple[int, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Versus:
    """How two agents differ.

    Attributes:
        overall: over all cases, each with the same weight.
        lost: runs of the two that did not get to their end; their seeds are left out.
        missing: runs that there are no results of.
    """

    first: str
    second: str
    cases: tuple[Case, ...]
    overall: tuple[Difference, ...]
    lost: dict[str, int]
    missing: int

    @property
    def conclusion(self) -> str:
        """Who is better, in a sentence or two."""
        return conclusion(self.overall, self.first, self.second)

    @property
    def remarks(self) -> list[str]:
        """What one has to know to read it."""
        lost = [f"{name} did not get to the end of {n:,} run{'s' * (n > 1)}" for name, n in self.lost.items() if n]
        said = [f"{' and '.join(lost)}: these seeds are left out."] if lost else []
        if self.missing:
            said.append(f"Runs that are missing: {self.missing:,}.")
        if len(self.cases) > 1:
            said.append(
                f"Of {len(self.cases)} scenarios about {LEVEL * len(self.cases):.2g} would show a significant "
                "difference by chance alone; the conclusion is drawn from all together."
            )
        return said

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "version": longtail_sim.__version__,
            "first": self.first,
            "second": self.second,
            "conclusion": self.conclusion,
            "remarks": self.remarks,
            "missing": self.missing,
            "lost": self.lost,
            "overall": self._told(self.overall),
            "cases": [
                {
                    "scenario": case.scenario,
                    "level": case.level,
                    "seeds": list(case.seeds),
                    "differences": self._told(case.differences),
                }
                for case in self.cases
            ],
        }

    def _told(self, found: Sequence[Difference]) -> list[dict[str, Any]]:
        return [{**one.as_json(), "words": in_words(one, self.first, self.second)} for one in found]


def versus(results: Results, first: str, second: str) -> Versus:
    """Compare two agents wherever both have results at the same level.

    Raises:
        ResultsError: the results lack one of them, or there is no seed that both got through.
    """
    agents = list(dict.fromkeys(line.agent for line in results.lines))
    for name in (first, second):
        if name not in agents:
            raise ResultsError(f"there are no results of '{name}', only of {', '.join(agents)}.")
    sides = [
        {(line.scenario, line.level): line for line in results.lines if line.agent == name} for name in (first, second)
    ]
    pairs_of = {key: paired(sides[0][key], sides[1][key]) for key in sides[0] if key in sides[1]}
    met = {key: found for key, found in pairs_of.items() if found[0]}
    if not met:
        why = f"; {len(results.missing):,} runs are missing" if results.missing else ""
        raise ResultsError(f"there is no seed on which both '{first}' and '{second}' got to the end{why}.")
    cases = [Case(*key, seeds, differences([pairs])) for key, (seeds, pairs) in met.items()]
    lost = {name: sum(map(_lost, side.values())) for name, side in zip((first, second), sides, strict=True)}
    overall = cases[0].differences if len(cases) == 1 else differences([pairs for _, pairs in met.values()])
    missing = sum(run.agent not in agents or run.agent in (first, second) for run in results.missing)
    return Versus(first, second, tuple(cases), overall, lost, missing)


def paired(first: Line, second: Line) -> tuple[tuple[int, ...], Pairs]:
    """Return the seeds that both agents and the twin got through, and the runs on them."""
    common = [seed for seed in first.seeds if seed in set(second.seeds)]
    mine, theirs = first.seeds.index, second.seeds.index
    return tuple(common), Pairs(
        [first.runs[mine(seed)] for seed in common],
        [second.runs[theirs(seed)] for seed in common],
        [first.twins[mine(seed)] for seed in common],
    )


def _lost(line: Line) -> int:
    return sum(number for status, number in line.statuses.items() if status not in ("finished", "missing"))
