"""``longtail level``, and the level of ``longtail run``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.cli.level import parse_levels
from longtail_sim.errors import LongtailError

Longtail = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "levels"), [("2-5", (2, 3, 4, 5)), ("4", (4,)), ("4,3,3", (3, 4)), (" 0 - 1 ", (0, 1))]
)
def test_levels_as_one_types_them(text: str, levels: tuple[int, ...]) -> None:
    assert parse_levels(text) == levels


@pytest.mark.parametrize("text", ["", "6", "5-2", "2:5", "four"])
def test_what_names_no_levels(text: str) -> None:
    with pytest.raises(LongtailError, match="--levels"):
        parse_levels(text)


def test_an_audit(longtail: Longtail) -> None:
    answer = longtail("level", "rule_based", "--scenarios", "tiny.yaml", "--levels", "0,4", "--seeds", "0:2", "--json")
    assert answer.code == 0
    plain = answer.json()
    assert plain["scenarios"] == ["tiny"]
    assert plain["levels"][0] == {"level": 0, "verdict": "passes", "clauses": [], "odd_exits": {}}
    assert {clause["verdict"] for clause in plain["levels"][1]["clauses"]} <= {"passes", "fails", "undecided"}
    words = longtail("level", "rule_based", "--scenarios", "tiny.yaml", "--levels", "0", "--seeds", "0")
    assert "the person drives" in words.out
    assert "highest level whose clauses all hold is 0" in words.out


def test_a_run_at_another_level(longtail: Longtail) -> None:
    plain = longtail("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "0", "--level", "3", "--json").json()
    assert plain["runs"][0]["level"] == 3
    assert plain["runs"][0]["metrics"]["takeover_requests"] > 0
    assert longtail("run", "tiny.yaml", "--level", "6").code == 2
