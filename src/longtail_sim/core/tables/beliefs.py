"""What automated vehicles take for true, beside the truth."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Beliefs:
    """What automated vehicles take for true, beside the truth in the other tables; kept where clock.sensing is 1."""

    AXES = "world vehicle"

    trip: Annotated[Array, Field("i8", "world vehicle", "-", "sense", "whose beliefs these are; others than the vehicle's trip are out of date", -1)]
    junction: Annotated[Array, Field("i4", "world vehicle", "-", "sense", "junction that those about a signal are about, -1 if none", -1)]
    control: Annotated[Array, Field("i1", "world vehicle", "-", "sense", "CONTROL_* that it takes for being in force there", -1)]
    colour: Annotated[Array, Field("i1", "world vehicle", "-", "sense", "COLOUR_* that it takes the signal for")]
    since_s: Annotated[Array, Field("f8", "world vehicle", "s", "sense", "since when it has taken it for that")]
    read_s: Annotated[Array, Field("f8", "world vehicle", "s", "sense", "moment of which the reading tells: now less the latency, while the signal is seen", -1e18)]
    confidence: Annotated[Array, Field("f8", "world vehicle", "-", "sense", "how sure it is of the reading, 0 where there is none")]
    path_clear: Annotated[Array, Field("i1", "world vehicle", "-", "sense", "1: it takes the path through the junction for clear")]
    path_known: Annotated[Array, Field("i1", "world vehicle", "-", "sense", "1: it can see the crossing streets")]
    gap: Annotated[Array, Field("f8", "world vehicle", "m", "sense", "gap to what it sees ahead on its path", NEVER)]
    leader_speed: Annotated[Array, Field("f8", "world vehicle", "m/s", "sense", "speed of that")]
    line_offset: Annotated[Array, Field("f8", "world vehicle", "m", "sense", "how much farther ahead it takes the stop line to be than it is")]
    mistakes: Annotated[Array, Field("i1", "world vehicle", "-", "sense", "bits MISTAKE_*: what it is wrong about at this moment")]
    seen_leader: Annotated[Array, Field("i4", "world vehicle", "-", "sense", "leader that the memory is about", -1)]
    seen_since: Annotated[Array, Field("i8", "world vehicle", "-", "sense", "step from which on it is")]
