"""Scenario files for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import load_scenario, parse_overrides

Write = Callable[..., Path]
Complain = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a scenario file and returns its path."""

    def write_file(text: str, name: str = "s.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def complain(write: Write) -> Complain:
    """Return a function that loads a text which must be refused, and returns the lines without the file's folder."""

    def lines(text: str, *options: str) -> list[str]:
        path = write(text)
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path, parse_overrides(options))
        return str(caught.value).replace(f"{path.parent}/", "").splitlines()

    return lines
