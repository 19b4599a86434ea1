"""The cloning example: its derivatives are right, it learns, and what it writes drives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from longtail_sim import Policy
from longtail_sim.envs.recording import Recording, record


@pytest.fixture(scope="module")
def clone(example: Callable[[str], ModuleType]) -> ModuleType:
    return example("clone_rule_based")


@pytest.fixture(scope="module")
def recording(clone: ModuleType) -> Recording:
    return record(clone.TEACHER, 12, seed=50, **{**clone.EPISODES_OF, "warm_up_s": 40.0})


def loss(clone: ModuleType, layers: Any, inputs: np.ndarray, wanted: np.ndarray) -> float:
    """Return the mean cross entropy."""
    odds = np.exp(clone.outputs(layers, inputs)[-1])
    return float(-np.log(odds[np.arange(len(wanted)), wanted] / odds.sum(axis=1)).mean())


def test_the_slopes_are_those_of_the_loss(clone: ModuleType) -> None:
    draw = np.random.default_rng(1)
    layers = clone.beginning((6, 5, 4, 3), draw)
    inputs, wanted = draw.normal(size=(20, 6)), draw.integers(0, 3, 20)
    found = clone.slopes(layers, inputs, wanted)
    parts = [part for layer in layers for part in layer]
    for slope, part in zip(found, parts, strict=True):
        assert slope.shape == part.shape
        for place in np.ndindex(part.shape):
            kept, values = part[place], []
            for step in (1e-6, -1e-6):
                part[place] = kept + step
                values.append(loss(clone, layers, inputs, wanted))
            part[place] = kept
            assert slope[place] == pytest.approx((values[0] - values[1]) / 2e-6, abs=1e-7)


def test_the_student_agrees_with_its_teacher(clone: ModuleType, recording: Recording) -> None:
    policy = clone.clone(recording, epochs=15, seed=0)
    _, wanted = clone.pairs(recording.episodes[:: clone.EVERY])
    commonest = np.bincount(wanted).max() / len(wanted)
    assert policy.notes["agreement"] > 0.9 > commonest
    assert policy.notes["decisions"] == len(wanted)
    assert policy.actions == ("proceed", "yield")


def test_the_same_seed_gives_the_same_student(clone: ModuleType, recording: Recording) -> None:
    first, second, other = (clone.clone(recording, epochs=1, seed=seed) for seed in (3, 3, 4))
    same = [np.array_equal(a, b) for a, b in zip(first.layers[0], second.layers[0], strict=True)]
    assert all(same)
    assert not np.array_equal(first.layers[0][0], other.layers[0][0])


def test_from_the_command_line_to_the_score(
    clone: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(
        "name: short\nextends: one_dark_junction\nduration_s: 60\nevents: []\nexpect: []\n", encoding="utf-8"
    )
    monkeypatch.setattr(clone, "SCENARIO", str(short))
    monkeypatch.setattr(clone, "BESIDE", ())
    asked = ["--episodes", "4", "--epochs", "1", "--judge-seeds", "1", "--out", str(tmp_path / "made")]
    monkeypatch.setattr(sys, "argv", ["clone_rule_based.py", *asked])
    clone.main()
    assert "cloned.npz" in capsys.readouterr().out
    assert "[no interval]" in Policy.load(tmp_path / "made" / "cloned.npz").notes["score"]
