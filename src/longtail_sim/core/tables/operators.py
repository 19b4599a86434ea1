"""Remote assistance: its queue and its desks."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Operators:
    """The remote-assistance pool, shape (world,)."""

    AXES = "world"

    busy: Annotated[Array, Field("i4", "world", "-", "assistance", "agents at work, for these vehicles or for others")]
    queued: Annotated[Array, Field("i4", "world", "-", "assistance", "requests that wait for an agent, others' included")]
    background_per_s: Annotated[Array, Field("f8", "world", "1/s", "events", "requests from the rest of the fleet")]
    background_next_s: Annotated[Array, Field("f8", "world", "s", "assistance events", "when the next of them comes", NEVER)]
    background_count: Annotated[Array, Field("i8", "world", "-", "assistance", "how many have come")]
    service_factor: Annotated[Array, Field("f8", "world", "-", "events", "service times are multiplied by this", 1)]
    instructions: Annotated[Array, Field("i1", "world", "-", "events", "1: the whole fleet was told something")]
    fenced: Annotated[Array, Field("i1", "world", "-", "events", "1: the fleet was told to keep out of somewhere")]
    paused: Annotated[Array, Field("i1", "world", "-", "events", "1: no new trips of the fleet begin")]
    calls: Annotated[Array, Field("i4", "world", "-", "events", "calls on the emergency line")]
    calls_taken: Annotated[Array, Field("i4", "world", "-", "assistance", "of these, how many have been taken")]
    stall_until_s: Annotated[Array, Field("f8", "world", "s", "events", "until when vehicles of the fleet stall", -1e18)]
    stall_from_s: Annotated[Array, Field("f8", "world", "s", "events", "when the first may have")]
    stall_within_s: Annotated[Array, Field("f8", "world", "s", "events", "time from the first to the last of them")]
    stall_share: Annotated[Array, Field("f8", "world", "-", "events", "share of the fleet that stalls")]
    stall_retrieved: Annotated[Array, Field("f8", "world", "-", "events", "share of these that have to be retrieved")]
    stall_mean_s: Annotated[Array, Field("f8", "world", "s", "events", "mean time until the others have started anew")]
    stall_cv: Annotated[Array, Field("f8", "world", "-", "events", "its coefficient of variation")]
    stall_count: Annotated[Array, Field("i8", "world", "-", "events", "how many stalls of the fleet have begun")]
    queue_head: Annotated[Array, Field("i8", "world", "-", "assistance", "requests ever taken from the queue")]
    queue_tail: Annotated[Array, Field("i8", "world", "-", "assistance", "requests ever put into it")]
    queue_slot: Annotated[Array, Field("i4", "world queue", "-", "assistance", "ring: vehicle slot, -1 for another car of the fleet", -1)]
    queue_trip: Annotated[Array, Field("i8", "world queue", "-", "assistance", "ring: its trip (other cars: running number)", -1)]
    queue_since_s: Annotated[Array, Field("f8", "world queue", "s", "assistance", "ring: when it was put into the queue")]


class Desks:
    """Remote agents, one row each."""

    AXES = "world desk"
    until_s: Annotated[Array, Field("f8", "world desk", "s", "assistance", "when this agent is free again", -1e18)]
