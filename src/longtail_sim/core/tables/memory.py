"""What drivers remember of the vehicle ahead, and in which order vehicles are looked at."""

from longtail_sim.core.schema import Annotated, Array, Field


class Memory:
    """What drivers saw of their leaders; arrays of shape (world, memory, vehicle): ring by step, so that steps lie together."""

    AXES = "world memory vehicle"

    gap: Annotated[Array, Field("f4", "world memory vehicle", "m", "people sense", "gap to the leader")]
    speed: Annotated[Array, Field("f4", "world memory vehicle", "m/s", "people sense", "its speed")]


class Order:
    """Everybody in the map, lane by lane, from each lane's end back; arrays of shape (world, place)."""

    AXES = "world vehicle"

    slot: Annotated[Array, Field("i4", "world vehicle", "-", "perceive", "the vehicle; clock.present of them count")]
    lane: Annotated[Array, Field("i4", "world vehicle", "-", "perceive", "its lane: they ascend")]
