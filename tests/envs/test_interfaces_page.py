"""The examples of docs/interfaces.md run as they stand there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from longtail_sim import Simulator
from longtail_sim.envs import DriveEnv, DriveVectorEnv

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^## (.*?)\n.*?```python\n(.*?)```", PAGE, flags=re.DOTALL | re.MULTILINE)
NEEDS = ("pettingzoo", "stable_baselines3")


def test_every_face_has_an_example() -> None:
    assert [title for title, _ in EXAMPLES][:4] == ["Single", "Vector", "Fleet", "Stable-Baselines3"]
    assert len(EXAMPLES) == PAGE.count("```python")


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_it_runs(title: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    for package in NEEDS:
        if package in code and importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    exec(code, {})
    assert ("print(" in code) == bool(capsys.readouterr().out)


@pytest.mark.parametrize("face", [DriveEnv, DriveVectorEnv, Simulator])
def test_what_the_page_promises_is_there(face: type) -> None:
    assert callable(face.snapshot) and callable(face.restore)  # type: ignore[attr-defined]
