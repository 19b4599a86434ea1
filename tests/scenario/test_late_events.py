"""An event that cannot begin before the end of the scenario is a mistake, unless an option cut the run short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import load_scenario, parse_overrides

Write = Callable[..., Path]
Complain = Callable[..., list[str]]
END = "the end of the scenario (duration_s: 1500)"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("9000", "9000 is after"),
        ("1500", "1500 is"),
        ("{uniform: [2000, 3000]}", "2000 to 3000 is after"),
        ("{choice: [1500, 1600]}", "one of 1500, 1600 is after"),
    ],
)
def test_too_late(start: str, words: str, complain: Complain) -> None:
    lines = complain(f"duration_s: 1500\nevents: [{{kind: officer, at_s: {start}}}]")
    assert lines == [f"s.yaml:2:32: events[0].at_s: {words} {END}"]


@pytest.mark.parametrize("start", ["1499.9", "{uniform: [1400, 3000]}", "{lognormal: {mean: 9000, cv: 1}}"])
def test_in_time(start: str, write: Write) -> None:
    path = write(f"duration_s: 1500\nevents: [{{kind: officer, at_s: {start}}}]")
    assert len(load_scenario(path).events) == 1


def test_every_late_event_has_its_place(complain: Complain) -> None:
    lines = complain("duration_s: 500\nevents:\n  - {kind: officer, at_s: 3}\n  - kind: officer\n  - {kind: link_loss}")
    what = "the default 600 is after the end of the scenario (duration_s: 500); give at_s"
    assert lines == [f"s.yaml:4:5: events[1].at_s: {what}", f"s.yaml:5:5: events[2].at_s: {what}"]


def test_what_begins_after_another_can_be_too_late(complain: Complain) -> None:
    first = "{kind: officer, id: a, at_s: {uniform: [100, 900]}}"
    second = "{kind: officer, id: b, when: {after: a, delay_s: 1400}}"
    third = "{kind: officer, when: {after: b}}"  # is not named: it only follows
    lines = complain(f"duration_s: 1500\nevents: [{first}, {second}, {third}]")
    what = "1500 s, when it begins at the earliest, is the end of the scenario (duration_s: 1500)"
    assert lines == [f"s.yaml:2:92: events[1].when: {what}"]


@pytest.mark.parametrize("when", ["{after: 0, delay_s: 1399}", "{after: 2, delay_s: 1499}"])
def test_what_begins_after_another_can_be_in_time(when: str, write: Write) -> None:
    path = write(
        f"duration_s: 1500\nevents: [{{kind: officer, at_s: 100}}, {{kind: officer, when: {when}}}, "
        "{kind: officer, when: gridlock}]"
    )
    assert len(load_scenario(path).events) == 3


def test_an_option_can_be_too_late(complain: Complain) -> None:
    lines = complain("duration_s: 1500\nevents: [{kind: officer, at_s: 5}]", "events[0].at_s=9000")
    assert lines == [f"--set events[0].at_s=9000: events[0].at_s: 9000 is after {END}"]


def test_an_option_may_cut_a_run_short() -> None:
    scenario = load_scenario("one_dark_junction", parse_overrides(["duration_s=60"]))
    assert scenario.duration_s == 60
    assert len(scenario.events) == 1


def test_a_file_that_extends_another_may_not(write: Write) -> None:
    with pytest.raises(
        ScenarioError, match=r"events\[0\]\.at_s: 300 is after the end of the scenario \(duration_s: 60\)"
    ):
        load_scenario(write("extends: one_dark_junction\nduration_s: 60"))
