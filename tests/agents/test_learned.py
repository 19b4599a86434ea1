"""The shipped policy: says how it was made, keeps the contract, and is as good as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim import Policy, load_agent, load_scenario
from longtail_sim.agent import check_agent
from longtail_sim.agent.places import shipped_folder
from longtail_sim.episode import compare

FILE = shipped_folder() / "learned.npz"


def test_it_says_how_it_was_made() -> None:
    notes = Policy.load(FILE).notes
    assert notes["made by"] == "examples/train_ppo.py"
    assert {"seed", "steps", "worlds", "score", "judged on"} <= set(notes)


def test_it_is_small() -> None:
    assert FILE.stat().st_size < 50_000


def test_it_keeps_the_contract() -> None:
    assert [row.name for row in check_agent("learned") if not row.passed] == []


def test_it_is_the_default_of_the_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_agent("learned").policy.notes == load_agent(str(FILE)).policy.notes  # type: ignore[attr-defined]


@pytest.mark.slow
def test_it_beats_the_agent_that_asks() -> None:
    """On worlds in which it was neither trained nor judged when it was made."""
    agents = [load_agent(name) for name in ("learned", "stop_when_confused")]
    found = compare(load_scenario("one_dark_junction"), agents, range(3000, 3008)).summaries
    assert found["learned"].score.value > found["stop_when_confused"].score.value
