"""Orders of agents, from folders whose contents are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longtail_sim.bench import (
    Outcome,
    Plan,
    Run,
    Store,
    leaderboard,
    load_suite,
    make_plan,
    sum_up,
)
from longtail_sim.bench.drivers import drivers_of
from longtail_sim.cli.bench_table import as_markdown
from longtail_sim.cli.matrix_table import matrix_markdown
from longtail_sim.errors import ResultsError

from .conftest import TINY
from .folders import filled, told

FACTOR = {"twin": 1.0, "rule_based": 1.0, "stop_when_confused": 3.0, "reasoning": 1.02}


@pytest.fixture
def plan() -> Plan:
    Path("other.yaml").write_text(TINY.replace("name: tiny", "name: other").replace("2000", "1000"))
    text = Path("small.yaml").read_text().replace("[tiny.yaml]", "[tiny.yaml, calm_grid]")
    agents = "[stop_when_confused, rule_based, reasoning]"
    levels = "levels: [4]\nlevels_of: {reasoning: [3, 4]}\n"
    Path("small.yaml").write_text(text.replace("[rule_based]", agents).replace('"0:4"', '"0:8"') + levels)
    return make_plan(load_suite("small.yaml"))


def slow(run: Run) -> dict[str, float]:
    return told(FACTOR[run.agent] * (50.0 + run.seed))


def test_the_best_comes_first_and_levels_stand_apart(plan: Plan) -> None:
    found = leaderboard(sum_up(filled(plan, slow)))
    assert [(entry.name, entry.rank.text) for entry in found.entries] == [
        ("rule_based, level 4", "1"),
        ("reasoning, level 4", "2–3"),
        ("reasoning, level 3", "2–3"),
        ("stop_when_confused, level 4", "4"),
    ]
    assert found.scenarios == ("tiny.yaml", "calm_grid")
    assert found.said.halves == "The order is the same on two disjoint halves of the seeds."
    assert (
        found.said.leads.startswith("rule_based, level 4 scores 0.") and ": significant (p < 0.001)" in found.said.leads
    )
    assert "reasoning, level 4 and reasoning, level 3 score exactly the same on every seed" in found.said.leads
    assert "the order is the same for every exchange rate from × 0.1 to × 10" in found.said.costs
    first = found.entries[0].as_json()
    assert first["verdicts"] == {"passes": 2, "fails": 0, "undecided": 0}
    assert first["score"]["mean"] == 100.0
    assert first["performance"]["share"][-1] == 1.0
    json.dumps(found.as_json(), allow_nan=False)


def test_a_lost_run_scores_nothing_and_has_no_cost(plan: Plan) -> None:
    lost = next(run for run in plan.runs if run.agent == "rule_based" and run.seed == 3)
    found = leaderboard(sum_up(filled(plan, lambda run: None if run == lost else slow(run))))
    entry = next(entry for entry in found.entries if entry.driver.agent == "rule_based")
    assert entry.lost == 1
    assert entry.score.mean == pytest.approx(100 - 100 / 16)
    assert entry.costs == {}
    assert "rule_based" not in found.said.costs


def test_verdicts_are_counted_over_the_scenarios_that_all_drove(plan: Plan) -> None:
    driver = drivers_of(sum_up(filled(plan, slow)))[0]
    assert sum(driver.verdicts.values()) == 2
    assert sum(driver.within(["calm_grid"]).verdicts.values()) == 1


def test_an_order_that_depends_on_the_exchange_rate_is_told(plan: Plan) -> None:
    def of(run: Run) -> dict[str, float]:
        quick = run.agent == "stop_when_confused"
        return told(10.0 if quick else 60.0, others_harm_expected=0.0005 * quick, others_contacts=float(quick))

    said = leaderboard(sum_up(filled(plan, of))).said.costs
    assert "By cost the order depends on the exchange rate" in said
    assert said.index("from × 0.1 stop_when_confused") < said.index("> stop_when_confused, level 4.")


def test_two_seeds_rank_nobody() -> None:
    Path("small.yaml").write_text(
        Path("small.yaml").read_text().replace('"0:4"', '"0:2"').replace("[rule_based]", "[rule_based, reasoning]")
    )
    found = leaderboard(sum_up(filled(make_plan(load_suite("small.yaml")), slow)))
    assert [entry.rank.text for entry in found.entries] == ["1–2", "1–2"]
    assert found.said.places.startswith("By score these seeds cannot tell who is better")
    assert "With 2 runs of each agent nothing can be significant; it takes 6 or more." in found.said.places
    assert found.said.leads.startswith("rule_based scores ")  # no level: nobody stands there twice
    assert ": not significant (p = 0.5)" in found.said.leads


def test_the_long_table_has_a_row_a_scenario_and_a_column_an_agent(plan: Plan) -> None:
    lost = [run for run in plan.runs if run.agent == "reasoning" and run.level == 3 and run.scenario == "tiny.yaml"]
    results = sum_up(filled(plan, lambda run: None if run in lost else slow(run)))
    lines = matrix_markdown(results).splitlines()
    heads = ["`stop_when_confused`, level 4", "`rule_based`, level 4", "`reasoning`, level 4", "`reasoning`, level 3"]
    assert lines[0] == f"| scenario | {' | '.join(heads)} |"
    assert [line.split(" |")[0] for line in lines[2:7]] == [
        "| **demand**",
        "| `calm_grid`",
        "| **others**",
        "| `tiny.yaml`",
        "| *passes / fails / undecided*",
    ]
    assert "✗ **fails**<br>delay 3.00 [3.00, 3.00]<br>no harm" in lines[3]
    assert "rules" not in lines[3]
    assert lines[5].endswith("no result |")
    assert lines[6].endswith("| 2 / 0 / 0 | 1 / 0 / 0 (1 without result) |")
    assert "suite small 1, seeds 0:8" in lines[-1]


def test_a_side_that_does_not_pass_stands_in_the_cell(plan: Plan) -> None:
    def of(run: Run) -> dict[str, float]:
        bad = run.agent == "stop_when_confused"
        return told(50.0, intrusions=2.0 * bad, siren_delay_s=100.0 * bad * (run.seed == 0))

    results = sum_up(filled(plan, of))
    (row,) = [line for line in matrix_markdown(results).splitlines() if line.startswith("| `calm_grid`")]
    assert row.split(" | ")[1] == (
        "✗ **fails**<br>delay 1.00 [1.00, 1.00]<br>no harm<br>closed places: fails<br>emergency vehicles: undecided"
    )
    assert row.split(" | ")[2] == "✓ passes<br>delay 1.00 [1.00, 1.00]<br>no harm"
    assert "| fails (closed places: fails, emergency vehicles: undecided) |" in as_markdown(results)


def test_who_has_no_run_is_named(plan: Plan) -> None:
    store = Store(Path("out"))
    store.write_manifest(plan)
    for run in plan.runs:
        if run.agent != "reasoning":
            store.write_part(plan, [run], Outcome("finished", metrics=(slow(run),)))
    with pytest.raises(ResultsError, match="all agents of these results drove: there is no run of reasoning"):
        leaderboard(sum_up(store, allow_missing=True))
