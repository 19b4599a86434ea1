"""Targets are found by themselves, in order, and by any name that makes sense."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from longtail_sim.errors import LongtailError
from longtail_sim.validation.catalogue import Catalogue, discover, order

Beds = Callable[..., str]
OPEN_ONLY = "from longtail_sim.validation.target import Open\n\nOPEN = (Open('T4.3', 'loop', 'no loop yet'),)\n"


@pytest.fixture
def catalogue(beds: Beds) -> Catalogue:
    return discover(beds("beds_of_the_catalogue"))


def test_experiments_come_in_the_order_of_their_targets(catalogue: Catalogue) -> None:
    assert [experiment.name for experiment in catalogue.experiments] == ["fine", "broken", "long"]
    assert [target.key for target in catalogue.targets] == ["T1.2", "T2.9", "T2.10 b", "T2.10 a"]


def test_nothing_needs_to_be_registered(beds: Beds) -> None:
    found = discover(beds("beds_in_two_modules", one="", two=OPEN_ONLY))
    assert [target.id for target in found.open] == ["T4.3"]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ([], {"T1.2", "T2.9", "T2.10 a", "T2.10 b"}),
        (["T2"], {"T2.9", "T2.10 a", "T2.10 b"}),
        (["t2.10"], {"T2.10 a", "T2.10 b"}),
        (["T2.10  b", "T1.2"], {"T2.10 b", "T1.2"}),
        (["T5.1"], set()),
    ],
    ids=["all", "a tier", "an id", "a case", "an open one"],
)
def test_choice(wanted: list[str], keys: set[str], catalogue: Catalogue) -> None:
    choice = catalogue.choose(wanted)
    assert set(choice.keys) == keys
    assert len(choice.keys) == len(keys)
    assert all(keys & {target.key for target in experiment.targets} for experiment in choice.experiments)
    assert bool(choice.open) == (wanted in ([], ["T5.1"]))


def test_an_id_is_not_the_beginning_of_another(catalogue: Catalogue) -> None:
    with pytest.raises(LongtailError, match=r"no target 'T2\.1'; did you mean 'T2\.10'\?"):
        catalogue.choose(["T2.1"])


def test_a_case_that_does_not_exist(catalogue: Catalogue) -> None:
    with pytest.raises(LongtailError, match=r"did you mean 'T2\.10 [ab]'\?"):
        catalogue.choose(["T2.10 c"])


@pytest.mark.parametrize("word", ["everything", "T9.9", "T9", "T12.10 a"])
def test_something_quite_different(word: str, catalogue: Catalogue) -> None:
    """The same number in another tier is not what was meant."""
    with pytest.raises(LongtailError, match="'longtail validate --list' shows all"):
        catalogue.choose([word])


def test_absent_are_those_neither_measured_nor_open(catalogue: Catalogue) -> None:
    absent = catalogue.absent()
    assert len(absent) == 55 - 4
    assert not {"T1.2", "T2.9", "T2.10", "T5.1"} & set(absent)


@pytest.mark.parametrize(
    ("names", "ids", "words"),
    [(("one", "two"), ("T1.1", "T1.1"), "two targets 'T1.1'"), (("one", "one"), ("T1.1", "T1.2"), "experiments 'one'")],
    ids=["target", "experiment"],
)
def test_no_name_stands_for_two(names: tuple[str, str], ids: tuple[str, str], words: str, beds: Beds) -> None:
    text = "from longtail_sim.validation.target import Experiment, Target\n\nEXPERIMENTS = (\n"
    for name, id_ in zip(names, ids, strict=True):
        text += f"    Experiment('{name}', '', (Target('{id_}', '', '', '', 0, 1, ''),), dict),\n"
    with pytest.raises(ValueError, match=words):
        discover(beds(f"beds_twice_{names[1]}", some=text + ")\n"))


def test_order_counts_numbers_as_numbers() -> None:
    assert sorted(["T2.10", "T2.9 b", "T1.14", "T2.9 a"], key=order) == ["T1.14", "T2.9 b", "T2.9 a", "T2.10"]


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(ValueError, match="'T2' does not begin"):
        order("T2")
