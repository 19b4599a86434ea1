"""``longtail compare`` as its users call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longtail_sim.scoring import QUANTITIES

from .conftest import Longtail

PAIR = ("rule_based", "stop_when_confused")


def test_it_runs_what_is_missing_and_says_who_is_better(longtail: Longtail, own_folder: Path) -> None:
    answer = longtail("compare", *PAIR, "tiny.yaml", "--seeds", "0:2", "--jobs", "1")
    assert answer.code == 0, answer.err
    assert "rule_based and stop_when_confused  (2 seeds)" in answer.out
    assert "not significant" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    folder = own_folder / "compare-rule_based-stop_when_confused"
    command = json.loads((folder / "manifest.json").read_text("utf-8"))["command"]
    assert command == "longtail compare rule_based stop_when_confused tiny.yaml --seeds 0:2"
    parts = {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    told = longtail("compare", *PAIR, "--in", str(folder), "--json").json()
    assert [one["quantity"] for one in told["overall"]] == [one.name for one in QUANTITIES]
    assert told["cases"][0]["seeds"] == [0, 1]
    assert {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()} == parts
    page = longtail("compare", *PAIR, "--in", str(folder), "--markdown").out
    assert page.startswith("**")
    assert "| `tiny.yaml` | 4 | 2 |" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rule_based", "rule_based", "tiny.yaml"), "name two agents"),
        (PAIR, "name either scenarios to run, or a folder"),
        ((*PAIR, "tiny.yaml", "--in", "somewhere"), "name either scenarios to run, or a folder"),
        ((*PAIR, "--in", "nowhere"), "there is no folder nowhere"),
        ((*PAIR, "--in", "."), "holds no results of longtail bench"),
        ((*PAIR, "nothing"), "there is no shipped scenario named 'nothing'"),
        ((*PAIR, "--in", ".", "--out", "elsewhere", "--levels", "3"), "--levels and --out choose how to run"),
        (("", "rule_based", "tiny.yaml"), "that cannot be compared"),
        (("rule_based", "rule_baset", "tiny.yaml"), "Did you mean 'rule_based'"),
        ((*PAIR, "tiny.yaml", "--seeds", "4:0"), "--seeds 4:0"),
        ((*PAIR, "tiny.yaml", "--levels", "7"), "--levels 7"),
    ],
)
def test_wrong_input_is_one_line(longtail: Longtail, arguments: tuple[str, ...], said: str) -> None:
    answer = longtail("compare", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
    assert not list(Path().glob("compare-*"))
