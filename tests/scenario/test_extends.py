"""A scenario may say only what is different from another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from longtail_sim.errors import ScenarioError
from longtail_sim.quantities import Uniform, lognormal_parameters
from longtail_sim.scenario import load_scenario, parse_overrides

Write = Callable[..., Path]
Complain = Callable[..., list[str]]

BASE = """
name: base
title: Base
fleet: {share: 0.3, remote_assistance: {patience_s: 60, retry_s: 9}}
demand: {vehicles_per_hour: {uniform: [100, 200]}}
events: [{kind: officer}, {kind: link_loss}]
"""


def test_mappings_are_merged_and_lists_replaced(write: Write) -> None:
    write(BASE, "base.yaml")
    scenario = load_scenario(
        write(
            "extends: base.yaml\nfleet: {remote_assistance: {retry_s: 2}}\nevents: [{kind: signal_outage}]", "new.yaml"
        )
    )
    assert scenario.name == "new"
    assert scenario.title == "Base"
    assert scenario.fleet.share == 0.3
    assert scenario.fleet.remote_assistance.patience_s == 60
    assert scenario.fleet.remote_assistance.retry_s == 2
    assert [event.kind for event in scenario.events] == ["signal_outage"]


def test_a_distribution_replaces_what_was_there(write: Write) -> None:
    write(BASE, "base.yaml")
    path = write(
        "extends: base.yaml\ndemand: {vehicles_per_hour: {poisson: 50}}\nfleet: {share: {choice: [0, 1]}}", "n.yaml"
    )
    scenario = load_scenario(path)
    assert str(scenario.demand.vehicles_per_hour) == "mean 50, poisson"
    assert str(scenario.fleet.share) == "one of 0, 1"


def test_a_shipped_scenario_can_be_extended(write: Write) -> None:
    scenario = load_scenario(write("extends: one_dark_junction\nduration_s: 600", "short.yaml"))
    assert scenario.duration_s == 600
    assert scenario.events == load_scenario("one_dark_junction").events


def test_chains(write: Write) -> None:
    write(BASE, "base.yaml")
    write("extends: base.yaml\nduration_s: 990", "middle.yaml")
    scenario = load_scenario(write("extends: ./middle.yaml\ntitle: Top", "top.yaml"))
    assert (scenario.title, scenario.duration_s, scenario.fleet.share) == ("Top", 990, 0.3)


def test_a_mistake_is_shown_in_the_file_where_it_stands(write: Write) -> None:
    write("fleet:\n  shar: 0.3\n", "base.yaml")
    path = write("extends: base.yaml\ndemand: {vehicles: 3}", "top.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert str(caught.value).replace(f"{path.parent}/", "").splitlines() == [
        "base.yaml:2:3: fleet.shar: unknown key 'shar'; did you mean 'share'?",
        "top.yaml:2:10: demand.vehicles: unknown key 'vehicles'; did you mean 'vehicles_per_hour'?",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("extends: s.yaml", "s.yaml:1:10: extends: s.yaml extends this file again; break the circle"),
        ("extends: none.yaml", "s.yaml:1:10: extends: there is no file none.yaml"),
        ("extends: [a]", "s.yaml:1:10: extends: must be the name of one file"),
    ],
)
def test_what_cannot_be_extended(text: str, line: str, complain: Complain) -> None:
    assert complain(text) == [line]


def test_an_unknown_shipped_name(complain: Complain) -> None:
    assert complain("extends: sf_outag")[0].startswith(
        "s.yaml:1:10: extends: there is no shipped scenario named 'sf_outag'; did you mean 'sf_outage'?"
    )


def test_a_circle_of_two(write: Write) -> None:
    write("extends: b.yaml", "a.yaml")
    with pytest.raises(ScenarioError, match="break the circle"):
        load_scenario(write("extends: a.yaml", "b.yaml"))


def test_a_chain_without_end(write: Write) -> None:
    for number in range(30):
        write(f"extends: s{number + 1}.yaml", f"s{number}.yaml")
    with pytest.raises(ScenarioError, match="more than 10 files extend one another"):
        load_scenario(write("extends: s0.yaml", "start.yaml"))


def test_overrides(write: Write) -> None:
    path = write(BASE)
    options = [
        "fleet.share=0.1",
        "demand.turns={left: 0.3}",
        "events[1].loss=0.5",
        "events.0.count={choice: [1, 2]}",
        "duration_s=1e3",
        "fleet.agent=my.py:Agent",
    ]
    scenario = load_scenario(path, parse_overrides(options))
    assert scenario.fleet.share == 0.1
    assert scenario.fleet.remote_assistance.patience_s == 60
    assert (scenario.demand.turns.left, scenario.demand.turns.right) == (0.3, 0.15)
    assert scenario.events[1].model_dump()["loss"] == 0.5
    assert scenario.duration_s == 1000
    assert scenario.fleet.agent == "my.py:Agent"


def test_overrides_of_distributions(write: Write) -> None:
    path = write(BASE)

    def demand(option: str) -> object:
        return load_scenario(path, parse_overrides([option])).demand.vehicles_per_hour

    assert demand("demand.vehicles_per_hour=7") == 7
    assert str(demand("demand.vehicles_per_hour={poisson: 7}")) == "mean 7, poisson"
    assert str(demand("demand.vehicles_per_hour.uniform=[1, 2]")) == "1 to 2"
    assert isinstance(demand("demand.vehicles_per_hour.uniform[1]=300"), Uniform)
    service = "fleet.remote_assistance.service_s"
    scenario = load_scenario(
        path, parse_overrides([f"{service}={{lognormal: {{mean: 9, cv: 2}}}}", f"{service}.lognormal.mean=5"])
    )
    assert lognormal_parameters(scenario.fleet.remote_assistance.service_s) == (5, 2)


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("fleet.share=2", "--set fleet.share=2: fleet.share: must be between 0 and 1; got 2"),
        ("fleet.shar=2", "--set fleet.shar=2: fleet.shar: unknown key 'shar'; did you mean 'share'?"),
        ("fleet.share", "--set fleet.share: write key=value with a dotted key, such as fleet.share=0.1"),
        ("=3", "--set =3: write key=value with a dotted key, such as fleet.share=0.1"),
        ("fleet.share=", "--set fleet.share=: there is no value after the ="),
        ("fleet.share=.nan", "--set fleet.share=.nan: .nan is not a finite number"),
        ("fleet.share=[1", "--set fleet.share=[1: not valid YAML: did not find expected ',' or ']'"),
        ("events[7].at_s=3", "--set events[7].at_s=3: '7' is not one of the 2 entries, counted from 0"),
        ("expect[0].agent=a", "--set expect[0].agent=a: there is no list of which 0 could be an entry"),
        ("extends=calm_grid", "--set extends=calm_grid: extends can only stand in a file"),
        ("fleet=3", "--set fleet=3: fleet: must be a mapping of keys to values; got 3"),
    ],
)
def test_wrong_overrides(option: str, line: str, complain: Complain) -> None:
    assert complain(BASE, option) == [line]
