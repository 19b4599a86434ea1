"""What a suite still takes, known or guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from longtail_sim.bench import Outcome, Store, estimate, load_suite, make_plan
from longtail_sim.bench.estimate import USUAL_S, measured, size

from .folders import told


def test_nothing_known_goes_by_size() -> None:
    (share,) = estimate(make_plan(load_suite("small.yaml")), None)
    assert (share.runs, share.missing, share.measured) == (8, 8, False)
    assert size("tiny.yaml") == 60 * 4
    assert share.cpu_s == pytest.approx(8 * USUAL_S * 240)


def test_what_has_been_run_is_known_and_not_asked_again() -> None:
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    twins, others = plan.jobs()[0], plan.jobs()[2]
    store.write_part(plan, twins.runs, Outcome("finished", metrics=(told(1.0),) * 2, cpu_seconds=6.0))
    (share,) = estimate(plan, store)
    assert (share.missing, share.measured) == (6, False)
    assert share.cpu_s == pytest.approx(6 * 3.0)  # the twin's 3 s each, and the same for an agent of unknown cost
    store.write_part(plan, others.runs, Outcome("finished", metrics=(told(1.0),) * 2, cpu_seconds=10.0))
    assert measured(store) == {("tiny.yaml", 4, "twin"): 3.0, ("tiny.yaml", 4, "rule_based"): 5.0}
    (share,) = estimate(plan, store)
    assert (share.missing, share.measured, share.cpu_s) == (4, True, 16.0)


def test_runs_that_lack_a_wanted_table_are_missing() -> None:
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    first, second, failed = plan.runs[:3]
    for run in (first, second):
        store.write_part(plan, [run], Outcome("finished", metrics=(told(1.0),), cpu_seconds=6.0))
    store.write_part(plan, [failed], Outcome("crashed", "no"))
    store.write_tables(first, {"events": {"kind": np.array(["contact"], object)}})
    assert store.complete(["events"]) == {first.identity, failed.identity}
    assert [estimate(plan, store, tables)[0].missing for tables in ((), ("events",))] == [5, 6]


def test_rows_of_before_there_was_such_a_column_tell_nothing() -> None:
    plan, store = make_plan(load_suite("small.yaml")), Store(Path("out"))
    store.write_part(plan, plan.jobs()[0].runs, Outcome("finished", metrics=(told(1.0),) * 2))
    part = next(store.parts.iterdir())
    from longtail_sim.bench.duck import duckdb

    kept = f"SELECT * EXCLUDE (cpu_seconds) FROM read_parquet('{part}')"
    duckdb().execute(f"COPY ({kept}) TO 'old.parquet' (FORMAT parquet)")
    Path("old.parquet").replace(part)
    assert measured(store) == {}
