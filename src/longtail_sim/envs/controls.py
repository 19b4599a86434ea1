"""What a learner may answer, as Gymnasium spaces, and how it becomes an Action."""

from __future__ import annotations

from typing import Any, Protocol

import gymnasium
import numpy as np

from longtail_sim.errors import AgentError, LongtailError
from longtail_sim.observation import Action, Lateral

TACTICAL: dict[str, Action] = {
    "proceed": Action.proceed(),
    "yield": Action.yield_(),
    "stop": Action.stop(),
    "creep": Action.creep(),
    "change_left": Action.proceed(lateral=Lateral.CHANGE_LEFT),
    "change_right": Action.proceed(lateral=Lateral.CHANGE_RIGHT),
    "ask_remote": Action.ask_remote(),
    "minimal_risk": Action.minimal_risk(),
}
STRONGEST_BRAKING_MPS2 = 6.0
STRONGEST_ACCELERATION_MPS2 = 3.0
LATERAL_WISH = 0.5  # a wish beyond this is a lane change


class Controls(Protocol):
    """A space, and the way from its members to actions."""

    space: gymnasium.Space[Any]

    def action(self, answer: Any) -> Action:
        """Return the action that a member of the space stands for; AgentError for anything else."""


class TacticalControls:
    """One of the named tactical decisions, by its number."""

    def __init__(self) -> None:
        """Make the space."""
        self.space: gymnasium.Space[Any] = gymnasium.spaces.Discrete(len(TACTICAL))
        self._actions = tuple(TACTICAL.values())

    def action(self, answer: Any) -> Action:
        """Return the decision with this number."""
        if not self.space.contains(answer):
            raise AgentError(f"the action is {answer!r}, and must be a whole number from 0 to {len(TACTICAL) - 1}.")
        return self._actions[int(answer)]


class ContinuousControls:
    """Acceleration and lateral wish, both from -1 to 1; values beyond are taken as the bound."""

    def __init__(self) -> None:
        """Make the space."""
        self.space: gymnasium.Space[Any] = gymnasium.spaces.Box(-1.0, 1.0, (2,), np.float32)

    def action(self, answer: Any) -> Action:
        """Return a raw acceleration, and a lane change where the lateral wish is strong."""
        pedal, wish = np.clip(_two_numbers(answer), -1.0, 1.0).tolist()
        strongest = STRONGEST_ACCELERATION_MPS2 if pedal > 0 else STRONGEST_BRAKING_MPS2
        return Action.accelerate(pedal * strongest, lateral=_lateral(wish))


def make_controls(name: str) -> Controls:
    """Return the controls called "tactical" or "continuous"."""
    if name == "tactical":
        return TacticalControls()
    if name == "continuous":
        return ContinuousControls()
    raise LongtailError(f"actions={name!r} is unknown; choose 'tactical' or 'continuous'.")


def _lateral(wish: float) -> Lateral:
    if wish > LATERAL_WISH:
        return Lateral.CHANGE_LEFT
    return Lateral.CHANGE_RIGHT if wish < -LATERAL_WISH else Lateral.KEEP


def _two_numbers(answer: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        numbers = np.asarray(answer, np.float64)
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if numbers.shape != (2,) or not np.isfinite(numbers).all():
        raise AgentError(f"the action is {answer!r}, and must be two finite numbers from -1 to 1.")
    return numbers
