"""The examples of docs/learning.md run as they stand there, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "learning.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_it_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(code, {})
    assert capsys.readouterr().out


def test_the_programs_are_there() -> None:
    named = set(re.findall(r"examples/\w+\.py", PAGE))
    assert named == {str(path.relative_to(ROOT).as_posix()) for path in (ROOT / "examples").glob("*.py")}
