"""Tables of every trip and event: beside the rows, once each, whatever was killed in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from longtail_sim.bench import LOCAL, Plan, Store, load_suite, make_executor, make_plan, run_plan
from longtail_sim.bench.duck import duckdb
from longtail_sim.bench.executors import Executor

BOTH = ("vehicles", "events")


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    made = make_executor(LOCAL, 1)
    yield made
    made.close()


@pytest.fixture
def plan() -> Plan:
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace('"0:4"', '"0:2"'))
    return make_plan(load_suite("small.yaml"))


def identities(name: str) -> list[str]:
    query = f"SELECT DISTINCT identity FROM read_parquet('out/tables/{name}/*.parquet', union_by_name=true)"
    return sorted(row[0] for row in duckdb().execute(query).fetchall())


def test_rows_and_tables_stand_for_the_same_runs(plan: Plan, executor: Executor) -> None:
    store = Store(Path("out"))
    run_plan(plan, store, executor, tables=BOTH)
    wanted = sorted(run.identity for run in plan.runs)
    assert identities("vehicles") == identities("events") == wanted
    query = (
        "SELECT count(*) FILTER (WHERE ended_s IS NOT NULL AND NOT isnan(ended_s)) FROM "
        "read_parquet('out/tables/vehicles/*.parquet')"
    )
    ended = duckdb().execute(query).fetchone()[0]
    assert ended == store.rows("trips_finished")["trips_finished"].sum() > 0


def test_asked_for_later_they_are_added_and_no_row_comes_twice(plan: Plan, executor: Executor) -> None:
    store = Store(Path("out"))
    run_plan(plan, store, executor)
    rows = {path: path.stat().st_mtime_ns for path in store.parts.iterdir()}
    run_plan(plan, store, executor, tables=BOTH)
    assert {path: path.stat().st_mtime_ns for path in store.parts.iterdir()} == rows
    assert store.with_tables(BOTH) == {run.identity for run in plan.runs}


def test_one_that_was_lost_is_made_again_and_nothing_else(plan: Plan, executor: Executor) -> None:
    store = Store(Path("out"))
    run_plan(plan, store, executor, tables=BOTH)
    files = sorted((store.folder / "tables" / "events").glob("*.parquet"))
    times = {path: path.stat().st_mtime_ns for path in files[1:]}
    files[0].unlink()
    assert run_plan(plan, store, executor, tables=BOTH).before == len(plan.runs) - 1
    assert files[0].exists()
    assert {path: path.stat().st_mtime_ns for path in files[1:]} == times
    assert len(store.rows("identity")["identity"]) == len(plan.runs)
