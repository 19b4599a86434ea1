"""The example of docs/recordings.md runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "recordings.md"


def test_the_example_runs_word_for_word(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    exec(compile(code, str(PAGE), "exec"), {})
    assert capsys.readouterr().out.startswith("20 10.0 [")
    assert [path.name for path in tmp_path.iterdir()] == ["run.trace"]


def test_the_film_of_the_readme_is_small():
    film = PAGE.parent / "images" / "sf_outage.gif"
    assert film.read_bytes().startswith(b"GIF89a")
    assert film.stat().st_size < 4_000_000
