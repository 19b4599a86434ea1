"""What is in the road."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Obstacles:
    """What stands, lies or moves in the road, one row per lane concerned; arrays of shape (world, obstacle)."""

    AXES = "world obstacle"

    kind: Annotated[Array, Field("i1", "world obstacle", "-", "world", "OBSTACLE_*")]
    phase: Annotated[Array, Field("i1", "world obstacle", "-", "obstacles", "PHASE_*")]
    solid: Annotated[Array, Field("i1", "world obstacle", "-", "world", "1: a body; 0: something that one can drive into, over or past")]
    closes: Annotated[Array, Field("i1", "world obstacle", "-", "world", "1: drivers take the lane for closed and look for another way")]
    consequence: Annotated[Array, Field("i1", "world obstacle", "-", "world", "CONSEQUENCE_* for who drives into it")]
    # where
    lane: Annotated[Array, Field("i4", "world obstacle", "-", "world", "its street lane, -1 in an empty row", -1)]
    s: Annotated[Array, Field("f8", "world obstacle", "m", "obstacles", "its end nearer to the lane's beginning, where those who come meet it")]
    length: Annotated[Array, Field("f8", "world obstacle", "m", "world", "along the lane")]
    width: Annotated[Array, Field("f8", "world obstacle", "m", "world", "across the lane")]
    lateral: Annotated[Array, Field("f8", "world obstacle", "m", "obstacles", "offset from the lane's centre, positive to the left")]
    speed: Annotated[Array, Field("f8", "world obstacle", "m/s", "obstacles", "along the lane, negative against it")]
    lateral_speed: Annotated[Array, Field("f8", "world obstacle", "m/s", "obstacles", "across the lane, positive to the left")]
    mass: Annotated[Array, Field("f8", "world obstacle", "kg", "world", "of a body")]
    back: Annotated[Array, Field("i4", "world obstacle", "-", "world", "lane of the opposite direction, on which drivers turn back; -1 if none", -1)]
    # when
    begins_s: Annotated[Array, Field("f8", "world obstacle", "s", "world", "not there before", NEVER)]
    ends_s: Annotated[Array, Field("f8", "world obstacle", "s", "obstacles", "gone from then on", NEVER)]
    lasts_s: Annotated[Array, Field("f8", "world obstacle", "s", "world", "how long it stays once it has appeared", NEVER)]
    trigger: Annotated[Array, Field("i1", "world obstacle", "-", "world", "TRIGGER_*")]
    trigger_value: Annotated[Array, Field("f8", "world obstacle", "-", "world", "its number")]
    follows: Annotated[Array, Field("i4", "world obstacle", "-", "world", "obstacle that it appears after, -1 if none", -1)]
    since_s: Annotated[Array, Field("f8", "world obstacle", "s", "obstacles", "when it appeared", NEVER)]
    # who notices it
    people_share: Annotated[Array, Field("f8", "world obstacle", "-", "world", "probability that a person takes it for what it is", 1)]
    people_m: Annotated[Array, Field("f8", "world obstacle", "m", "world", "from so far")]
    automated_share: Annotated[Array, Field("f8", "world obstacle", "-", "world", "probability that an automated vehicle does", 1)]
    automated_m: Annotated[Array, Field("f8", "world obstacle", "m", "world", "from so far")]
    next: Annotated[Array, Field("i4", "world obstacle", "-", "obstacles", "another one that is there in the same lane, -1 if none", -1)]
