"""``longtail scenarios preview``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longtail_sim import load_scenario

Longtail = Callable[..., Any]


def test_all_scenarios_and_a_sheet(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longtail_sim.scenario.scenarios_by_axis", lambda: {"signals": ["one_dark_junction"]})
    answer = longtail("scenarios", "preview", "--all", "pictures/all", "--size", "640x400")
    assert answer.code == 0, answer.err
    assert sorted(path.name for path in Path("pictures/all").iterdir()) == ["one_dark_junction.png", "overview.png"]
    assert load_scenario("one_dark_junction").name in answer.out


@pytest.mark.parametrize(
    "arguments",
    [(), ("tiny.yaml", "--all", "x"), ("--all", "x", "-o", "a.png"), ("--all", "x", "--set", "duration_s=9")],
    ids=" ".join,
)
def test_either_one_or_all(arguments: tuple[str, ...], longtail: Longtail) -> None:
    answer = longtail("scenarios", "preview", *arguments)
    assert answer.code == 2
    assert "--all" in answer.err
    assert not Path("x").exists()
