"""Files of agents to load."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = '''"""Says what the file is for."""
from longtail_sim import Action, Agent

class Brisk(Agent):
    """Drives on.

    Whatever comes.
    """
    def act(self, observation):
        return Action.proceed("on")
'''

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give a function that writes a file, called with name and text, in an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str = "agents/brisk.py", text: str = GOOD) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
