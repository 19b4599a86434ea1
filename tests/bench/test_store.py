"""The folder of results: whole parts, a listing that tells what is done, a table that pairs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from longtail_sim.bench import Outcome, Plan, Store, load_suite, make_plan, sum_up
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import METRICS


@pytest.fixture
def plan() -> Plan:
    return make_plan(load_suite("small.yaml"))


def metrics(delay_s: float) -> dict[str, float]:
    return {**dict.fromkeys(METRICS, 0.0), "others_delay_s": delay_s}


def fill(store: Store, plan: Plan) -> None:
    for job in plan.jobs():
        factor = 1 if job.first.agent == "twin" else 2
        store.write_part(
            plan, job.runs, Outcome("finished", metrics=tuple(metrics(factor * (s + 1.0)) for s in job.seeds))
        )


def test_what_is_written_is_read_back_with_its_types(plan: Plan) -> None:
    store = Store(Path("out"))
    fill(store, plan)
    rows = store.rows("agent, level, seed, others_delay_s, status", "agent = ?", ["rule_based"])
    order = np.argsort(rows["seed"])
    assert rows["others_delay_s"][order].tolist() == [2.0, 4.0, 6.0, 8.0]
    assert rows["seed"].dtype.kind == "i"
    assert set(rows["status"]) == {"finished"}


def test_a_listing_tells_what_is_done(plan: Plan) -> None:
    store = Store(Path("out"))
    job, other = plan.jobs()[:2]
    assert store.done() == set()
    store.write_part(plan, job.runs, Outcome("finished", metrics=(metrics(1.0), metrics(2.0))))
    store.write_part(plan, other.runs[:1], Outcome("crashed", "ValueError: no", "Traceback ..."))
    assert store.done() == {run.identity for run in (*job.runs, other.runs[0])}
    assert store.failed() == {other.runs[0].identity}
    (row,) = store.rows("message", "status = 'crashed'")["message"]
    assert row == "ValueError: no"
    store.forget_failed()
    assert store.done() == {run.identity for run in job.runs}


def test_nothing_is_left_of_a_part_that_cannot_be_written(plan: Plan) -> None:
    store = Store(Path("out"))
    bad = Outcome("finished", metrics=({"others_delay_s": "no number"},) * 2)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="no number"):
        store.write_part(plan, plan.jobs()[0].runs, bad)
    assert list(store.parts.iterdir()) == []


def test_a_table_that_is_only_half_written_is_no_table_yet(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between writing and renaming, or read meanwhile: DuckDB's *.parquet matches hidden files, too."""
    store, run, left = Store(Path("out")), plan.runs[0], []

    def killed(source: Path, _: Path) -> None:
        left.append(Path(source).name)
        raise KeyboardInterrupt

    monkeypatch.setattr("longtail_sim.bench.columns.os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        store.write_part(plan, [run], Outcome("finished", metrics=(metrics(1.0),)))
    with pytest.raises(KeyboardInterrupt):
        store.write_tables(run, {"events": {"kind": np.array(["contact"], object)}})
    assert len(left) == 2
    assert not [name for name in left if name.endswith(".parquet")]


def test_a_folder_in_which_nothing_can_be_written_is_told() -> None:
    store = Store(Path("out"))
    (store.folder / ".lock").mkdir()
    with pytest.raises(ResultsError, match="nothing can be written in out"), store.locked():
        pass


def test_two_cannot_work_in_one_folder() -> None:
    first, second = Store(Path("out")), Store(Path("out"))
    refused = pytest.raises(ResultsError, match="another longtail bench")
    with first.locked(), refused, second.locked():
        pass
    with second.locked():
        pass


def test_the_table_pairs_each_run_with_its_twin(plan: Plan) -> None:
    store = Store(Path("out"))
    store.write_manifest(plan)
    fill(store, plan)
    (line,) = sum_up(store).lines
    assert (line.agent, line.seeds, line.statuses) == ("rule_based", (0, 1, 2, 3), {"finished": 4})
    assert line.summary is not None
    assert line.summary.metrics["others_delay_ratio"].mean == 2.0
    assert line.summary.verdict.word == "fails"


def test_missing_rows_are_named_and_refused(plan: Plan) -> None:
    store = Store(Path("out"))
    store.write_manifest(plan)
    fill(store, plan)
    next(iter(store.parts.iterdir())).unlink()
    with pytest.raises(ResultsError, match="2 of 8 runs are missing"):
        sum_up(store)
    assert len(sum_up(store, allow_missing=True).missing) == 2


def test_a_seed_that_failed_counts_for_neither_side(plan: Plan) -> None:
    store = Store(Path("out"))
    store.write_manifest(plan)
    fill(store, plan)
    gone = next(path for path in store.parts.iterdir() if plan.jobs()[2].runs[0].identity in path.name)
    gone.unlink()
    store.write_part(plan, plan.jobs()[2].runs, Outcome("timed_out", "took longer than 1 s"))
    (line,) = sum_up(store).lines
    assert (line.seeds, line.statuses) == ((2, 3), {"timed_out": 2, "finished": 2})


def test_a_damaged_manifest_says_what_to_do(plan: Plan) -> None:
    store = Store(Path("out"))
    with pytest.raises(ResultsError, match="run longtail bench"):
        sum_up(store)
    (store.folder / "manifest.json").write_text("{")
    with pytest.raises(ResultsError, match="is damaged"):
        sum_up(store)
    (store.folder / "manifest.json").write_text(json.dumps({"schema_version": 99}))
    with pytest.raises(ResultsError, match="newer version"):
        sum_up(store)
