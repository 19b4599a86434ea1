"""Experiments in one process or several: the same results, and one that fails does not stop the rest."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from contextlib import closing

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.validation.catalogue import discover
from longtail_sim.validation.results import Results, merge, results_from_json
from longtail_sim.validation.run import Outcome, gather, perform_all

Beds = Callable[..., str]

DYING = """\
import os
import time

from longtail_sim.validation.target import Experiment, Target


def target(id_):
    return Target(id_, "thing", "s", "1", 0.5, 1.5, "source")


def dies(effort):
    os._exit(9)


def sleeps(effort):
    time.sleep(600)


def quick(effort):
    return {"T1.3": [1.0, 1.0]}


EXPERIMENTS = (
    Experiment("dies", "", (target("T1.1"),), dies),
    Experiment("sleeps", "", (target("T1.2"),), sleeps),
    Experiment("quick", "", (target("T1.3"),), quick),
)
"""


def run(package: str, **options: object) -> Results:
    catalogue = discover(package)
    choice = catalogue.choose([])
    done = list(perform_all(choice.experiments, package=package, **options))
    return gather(done, choice.open, choice.keys, full=bool(options.get("full", True)), first_seed=0)


def test_every_target_becomes_a_row(beds: Beds) -> None:
    results = run(beds("beds_of_a_run"))
    assert [(row.key, row.verdict, row.n) for row in results.rows] == [
        ("T1.2", "ok", 6),
        ("T2.9", "failed", 0),
        ("T2.10 b", "MISS", 2),
        ("T2.10 a", "ok", 2),
    ]
    assert [row.key for row in results.missed_required()] == ["T2.10 b"]
    assert results.failed()[0].message == "ZeroDivisionError: cannot be divided (some.py line 18)"
    assert results.rows[0].setup == "how fine is set up"


def test_quick_runs_have_fewer_seeds_and_leave_some_out(beds: Beds) -> None:
    results = run(beds("beds_of_a_quick_run"), full=False)
    assert [(row.key, row.n) for row in results.rows] == [("T1.2", 3), ("T2.9", 0)]


def test_several_processes_find_the_same(beds: Beds) -> None:
    package = beds("beds_of_processes")
    told: list[tuple[str, float]] = []
    together = run(package, jobs=2, tell=lambda name, share: told.append((name, share)))
    assert json.dumps(together.as_json()) == json.dumps(run(package).as_json())
    assert ("fine", 0.5) in told


def test_a_process_that_dies_is_an_experiment_that_failed(beds: Beds) -> None:
    package = beds("beds_that_die", some=DYING)
    experiments = [experiment for experiment in discover(package).experiments if experiment.name != "sleeps"]
    outcomes = list(perform_all(experiments, package=package, jobs=2))
    assert {outcome.experiment.name: outcome.error for outcome in outcomes} == {
        "dies": "its process ended with code 9",
        "quick": "",
    }


def test_closing_ends_what_is_under_way(beds: Beds) -> None:
    package = beds("beds_that_sleep", some=DYING)
    experiments = [experiment for experiment in discover(package).experiments if experiment.name != "dies"]
    with closing(perform_all(experiments, package=package, jobs=2)) as outcomes:  # type: ignore[type-var]
        assert next(outcomes).experiment.name == "quick"
    assert not multiprocessing.active_children()


def test_values_that_do_not_fit_the_targets(beds: Beds) -> None:
    experiment = discover(beds("beds_that_fit")).named("fine")
    extra = Outcome(experiment, {"T1.2": [1.0, 1.0], "T1.3": [1.0]}).rows()
    assert [(row.verdict, row.message) for row in extra] == [
        ("failed", "measured values and targets do not fit together: T1.3")
    ]
    nan = Outcome(experiment, {"T1.2": [1.0, float("nan")]}).rows()
    assert [(row.verdict, row.mean) for row in nan] == [("failed", None)]


def test_few_seeds_of_a_quick_run_are_no_miss(beds: Beds) -> None:
    experiment = discover(beds("beds_with_one_seed")).named("fine")
    outcome = Outcome(experiment, {"T1.2": [1.0]})
    quick, full = (gather([outcome], (), ["T1.2"], full=full, first_seed=0) for full in (False, True))
    assert quick.rows[0].verdict == "wide"
    assert not quick.missed_required()
    assert full.missed_required()


def test_results_survive_being_written(beds: Beds) -> None:
    results = run(beds("beds_to_be_written"))
    text = json.dumps(results.as_json(), allow_nan=False)
    assert results_from_json(text) == results
    assert {"schema", "version", "effort", "first_seed", "targets", "open"} == set(json.loads(text))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 1}', '{"schema": 99}', '{"schema": 1, "targets": [{}]}'], ids=repr
)
def test_what_holds_no_results_is_refused(text: str) -> None:
    with pytest.raises(ResultsError, match=r"^mine\.json "):
        results_from_json(text, "mine.json")


def test_results_of_parts_become_one(beds: Beds) -> None:
    package = beds("beds_in_parts")
    whole = run(package)
    first, second = (
        Results(rows, whole.open, whole.full, whole.first_seed) for rows in (whole.rows[2:], whole.rows[:2])
    )
    keys = [row.key for row in whole.rows]
    assert merge([first, second], keys, whole.open) == whole
    with pytest.raises(ResultsError, match="do not belong on one page"):
        merge([first, Results(second.rows, (), False, 0)], keys, ())
