"""Crosswalks and the people on foot who use them."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


class Crosswalks:
    """Arrays of shape (world, crosswalk), none where the scenario has nobody on foot."""

    AXES = "world crosswalk"

    next_s: Annotated[Array, Field("f8", "world crosswalk", "s", "pedestrians", "when the next person arrives", NEVER)]
    arrived: Annotated[Array, Field("i8", "world crosswalk", "-", "pedestrians", "people who have come to cross")]
    started: Annotated[Array, Field("i8", "world crosswalk", "-", "pedestrians", "of these, who have stepped onto the carriageway")]
    crossed: Annotated[Array, Field("i8", "world crosswalk", "-", "pedestrians", "of these, who have reached the other kerb")]
    struck: Annotated[Array, Field("i8", "world crosswalk", "-", "contact", "of these, who were struck by a vehicle")]
    present: Annotated[Array, Field("i4", "world crosswalk", "-", "pedestrians", "people waiting, crossing or lying there: as many of its slots, from the first, are taken")]
    wait_s: Annotated[Array, Field("f8", "world crosswalk", "s", "pedestrians", "sum of the waits of those who have started")]
    speed_sum: Annotated[Array, Field("f8", "world crosswalk", "m/s", "pedestrians", "sum of the mean speeds, from kerb to kerb, of those who have crossed")]


class Pedestrians:
    """Arrays of shape (world, walker): equally many slots for each crosswalk, one crosswalk after the other."""

    AXES = "world walker"

    person: Annotated[Array, Field("i8", "world walker", "-", "pedestrians", "identity, key of the draws; -1 marks an empty slot", -1)]
    state: Annotated[Array, Field("i1", "world walker", "-", "pedestrians contact", "WALKER_*")]
    backwards: Annotated[Array, Field("i1", "world walker", "-", "pedestrians", "1: walks from the crosswalk's end to its beginning")]
    heeds: Annotated[Array, Field("i1", "world walker", "-", "pedestrians", "1: does not start against the light")]
    position: Annotated[Array, Field("f8", "world walker", "m", "pedestrians", "along the crosswalk from its beginning")]
    aside: Annotated[Array, Field("f8", "world walker", "m", "pedestrians", "offset from its centre line, positive to the left")]
    speed: Annotated[Array, Field("f8", "world walker", "m/s", "pedestrians", "own walking speed")]
    walking: Annotated[Array, Field("f8", "world walker", "m/s", "pedestrians contact", "speed at this moment")]
    headway: Annotated[Array, Field("f8", "world walker", "s", "pedestrians", "critical headway t_c: shorter gaps are rejected")]
    arrived_s: Annotated[Array, Field("f8", "world walker", "s", "pedestrians", "when they came to the kerb")]
    offered_s: Annotated[Array, Field("f8", "world walker", "s", "pedestrians", "since when a vehicle has stood for them", NEVER)]
    started_s: Annotated[Array, Field("f8", "world walker", "s", "pedestrians", "when they stepped onto the carriageway", NEVER)]
    struck_s: Annotated[Array, Field("f8", "world walker", "s", "contact pedestrians", "when they were struck", NEVER)]
