"""YAML 1.1's traps are closed and nothing in a file can hurt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import load_scenario
from longtail_sim.scenario.scalars import resolve
from longtail_sim.scenario.yaml_reader import read_yaml

Complain = Callable[..., list[str]]
QUICK_S = 1.0  # of processor time, because other work may share the machine


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12:30", "12:30"),
        ("1:2:3", "1:2:3"),
        ("010", 10),
        ("0o10", "0o10"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        (".5", 0.5),
        ("5.", 5.0),
        ("+3", 3),
        ("-3", -3),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("OFF", "OFF"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("nan", "nan"),
        ("inf", "inf"),
        ("2025-12-20", "2025-12-20"),
        ("=", "="),
    ],
)
def test_words(text: str, value: Any) -> None:
    result = resolve(text)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".inf", "-.INF", "1e400", "9" * 400])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a finite number|too large a number"):
        resolve(text)


def test_quoted_words_are_text() -> None:
    tree, mistakes = read_yaml("a: '1'\nb: \"true\"\nc: |\n  5\nd: >-\n  null\n", "x")
    assert tree is not None
    assert tree.plain() == {"a": "1", "b": "true", "c": "5\n", "d": "null"}
    assert mistakes == []


def test_anchors_are_allowed() -> None:
    tree, _ = read_yaml("a: &one {x: [1, 2]}\nb: *one\n", "x")
    assert tree is not None
    assert tree.plain() == {"a": {"x": [1, 2]}, "b": {"x": [1, 2]}}


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    return "\n".join(lines)


HOSTILE = {
    "alias bomb": (bomb(), "more than 25000 values, aliases written out"),
    "alias of itself": ("a: &a [*a]", "there is no anchor &a before this alias"),
    "deep list": ("a: " + "[" * 100_000, "nested deeper than 30 levels"),
    "deep mapping": ("{a: " * 10_000, "nested deeper than 30 levels"),
    "long list": ("a: [" + "1," * 400_000 + "]", "more than 25000 values"),
    "many keys": ("\n".join(f"k{n}: 1" for n in range(12_000)), "unknown key 'k0'"),
    "many events": ("events:\n" + "- {kind: officer, x: 1}\n" * 4_000, "unknown key 'x'"),
    "a million junctions": ("network: {grid: {columns: 1000, rows: 1000}}", "must be at most 40; got 1000"),
    "long number": ("duration_s: " + "9" * 100_000, "too large a number"),
    "long text": ("title: " + "x" * 900_000, "must have at most 200 characters"),
    "control characters": ("title: \x01", "not valid YAML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_once(name: str, complain: Complain) -> None:
    text, message = HOSTILE[name]
    start = time.process_time()
    lines = complain(text)
    assert time.process_time() - start < QUICK_S
    assert message in lines[0]
    assert all(len(line) < 1000 for line in lines)


def test_things_that_are_no_scenario_files(tmp_path: Path) -> None:
    binary, nul, big = tmp_path / "b.yaml", tmp_path / "n.yaml", tmp_path / "g.yaml"
    binary.write_bytes(b"\x89PNG\r\n\xff\xfe")
    nul.write_bytes(b"name: a\0b")
    big.write_text("# " + "x" * 1_000_001)
    for path, message in (
        (tmp_path, "is a folder, not a scenario file"),
        (tmp_path / "none.yaml", "there is no such file"),
        (Path("/dev/null"), "is not a regular file"),
        (binary, "is not a text file"),
        (nul, "is not a text file"),
        (big, "is larger than 1000 kB"),
    ):
        with pytest.raises(ScenarioError, match=message) as caught:
            load_scenario(path)
        assert len(str(caught.value).splitlines()) == 1


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfduration_s: 60\n")
    assert load_scenario(path).duration_s == 60
    assert math.isfinite(load_scenario(path).duration_s)
