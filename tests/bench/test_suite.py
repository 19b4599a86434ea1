"""Suites are read like scenarios, and mistakes are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim.bench import list_suites, load_suite
from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import list_scenarios, scenarios_by_axis


def test_every_shipped_suite_loads_and_names_what_there_is() -> None:
    assert list_suites() == ["full", "quick", "standard"]
    for name in list_suites():
        suite = load_suite(name)
        assert suite.name == name
        assert suite.title
        assert set(suite.all_scenarios()) <= set(list_scenarios())


def test_all_stands_for_every_shipped_scenario() -> None:
    text = Path("small.yaml").read_text().replace("[tiny.yaml]", "[tiny.yaml, all, tiny.yaml]")
    Path("small.yaml").write_text(text)
    assert load_suite("small.yaml").all_scenarios() == ("tiny.yaml", *list_scenarios())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("version: 1", "version: 0", "small.yaml:2:10: version: must be at least 1"),
        ("seeds: ", "seed: ", "small.yaml:5:1: seed: "),
        ('"0:4"', '"4:0"', "the end comes before the start"),
        ("memory_mb: 2000", "memory_mb: 1", "must be at least 100"),
        ("[rule_based]", "[]", "agents"),
        ("version: 1", "version: 1\nlevels_of: {reasoning: [4]}", "levels_of names 'reasoning', which is not among"),
        ("version: 1", "version: 1\nlevels_of: {rule_based: [7]}", "must be at most 5"),
    ],
)
def test_a_mistake_is_told_with_its_place(before: str, after: str, said: str) -> None:
    text = Path("small.yaml").read_text()
    Path("small.yaml").write_text(text.replace(before, after, 1))
    with pytest.raises(ScenarioError) as told:
        load_suite("small.yaml")
    assert said in str(told.value)
    assert "small.yaml:" in str(told.value)


def test_an_unknown_suite_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'quick'"):
        load_suite("quik")


def test_the_standard_suite_has_two_scenarios_of_every_axis() -> None:
    chosen = load_suite("standard").scenarios
    assert {
        axis: sum(name in chosen for name in names) for axis, names in scenarios_by_axis().items()
    } == dict.fromkeys(scenarios_by_axis(), 2)
