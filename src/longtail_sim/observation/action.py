"""What an agent answers for one vehicle: a tactical decision that the simulator carries out."""

import math
from dataclasses import dataclass
from enum import IntEnum

from longtail_sim.core import codes
from longtail_sim.errors import AgentError
from longtail_sim.observation.trace import Trace


class Longitudinal(IntEnum):
    """What to do with the speed."""

    PROCEED = codes.ACT_PROCEED
    FOLLOW_SPEED = codes.ACT_FOLLOW_SPEED
    YIELD = codes.ACT_YIELD
    STOP = codes.ACT_STOP
    CREEP = codes.ACT_CREEP
    ACCELERATE = codes.ACT_ACCELERATE
    HALT = codes.ACT_HALT


class Lateral(IntEnum):
    """What to do with the lane."""

    KEEP = codes.LATERAL_KEEP
    CHANGE_LEFT = codes.LATERAL_CHANGE_LEFT
    CHANGE_RIGHT = codes.LATERAL_CHANGE_RIGHT
    PULL_OVER = codes.LATERAL_PULL_OVER
    OTHER_TURN = codes.LATERAL_OTHER_TURN
    TURN_BACK = codes.LATERAL_TURN_BACK


class Request(IntEnum):
    """Whom to ask."""

    NONE = codes.REQUEST_NONE
    ASK_REMOTE = codes.REQUEST_ASK_REMOTE
    MINIMAL_RISK = codes.REQUEST_MINIMAL_RISK


@dataclass(frozen=True, slots=True)
class Action:
    """One tactical decision; build it with a named constructor, ``Action.proceed()`` and so on.

    The simulator follows the vehicle ahead and keeps to the vehicle's limits by itself.  It does not look at lights
    or at cross traffic: that is the agent's job.

    Attributes:
        longitudinal: what to do with the speed.
        speed_mps: speed in m/s for FOLLOW_SPEED, acceleration in m/s^2 for ACCELERATE, else 0.
        lateral: what to do with the lane, or with the way: OTHER_TURN avoids the next street of the route by another
            turn from the own lane, TURN_BACK turns round before what is in the road, once the vehicle stands and there
            is room on the other side.
        request: whom to ask.
        reason: a few words for people; shown in the window and kept in the record.
        trace: the reasoning behind the decision, if the agent gives one.

    Raises:
        AgentError: an unknown code, a speed that is not a finite number, or a negative speed to follow.
    """

    longitudinal: Longitudinal = Longitudinal.PROCEED
    speed_mps: float = 0.0
    lateral: Lateral = Lateral.KEEP
    request: Request = Request.NONE
    reason: str = ""
    trace: Trace | None = None

    def __post_init__(self) -> None:
        """Check every part; a wrong one is named."""
        object.__setattr__(self, "longitudinal", _code(Longitudinal, "longitudinal", self.longitudinal))
        object.__setattr__(self, "lateral", _code(Lateral, "lateral", self.lateral))
        object.__setattr__(self, "request", _code(Request, "request", self.request))
        object.__setattr__(self, "speed_mps", _finite(self.speed_mps))
        if self.longitudinal is Longitudinal.FOLLOW_SPEED and self.speed_mps < 0:
            raise AgentError(f"an action's speed to follow is {self.speed_mps:g} m/s, and must not be negative.")
        if not isinstance(self.reason, str):
            raise AgentError(f"an action's reason is a {type(self.reason).__name__}, and must be text.")
        if self.trace is not None and not isinstance(self.trace, Trace):
            raise AgentError(f"an action's trace is a {type(self.trace).__name__}, and must be a Trace.")

    @classmethod
    def proceed(cls, reason: str = "", *, lateral: Lateral = Lateral.KEEP, request: Request = Request.NONE) -> "Action":
        """Drive at the limit, follow the vehicle ahead, pass the stop line."""
        return cls(Longitudinal.PROCEED, 0.0, lateral, request, reason)

    @classmethod
    def follow_speed(
        cls, speed_mps: float, reason: str = "", *, lateral: Lateral = Lateral.KEEP, request: Request = Request.NONE
    ) -> "Action":
        """The same, at most at ``speed_mps`` (m/s, 0 or more)."""
        return cls(Longitudinal.FOLLOW_SPEED, speed_mps, lateral, request, reason)

    @classmethod
    def yield_(cls, reason: str = "", *, lateral: Lateral = Lateral.KEEP, request: Request = Request.NONE) -> "Action":
        """Halt at the stop line; inside a junction, halt before a body that stands across the path."""
        return cls(Longitudinal.YIELD, 0.0, lateral, request, reason)

    @classmethod
    def stop(cls, reason: str = "", *, lateral: Lateral = Lateral.KEEP, request: Request = Request.NONE) -> "Action":
        """Halt at the stop line; inside a junction, halt at once."""
        return cls(Longitudinal.STOP, 0.0, lateral, request, reason)

    @classmethod
    def halt(cls, reason: str = "", *, request: Request = Request.NONE) -> "Action":
        """Halt in the lane, wherever that is, and stand there."""
        return cls(Longitudinal.HALT, 0.0, Lateral.KEEP, request, reason)

    @classmethod
    def pull_over(cls, reason: str = "", *, request: Request = Request.NONE) -> "Action":
        """Pull over to the kerb and stand there; inside a junction, clear it first."""
        return cls(Longitudinal.YIELD, 0.0, Lateral.PULL_OVER, request, reason)

    @classmethod
    def creep(cls, reason: str = "", *, lateral: Lateral = Lateral.KEEP, request: Request = Request.NONE) -> "Action":
        """Proceed at a walking pace, at most 1.5 m/s."""
        return cls(Longitudinal.CREEP, 0.0, lateral, request, reason)

    @classmethod
    def accelerate(
        cls,
        acceleration_mps2: float,
        reason: str = "",
        *,
        lateral: Lateral = Lateral.KEEP,
        request: Request = Request.NONE,
    ) -> "Action":
        """Command a raw acceleration in m/s^2; nothing else is looked after.  For control exercises."""
        return cls(Longitudinal.ACCELERATE, acceleration_mps2, lateral, request, reason)

    @classmethod
    def ask_remote(cls, reason: str = "") -> "Action":
        """Halt at the stop line and ask the remote agents about the junction ahead, once."""
        return cls(Longitudinal.STOP, 0.0, Lateral.KEEP, Request.ASK_REMOTE, reason)

    @classmethod
    def minimal_risk(cls, reason: str = "") -> "Action":
        """Give up: stop in the lane with hazard lights and wait until somebody comes for the vehicle."""
        return cls(Longitudinal.STOP, 0.0, Lateral.KEEP, Request.MINIMAL_RISK, reason)


def _code(kind: type[IntEnum], name: str, value: object) -> IntEnum:
    try:
        return kind(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        words = ", ".join(f"{member.value} {member.name.lower()}" for member in kind)
        raise AgentError(f"an action's {name} is {value!r}, and must be one of: {words}.") from None


def _finite(value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise AgentError(f"an action's speed_mps is {value!r}, and must be a number.") from None
    if not math.isfinite(number):
        raise AgentError(f"an action's speed_mps is {number}, and must be a finite number.")
    return number
