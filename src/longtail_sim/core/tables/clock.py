"""The time of a world, and how much there is to look at."""

from longtail_sim.core.schema import Annotated, Array, Field


class Clock:
    """Time and the effect table, one row per world."""

    AXES = "world"

    step: Annotated[Array, Field("i8", "world", "-", "step", "physics steps done")]
    effect_next: Annotated[Array, Field("i4", "world", "-", "events", "first effect that has not fired")]
    free_count: Annotated[Array, Field("i4", "world", "-", "arrivals move", "empty vehicle slots")]
    pickups: Annotated[Array, Field("i4", "world", "-", "events", "times that a place to pick up passengers has been opened")]
    occupied: Annotated[Array, Field("i4", "world", "-", "perceive", "lanes that carried somebody when they were last listed")]
    present: Annotated[Array, Field("i4", "world", "-", "perceive", "vehicles that were on them")]
    automated: Annotated[Array, Field("i4", "world", "-", "people", "vehicles that no person drives")]
    sirens: Annotated[Array, Field("i4", "world", "-", "events move", "emergency vehicles in the map or about to enter it")]
    dispatched: Annotated[Array, Field("i8", "world", "-", "arrivals", "emergency vehicles that have entered so far")]
    alerted: Annotated[Array, Field("i4", "world", "-", "sirens", "vehicles that hear a siren or still stand aside for one")]
    aside: Annotated[Array, Field("i4", "world", "-", "sirens kerb people automated narrows move", "vehicles that do not keep to the middle of their lane")]
    narrows: Annotated[Array, Field("i4", "world", "-", "events", "lanes with a narrow stretch")]
    obstacles: Annotated[Array, Field("i4", "world", "-", "world", "obstacles planned: nobody looks for any where this is 0")]
    sensing: Annotated[Array, Field("i1", "world", "-", "world", "1 where what automated vehicles perceive may differ from what is")]
    misled: Annotated[Array, Field("i4", "world", "-", "sense", "automated vehicles that are wrong about a signal, or do not see it")]
    fault_step: Annotated[Array, Field("i8", "world", "-", "measure", "step of the first impossible state, -1 if none", -1)]
    fault_slot: Annotated[Array, Field("i4", "world", "-", "measure", "its vehicle slot", -1)]
