"""Which agent, at which SAE level, survives which rare event?  One command, one table.

Usage: python benchmarks/long_tail_table.py [--seeds 0:6] [--markdown FILE] [--json FILE] [--only NAME_OR_AXIS ...]

Every agent drives every scenario at level 4, and one of them at the other levels, too; levels that the installed models
refuse are left out.  All are compared with their twin (people in the fleet's place) on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import longtail_sim
from longtail_sim import load_agent, load_scenario
from longtail_sim.cli.progress import compile_first
from longtail_sim.cli.validation_bar import ExperimentBar
from longtail_sim.episode import Judged, Task, judge_all
from longtail_sim.episode.seeds import parse_seeds
from longtail_sim.errors import LongtailError, ScenarioError
from longtail_sim.scenario import Scenario, parse_overrides, scenarios_by_axis
from longtail_sim.scoring import AgentSummary, Interval
from longtail_sim.whole_file import whole_file

AGENTS = ("stop_when_confused", "rule_based", "reasoning")
OF_ALL_LEVELS = "reasoning"
LEVELS = (2, 3, 4)
USUAL_LEVEL = 4
MARKS = {"passes": "✓ passes", "fails": "✗ **fails**", "undecided": "? undecided"}


class Cell(NamedTuple):
    """What one agent did at one level in one scenario; either a summary or what went wrong."""

    axis: str
    scenario: str
    agent: str
    level: int
    summary: AgentSummary | None
    message: str = ""


class Plan(NamedTuple):
    """A task, with what its name stands for."""

    axis: str
    level: int
    task: Task
    cost: float


def planned(
    only: Sequence[str], agents: Sequence[str], levels: Sequence[int], of_all_levels: str, seeds: tuple[int, ...]
) -> tuple[list[Plan], list[str]]:
    """Return the work, the longest first, and what had to be left out."""
    plans, left_out = list[Plan](), list[str]()
    for axis, names in scenarios_by_axis().items():
        for name in names:
            if only and name not in only and axis not in only:
                continue
            for level in levels:
                chosen = tuple(agents) if level == USUAL_LEVEL else (of_all_levels,)
                try:
                    scenario = load_scenario(name, parse_overrides([f"fleet.sae_level={level}"]))
                except ScenarioError as error:
                    left_out.append(f"{name}, level {level}: {str(error).splitlines()[0]}")
                    continue
                task = Task(f"{name}, level {level}", scenario, chosen, seeds)
                plans.append(Plan(axis, level, task, cost(scenario) * (1 + len(chosen))))
    return sorted(plans, key=lambda plan: -plan.cost), left_out


def cost(scenario: Scenario) -> float:
    """Return a number that grows as the time to simulate: seconds times junctions, more or less."""
    return scenario.duration_s * len(scenario.network.column_names) * len(scenario.network.row_names)


def cells_of(plan: Plan, judged: Judged) -> list[Cell]:
    """Return one cell per agent of a task."""
    name = plan.task.scenario.name
    return [
        Cell(plan.axis, name, agent, plan.level, judged.summaries.get(agent), judged.failures.get(agent, ""))
        for agent in plan.task.agents
    ]


def as_markdown(cells: Sequence[Cell], agents: Sequence[str], seeds: Sequence[int]) -> str:
    """Return the table: a row per scenario, a column per agent and level."""
    by_place = {(cell.scenario, cell.agent, cell.level): cell for cell in cells}
    columns = sorted({(cell.agent, cell.level) for cell in cells}, key=lambda c: (agents.index(c[0]), -c[1]))
    lines = [
        "| scenario | " + " | ".join(f"`{agent}`, level {level}" for agent, level in columns) + " |",
        "|---|" + "---|" * len(columns),
    ]
    before = ""
    for axis, name in sorted({(cell.axis, cell.scenario) for cell in cells}):
        if axis != before:
            lines.append(f"| **{axis}** |" + " |" * len(columns))
            before = axis
        found = [by_place.get((name, agent, level)) for agent, level in columns]
        lines.append(f"| `{name}` | " + " | ".join(map(words, found)) + " |")
    lines.append("| *passes / fails / undecided* | " + " | ".join(_count(cells, *column) for column in columns) + " |")
    counted = f"longtail-sim {longtail_sim.__version__}, {len(seeds)} seeds from {seeds[0]}"
    legend = (
        f"\n({counted}. Delay: other people's delay ÷ the twin's. Harm: summed probability of severe injury ÷ that of "
        "the twin. 95 % intervals over the seeds. An agent passes if the upper ends of both are at most 1.1, and fails "
        "if a lower end is above it.)"
    )
    return "\n".join([*lines, legend]) + "\n"


def words(cell: Cell | None) -> str:
    """Return a cell of the table."""
    if cell is None:
        return "–"
    if cell.summary is None:
        return "no result"
    judged = cell.summary.verdict
    return f"{MARKS[judged.word]}<br>delay {short(judged.others_delay_ratio)}<br>harm {short(judged.harm_ratio)}"


def short(interval: Interval) -> str:
    """Return ``1.43 [0.95, 2.37]``, infinity as ∞."""
    numbers = [interval.mean, interval.low, interval.high]
    mean, low, high = (
        "" if x is None else "∞" if x == float("inf") else f"{x:.2f}" if abs(x) < 100 else f"{x:.0f}" for x in numbers
    )
    return f"{mean} [{low}, {high}]" if low else mean


def _count(cells: Sequence[Cell], agent: str, level: int) -> str:
    mine = [cell for cell in cells if (cell.agent, cell.level) == (agent, level) and cell.summary is not None]
    found = [cell.summary.verdict.word for cell in mine if cell.summary is not None]
    return " / ".join(str(found.count(word)) for word in MARKS)


def as_json(cells: Sequence[Cell], seeds: Sequence[int], left_out: Sequence[str], seconds: float) -> dict[str, Any]:
    """Return everything that was measured."""
    rows = []
    for cell in cells:
        place = {"axis": cell.axis, "scenario": cell.scenario, "agent": cell.agent, "level": cell.level}
        found = {"message": cell.message} if cell.summary is None else cell.summary.as_json()
        rows.append({**found, **place})
    return {
        "version": longtail_sim.__version__,
        "seeds": list(seeds),
        "seconds": round(seconds),
        "left_out": list(left_out),
        "rows": rows,
    }


def perform(plans: Sequence[Plan], jobs: int) -> list[Cell]:
    """Run all tasks, with progress on standard error."""
    found = {}
    with ExperimentBar([plan.task.name for plan in plans]) as bar:
        for judged in judge_all([plan.task for plan in plans], jobs, lambda name: bar.tell(name, 0.0)):
            found[judged.task.name] = judged
            bar.done(judged.task.name, judged.seconds, "; ".join(dict.fromkeys(judged.failures.values())))
    return [cell for plan in plans for cell in cells_of(plan, found[plan.task.name])]


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with whole_file(path, "w") as file:
        file.write(text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0:6", help="from:to, to not included")
    parser.add_argument("--agent", action="append", help="a known agent, FILE.py:Class or POLICY.npz; repeat")
    parser.add_argument("--levels", default=",".join(map(str, LEVELS)), help="SAE levels, such as 2,3,4")
    parser.add_argument("--all-levels", default=OF_ALL_LEVELS, help="the agent that drives at all of them")
    parser.add_argument("--only", nargs="*", default=[], help="names of scenarios, or axes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--markdown", type=Path, help="write the table to a file, too")
    parser.add_argument("--json", type=Path, help="write everything to a file")
    given = parser.parse_args(arguments)
    agents = list(dict.fromkeys([*(given.agent or AGENTS), given.all_levels]))
    levels = [int(level) for level in given.levels.split(",")]
    begin = time.monotonic()
    try:
        seeds = parse_seeds(given.seeds)
        for name in agents:
            load_agent(name)
        plans, left_out = planned(given.only, given.agent or AGENTS, levels, given.all_levels, seeds)
        for what in left_out:
            print(f"left out: {what}", file=sys.stderr)
        if not plans:
            parser.error("there is nothing to run; --only names scenarios or axes of `longtail scenarios list`")
        compile_first()
        cells = perform(plans, given.jobs)
    except LongtailError as error:
        parser.error(str(error))
    seconds = time.monotonic() - begin
    table = as_markdown(cells, agents, seeds)
    if given.markdown is not None:
        save(given.markdown, table)
    if given.json is not None:
        plain = as_json(cells, seeds, left_out, seconds)
        save(given.json, json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    print(table)
    print(f"{len(cells)} results in {seconds / 60:.1f} min", file=sys.stderr)


if __name__ == "__main__":
    main()
