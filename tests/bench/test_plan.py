"""Runs are known by what they depend on."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim.bench import load_suite, make_plan
from longtail_sim.errors import AgentError

from .conftest import agent


def identities() -> dict[tuple[str, int], str]:
    return {(run.agent, run.seed): run.identity for run in make_plan(load_suite("small.yaml")).runs}


def test_every_agent_and_the_twin_meet_every_seed_once() -> None:
    runs = make_plan(load_suite("small.yaml")).runs
    assert sorted((run.agent, run.seed) for run in runs) == sorted(
        (who, seed) for who in ("rule_based", "twin") for seed in range(4)
    )
    assert len({run.identity for run in runs}) == len(runs)


def test_jobs_hold_what_is_missing_and_differ_in_seeds_only() -> None:
    plan = make_plan(load_suite("small.yaml"))
    assert [job.seeds for job in plan.jobs()] == [(0, 1), (2, 3), (0, 1), (2, 3)]
    done = {plan.runs[0].identity, plan.runs[5].identity}
    assert [(job.first.agent, job.seeds) for job in plan.jobs(done)] == [
        ("twin", (1, 2)),
        ("twin", (3,)),
        ("rule_based", (0, 2)),
        ("rule_based", (3,)),
    ]
    assert plan.jobs({run.identity for run in plan.runs}) == []


def test_a_changed_scenario_changes_all_identities_but_prose_does_not() -> None:
    before = identities()
    tiny = Path("tiny.yaml")
    tiny.write_text(tiny.read_text() + "title: Another title\n")
    assert identities() == before
    tiny.write_text(tiny.read_text().replace("2000", "2100"))
    assert not set(identities().values()) & set(before.values())


def test_a_changed_agent_changes_its_own_runs_only() -> None:
    Path("mine.py").write_text(agent("pass"))
    suite = Path("small.yaml")
    suite.write_text(suite.read_text().replace("[rule_based]", "[rule_based, mine.py]"))
    before = identities()
    Path("mine.py").write_text(agent("pass  # changed"))
    changed = {who for (who, seed), identity in identities().items() if before[who, seed] != identity}
    assert changed == {"mine.py"}


def test_an_unknown_agent_is_refused_before_anything_runs() -> None:
    suite = Path("small.yaml")
    suite.write_text(suite.read_text().replace("rule_based", "rule_baset"))
    with pytest.raises(AgentError, match="rule_based"):
        make_plan(load_suite("small.yaml"))


def test_single_agents_have_levels_of_their_own() -> None:
    suite = Path("small.yaml")
    text = suite.read_text().replace("[rule_based]", "[rule_based, reasoning]").replace('"0:4"', '"7"')
    suite.write_text(text + "levels: [4]\nlevels_of: {reasoning: [2, 4]}\n")
    runs = make_plan(load_suite("small.yaml")).runs
    assert [(run.level, run.agent) for run in runs] == [
        (4, "twin"),
        (4, "rule_based"),
        (4, "reasoning"),
        (2, "twin"),
        (2, "reasoning"),
    ]
    assert len({run.identity for run in runs}) == len(runs)


def test_the_own_level_of_a_scenario_comes_once() -> None:
    suite = Path("small.yaml")
    text = suite.read_text().replace("[rule_based]", "[rule_based, reasoning]").replace('"0:4"', '"7"')
    suite.write_text(text + "levels_of: {reasoning: [4]}\n")
    runs = make_plan(load_suite("small.yaml")).runs
    assert [(run.level, run.agent) for run in runs] == [(4, "twin"), (4, "rule_based"), (4, "reasoning")]
