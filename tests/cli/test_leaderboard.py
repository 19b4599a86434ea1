"""``longtail leaderboard`` and ``longtail rescore`` as their users call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longtail_sim.bench import Run, open_results

from .conftest import Longtail

SUITE = """\
name: small
version: 3
title: A small suite
scenarios: [tiny.yaml]
agents: [rule_based, stop_when_confused]
seeds: "0:2"
"""
PAGE = "before\n<!-- {}: begin -->\nold\n<!-- {}: end -->\nafter\n"


@pytest.fixture(autouse=True)
def results(own_folder: Path, longtail: Longtail) -> None:
    (own_folder / "small.yaml").write_text(SUITE, encoding="utf-8")
    assert longtail("bench", "small.yaml", "--jobs", "1").code == 0


def test_the_order_is_printed_and_written_between_markers(longtail: Longtail) -> None:
    Path("page.md").write_text(PAGE.format(*["leaderboard"] * 2) + PAGE.format(*["long_tail"] * 2))
    answer = longtail("leaderboard", "bench-small", "--out", "results", "--readme", "page.md")
    assert answer.code == 0, answer.err
    assert "cannot tell who is better" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    page = Path("page.md").read_text()
    assert "old" not in page
    assert Path("results/leaderboard.md").read_text() in page
    assert Path("results/long_tail.md").read_text() in page
    assert page.startswith("before\n<!-- leaderboard: begin -->\n\n| rank | agent |")
    assert page.endswith("<!-- long_tail: end -->\nafter\n")
    plain = json.loads(Path("results/leaderboard.json").read_text())
    assert {entry["agent"] for entry in plain["entries"]} == {"rule_based", "stop_when_confused"}


def test_a_marker_can_name_its_suite(longtail: Longtail) -> None:
    """One page holds the leaderboard of one suite and the long table of another."""
    Path("page.md").write_text(PAGE.format(*["leaderboard small"] * 2) + PAGE.format(*["long_tail other"] * 2))
    answer = longtail("leaderboard", "bench-small", "--readme", "page.md")
    assert (answer.code, answer.err) == (0, "wrote leaderboard small into page.md\n")
    small, other = Path("page.md").read_text().split("<!-- long_tail other: begin -->\n")
    assert "| rank | agent |" in small
    assert other == PAGE.format(*["long_tail other"] * 2).partition("begin -->\n")[2]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<!-- leaderboard: begin -->\n", "lacks the marker <!-- leaderboard: end --> behind"),
        ("<!-- leaderboard other: begin -->\n", "nor <!-- leaderboard small: begin -->"),
    ],
)
def test_a_page_without_markers_stays_as_it_is(longtail: Longtail, page: str, told: str) -> None:
    Path("page.md").write_text(page)
    answer = longtail("leaderboard", "bench-small", "--readme", "page.md", "--out", "results")
    assert answer.code == 2
    assert told in answer.err
    assert Path("page.md").read_text() == page
    assert not Path("results").exists()


def test_results_are_judged_anew_and_what_has_changed_is_told(longtail: Longtail) -> None:
    parts = {path: path.stat().st_mtime_ns for path in Path("bench-small/parts").iterdir()}
    summary = Path("bench-small/summary.json")
    old = json.loads(summary.read_text())
    assert {row["agent"] for row in old["performance"]} == {"rule_based", "stop_when_confused"}
    now = old["lines"][0]["summary"]["verdict"]
    old["lines"][0]["summary"]["verdict"] = "another"
    old["scored"] = {"version": "0.0.1", "formulas": "old"}
    summary.write_text(json.dumps(old))
    told = longtail("rescore", "bench-small", "--json").json()
    assert told["judged_before_with"] == {"version": "0.0.1", "formulas": "old"}
    assert not told["same_formulas"]
    assert [(row["agent"], row["verdict"]) for row in told["changed"]] == [("rule_based", ["another", now])]
    assert json.loads(summary.read_text())["rescored"] == told
    answer = longtail("rescore", "bench-small")
    assert "0 of 2 verdicts have changed" in answer.out
    assert {path: path.stat().st_mtime_ns for path in Path("bench-small/parts").iterdir()} == parts


def test_verdicts_that_are_gone_are_told(longtail: Longtail) -> None:
    store = open_results(Path("bench-small"))
    runs = [Run(*row) for row in store.read_manifest()["runs"]]
    gone = next(run.identity for run in runs if run.agent == "rule_based")
    for part in Path("bench-small/parts").glob(f"*{gone}*"):
        part.unlink()
    answer = longtail("rescore", "bench-small")
    assert (answer.code, answer.out) == (2, "")
    assert "2 of 6 runs are missing" in answer.err
    answer = longtail("rescore", "bench-small", "--allow-missing")
    assert "rule_based: " in answer.out and " → no verdict\n" in answer.out
    assert "2 runs are missing\n1 of 2 verdicts have changed, 0 only in score" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    answer = longtail("leaderboard", "bench-small", "--allow-missing")
    assert answer.code == 2
    assert "all agents of these results drove: there is no run of rule_based." in answer.err


@pytest.mark.parametrize("command", ["rescore", "leaderboard"])
def test_a_folder_without_results_is_refused(longtail: Longtail, command: str) -> None:
    answer = longtail(command, "nowhere")
    assert answer.code == 2
    assert "there is no folder nowhere" in answer.err


def test_a_summary_that_is_none_is_told(longtail: Longtail) -> None:
    Path("bench-small/summary.json").write_text("[]")
    answer = longtail("rescore", "bench-small")
    assert (answer.code, len(answer.err.strip().splitlines())) == (2, 1)
    assert "summary.json is damaged" in answer.err
