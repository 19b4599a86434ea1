"""The guard against becoming slower: what it lets pass, and what not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import guard
import pytest
from guard import KEPT, SHARE, best_of_tries, verdict

Ratios = Callable[[float], None]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ratios:
    """Return a setter of the ratio that is found for the only case, whose kept ratio is 0.1."""
    kept = tmp_path / "guard.json"
    kept.write_text('{"grid": 0.1}')
    monkeypatch.setattr(guard, "KEPT", kept)

    def cases() -> Iterator[tuple[str, Any, float]]:
        yield "grid", None, 1.0

    monkeypatch.setattr(guard, "cases", cases)
    monkeypatch.setattr(guard, "pair", lambda simulator, seconds: {})
    return lambda value: monkeypatch.setattr(guard, "ratio", lambda both, rounds=0: value)


def test_the_floor_is_a_share_of_what_was_kept() -> None:
    assert verdict("grid", SHARE * 0.1, 0.1)[0]
    slow, said = verdict("grid", SHARE * 0.1 - 1e-9, 0.1)
    assert not slow
    assert said.startswith("SLOWER  grid: 0.0600 x the reference loop, floor 0.0600")


def test_exit_code_and_message(measured: Ratios, capsys: pytest.CaptureFixture[str]) -> None:
    measured(0.061)
    assert guard.main([]) == 0
    assert capsys.readouterr().err == ""
    measured(0.059)
    assert guard.main([]) == 1
    assert "phases.py" in capsys.readouterr().err


def test_what_is_measured_anew_is_kept(measured: Ratios) -> None:
    measured(0.2)
    assert guard.main(["--renew"]) == 0
    assert json.loads(guard.KEPT.read_text()) == {"grid": 0.2}
    assert sorted(path.name for path in guard.KEPT.parent.iterdir()) == ["guard.json"]
    measured(0.11)
    assert guard.main([]) == 1


def test_a_disturbed_machine_gets_another_try() -> None:
    values = iter([0.2, 0.7, 0.9])
    assert best_of_tries(lambda: next(values), 0.6) == 0.7
    values = iter([0.3, 0.2, 0.1])
    assert best_of_tries(lambda: next(values), 0.6) == 0.3


def test_every_case_has_a_ratio_that_was_measured() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert set(kept) == {"signal grid", "dark grid", "small worlds"}
    assert all(0.001 < value < 1 for value in kept.values())
