"""Every member of an action space is an action; everything else is refused in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim.envs.controls import TACTICAL, make_controls
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, Lateral, Longitudinal


@pytest.mark.parametrize("number", range(8))
def test_tactical_actions_are_numbered(number: int) -> None:
    controls = make_controls("tactical")
    expected = list(TACTICAL.values())[number]
    assert controls.action(number) == controls.action(np.int64(number)) == controls.action(np.array(number)) == expected


@pytest.mark.parametrize(
    ("pedal", "acceleration"), [(-1, -6), (-0.5, -3), (0, 0), (0.5, 1.5), (1, 3), (7, 3), (-7, -6)]
)
def test_the_pedal_is_scaled(pedal: float, acceleration: float) -> None:
    assert make_controls("continuous").action([pedal, 0]) == Action.accelerate(acceleration)


@pytest.mark.parametrize(
    ("wish", "lateral"),
    [(-1, Lateral.CHANGE_RIGHT), (-0.5, Lateral.KEEP), (0.5, Lateral.KEEP), (0.6, Lateral.CHANGE_LEFT)],
)
def test_a_strong_lateral_wish_changes_lane(wish: float, lateral: Lateral) -> None:
    action = make_controls("continuous").action(np.array([0, wish], np.float32))
    assert action.lateral is lateral
    assert action.longitudinal is Longitudinal.ACCELERATE


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
        make_controls(kind).action(answer)
