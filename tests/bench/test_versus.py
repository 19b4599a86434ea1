"""Two agents of a folder beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim.bench import Outcome, Plan, Results, Store, load_suite, make_plan, sum_up, versus
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import METRICS

SPEED = {"twin": 1.0, "rule_based": 1.1, "stop_when_confused": 3.0}


@pytest.fixture
def plan() -> Plan:
    text = Path("small.yaml").read_text().replace("[rule_based]", "[rule_based, stop_when_confused]")
    Path("small.yaml").write_text(text.replace('"0:4"', '"0:8"'))
    return make_plan(load_suite("small.yaml"))


def results(plan: Plan, *, failed: int | None = None, missing: int | None = None) -> Results:
    """Return results of all runs; ``failed`` and ``missing`` are numbers of runs of rule_based."""
    store = Store(Path("out"))
    store.write_manifest(plan)
    mine = [run for run in plan.runs if run.agent == "rule_based"]
    for run in plan.runs:
        told = {**dict.fromkeys(METRICS, 0.0), "others_delay_s": SPEED[run.agent] * (run.seed + 5)}
        if missing is not None and run == mine[missing]:
            continue
        bad = failed is not None and run == mine[failed]
        store.write_part(plan, [run], Outcome("crashed", "no") if bad else Outcome("finished", metrics=(told,)))
    return sum_up(store, allow_missing=True)


def test_the_seeds_are_paired_and_the_better_one_is_named(plan: Plan) -> None:
    found = versus(results(plan), "stop_when_confused", "rule_based")
    assert [(case.scenario, case.seeds) for case in found.cases] == [("tiny.yaml", tuple(range(8)))]
    assert found.conclusion.startswith("rule_based is better than stop_when_confused in others' delay and score.")
    plain = found.as_json()
    (delay,) = [one for one in plain["overall"] if one["quantity"] == "others_delay_s"]
    assert delay["difference"]["mean"] == pytest.approx(1.9 * 8.5)
    assert delay["favours"] == "second"
    assert "rule_based is better" in delay["words"]
    assert plain["cases"][0]["differences"] == plain["overall"]


def test_a_seed_that_one_of_them_lost_is_left_out_and_told(plan: Plan) -> None:
    found = versus(results(plan, failed=2), "rule_based", "stop_when_confused")
    assert found.cases[0].seeds == (0, 1, 3, 4, 5, 6, 7)
    assert found.lost == {"rule_based": 1, "stop_when_confused": 0}
    assert found.remarks == ["rule_based did not get to the end of 1 run: these seeds are left out."]


def test_missing_runs_are_told(plan: Plan) -> None:
    found = versus(results(plan, missing=0), "rule_based", "stop_when_confused")
    assert found.missing == 1
    assert found.remarks == ["Runs that are missing: 1."]


def test_who_is_not_there_is_named(plan: Plan) -> None:
    with pytest.raises(ResultsError, match="no results of 'reasoning', only of rule_based, stop_when_confused"):
        versus(results(plan), "rule_based", "reasoning")
