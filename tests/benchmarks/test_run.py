"""The command as people call it, and what it does without the peers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from contest import Effort
from drive_rows import measure
from table import MET, MISSING
from traffic_rows import sumo_turns

RUN = Path(__file__).parents[2] / "benchmarks" / "speed" / "run.py"


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(RUN), *arguments], capture_output=True, text=True, check=False)


def test_one_row_as_a_table_and_as_a_file(tmp_path: Path) -> None:
    """Only the row that was asked for, its verdict, and progress apart from the table."""
    done = command("--quick", "--only", "5.2", "--json", str(tmp_path / "speed.json"))
    assert done.returncode == 0, done.stderr
    assert "vehicle slot" in done.stdout and MET in done.stdout
    assert "5.2" in done.stderr
    found = json.loads((tmp_path / "speed.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in found["rows"]] == ["5.2"]
    assert found["quick"] is True
    assert found["rows"][0]["measured"]["median"] < 1.0


def test_help_has_an_example() -> None:
    assert "python benchmarks/speed/run.py --only 1 5.2" in command("--help").stdout


def test_a_row_that_does_not_exist_is_an_error() -> None:
    done = command("--only", "12")
    assert done.returncode == 1
    assert done.stderr.strip() == "error: no row is called 12; see --help"


def test_no_libsumo_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libsumo", None)
    with sumo_turns(1.0, 1.0, Effort()) as found:
        assert found == "libsumo is not installed: pip install 'longtail-sim[peers]'"


def test_no_highway_env_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row says so, and the others are measured."""
    monkeypatch.setitem(sys.modules, "highway_env", None)
    told: list[str] = []
    peer, overhead, picture = measure(Effort(quick=True), told.append)
    assert (peer.id, peer.verdict) == ("3.1", MISSING)
    assert peer.missing == "highway_env is not installed: pip install 'longtail-sim[peers]'"
    for row in (overhead, picture):
        assert row.measured is not None and row.measured.count == Effort(quick=True).rounds
