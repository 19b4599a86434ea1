"""Files are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim.errors import AgentError, ResultsError
from longtail_sim.whole_file import whole_file


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with whole_file(path, "w") as file:
        file.write("new")
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("problem", [KeyboardInterrupt, MemoryError, ValueError])
def test_nothing_is_left_of_half_a_file(problem: type[BaseException], tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(b"old")
    with pytest.raises(problem), whole_file(path) as file:
        file.write(b"half")
        raise problem
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("error", [ResultsError, AgentError])
def test_a_missing_folder_is_said(error: type[ResultsError] | type[AgentError], tmp_path: Path) -> None:
    with pytest.raises(error, match="cannot be written: No such file"), whole_file(tmp_path / "no" / "a", error=error):
        pass
