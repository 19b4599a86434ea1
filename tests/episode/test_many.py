"""Several comparisons in processes give what one after the other gives."""

from __future__ import annotations

import pytest

from longtail_sim import load_scenario
from longtail_sim.episode import Task, judge, judge_all
from longtail_sim.scenario import parse_overrides

SHORT = parse_overrides(["duration_s=30"])


def test_a_broken_agent_is_part_of_the_answer() -> None:
    found = judge(Task("one", load_scenario("calm_grid", SHORT), ("nobody_knows_me",), (0,)))
    assert found.summaries == {}
    assert "nobody_knows_me" in found.failures["nobody_knows_me"]


@pytest.mark.slow
def test_processes_change_no_result() -> None:
    scenario = load_scenario("calm_grid", SHORT)
    tasks = [Task(f"seed {seed}", scenario, ("rule_based",), (seed, seed + 1)) for seed in (0, 2, 4)]
    begun: list[str] = []
    alone = {found.task.name: found.summaries for found in judge_all(tasks, 1, begun.append)}
    together = {found.task.name: found.summaries for found in judge_all(tasks, 2, begun.append)}
    assert together == alone
    assert begun == 2 * [task.name for task in tasks]
