"""``longtail vary``: table, files, picture, and what is refused."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.cli.vary_table import spearman

Longtail = Callable[..., Any]
SHARE = ("--vary", "fleet.share={uniform: [0.1, 0.4]}")


def test_every_row_holds_the_drawn_values(longtail: Longtail) -> None:
    files = ("--csv", "a.csv", "--json", "a.json", "--picture", "a.png")
    agents = ("--agent", "rule_based", "--agent", "stop_when_confused")
    answer = longtail("vary", "tiny.yaml", *SHARE, "--samples", "3", "--seeds", "0:2", "--jobs", "1", *agents, *files)
    assert answer.code == 0, answer.err
    rows = list(csv.DictReader(Path("a.csv").read_text(encoding="utf-8").splitlines()))
    plain = json.loads(Path("a.json").read_text(encoding="utf-8"))
    assert [(row["sample"], row["agent"]) for row in rows] == [
        (str(n), agent) for n in range(3) for agent in ("rule_based", "stop_when_confused")
    ]
    for row, other in zip(rows, plain["rows"], strict=True):
        assert 0.1 <= float(row["fleet.share"]) <= 0.4
        assert float(row["fleet.share"]) == other["values"]["fleet.share"]
        assert row["verdict"] == other["verdict"]
        assert row["status"] == "finished"
    assert Path("a.png").is_file()
    assert "fleet.share" in answer.out
    assert len({row["fleet.share"] for row in rows}) == 3
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "a.json", "a.png", "tiny.yaml"]


def test_the_variation_of_a_file_can_be_changed(longtail: Longtail) -> None:
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("v.yaml").write_text(text + "vary: {samples: 5, parameters: {fleet.share: {choice: [0.1, 0.2]}}}\n")
    arguments = ("--method", "grid", "--seeds", "0", "--jobs", "1", "--agent", "rule_based", "--csv", "v.csv")
    answer = longtail("vary", "v.yaml", *arguments)
    assert answer.code == 0, answer.err
    assert len(Path("v.csv").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tiny.yaml",), "nothing says what to vary"),
        (("tiny.yaml", "--vary", "fleet.share={uniform: [0, 3]}"), "sample 0"),
        (("tiny.yaml", *SHARE, "--method", "sobol"), "must be 'grid', 'random' or 'latin_hypercube'"),
        (("tiny.yaml", *SHARE, "--agent", "nobody"), "nobody"),
        (("tiny.yaml", *SHARE, "--csv", "nowhere/a.csv"), "no folder nowhere"),
        (("tiny.yaml", *SHARE, "--picture", "a.jpg"), ".png"),
    ],
)
def test_wrong_input_is_refused_before_anything_runs(
    arguments: tuple[str, ...], words: str, longtail: Longtail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longtail_sim.episode.judge_all", None)
    answer = longtail("vary", *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_rank_correlation() -> None:
    assert spearman([1, 2, 3, 4], [10, 20, 25, 90]) == pytest.approx(1)
    assert spearman([1, 2, 2, 3], [9, 5, 5, 1]) == pytest.approx(-1)
    assert math.isnan(spearman([1, 1, 1], [1, 2, 3]))
