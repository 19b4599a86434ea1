"""Junctions: their signals, control and link, and who is in them."""

from longtail_sim.core.schema import Annotated, Array, Field


class Junctions:
    """Arrays of shape (world, junction)."""

    AXES = "world junction"

    health: Annotated[Array, Field("i1", "world junction", "-", "events", "HEALTH_* of the signal")]
    officer: Annotated[Array, Field("i1", "world junction", "-", "events", "1 while an officer directs traffic")]
    control: Annotated[Array, Field("i1", "world junction", "-", "signals", "CONTROL_* in force")]
    colour: Annotated[Array, Field("i1", "world junction axis", "-", "signals", "COLOUR_* for north-south and east-west approaches")]
    colour_since_s: Annotated[Array, Field("f8", "world junction axis", "s", "signals", "since when")]
    group_axis: Annotated[Array, Field("i1", "world junction", "-", "junctions", "axis whose vehicles take their turns together at present", -1)]
    group_since_s: Annotated[Array, Field("f8", "world junction", "s", "junctions", "when the first of them went", -1e18)]
    link_loss: Annotated[Array, Field("f8", "world junction", "-", "events", "probability that a radio message from here is lost")]
    link_latency_s: Annotated[Array, Field("f8", "world junction", "s", "events", "one-way radio latency from here")]
    instructed: Annotated[Array, Field("i1", "world junction", "-", "events", "1: the whole fleet was told to take it for an all-way stop when it is dark")]
    confirmed_until_s: Annotated[Array, Field("f8", "world junction", "s", "assistance", "until when an answer given to one vehicle holds for others", -1e18)]
    closed: Annotated[Array, Field("i1", "world junction", "-", "events", "1: the fleet was told to keep out")]
    closed_due: Annotated[Array, Field("i1", "world junction", "-", "events", "1: the time to obey that is over")]
    active: Annotated[Array, Field("u8", "world junction", "-", "perceive move", "one bit per connector of the junction: a body is on it")]
    coming: Annotated[Array, Field("u8", "world junction", "-", "junctions", "one bit per connector: the first vehicle of the lane that it begins at may go")]
    waiting: Annotated[Array, Field("i4", "world junction", "-", "measure", "vehicles standing on its approaches")]
    siren: Annotated[Array, Field("i1", "world junction", "-", "sirens", "1: an emergency vehicle is near, or inside")]
    entered_s: Annotated[Array, Field("f8", "world junction", "s", "move", "when a vehicle last entered it", -1e18)]
    # an officer whom not every automated vehicle recognises, and people who run the red
    officer_recognised: Annotated[Array, Field("f8", "world junction", "-", "events", "share of automated vehicles that recognise the officer's hand signals", 1)]
    light: Annotated[Array, Field("i1", "world junction axis", "-", "signals", "COLOUR_* of the heads behind such an officer")]
    light_since_s: Annotated[Array, Field("f8", "world junction axis", "s", "signals", "since when")]
    red_running: Annotated[Array, Field("f8", "world junction", "-", "events", "probability that a person runs the red here, beside that of drivers.errors")]
    # for those who see late, or not at all
    control_before: Annotated[Array, Field("i1", "world junction", "-", "signals", "CONTROL_* that was in force before")]
    control_since_s: Annotated[Array, Field("f8", "world junction", "s", "signals", "since when the present one is", -1e18)]
    colour_before: Annotated[Array, Field("i1", "world junction axis", "-", "signals", "COLOUR_* before the present one")]
    blind: Annotated[Array, Field("f8", "world junction leg", "-", "events", "share of the fleet whose cameras see no signal here, by the leg they come from")]
    sensor_share: Annotated[Array, Field("f8", "world junction", "-", "events", "share of the fleet that the following holds for")]
    sensor_latency_s: Annotated[Array, Field("f8", "world junction", "s", "events", "what they perceive is at least so old")]
    signal_misread: Annotated[Array, Field("f8", "world junction", "-", "events", "probability that a look takes the signal for another")]
    obstacles_missed: Annotated[Array, Field("f8", "world junction", "1/h", "events", "times that the vehicle ahead is not seen")]
    obstacles_false: Annotated[Array, Field("f8", "world junction", "1/h", "events", "times that something is seen ahead that is not there")]
    line_offset_m: Annotated[Array, Field("f8", "world junction", "m", "events", "how much farther ahead they take the stop line to be than it is")]
