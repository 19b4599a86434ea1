"""Every test bed keeps the contract: ids, bands, set-ups, scenarios that can be built."""

from __future__ import annotations

import re

import pytest

from longtail_sim.network import build_network
from longtail_sim.scenario import Scenario
from longtail_sim.validation.catalogue import PUBLISHED, discover
from longtail_sim.validation.target import Experiment, Target

CATALOGUE = discover()
MINIMUM = {
    *(f"T1.{number}" for number in range(1, 15)),
    *("T2.1", "T2.4", "T2.5", "T2.8"),
    *("T3.1", "T3.2", "T3.3", "T3.4", "T3.6", "T3.8", "T3.9"),
    *("T4.1", "T4.3"),
    *("T5.1", "T5.2", "T5.3", "T5.4", "T5.7"),
}
IDS = [f"T{tier}.{number}" for tier, count in PUBLISHED.items() for number in range(1, count + 1)]


@pytest.mark.parametrize("target", CATALOGUE.targets, ids=lambda target: target.key)
def test_target(target: Target) -> None:
    assert target.id in IDS
    assert target.name
    assert target.expected
    assert target.source
    assert "\n" not in f"{target.key}{target.name}{target.expected}{target.source}"
    assert not re.search(r"^\s|\s$|\s\s", target.case)
    assert not re.search(r"\bGT\b", target.source), "name a source that a reader can find"
    if target.low is not None and target.high is not None:
        assert target.low <= target.high
    assert target.strict == (target.expected in ("> 0", "clearly worse"))
    assert not target.strict or target.low is not None


@pytest.mark.parametrize("target", [one for one in CATALOGUE.targets if one.required], ids=lambda target: target.key)
def test_required_values_belong_to_the_minimum_and_have_a_band(target: Target) -> None:
    assert target.id in MINIMUM
    assert target.low is not None or target.high is not None


@pytest.mark.parametrize("id_", sorted(MINIMUM & {target.id for target in CATALOGUE.targets}))
def test_of_the_minimum_something_is_required(id_: str) -> None:
    assert any(target.required for target in CATALOGUE.targets if target.id == id_)


@pytest.mark.parametrize("experiment", CATALOGUE.experiments, ids=lambda experiment: experiment.name)
def test_experiment(experiment: Experiment) -> None:
    assert len(experiment.setup) > 40
    assert experiment.setup.rstrip().endswith(".")
    assert experiment.targets


@pytest.mark.parametrize(
    "experiment", [one for one in CATALOGUE.experiments if one.bed is not None], ids=lambda experiment: experiment.name
)
def test_bed_is_a_scenario_whose_streets_can_be_built(experiment: Experiment) -> None:
    assert experiment.bed is not None
    scenario = experiment.bed()
    assert isinstance(scenario, Scenario)
    scenario.effects(0, build_network(scenario.network))


def test_every_open_target_says_why() -> None:
    assert all(target.id in IDS and len(target.why) > 20 for target in CATALOGUE.open)


def test_every_published_target_is_measured_or_open() -> None:
    assert CATALOGUE.absent() == []
