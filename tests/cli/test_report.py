"""``longtail report`` as its users call it."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from .conftest import Longtail

SUITE = """\
name: small
version: 3
title: A small suite
scenarios: [tiny.yaml]
agents: [rule_based]
seeds: "0:2"
"""


@pytest.fixture
def results(own_folder: Path, longtail: Longtail) -> Path:
    (own_folder / "small.yaml").write_text(SUITE, encoding="utf-8")
    assert longtail("bench", "small.yaml", "--seeds", "1,2").code == 0
    return Path("bench-small")


def test_a_page_and_a_file_for_a_build_server(results: Path, longtail: Longtail) -> None:
    parts = {path.name: path.stat().st_mtime_ns for path in (results / "parts").iterdir()}
    answer = longtail("report", "bench-small", "--junit", "verdicts.xml")
    assert answer.code == 0, answer.err
    assert "wrote bench-small/report.html (0." in answer.out
    page = (results / "report.html").read_text(encoding="utf-8")
    assert "longtail bench small.yaml --seeds 1,2" in page
    assert 'class="film"' in page
    assert len(list(Xml.parse("verdicts.xml").iter("testcase"))) == 1
    again = longtail("report", "bench-small", "--out", "again.html")
    assert again.code == 0
    assert Path("again.html").read_text(encoding="utf-8") == page
    assert {path.name: path.stat().st_mtime_ns for path in (results / "parts").iterdir()} == parts


def test_the_same_results_as_tables_for_other_programs(results: Path, longtail: Longtail) -> None:
    answer = longtail("report", "bench-small", "--replays", "0", "--markdown", "verdicts.md", "--csv", "all.csv")
    assert answer.code == 0, answer.err
    assert "(0." in answer.out
    assert "1 scenario, 0 replays" in answer.out
    assert "wrote verdicts.md\nwrote all.csv" in answer.out
    assert Path("verdicts.md").read_bytes() == (results / "table.md").read_bytes()
    assert Path("all.csv").read_bytes() == (results / "table.csv").read_bytes()
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["agent"] for row in rows} == {"rule_based"}
    assert {"others_delay_ratio", "harm_ratio", "score"} <= {row["metric"] for row in rows}


def test_without_replays_nothing_is_simulated(results: Path, longtail: Longtail) -> None:
    answer = longtail("report", "bench-small", "--replays", "0")
    assert answer.code == 0, answer.err
    assert "0 replays" in answer.out
    assert answer.err == ""


def test_missing_runs_are_refused_unless_allowed(results: Path, longtail: Longtail) -> None:
    for path in (results / "parts").iterdir():
        if "rule_based" in path.read_bytes().decode("latin-1"):
            path.unlink()
    answer = longtail("report", "bench-small")
    assert answer.code == 2
    assert "2 of 4 runs are missing" in answer.err
    assert not (results / "report.html").exists()
    allowed = longtail("report", "bench-small", "--allow-missing")
    assert allowed.code == 0, allowed.err
    page = (results / "report.html").read_text(encoding="utf-8")
    assert "<strong>Incomplete:</strong> 2 of 4 runs are missing" in page
    assert "no results" in page
    assert "Runs that are missing" in page
    assert ">1, 2</td>" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "there is no folder nowhere"),
        (("tiny.yaml",), "there is no folder tiny.yaml"),
        ((".",), "holds no results"),
        (("bench-small", "--out", "no/such/place.html"), "there is no folder no/such"),
        (("bench-small", "--junit", "."), "is a folder"),
        (("bench-small", "--markdown", "."), "is a folder"),
        (("bench-small", "--csv", "no/such/all.csv"), "there is no folder no/such"),
    ],
)
def test_wrong_input_is_one_line(results: Path, longtail: Longtail, arguments: tuple[str, ...], said: str) -> None:
    answer = longtail("report", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
