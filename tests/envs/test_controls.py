"""Every member of an action space is an action; everything else is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longtail_sim.envs.controls import TACTICAL, make_controls
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, Lateral, Longitudinal


def decided(kind: str, *answers: Any) -> list[Action]:
    """Return what the answers of as many egos stand for."""
    commands = make_controls(kind).commands(list(answers), len(answers))
    return list(FleetAction(commands.longitudinal, commands.speed, commands.lateral, commands.request))


@pytest.mark.parametrize("number", range(8))
def test_tactical_actions_are_numbered(number: int) -> None:
    expected = list(TACTICAL.values())[number]
    for answer in (number, np.int64(number), np.array(number)):
        assert decided("tactical", answer) == [replace(expected, reason="")]


@pytest.mark.parametrize(
    ("pedal", "acceleration"), [(-1, -6), (-0.5, -3), (0, 0), (0.5, 1.5), (1, 3), (7, 3), (-7, -6)]
)
def test_the_pedal_is_scaled(pedal: float, acceleration: float) -> None:
    assert decided("continuous", [pedal, 0]) == [Action.accelerate(acceleration)]


@pytest.mark.parametrize(
    ("wish", "lateral"),
    [(-1, Lateral.CHANGE_RIGHT), (-0.5, Lateral.KEEP), (0.5, Lateral.KEEP), (0.6, Lateral.CHANGE_LEFT)],
)
def test_a_strong_lateral_wish_changes_lane(wish: float, lateral: Lateral) -> None:
    (action,) = decided("continuous", np.array([0, wish], np.float32))
    assert action.lateral is lateral
    assert action.longitudinal is Longitudinal.ACCELERATE


@pytest.mark.parametrize(("kind", "shape"), [("tactical", ()), ("continuous", (2,))])
def test_many_egos_decide_as_each_would_alone(kind: str, shape: tuple[int, ...]) -> None:
    generator = np.random.default_rng(0)
    answers = generator.integers(8, size=50) if kind == "tactical" else generator.uniform(-1.2, 1.2, (50, *shape))
    assert decided(kind, *answers) == [action for answer in answers for action in decided(kind, answer)]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("tactical", 8),
        ("tactical", -1),
        ("tactical", 1.0),
        ("tactical", "stop"),
        ("tactical", None),
        ("continuous", 0.5),
        ("continuous", [0.1, 0.2, 0.3]),
        ("continuous", [float("nan"), 0.0]),
        ("continuous", ["fast", 0.0]),
        ("continuous", None),
    ],
)
def test_nonsense_is_refused(kind: str, answer: Any) -> None:
    with pytest.raises(AgentError, match=r"the action is .* and must be"):
        decided(kind, answer)


@pytest.mark.parametrize(
    ("kind", "answers"), [("tactical", [0, 8]), ("tactical", [1]), ("continuous", [[0, 0], [0, 2e400]])]
)
def test_one_wrong_answer_of_many_is_refused(kind: str, answers: Any) -> None:
    with pytest.raises(AgentError, match="for each of 2 egos"):
        make_controls(kind).commands(answers, 2)
