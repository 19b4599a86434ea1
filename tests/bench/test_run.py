"""Jobs in real processes: whatever one does, it is a row, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from longtail_sim.bench import LOCAL, Store, load_suite, make_executor, make_plan, run_plan
from longtail_sim.bench.executors import Executor
from longtail_sim.bench.work import perform
from longtail_sim.errors import LongtailError

from .conftest import agent

FAILURES = {
    "raises": ("raise ValueError('no idea')", "agent_failed", "no idea"),
    "exits": ("os._exit(3)", "worker_died", "process ended"),
    "crashes": ("ctypes.string_at(0)", "worker_died", "process ended"),
    "hangs": ("time.sleep(0 if observation.time_s < 20 else 1000)", "timed_out", "longer than 12 s"),
    "eats": ("self.held = bytearray(10**10)", "out_of_memory", "MemoryError"),
}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    made = make_executor(LOCAL, 2)
    yield made
    made.close()


def test_all_runs_of_a_suite_are_rows(executor: Executor) -> None:
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    seen = []
    end = run_plan(plan, store, executor, seen.append)
    assert (end.total, end.done, end.failed, end.before) == (8, 8, 0, 0)
    assert seen[-1] == end
    assert store.done() == {run.identity for run in plan.runs}
    again = run_plan(plan, store, executor)
    assert (again.done, again.before) == (8, 8)
    assert len(store.rows("identity")["identity"]) == 8


def test_seeds_side_by_side_give_what_they_give_alone() -> None:
    job = make_plan(load_suite("small.yaml")).jobs()[2]
    alone = [perform(one).metrics[0] for one in job.one_by_one()]
    assert [dict(row) for row in perform(job).metrics] == [dict(row) for row in alone]


@pytest.mark.timeout(200)
def test_whatever_an_agent_does_is_a_row_and_the_rest_goes_on(executor: Executor) -> None:
    for name, (body, _, _) in FAILURES.items():
        Path(f"{name}.py").write_text(agent(body))
    text = Path("small.yaml").read_text().replace("time_s: 60", "time_s: 12").replace('"0:4"', '"0:2"')
    names = ", ".join(f"{name}.py" for name in FAILURES)
    Path("small.yaml").write_text(text.replace("[rule_based]", f"[{names}, rule_based]"))
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    end = run_plan(plan, store, executor)
    assert (end.done, end.failed) == (14, 10)
    rows = store.rows("agent, seed, status, message")
    found = {(a, s): (status, told) for a, s, status, told in zip(*rows.values(), strict=True)}
    assert len(found) == len(rows["agent"]) == 14
    for name, (_, status, told) in FAILURES.items():
        for seed in (0, 1):
            assert found[f"{name}.py", seed][0] == status, (name, found[f"{name}.py", seed])
            assert told in found[f"{name}.py", seed][1]
    assert {found[who, seed][0] for who in ("rule_based", "twin") for seed in (0, 1)} == {"finished"}


def test_only_the_seeds_that_fail_are_lost(executor: Executor) -> None:
    Path("second.py").write_text(agent("assert observation.world == 0"))  # fails where there is another world beside it
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace("rule_based", "second.py"))
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    assert perform(plan.jobs()[2]).status == "agent_failed"
    assert run_plan(plan, store, executor).failed == 0
    assert len(list(store.parts.iterdir())) == 2 + 4


@pytest.mark.parametrize("where", ["cloud", "slurm://here", ""])
def test_an_unknown_executor_is_refused(where: str) -> None:
    with pytest.raises(LongtailError, match="write local, dask://"):
        make_executor(where, 1)
