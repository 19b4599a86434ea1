"""Samples of a variation: keyed, within what was asked for, refused at their place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from longtail_sim.errors import ScenarioError
from longtail_sim.quantities import Choice, Uniform
from longtail_sim.scenario import Variation, load_samples, load_scenario, parse_overrides, parse_variations

FILE = """\
extends: one_dark_junction
vary:
  method: {method}
  samples: 10
  parameters:
    fleet.share: {{uniform: [0.02, 0.2]}}
    events.0.at_s: {{choice: [100, 200, 300]}}
"""
Write = Callable[..., Path]


def test_a_latin_hypercube_has_one_value_in_every_slice() -> None:
    plan = Variation(samples=20, parameters={"a": Uniform(uniform=(0, 20)), "b": Uniform(uniform=(-20, 0))})
    draws = plan.draws()
    assert sorted(int(values["a"]) for values in draws) == list(range(20))
    assert sorted(int(values["b"] + 20) for values in draws) == list(range(20))
    assert [values["a"] for values in draws] != sorted(values["a"] for values in draws)
    assert draws == plan.draws()
    assert draws != plan.model_copy(update={"seed": 1}).draws()


def test_one_more_parameter_changes_no_value_of_the_others() -> None:
    alone = Variation(method="random", parameters={"a": Uniform(uniform=(0, 1))})
    both = Variation(method="random", parameters={"b": Uniform(uniform=(0, 1)), "a": Uniform(uniform=(0, 1))})
    assert [values["a"] for values in alone.draws()] == [values["a"] for values in both.draws()]
    assert [values["a"] for values in both.draws()] != [values["b"] for values in both.draws()]


def test_a_grid_has_every_combination() -> None:
    plan = Variation(method="grid", levels=3, parameters={"a": Uniform(uniform=(0, 1)), "b": Choice(choice=(5, 7))})
    assert [tuple(values.values()) for values in plan.draws()] == [
        (0, 5), (0, 7), (0.5, 5), (0.5, 7), (1, 5), (1, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(("method", "count"), [("grid", 15), ("random", 10), ("latin_hypercube", 10)])
def test_samples_hold_the_drawn_values(method: str, count: int, write: Write) -> None:
    samples = load_samples(write(FILE.format(method=method)))
    assert [sample.number for sample in samples] == list(range(count))
    for sample in samples:
        assert sample.scenario.fleet.share == sample.values["fleet.share"]
        assert sample.scenario.events[0].at_s == sample.values["events.0.at_s"]
        assert sample.scenario.vary is None
        assert sample.scenario.name == "s"


def test_a_plain_run_of_a_varied_scenario_is_that_without(write: Write) -> None:
    scenario = load_scenario(write(FILE.format(method="grid")))
    assert scenario.draw(3).fleet.share == load_scenario("one_dark_junction").fleet.share
    assert scenario.draw(3).vary == scenario.vary


def test_numbers_that_must_be_whole_are(write: Write) -> None:
    option = "fleet.remote_assistance.agents={uniform: [1, 9]}"
    samples = load_samples("one_dark_junction", parse_variations([option]))
    agents = [sample.scenario.fleet.remote_assistance.agents for sample in samples]
    assert all(float(number).is_integer() for number in agents)  # type: ignore[arg-type]
    assert len(set(agents)) > 5


REFUSED = {
    "unknown key": ("fleet.shere={uniform: [0, 1]}", "did you mean 'share'"),
    "out of range": ("fleet.share={uniform: [0, 3]}", "must be between 0 and 1"),
    "no distribution": ("fleet.share=3", "needs values to choose from"),
    "no such event": ("events.7.at_s={uniform: [0, 3]}", "'7' is not one of the 1 entries"),
    "no key": ("a b={uniform: [0, 3]}", "is not a dotted key"),
    "no value": ("fleet.share", "write key=values"),
    "text": ("name={uniform: [0, 3]}", "must be text"),
    "too late": ("events.0.at_s={uniform: [2000, 3000]}", "is after the end of the scenario"),
}


@pytest.mark.parametrize(("option", "words"), REFUSED.values(), ids=list(REFUSED))
def test_an_option_that_cannot_be_is_refused_at_its_place(option: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_samples("one_dark_junction", parse_variations([option]))
    assert all(line.startswith(f"--vary {option}") for line in str(caught.value).splitlines())
    assert words in str(caught.value)


def test_a_mistake_in_a_file_names_line_and_sample(write: Write) -> None:
    path = write(FILE.format(method="grid").replace("0.2]", "2]"))
    with pytest.raises(ScenarioError, match=rf"^{path}:6:5: vary\.parameters: sample 6 \(fleet\.share = 1\.01,"):
        load_samples(path)
    with pytest.raises(ScenarioError, match=r"the grid has 3,000,000,000 samples"):
        load_samples(
            path,
            parse_overrides(
                ["vary.levels=1000", "vary.parameters={a: {uniform: [0, 1]}, b: {uniform: [0, 1]}}", "vary.method=grid"]
            ),
        )


def test_nothing_to_vary(write: Write) -> None:
    with pytest.raises(ScenarioError, match=r"one_dark_junction\.yaml:2:1: nothing says what to vary"):
        load_samples("one_dark_junction")
