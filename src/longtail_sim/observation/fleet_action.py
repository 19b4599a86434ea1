"""What an agent answers for a whole fleet: the parts of an Action as arrays, one row per vehicle."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import AgentError
from longtail_sim.observation.action import Action, Lateral, Longitudinal, Request
from longtail_sim.observation.trace import Trace
from longtail_sim.observation.view import BoolArray, IntArray

CodeArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class FleetAction:
    """Decisions for all vehicles of a FleetObservation, in its order.

    Attributes:
        longitudinal: codes of :class:`Longitudinal`, int8 of shape (vehicles,).
        speed: m/s for FOLLOW_SPEED, m/s^2 for ACCELERATE, else 0; float64 of shape (vehicles,).
        lateral: codes of :class:`Lateral`, int8 of shape (vehicles,).
        request: codes of :class:`Request`, int8 of shape (vehicles,).
        reasons: a few words for people, one text per vehicle, or None.
        explain: gives the trace of a row when somebody asks for it, or None.

    Raises:
        AgentError: arrays of different lengths, unknown codes, speeds that are not finite or not allowed.
    """

    longitudinal: CodeArray
    speed: npt.NDArray[np.float64]
    lateral: CodeArray
    request: CodeArray
    reasons: list[str] | None = None
    explain: Callable[[int], Trace | None] | None = None

    def __post_init__(self) -> None:
        """Bring the arrays to their types and check them."""
        object.__setattr__(self, "longitudinal", _codes(Longitudinal, "longitudinal", self.longitudinal))
        object.__setattr__(self, "lateral", _codes(Lateral, "lateral", self.lateral))
        object.__setattr__(self, "request", _codes(Request, "request", self.request))
        object.__setattr__(self, "speed", _speeds(self.speed))
        rows = len(self.longitudinal)
        for name in ("speed", "lateral", "request", "reasons"):
            part = getattr(self, name)
            if part is not None and len(part) != rows:
                raise AgentError(f"'{name}' of the actions has {len(part)} rows, 'longitudinal' has {rows}.")
        if np.any((self.speed < 0) & (self.longitudinal == Longitudinal.FOLLOW_SPEED)):
            raise AgentError("a speed to follow is negative.")

    @classmethod
    def of(cls, actions: Sequence[Action]) -> "FleetAction":
        """Put single decisions together."""
        for row, action in enumerate(actions):
            if not isinstance(action, Action):
                raise AgentError(
                    f"the answer for vehicle {row} is a {type(action).__name__}, and must be an Action, "
                    "for example Action.proceed()."
                )
        traces = [action.trace for action in actions]
        return cls(
            np.array([action.longitudinal for action in actions], np.int8),
            np.array([action.speed_mps for action in actions], np.float64),
            np.array([action.lateral for action in actions], np.int8),
            np.array([action.request for action in actions], np.int8),
            [action.reason for action in actions],
            traces.__getitem__ if any(traces) else None,
        )

    @classmethod
    def proceed(cls, vehicles: int) -> "FleetAction":
        """Let everybody drive on."""
        none = np.zeros(vehicles, np.int8)
        return cls(none, np.zeros(vehicles), none, none)

    @classmethod
    def choose(cls, rules: Sequence[tuple[BoolArray, Action]], otherwise: Action) -> "FleetAction":
        """Give every vehicle the action of the first rule that applies to it.

        Args:
            rules: pairs of a boolean array of shape (vehicles,) and the action of those vehicles; earlier ones win.
            otherwise: the action of vehicles to which no rule applies.

        Raises:
            AgentError: no rules, or conditions of different lengths.
        """
        actions = [action for _, action in rules] + [otherwise]
        which = first_rule([condition for condition, _ in rules])
        reasons = [action.reason for action in actions]
        return cls(
            np.array([action.longitudinal for action in actions], np.int8)[which],
            np.array([action.speed_mps for action in actions], np.float64)[which],
            np.array([action.lateral for action in actions], np.int8)[which],
            np.array([action.request for action in actions], np.int8)[which],
            [reasons[rule] for rule in which.tolist()],
        )

    def replaced(self, where: BoolArray, action: Action) -> "FleetAction":
        """Return the same decisions, except ``action`` for the vehicles of the boolean array ``where``."""
        reasons = self.reasons or [""] * len(self)
        return FleetAction(
            np.where(where, np.int8(action.longitudinal), self.longitudinal),
            np.where(where, action.speed_mps, self.speed),
            np.where(where, np.int8(action.lateral), self.lateral),
            np.where(where, np.int8(action.request), self.request),
            [action.reason if new else old for new, old in zip(where.tolist(), reasons, strict=True)],
        )

    def changing_left(self, where: BoolArray) -> "FleetAction":
        """Return the same decisions, with a change to the left lane for the vehicles of ``where``."""
        return replace(self, lateral=np.where(where, np.int8(Lateral.CHANGE_LEFT), self.lateral))

    def changing_right(self, where: BoolArray) -> "FleetAction":
        """Return the same decisions, with a change to the right lane for the vehicles of ``where``."""
        return replace(self, lateral=np.where(where, np.int8(Lateral.CHANGE_RIGHT), self.lateral))

    def going(self, lateral: Lateral, where: BoolArray) -> "FleetAction":
        """Return the same decisions, with this lateral decision for the vehicles of ``where``."""
        return replace(self, lateral=np.where(where, np.int8(lateral), self.lateral))

    def not_faster_than(self, speed_mps: npt.NDArray[np.floating[Any]]) -> "FleetAction":
        """Return the same decisions; who proceeds does so at ``speed_mps`` (vehicles,) at most; infinity: no limit."""
        slow = np.isfinite(speed_mps) & (self.longitudinal == Longitudinal.PROCEED)
        follow = np.where(slow, np.int8(Longitudinal.FOLLOW_SPEED), self.longitudinal)
        return replace(self, longitudinal=follow, speed=np.where(slow, speed_mps, self.speed))

    def explained(self, explain: Callable[[int], Trace | None]) -> "FleetAction":
        """Return the same decisions; ``explain(row)`` gives the trace of a row when somebody asks for it."""
        return replace(self, explain=explain)

    def __len__(self) -> int:
        """Return the number of vehicles."""
        return len(self.longitudinal)

    def __getitem__(self, row: int) -> Action:
        """Return the decision of one row."""
        return Action(
            Longitudinal(int(self.longitudinal[row])),
            float(self.speed[row]),
            Lateral(int(self.lateral[row])),
            Request(int(self.request[row])),
            self.reasons[row] if self.reasons else "",
            self.explain(row) if self.explain else None,
        )

    def __iter__(self) -> Iterator[Action]:
        """Go through the decisions one by one."""
        return (self[row] for row in range(len(self)))


def first_rule(conditions: Sequence[BoolArray]) -> IntArray:
    """Return for every vehicle the number of the first condition that holds, ``len(conditions)`` where none does.

    Raises:
        AgentError: no conditions, or conditions of different lengths.
    """
    if not conditions or len({np.shape(condition) for condition in conditions}) != 1:
        raise AgentError("rules need conditions that are boolean arrays with one entry per vehicle each.")
    table = np.ones((len(conditions) + 1, len(conditions[0])), np.bool_)
    for row, condition in enumerate(conditions):
        table[row] = condition
    return np.asarray(np.argmax(table, axis=0), np.int64)


def _codes(kind: type[IntEnum], name: str, values: Any) -> CodeArray:
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iufb":
        raise AgentError(f"'{name}' of the actions must be one array of codes, one per vehicle.")
    if array.size:
        known = {member.value for member in kind}
        strangers = set(np.unique(array).tolist()) - known
        if strangers:
            shown = ", ".join(f"{value:g}" for value in sorted(strangers, key=str)[:3])
            raise AgentError(f"'{name}' of the actions holds {shown}, and must be one of {sorted(known)}.")
    return array.astype(np.int8, copy=False)


def _speeds(values: Any) -> npt.NDArray[np.float64]:
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        raise AgentError("'speed' of the actions must be one array of numbers, one per vehicle.") from None
    if array.ndim != 1:
        raise AgentError(f"'speed' of the actions has shape {array.shape}, expected one number per vehicle.")
    wrong = np.flatnonzero(~np.isfinite(array))
    if wrong.size:
        raise AgentError(f"'speed' of the actions is {array[wrong[0]]} for vehicle {wrong[0]}, and must be finite.")
    return array
