"""Where vehicles enter the map, and how many."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Entries:
    """Arrays of shape (world, entry)."""

    AXES = "world entry"

    rate: Annotated[Array, Field("f8", "world entry", "1/s", "world", "mean arrival rate, before the demand profile")]
    next_s: Annotated[Array, Field("f8", "world entry", "s", "arrivals", "time of the next arrival")]
    arrived: Annotated[Array, Field("i4", "world entry", "-", "arrivals", "vehicles that have wanted to enter")]
    admitted: Annotated[Array, Field("i4", "world entry", "-", "arrivals", "vehicles that have entered")]
    turn_left: Annotated[Array, Field("f8", "world entry", "-", "world", "share of those who enter here that turns left at their first junction")]
    turn_right: Annotated[Array, Field("f8", "world entry", "-", "world", "share of those who enter here that turns right at their first junction")]
    backlog_fleet: Annotated[Array, Field("i4", "world entry", "-", "arrivals", "fleet vehicles that wait outside")]
    dispatch_kind: Annotated[Array, Field("i1", "world entry", "-", "events", "KIND_* of the emergency vehicles that are to enter here")]
    dispatch_count: Annotated[Array, Field("i4", "world entry", "-", "events arrivals", "how many of them have not entered yet")]
    dispatch_route: Annotated[Array, Field("i8", "world entry", "-", "events", "their turns (core/dispatch.py)")]
    dispatch_s: Annotated[Array, Field("f8", "world entry", "s", "events", "since when they want to enter")]
    factor: Annotated[Array, Field("f8", "world entry", "-", "events", "the rate is multiplied by this", 1)]
    fleet_factor: Annotated[Array, Field("f8", "world entry", "-", "events", "the fleet's part of the rate is multiplied by this, beside factor; at least 1", 1)]
    changes: Annotated[Array, Field("i4", "world entry", "-", "events", "how often these factors have changed")]
    redrawn: Annotated[Array, Field("i4", "world entry", "-", "arrivals", "for how many of these changes the next arrival has been drawn anew")]


class Profile:
    """The demand profile, one row per piece."""

    AXES = "world profile"
    time_s: Annotated[Array, Field("f8", "world profile", "s", "world", "start of the piece", NEVER)]
    factor: Annotated[Array, Field("f8", "world profile", "-", "world", "demand is multiplied by this from then on", 1)]
