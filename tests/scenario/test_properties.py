"""Whatever a file holds, it loads or is refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import Scenario, load_scenario, parse_overrides
from longtail_sim.scenario.library import shipped_files

TEXTS = [path.read_text(encoding="utf-8") for path in shipped_files().values()]
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SNIPPETS = st.sampled_from(
    [
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\n",
        "  ",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "'",
        '"',
        "#",
        "|",
        "\t",
        "---\n",
        ".nan",
        "1e999",
    ]
) | st.text(max_size=4)


def loads_or_is_refused(path: Path) -> None:
    try:
        scenario = load_scenario(path)
    except ScenarioError as error:
        assert str(error).strip()
        assert "Traceback" not in str(error)
        assert all(line.startswith((str(path), "... and")) for line in str(error).splitlines())
    else:
        assert isinstance(scenario, Scenario)
        assert scenario.draw(1) == scenario.draw(1)


@QUIET
@given(data=st.data())
def test_mutated_text(data: st.DataObject, tmp_path: Path) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 20))
        text = text[:at] + data.draw(SNIPPETS) + text[at + cut :]
    path = tmp_path / "mutated.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    loads_or_is_refused(path)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uniform", "normal", "mean", "kind", "junction", "share"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def paths(value: Any) -> list[tuple[Any, ...]]:
    """Return the path of every value in a tree."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [()] + [(key, *path) for key, below in items for path in paths(below)]


@QUIET
@given(data=st.data())
def test_mutated_values(data: st.DataObject, tmp_path: Path) -> None:
    tree = yaml.safe_load(data.draw(st.sampled_from(TEXTS)))
    path = data.draw(st.sampled_from([path for path in paths(tree) if path]))
    target = tree
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(VALUES)
    file = tmp_path / "mutated.yaml"
    file.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8", errors="replace")
    loads_or_is_refused(file)


@QUIET
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(content)
    loads_or_is_refused(path)


@QUIET
@given(
    option=st.text(max_size=30)
    | st.builds("{}={}".format, st.sampled_from(["fleet.share", "events[0]", "a.b"]), st.text(max_size=12))
)
def test_any_option(option: str) -> None:
    try:
        load_scenario("one_dark_junction", parse_overrides([option]))
    except ScenarioError as error:
        assert str(error).startswith("--set ")


@pytest.mark.parametrize("text", TEXTS)
def test_the_unmutated_texts_load(text: str, tmp_path: Path) -> None:
    path = tmp_path / "same.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_scenario(path).events == load_scenario(load_scenario(path).name).events
