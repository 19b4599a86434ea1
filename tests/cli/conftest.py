"""The program as its users call it, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from longtail_sim.cli import main

TINY = """\
name: tiny
title: A tiny city
duration_s: 60
network: {grid: {columns: 2, rows: 2, block_m: 100}}
demand: {vehicles_per_hour: 2000}
fleet: {share: 0.3}
events:
  - {kind: signal_outage, at_s: 10}
"""


class Answer(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read standard output as JSON in the strict sense: NaN is refused."""

        def refuse(name: str) -> None:
            raise AssertionError(f"{name} is no JSON")

        return json.loads(self.out, parse_constant=refuse)


Longtail = Callable[..., Answer]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of one's own, with a tiny scenario in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def longtail(capfd: pytest.CaptureFixture[str]) -> Longtail:
    """Return run(*arguments) -> Answer."""

    def run(*arguments: str) -> Answer:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        caught = capfd.readouterr()
        return Answer(int(ended.value.code or 0), caught.out, caught.err)

    return run
