"""Policy files: what is written is read, what is wrong is said in one line, and the network is the documented one."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longtail_sim.agent.policy import BOUNDS, COLUMNS, Policy, scaled
from longtail_sim.errors import AgentError
from longtail_sim.observation import FEATURES, example_observations

ACTIONS = ("proceed", "yield", "ask_remote")
Arrays = dict[str, Any]


def drawn(seed: int = 0) -> Policy:
    """Return a network of drawn numbers."""
    draw = np.random.default_rng(seed)
    widths = (len(COLUMNS), 5, 4, len(ACTIONS))
    return Policy(
        [(draw.normal(size=end), draw.normal(size=end[1])) for end in pairwise(widths)], ACTIONS, {"seed": seed}
    )


def by_hand(policy: Policy, values: list[float]) -> list[float]:
    """Return the preferences as the module's formula says, number by number."""
    signals = [
        math.log(1 + min(max(value, column.low), column.high) - column.low) / math.log(1 + column.high - column.low)
        for value, column in zip(values, FEATURES, strict=True)
    ]
    for number, (weights, biases) in enumerate(policy.layers):
        sums = [
            math.fsum([*(signal * float(weights[i, j]) for i, signal in enumerate(signals)), float(biases[j])])
            for j in range(len(biases))
        ]
        signals = sums if number == len(policy.layers) - 1 else [max(0.0, total) for total in sums]
    return signals


def test_the_network_is_that_of_the_formula() -> None:
    policy, fleet = drawn(), example_observations(30, 1)
    found = policy.preferences(fleet.values)
    for row in range(len(fleet)):
        assert found[row].tolist() == pytest.approx(by_hand(policy, fleet.values[row].tolist()), abs=1e-9)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    drawn().save(tmp_path / "policy.npz")
    first = Policy.load(tmp_path / "policy.npz")
    first.save(tmp_path / "again.npz")
    again = Policy.load(tmp_path / "again.npz")
    values = example_observations(50, 2).values
    np.testing.assert_array_equal(first.preferences(values), again.preferences(values))
    np.testing.assert_allclose(first.preferences(values), drawn().preferences(values), atol=1e-4)  # float32 in the file
    assert (again.actions, again.columns, again.notes) == (ACTIONS, COLUMNS, {"seed": 0})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.npz", "policy.npz"]


def test_the_preferred_action_is_taken() -> None:
    policy, fleet = drawn(), example_observations(200, 3)
    decisions = policy.decide(fleet)
    wanted = policy.preferences(fleet.values).argmax(axis=1).tolist()
    assert decisions.reasons == [f"learned: {ACTIONS[k]}" for k in wanted]
    assert len(set(wanted)) > 1
    assert [bool(action.request) for action in decisions] == [ACTIONS[k] == "ask_remote" for k in wanted]


def test_how_many_are_asked_at_once_changes_no_decision() -> None:
    policy, fleet = drawn(), example_observations(300, 4)
    together = policy.decide(fleet)
    assert [policy.decide(fleet[row].as_fleet())[0] for row in range(len(fleet))] == list(together)
    assert len(policy.decide(example_observations(0, 0))) == 0


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    """A policy of an older, differently ordered observation sees its own columns with the bounds of its training."""
    names, place = tuple(reversed(COLUMNS[3:20])), [COLUMNS.index(name) for name in reversed(COLUMNS[3:20])]
    draw, fleet = np.random.default_rng(5), example_observations(30, 6)
    bounds = BOUNDS[:, place] * 2
    layer = (draw.normal(size=(len(names), len(ACTIONS))), draw.normal(size=len(ACTIONS)))
    Policy([layer], ACTIONS, bounds=bounds, columns=names).save(tmp_path / "policy.npz")
    policy = Policy.load(tmp_path / "policy.npz")
    weights, biases = policy.layers[0]
    expected = scaled(fleet.values[:, place], bounds) @ weights + biases
    np.testing.assert_allclose(policy.preferences(fleet.values), expected, atol=1e-12)
    assert policy.columns == names


