"""Running sums of a world."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Totals:
    """Running sums that are not split by group."""

    AXES = "world"
    backlog_max: Annotated[Array, Field("i4", "world", "-", "measure", "largest backlog")]
    siren_delay_s: Annotated[Array, Field("f8", "world", "s", "measure", "time that emergency vehicles lost against free flow, waiting to enter included")]
    siren_worst_s: Annotated[Array, Field("f8", "world", "s", "measure", "most that one of them lost")]
    queue_max: Annotated[Array, Field("i4", "world", "-", "encounters", "most vehicles that stood at one time on the approaches of one junction")]
    passenger_held_s: Annotated[Array, Field("f8", "world", "s", "encounters", "vehicle-seconds that the fleet stood because its automation did not go on by itself")]
    spillbacks: Annotated[Array, Field("i8", "world", "-", "measure", "times that a queue reached the junction upstream")]
    gridlocks: Annotated[Array, Field("i8", "world", "-", "gridlock", "times that lanes had waited for each other in a circle for 120 s")]
    gridlock_since_s: Annotated[Array, Field("f8", "world", "s", "gridlock", "since when the oldest gridlock stands, if there is any", NEVER)]
    gridlock_s: Annotated[Array, Field("f8", "world", "s", "gridlock", "time with a gridlock, each from its 120th second on")]
    crowded_s: Annotated[Array, Field("f8", "world", "s", "gridlock", "time integral of the share of lanes that are more than 80 % full")]
    assist_requests: Annotated[Array, Field("i8", "world", "-", "assistance", "requests made by the fleet in this map")]
    assist_answered: Annotated[Array, Field("i8", "world", "-", "assistance", "requests answered")]
    assist_abandoned: Annotated[Array, Field("i8", "world", "-", "assistance", "requests given up")]
    assist_wait_s: Annotated[Array, Field("f8", "world", "s", "assistance", "sum of waits from request to answer or giving up")]
    assist_wait_histogram: Annotated[Array, Field("i8", "world second", "-", "assistance", "waits by whole seconds, the last bin holds the rest")]
    minimal_risk_stops: Annotated[Array, Field("i8", "world", "-", "assistance", "minimal risk conditions reached")]
    kerb_stops: Annotated[Array, Field("i8", "world", "-", "assistance", "of these, at the kerb when they came to rest")]
    retrievals: Annotated[Array, Field("i8", "world", "-", "assistance", "vehicles that somebody came for")]
    odd_exits: Annotated[Array, Field("i8", "world clause", "-", "supervision", "junctions approached outside the operational design domain, by the clause that was broken first")]
    takeover_requests: Annotated[Array, Field("i8", "world", "-", "supervision", "times that a person was called or noticed an error")]
    takeovers: Annotated[Array, Field("i8", "world", "-", "supervision", "of these, taken over")]
    takeovers_late: Annotated[Array, Field("i8", "world", "-", "supervision", "of the requests, those where the vehicle was in the junction or past it before the person acted")]
    takeovers_missed: Annotated[Array, Field("i8", "world", "-", "supervision", "of the requests, those that ended in a minimal risk manoeuvre")]
    takeover_s: Annotated[Array, Field("f8", "world", "s", "supervision", "sum of the times from request to takeover")]
    restarts: Annotated[Array, Field("i8", "world", "-", "supervision", "of the takeovers, those after a minimal risk manoeuvre had begun")]
    assist_wrong: Annotated[Array, Field("i8", "world", "-", "assistance", "answers that were wrong")]
    assist_refused: Annotated[Array, Field("i8", "world", "-", "assistance", "of these, told to go and not gone at once, because the path was seen not to be clear")]
    assist_spared: Annotated[Array, Field("i8", "world", "-", "assistance", "junctions confirmed without a request of one's own being answered")]
    emergency_calls: Annotated[Array, Field("i8", "world", "-", "assistance", "calls on the emergency line about a standing vehicle of the fleet")]
    emergency_late: Annotated[Array, Field("i8", "world", "-", "assistance", "of these, answered later than 30 s")]
    emergency_answer_s: Annotated[Array, Field("f8", "world", "s", "assistance", "sum of their times to answer")]
    geofence_s: Annotated[Array, Field("f8", "world", "s", "supervision", "vehicle-seconds of the fleet in a closed area when it should have been out")]
