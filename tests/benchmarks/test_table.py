"""Verdicts, the printed table, and the file."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from contest import Spread
from rich.console import Console
from table import MET, MISSED, MISSING, NOT_JUDGED, TOLD, Row, Target, as_table, number, write

AT_LEAST, AT_MOST = Target(40.0), Target(60.0, at_most=True)


def row(value: float | None, target: Target | None, missing: str = "", unfit: str = "") -> Row:
    measured = None if value is None else Spread(value, value - 1, value + 1, 3)
    return Row("1.2", "against a peer", "×", "side by side", measured, target, missing, unfit)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (row(40.0, AT_LEAST), MET),
        (row(39.9, AT_LEAST), MISSED),
        (row(60.0, AT_MOST), MET),
        (row(60.1, AT_MOST), MISSED),
        (row(float("nan"), AT_LEAST), MISSED),
        (row(float("nan"), AT_MOST), MISSED),
        (row(1.0, None), TOLD),
        (row(None, AT_LEAST, missing="libsumo is not installed"), MISSING),
        (row(1.2, AT_LEAST, unfit="no second core is free"), NOT_JUDGED),
    ],
)
def test_the_median_decides(given: Row, verdict: str) -> None:
    assert given.verdict == verdict


def test_the_table_says_what_is_missing_and_what_was_wanted() -> None:
    console = Console(width=200, file=StringIO())
    console.print(as_table([row(41.0, AT_LEAST), row(None, AT_MOST, missing="libsumo is not installed")], "speed"))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "41 (40 to 42) ×" in text
    assert "≥ 40" in text
    assert "libsumo is not installed" in text
    assert "≤ 60" in text


@pytest.mark.parametrize(
    ("value", "text"), [(12_345_678.0, "12.3 million"), (4310.4, "4,310"), (0.12345, "0.123"), (44.0, "44")]
)
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_the_file_is_written_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "speed.json"
    write(path, [row(41.0, AT_LEAST), row(None, AT_LEAST, missing="not there")], {"cores": 2})
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["cores"] == 2
    assert [each["verdict"] for each in found["rows"]] == [MET, MISSING]
    assert found["rows"][0]["measured"] == {"median": 41.0, "low": 40.0, "high": 42.0, "count": 3}
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "speed.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        write(path, [], {"not for JSON": object()})
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["old"]