def with_header(**changes: Any) -> Callable[[Arrays], Arrays]:
    def change(arrays: Arrays) -> Arrays:
        return arrays | {"header": np.array(json.dumps(json.loads(str(arrays["header"])) | changes))}

    return change


def with_array(name: str, make: Callable[[Any], Any]) -> Callable[[Arrays], Arrays]:
    return lambda arrays: arrays | {name: make(arrays[name])}


def without(name: str) -> Callable[[Arrays], Arrays]:
    return lambda arrays: {key: value for key, value in arrays.items() if key != name}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("header"), "it is not complete"),
        (without("weights_1"), "it is not complete"),
        (without("bounds"), "it is not complete"),
        (lambda arrays: arrays | {"header": np.array("{")}, "it is not complete"),
        (lambda arrays: arrays | {"header": np.array("[]")}, "it is not complete"),
        (with_header(format="longtail policy 9"), "its format is 'longtail policy 9', this version reads"),
        (
            with_header(columns=["steering_angle", *COLUMNS[1:]]),
            "trained with the column 'steering_angle', which the observation no longer has; train it anew",
        ),
        (with_header(columns=[COLUMNS[1], *COLUMNS[1:]]), "it names a column of the observation twice"),
        (with_header(columns=COLUMNS[:-1]), "its bounds of the observation are wrong"),
        (with_header(actions=["proceed", "yield", "fly"]), "unknown action 'fly'; there are proceed, "),
        (with_header(actions=["proceed", "yield", "yield"]), "names no actions, or one twice"),
        (with_header(actions=["proceed", "yield"]), "its last layer has 3 outputs for 2 actions"),
        (with_header(actions=[["proceed"], "yield", "stop"]), "it is not complete|unknown action"),
        (with_header(layers=0), "its last layer has"),
        (with_array("weights_0", lambda w: w * np.nan), "layer 0 has weights that are not finite numbers"),
        (with_array("biases_2", lambda b: b + np.inf), "layer 2 has weights that are not finite numbers"),
        (with_array("weights_1", lambda w: w.T), "layer 1 has weights and biases of shapes"),
        (with_array("weights_1", lambda w: w.astype(str)), "layer 1 has weights that are not finite numbers"),
        (with_array("bounds", lambda b: b[::-1]), "its bounds of the observation are wrong"),
    ],
)
def test_a_wrong_file_is_said_in_one_line(change: Callable[[Arrays], Arrays], said: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.npz"
    drawn().save(path)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(path, **change(arrays))
    with pytest.raises(AgentError, match=said) as caught:
        Policy.load(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message and message.endswith(".")


def test_files_that_are_no_policies(tmp_path: Path) -> None:
    path = tmp_path / "policy.npz"
    with pytest.raises(AgentError, match=r"policy file \S+ does not exist\."):
        Policy.load(path)
    path.mkdir()
    with pytest.raises(AgentError, match="does not exist"):
        Policy.load(path)
    path.rmdir()
    drawn().save(path)
    whole = path.read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2], whole[:-4] + b"1234"):
        path.write_bytes(content)
        with pytest.raises(AgentError, match=r"is not an \.npz file|cannot be used") as caught:
            Policy.load(path)
        assert "\n" not in str(caught.value)


def test_an_array_and_a_pickle_are_refused(tmp_path: Path) -> None:
    with open(tmp_path / "array.npz", "wb") as file:
        np.save(file, np.zeros(3))
    np.savez(tmp_path / "objects.npz", header=np.array([{"format": "x"}], object))
    for name in ("array.npz", "objects.npz"):
        with pytest.raises(AgentError, match=r"is not an \.npz file, or is damaged"):
            Policy.load(tmp_path / name)


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="cannot be written: No such file or directory"):
        drawn().save(tmp_path / "no" / "policy.npz")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A megabyte of zeros weighs next to nothing, seventy do not weigh much more."""
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, header=np.zeros(70 * 2**20, np.uint8))
    with pytest.raises(AgentError, match=r"is not an \.npz file, or is damaged"):
        Policy.load(path)
