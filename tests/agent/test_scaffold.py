"""Writing a new agent's file."""

import os
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.agent import check_agent, load_agent, new_agent, scaffold
from longtail_sim.errors import AgentError


def test_a_new_agent_runs_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = new_agent("my_first_agent")
    assert path == Path("agents/my_first_agent.py")
    assert type(load_agent("my_first_agent")).__name__ == "MyFirstAgent"
    assert all(row.passed for row in check_agent("my_first_agent"))
    assert os.listdir("agents") == ["my_first_agent.py"]


@pytest.mark.parametrize("name", ["", "My", "2fast", "a-b", "a b", "class", "_hidden", "../x", "naïve"])
def test_names_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="cannot be the name of an agent"):
        new_agent(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_agent("mine", tmp_path)
    (tmp_path / "mine.py").write_text("precious")
    with pytest.raises(AgentError, match="exists already"):
        new_agent("mine", tmp_path)
    assert (tmp_path / "mine.py").read_text() == "precious"


def test_a_shipped_name_is_taken(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="there is an agent 'rule_based' already"):
        new_agent("rule_based", tmp_path)


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AgentError, match="cannot be written"):
        new_agent("mine", tmp_path / "file")


def test_nothing_is_left_half_written(tmp_path: Path, monkeypatch: Any) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scaffold.os, "replace", fail)
    with pytest.raises(AgentError, match="No space left"):
        new_agent("mine", tmp_path)
    assert not list(tmp_path.iterdir())
