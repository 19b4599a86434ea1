"""Who is compared in a suite: an agent at a level, over the scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from longtail_sim.bench.table import Line, Results


@dataclass(frozen=True)
class Driver:
    """An agent at one level, or at that of each scenario.

    Attributes:
        level: None if it differs from scenario to scenario.
        lines: by scenario.
    """

    agent: str
    level: int | None
    lines: dict[str, Line]

    @property
    def about(self) -> str:
        """Return ``level 4``, or that it is that of each scenario."""
        return "own level" if self.level is None else f"level {self.level}"

    @property
    def verdicts(self) -> dict[str, int]:
        """Return how often it passes, fails, and is undecided."""
        found = Counter(line.summary.verdict.word for line in self.lines.values() if line.summary is not None)
        return {word: found[word] for word in ("passes", "fails", "undecided")}

    def within(self, scenarios: Sequence[str]) -> Driver:
        """Return the same with some scenarios only, which it must have driven."""
        return replace(self, lines={name: self.lines[name] for name in scenarios})


def drivers_of(results: Results) -> list[Driver]:
    """Return all agents in the suite's order; one that drove at several levels stands once for each, highest first."""
    found = []
    for agent in dict.fromkeys(line.agent for line in results.lines):
        lines = [line for line in results.lines if line.agent == agent]
        levels = sorted({line.level for line in lines}, reverse=True)
        if max(Counter(line.scenario for line in lines).values()) == 1:
            found.append(Driver(agent, levels[0] if len(levels) == 1 else None, {x.scenario: x for x in lines}))
        else:
            found += [Driver(agent, n, {x.scenario: x for x in lines if x.level == n}) for n in levels]
    return found
