"""What events do and when, and the weather that they set."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Effects:
    """What the rare events do, one row per effect in the order of time."""

    AXES = "world effect"
    time_s: Annotated[Array, Field("f8", "world effect", "s", "world", "when it fires, ascending", NEVER)]
    kind: Annotated[Array, Field("i1", "world effect", "-", "world", "EFFECT_*")]
    index: Annotated[Array, Field("i4", "world effect", "-", "world", "junction, entry or lane it acts on, -1 if none", -1)]
    value: Annotated[Array, Field("f8", "world effect", "-", "world", "new value")]


class Weather:
    """What one sees and how the road holds, shape (world,)."""

    AXES = "world"

    visibility_m: Annotated[Array, Field("f8", "world", "m", "events", "how far one sees", NEVER)]
    friction: Annotated[Array, Field("f8", "world", "-", "events", "grip of the road, 1 when dry", 1)]
    speed: Annotated[Array, Field("f8", "world", "m/s", "events", "speed from which one can stop within what one sees", NEVER)]
