"""What a learner may answer, as Gymnasium spaces, and how it becomes a decision."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import gymnasium
import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.errors import AgentError, LongtailError
from longtail_sim.observation import TACTICAL, FleetAction, Lateral, Longitudinal
from longtail_sim.observation.view import BoolArray

STRONGEST_BRAKING_MPS2 = 6.0
STRONGEST_ACCELERATION_MPS2 = 3.0
LATERAL_WISH = 0.5  # a wish beyond this is a lane change


class Commands(NamedTuple):
    """Decisions of several egos: the parts of their actions, arrays of shape (egos,)."""

    longitudinal: Array
    speed: Array
    lateral: Array
    request: Array

    def of(self, egos: Array | BoolArray) -> Commands:
        """Return the decisions of some egos."""
        longitudinal, speed, lateral, request = self
        return Commands(longitudinal[egos], speed[egos], lateral[egos], request[egos])


class Controls(Protocol):
    """A space, and the way from its members to decisions."""

    space: gymnasium.Space[Any]

    def commands(self, answers: Any, egos: int) -> Commands:
        """Return the decisions that ``egos`` members of the space stand for; AgentError for anything else."""


class TacticalControls:
    """One of the named tactical decisions, by its number."""

    def __init__(self) -> None:
        """Make the space."""
        self.space: gymnasium.Space[Any] = gymnasium.spaces.Discrete(len(TACTICAL))
        actions = FleetAction.of(list(TACTICAL.values()))
        self._table = Commands(actions.longitudinal, actions.speed, actions.lateral, actions.request)

    def commands(self, answers: Any, egos: int) -> Commands:
        """Return the decisions with these numbers."""
        numbers = np.asarray(answers)
        if numbers.shape != (egos,) or numbers.dtype.kind not in "iu" or not _all_within(numbers, len(TACTICAL)):
            raise AgentError(
                f"the action is {_shown(answers, egos)}, and must be a whole number from 0 to {len(TACTICAL) - 1}"
                f"{_each(egos)}."
            )
        return self._table.of(numbers)


class ContinuousControls:
    """Acceleration and lateral wish, both from -1 to 1; values beyond are taken as the bound."""

    def __init__(self) -> None:
        """Make the space."""
        self.space: gymnasium.Space[Any] = gymnasium.spaces.Box(-1.0, 1.0, (2,), np.float32)

    def commands(self, answers: Any, egos: int) -> Commands:
        """Return raw accelerations, and lane changes where the lateral wish is strong."""
        pedal, wish = np.clip(_pairs(answers, egos), -1.0, 1.0).T
        strongest = np.where(pedal > 0, STRONGEST_ACCELERATION_MPS2, STRONGEST_BRAKING_MPS2)
        left = np.where(wish > LATERAL_WISH, np.int8(Lateral.CHANGE_LEFT), np.int8(Lateral.KEEP))
        lateral = np.where(wish < -LATERAL_WISH, np.int8(Lateral.CHANGE_RIGHT), left)
        none = np.zeros(egos, np.int8)
        return Commands(none + np.int8(Longitudinal.ACCELERATE), pedal * strongest, lateral, none)


def make_controls(name: str) -> Controls:
    """Return the controls called "tactical" or "continuous"."""
    if name == "tactical":
        return TacticalControls()
    if name == "continuous":
        return ContinuousControls()
    raise LongtailError(f"actions={name!r} is unknown; choose 'tactical' or 'continuous'.")


def _all_within(numbers: Array, count: int) -> bool:
    return bool(numbers.min() >= 0 and numbers.max() < count)


def _pairs(answers: Any, egos: int) -> Array:
    try:
        numbers = np.asarray(answers, np.float64)
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if numbers.shape != (egos, 2) or not np.isfinite(numbers).all():
        raise AgentError(
            f"the action is {_shown(answers, egos)}, and must be two finite numbers from -1 to 1{_each(egos)}."
        )
    return numbers


def _shown(answers: Any, egos: int) -> str:
    return repr(answers[0] if egos == 1 and isinstance(answers, list) else answers)


def _each(egos: int) -> str:
    return f" for each of {egos} egos" if egos > 1 else ""
