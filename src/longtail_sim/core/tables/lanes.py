"""Lanes: who is on them, and which lanes wait for which others."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Lanes:
    """Arrays of shape (world, lane)."""

    AXES = "world lane"

    first: Annotated[Array, Field("i4", "world lane", "-", "move lane_choice arrivals", "vehicle nearest to the lane's end, -1 if empty", -1)]
    last: Annotated[Array, Field("i4", "world lane", "-", "move lane_choice arrivals", "vehicle nearest to its beginning, -1 if empty", -1)]
    count: Annotated[Array, Field("i4", "world lane", "-", "move lane_choice arrivals", "vehicles whose front is on the lane")]
    spilled: Annotated[Array, Field("i1", "world lane", "-", "measure", "1 while its queue reaches the junction upstream")]
    released_s: Annotated[Array, Field("f8", "world lane", "s", "move", "when a vehicle last passed the lane's end", -1e18)]
    narrow_from: Annotated[Array, Field("f8", "world lane", "m", "events", "where both directions begin to share one lane", NEVER)]
    narrow_to: Annotated[Array, Field("f8", "world lane", "m", "events", "where that ends", NEVER)]
    narrow_shift: Annotated[Array, Field("f8", "world lane", "m", "events", "where one drives there, to the left of the lane's centre")]
    narrow_opposite: Annotated[Array, Field("i4", "world lane", "-", "events", "lane of the other direction, -1 where the street is wide", -1)]
    narrow_first: Annotated[Array, Field("i4", "world lane", "-", "narrows", "vehicle that is next to go in, -1 if none is near", -1)]
    narrow_since_s: Annotated[Array, Field("f8", "world lane", "s", "narrows", "since when it has been there", NEVER)]
    narrow_held: Annotated[Array, Field("i1", "world lane", "-", "narrows", "1: somebody of this direction is in the narrow stretch, or going in")]
    obstacle: Annotated[Array, Field("i4", "world lane", "-", "obstacles", "first obstacle that is there, -1 if none", -1)]
    pickup_s: Annotated[Array, Field("f8", "world lane", "s", "events", "how long vehicles of the fleet stand here for a passenger")]
    occupied: Annotated[Array, Field("i4", "world lane", "-", "perceive", "list, along this axis, of the lanes that carry somebody, ascending; clock.occupied of them count")]


class Waits:
    """Who waits for whom, looked at every 10 s; arrays of shape (world, lane)."""

    AXES = "world lane"

    waits_for: Annotated[Array, Field("i4", "world lane", "-", "gridlock", "lane of the standing vehicle that bars the way of the lane's first vehicle, whatever the light shows; -1 if none", -1)]
    since_s: Annotated[Array, Field("f8", "world lane", "s", "gridlock", "since when both of them stand", NEVER)]
    cycle: Annotated[Array, Field("i4", "world lane", "-", "gridlock", "one and the same number in all lanes that wait for each other in a circle, -1 elsewhere", -1)]
    gridlocked: Annotated[Array, Field("i1", "world lane", "-", "gridlock", "1: such a circle has stood for 120 s")]
    walk: Annotated[Array, Field("i4", "world lane", "-", "gridlock", "first lane of the walk of the search that came by here", -1)]
