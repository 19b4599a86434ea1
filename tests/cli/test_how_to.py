"""The how-to pages, word for word: every command in them is called, every file in them written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longtail_sim import load_scenario

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
Longtail = Callable[..., Any]


def blocks(page: str) -> list[tuple[str, str]]:
    """Return (language, text) of every fenced block of a page."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(r"^```(sh|yaml)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_a_scenario_is_added_word_for_word(longtail: Longtail) -> None:
    called = []
    for language, text in blocks("add-a-scenario.md"):
        if language == "yaml":
            Path("april_2017.yaml").write_text(text, encoding="utf-8")
            continue
        for line in text.splitlines():
            program, *arguments = shlex.split(line)
            assert program == "longtail"
            answer = longtail(*arguments)
            assert answer.code == 0, (line, answer.err)
            called.append((arguments, answer.out))
    outputs = {" ".join(arguments[:2]): out for arguments, out in called}
    assert outputs["scenarios check"] == "april_2017.yaml: right\n"
    assert Path("april_2017_preview.png").is_file()
    assert "expected assist_requests at most 0: 0, held" in called[-1][1]


def test_the_yaml_of_the_other_pages_is_right(tmp_path: Path) -> None:
    _, vary, events = [text for language, text in blocks("vary-a-scenario.md")]
    for text in (vary, events):
        path = tmp_path / "part.yaml"
        path.write_text(f"extends: one_dark_junction\n{text}", encoding="utf-8")
        scenario = load_scenario(path)
        assert scenario.vary or len(scenario.events) == 4


def test_the_command_of_the_other_page_is_known(longtail: Longtail) -> None:
    line = blocks("vary-a-scenario.md")[0][1]
    answer = longtail(*shlex.split(line)[1:], "--seeds", "none")
    assert answer.code == 2
    assert "--seeds none names no seeds" in answer.err
