"""``longtail bench`` as its users call it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .conftest import Longtail

SUITE = """\
name: small
version: 3
title: A small suite
scenarios: [tiny.yaml]
agents: [rule_based, stop_when_confused]
seeds: "0:2"
"""
FAILS = """\
from longtail_sim import Agent


class Mine(Agent):
    def act(self, observation):
        raise ValueError("no idea")
"""


@pytest.fixture(autouse=True)
def suite(own_folder: Path) -> None:
    (own_folder / "small.yaml").write_text(SUITE, encoding="utf-8")


def test_a_suite_ends_in_a_table_and_files(longtail: Longtail) -> None:
    answer = longtail("bench", "small.yaml")
    assert answer.code == 0, answer.err
    assert "A small suite" in answer.out
    assert "stop_when_conf" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    folder = Path("bench-small")
    assert {path.name for path in folder.iterdir()} >= {
        "manifest.json",
        "parts",
        "summary.json",
        "table.csv",
        "table.md",
    }
    rows = list(csv.DictReader((folder / "table.csv").read_text().splitlines()))
    assert {row["agent"] for row in rows} == {"rule_based", "stop_when_confused"}
    assert (folder / "table.md").read_text().count("\n") == 4


def test_json_is_json_and_options_change_the_suite(longtail: Longtail) -> None:
    answer = longtail("bench", "small.yaml", "--json", "--agents", "rule_based", "--seeds", "5,7,9", "--levels", "4")
    assert answer.code == 0, answer.err
    (line,) = answer.json()["lines"]
    assert (line["agent"], line["level"], line["seeds"]) == ("rule_based", 4, [5, 7, 9])
    assert answer.json()["suite"]["version"] == 3


def test_a_failed_run_is_a_row_and_an_exit_code(longtail: Longtail) -> None:
    Path("mine.py").write_text(FAILS, encoding="utf-8")
    answer = longtail("bench", "small.yaml", "--agents", "mine.py,rule_based", "--json")
    assert answer.code == 1
    assert "2 runs failed" in answer.err
    failed, fine = answer.json()["lines"]
    assert (failed["statuses"], failed["summary"]) == ({"agent_failed": 2}, None)
    assert fine["statuses"] == {"finished": 2}
    Path("mine.py").write_text(FAILS.replace('raise ValueError("no idea")', "return None"), encoding="utf-8")
    assert longtail("bench", "small.yaml", "--agents", "mine.py,rule_based").code == 1  # a changed agent is run again


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "there is no shipped suite named 'nothing'"),
        (("nothing.yaml",), "there is no such file"),
        (("small.yaml", "--agents", ","), "--agents names nothing"),
        (("small.yaml", "--agents", "rule_baset"), "Did you mean 'rule_based'"),
        (("small.yaml", "--seeds", "4:0"), "--seeds 4:0"),
        (("small.yaml", "--levels", "6"), "--levels 6"),
        (("small.yaml", "--executor", "moon"), "--executor moon"),
        (("small.yaml", "--out", "tiny.yaml"), "tiny.yaml cannot be made"),
        (("small.yaml", "--tables", "vehicles,cars"), "--tables cars is unknown; there are vehicles and events"),
        (("small.yaml", "--allow-missing"), "there is no folder bench-small"),
    ],
)
def test_wrong_input_is_one_line(longtail: Longtail, arguments: tuple[str, ...], said: str) -> None:
    answer = longtail("bench", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
    # A cluster is asked for only when there is something to run, and then there is a folder.
    assert not Path("bench-small").exists() or "--executor" in arguments


def test_a_plan_says_what_there_is_to_do_and_runs_nothing(longtail: Longtail) -> None:
    answer = longtail("bench", "small.yaml", "--plan")
    assert answer.code == 0, answer.err
    assert "6 runs, 6 missing: about " in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    assert not Path("bench-small").exists()
    told = longtail("bench", "small.yaml", "--plan", "--json", "--seeds", "0:5", "--jobs", "3").json()
    assert (told["runs"], told["missing"], told["jobs"], told["measured"]) == (15, 15, 3, False)
    assert told["wall_s"] == pytest.approx(told["cpu_s"] / 3)
