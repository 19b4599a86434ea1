"""The table of agents, levels and scenarios."""

from __future__ import annotations

import json
from pathlib import Path

import long_tail_table
import pytest
from long_tail_table import Cell, as_json, as_markdown, planned, short, words

from longtail_sim.scenario import list_scenarios
from longtail_sim.scoring import METRICS, Interval, summarise

AGENTS = ("stop_when_confused", "rule_based")
QUIET = {**dict.fromkeys(METRICS, 0.0), "others_harm_expected": 0.1, "others_contacts": 1.0}


def cell(agent: str, delay: float) -> Cell:
    runs = [QUIET | {"others_delay_s": delay + seed} for seed in range(4)]
    twins = [QUIET | {"others_delay_s": 50.0 + seed} for seed in range(4)]
    return Cell("signals", "one", agent, 4, summarise(agent, runs, twins))


def test_every_scenario_is_planned_the_longest_first() -> None:
    plans, left_out = planned((), AGENTS, (4,), "rule_based", (0, 1))
    assert sorted(plan.task.scenario.name for plan in plans) == list_scenarios()
    assert [plan.cost for plan in plans] == sorted((plan.cost for plan in plans), reverse=True)
    assert all(plan.task.agents == AGENTS for plan in plans)
    assert not left_out


def test_other_levels_are_for_one_agent_and_left_out_where_they_are_refused() -> None:
    plans, left_out = planned(("calm_grid",), AGENTS, (4, 9), "rule_based", (0,))
    assert [plan.level for plan in plans] == [4]
    assert len(left_out) == 1
    assert left_out[0].startswith("calm_grid, level 9: ")
    assert {plan.axis for plan in planned(("demand",), AGENTS, (4,), "rule_based", (0,))[0]} == {"demand"}


def test_a_row_holds_verdict_and_intervals() -> None:
    cells = [
        cell("stop_when_confused", 90.0),
        cell("rule_based", 50.0),
        Cell("road", "two", "rule_based", 4, None, "x"),
    ]
    lines = as_markdown(cells, AGENTS, (0, 1, 2, 3)).splitlines()
    assert lines[0] == "| scenario | `stop_when_confused`, level 4 | `rule_based`, level 4 |"
    assert lines[2:5] == ["| **road** | | |", "| `two` | – | no result |", "| **signals** | | |"]
    assert lines[5].startswith("| `one` | ✗ **fails**<br>delay 1.78 [")
    assert lines[6] == "| *passes / fails / undecided* | 0 / 1 / 0 | 1 / 0 / 0 |"
    plain = json.dumps(as_json(cells, (0,), ["left"], 61.2), allow_nan=False)
    assert json.loads(plain)["rows"][2] == {
        "axis": "road", "scenario": "two", "agent": "rule_based", "level": 4, "message": "x",
    }  # fmt: skip


def test_numbers_of_a_cell() -> None:
    assert short(Interval(1.234, 0.5, float("inf"), 3)) == "1.23 [0.50, ∞]"
    assert short(Interval(1.234, None, None, 1)) == "1.23"
    assert words(None) == "–"


@pytest.mark.slow
def test_the_whole_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["--json", str(tmp_path / "t.json"), "--markdown", str(tmp_path / "t.md")]
    long_tail_table.main(["--only", "one_dark_junction", "--levels", "4", "--seeds", "0:2", "--jobs", "1", *files])
    assert (tmp_path / "t.md").read_text(encoding="utf-8") in capsys.readouterr().out
    assert len(json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["rows"]) == 3
    with pytest.raises(SystemExit):
        long_tail_table.main(["--only", "nothing_of_that_name"])
