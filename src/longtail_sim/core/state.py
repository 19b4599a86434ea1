"""Everything in a world that changes.  One line per field; the world is the first axis, so a world is one row of each table.

``writer`` names the phase (file in ``core/phases``) that may write the array; ``arrivals`` fills a whole slot when a
vehicle enters and ``move`` clears it when the vehicle leaves.
"""

from typing import NamedTuple

from longtail_sim.core.schema import Annotated, Array, Field, Table
from longtail_sim.core.tables.watch import Watch
from longtail_sim.core.tables.zones import Zones

NEVER = 1e18  # a time that does not come
QUEUE = 4096  # requests that the assistance pool can hold
MEMORY = 20  # steps that a driver can look back: reaction times up to 1.9 s
WAIT_BINS = 1801  # whole seconds of the wait histogram; the last bin holds the rest


class Vehicles:
    """Arrays of shape (world, vehicle slot); trip is -1 in an empty slot."""

    AXES = "world vehicle"
    # What the phases read of every vehicle in every step, a cache line each; the rest is looked at now and then.
    TOGETHER = (
        "s speed accel length gap leader_speed lateral behind leader",
        "hazard time_headway acceleration approach standstill_gap speed_factor connector beside kind driver fleet"
        " entry granted following delay_steps turn",
        "crashed_until_s lapse_until_s start_s trip standing_s delay_s seen_leader seen_since lane alarms belief yellow"
        " stop",
        "lane_change_s beside_until_s reaction arrived_s my_turn_s person_ahead came_from ahead path_clear exit_clear"
        " taken_clear keeps_clear siren aside",
    )

    # who
    trip: Annotated[Array, Field("i8", "world vehicle", "-", "arrivals move", "identity, key of the vehicle's draws; -1 marks an empty slot", -1)]
    fleet: Annotated[Array, Field("i1", "world vehicle", "-", "arrivals", "1 if it belongs to the fleet")]
    kind: Annotated[Array, Field("i1", "world vehicle", "-", "arrivals supervision", "KIND_*: car, truck or bus")]
    driver: Annotated[Array, Field("i1", "world vehicle", "-", "assistance supervision", "DRIVER_PERSON or DRIVER_AUTOMATED")]
    length: Annotated[Array, Field("f8", "world vehicle", "m", "arrivals supervision", "bumper to bumper")]
    width: Annotated[Array, Field("f8", "world vehicle", "m", "arrivals supervision", "")]
    speed_factor: Annotated[Array, Field("f8", "world vehicle", "-", "supervision arrivals", "desired speed / limit")]
    time_headway: Annotated[Array, Field("f8", "world vehicle", "s", "supervision arrivals", "IDM+ T")]
    acceleration: Annotated[Array, Field("f8", "world vehicle", "m/s^2", "supervision arrivals", "IDM+ a")]
    deceleration: Annotated[Array, Field("f8", "world vehicle", "m/s^2", "supervision arrivals", "IDM+ b")]
    approach: Annotated[Array, Field("f8", "world vehicle", "s^2/m", "supervision arrivals", "1 / (2 sqrt(a b)), from the two above")]
    standstill_gap: Annotated[Array, Field("f8", "world vehicle", "m", "supervision arrivals", "IDM+ s0")]
    reaction: Annotated[Array, Field("f8", "world vehicle", "s", "supervision arrivals", "start-up reaction time")]
    following: Annotated[Array, Field("i1", "world vehicle", "-", "arrivals supervision", "FOLLOWING_*, car-following model")]
    delay_steps: Annotated[Array, Field("i1", "world vehicle", "-", "supervision arrivals", "steps after which the driver reacts to the leader")]
    critical_factor: Annotated[Array, Field("f8", "world vehicle", "-", "supervision arrivals", "the driver's critical headways / the usual ones", 1)]
    keeps_clear: Annotated[Array, Field("i1", "world vehicle", "-", "supervision arrivals", "1: does not enter a junction that it cannot leave")]
    # emergency vehicles, those who make way for them, and narrow streets
    siren: Annotated[Array, Field("i1", "world vehicle", "-", "arrivals", "1: an emergency vehicle with lights and siren")]
    route: Annotated[Array, Field("i8", "world vehicle", "-", "arrivals", "its turns, two bits a junction (core/dispatch.py)")]
    aside: Annotated[Array, Field("i1", "world vehicle", "-", "sirens kerb people automated narrows move", "ASIDE_*: at the kerb, or round what stands there")]
    rounds: Annotated[Array, Field("i1", "world vehicle", "-", "kerb", "1: goes round a vehicle that stands at the kerb for good")]
    aside_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "sirens", "until when it stays at the kerb for a siren", -1e18)]
    siren_m: Annotated[Array, Field("f8", "world vehicle", "m", "sirens", "distance to the nearest siren behind in the own street, or on its way there", NEVER)]
    siren_heard: Annotated[Array, Field("i1", "world vehicle", "-", "sirens", "1: a siren is near, from wherever")]
    siren_s: Annotated[Array, Field("f8", "world vehicle", "s", "sirens", "since when", NEVER)]
    narrow_m: Annotated[Array, Field("f8", "world vehicle", "m", "narrows", "distance to the narrow stretch ahead in the own lane", NEVER)]
    narrow_go: Annotated[Array, Field("i1", "world vehicle", "-", "narrows", "1: has taken the narrow stretch, keeps it until it is through")]
    # where
    lane: Annotated[Array, Field("i4", "world vehicle", "-", "move lane_choice", "street lane or connector", -1)]
    s: Annotated[Array, Field("f8", "world vehicle", "m", "move lane_choice", "front bumper, arc length on the lane")]
    speed: Annotated[Array, Field("f8", "world vehicle", "m/s", "move contact obstacles", "along the lane, never negative")]
    accel: Annotated[Array, Field("f8", "world vehicle", "m/s^2", "people automated heed", "command for this step, then what was done")]
    lateral: Annotated[Array, Field("f8", "world vehicle", "m", "move lane_choice", "offset from the lane's centre, positive to the left")]
    came_from: Annotated[Array, Field("i4", "world vehicle", "-", "move lane_choice", "lane before this one, -1 if none", -1)]
    ahead: Annotated[Array, Field("i4", "world vehicle", "-", "move lane_choice", "next vehicle ahead in the same lane, -1 if none", -1)]
    behind: Annotated[Array, Field("i4", "world vehicle", "-", "move lane_choice arrivals", "next vehicle behind in the same lane, -1 if none", -1)]
    beside: Annotated[Array, Field("i4", "world vehicle", "-", "lane_choice move", "vehicle of the lane just left that is still in the way, -1 if none", -1)]
    beside_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "lane_choice", "until when it is", -1e18)]
    lane_change_s: Annotated[Array, Field("f8", "world vehicle", "s", "lane_choice", "time of the last lane change", -1e18)]
    # route
    turn: Annotated[Array, Field("i1", "world vehicle", "-", "move lane_choice supervision", "wanted turn at the next junction", -1)]
    connector: Annotated[Array, Field("i4", "world vehicle", "-", "lane_choice move supervision", "connector that it will take from its lane, -1 if its lane does not allow the turn or the map ends", -1)]
    junctions_passed: Annotated[Array, Field("i4", "world vehicle", "-", "move", "junctions entered so far")]
    # perceived
    leader: Annotated[Array, Field("i4", "world vehicle", "-", "perceive sirens kerb", "vehicle ahead on the own path, -1 if none", -1)]
    gap: Annotated[Array, Field("f8", "world vehicle", "m", "perceive sirens kerb", "bumper to bumper to it", 1e18)]
    leader_speed: Annotated[Array, Field("f8", "world vehicle", "m/s", "perceive sirens kerb", "its speed")]
    hazard: Annotated[Array, Field("f8", "world vehicle", "m", "perceive move pedestrians", "distance to a body standing across the own path inside the junction, or to a crosswalk with people", 1e18)]
    seen_leader: Annotated[Array, Field("i4", "world vehicle", "-", "people supervision", "leader that the memory is about", -1)]
    seen_since: Annotated[Array, Field("i4", "world vehicle", "-", "people", "step from which on the memory is about it")]
    person_ahead: Annotated[Array, Field("f8", "world vehicle", "m", "pedestrians", "distance to the crosswalk on the own path where somebody on foot has to be let across", NEVER)]
    # obstacles
    obstacle: Annotated[Array, Field("i4", "world vehicle", "-", "obstacles supervision", "nearest obstacle on the own path that the driver has noticed, -1 if none", -1)]
    obstacle_m: Annotated[Array, Field("f8", "world vehicle", "m", "obstacles", "distance to its nearer end", NEVER)]
    obstacle_since_s: Annotated[Array, Field("f8", "world vehicle", "s", "obstacles supervision", "when the driver noticed it", NEVER)]
    met: Annotated[Array, Field("i4", "world vehicle", "-", "obstacles", "obstacle that it last hit or drove into, or had passed when it appeared; -1 if none", -1)]
    # junction ahead
    entry: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "ENTRY_* at the stop line ahead")]
    granted: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "1: has taken its turn, keeps it until it is inside")]
    taken_clear: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "1: the path was clear when it took its turn")]
    belief: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "BELIEF_* about the dark signal ahead")]
    yellow: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "YELLOW_* decision for the junction ahead")]
    stop: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "STOP_* at the stop line ahead")]
    arrived_s: Annotated[Array, Field("f8", "world vehicle", "s", "junctions lane_choice move", "when it stopped at the stop line ahead", NEVER)]
    my_turn_s: Annotated[Array, Field("f8", "world vehicle", "s", "junctions lane_choice move", "since when it could have gone by the all-way-stop rule", NEVER)]
    path_clear: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "1: no crossing vehicle would meet it if it went now")]
    exit_clear: Annotated[Array, Field("i1", "world vehicle", "-", "junctions lane_choice move", "1: there is room for it behind the junction")]
    # driver
    start_s: Annotated[Array, Field("f8", "world vehicle", "s", "people automated supervision", "when a standing driver will have reacted", NEVER)]
    lapse_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "people", "attention is elsewhere until then", -1e18)]
    crashed_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "contact obstacles", "stands after a contact until then", -1e18)]
    delta_v: Annotated[Array, Field("f4", "world vehicle", "m/s", "contact obstacles", "change of speed in its hardest contact so far, 0 if none")]
    pickup_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "people automated move", "until when it stands for a passenger in this street; NEVER before it does", NEVER)]
    alarms: Annotated[Array, Field("i1", "world vehicle", "-", "measure", "bit 0: time to collision with the vehicle ahead below 1.5 s, bit 1: braking harder than 3 m/s^2 (each episode counts once)")]
    # automation
    state: Annotated[Array, Field("i1", "world vehicle", "-", "assistance move supervision", "STATE_*")]
    action_longitudinal: Annotated[Array, Field("i1", "world vehicle", "-", "automated supervision", "decision in force, ACT_*")]
    action_speed: Annotated[Array, Field("f8", "world vehicle", "m/s", "automated", "its speed (FOLLOW_SPEED) or acceleration (ACCELERATE)")]
    action_lateral: Annotated[Array, Field("i1", "world vehicle", "-", "automated supervision lane_choice", "decision in force, LATERAL_*")]
    action_request: Annotated[Array, Field("i1", "world vehicle", "-", "automated supervision", "decision in force, REQUEST_*")]
    next_longitudinal: Annotated[Array, Field("i1", "world vehicle", "-", "agent", "decision on its way")]
    next_speed: Annotated[Array, Field("f8", "world vehicle", "m/s", "agent", "")]
    next_lateral: Annotated[Array, Field("i1", "world vehicle", "-", "agent", "")]
    next_request: Annotated[Array, Field("i1", "world vehicle", "-", "agent", "")]
    next_due_s: Annotated[Array, Field("f8", "world vehicle", "s", "agent automated supervision", "when it takes effect", NEVER)]
    assist: Annotated[Array, Field("i1", "world vehicle", "-", "assistance move", "ASSIST_*")]
    assist_since_s: Annotated[Array, Field("f8", "world vehicle", "s", "assistance", "when the request was made", NEVER)]
    assist_due_s: Annotated[Array, Field("f8", "world vehicle", "s", "assistance", "when its next stage is reached", NEVER)]
    assist_arrives: Annotated[Array, Field("i1", "world vehicle", "-", "assistance", "1: the message under way will arrive, 0: it has to be sent (again)")]
    assist_count: Annotated[Array, Field("i4", "world vehicle", "-", "assistance", "requests made so far")]
    assist_try: Annotated[Array, Field("i4", "world vehicle", "-", "assistance", "messages sent for them")]
    # levels: who must act
    order: Annotated[Array, Field("i1", "world vehicle", "-", "supervision assistance move", "ORDER_* for the junction ahead")]
    order_until_s: Annotated[Array, Field("f8", "world vehicle", "s", "assistance supervision", "until when it holds, if it is to hold", NEVER)]
    odd_clause: Annotated[Array, Field("i1", "world vehicle", "-", "supervision", "CLAUSE_* of the operational design domain that is broken, -1 if none", -1)]
    odd_noted: Annotated[Array, Field("i4", "world vehicle", "-", "supervision", "junctions entered before the exit that was counted last, -1 if none", -1)]
    takeover_since_s: Annotated[Array, Field("f8", "world vehicle", "s", "supervision", "when the person was called, or noticed an error", NEVER)]
    takeover_due_s: Annotated[Array, Field("f8", "world vehicle", "s", "supervision", "when the person takes over", NEVER)]
    takeover_urgent: Annotated[Array, Field("i1", "world vehicle", "-", "supervision", "1: the person who watches has seen harm near, or a rule about to be broken")]
    stays_back: Annotated[Array, Field("i1", "world vehicle", "-", "supervision people", "1: a person took over just behind the line of a red light, and stands there until it changes")]
    takeover_junction: Annotated[Array, Field("i4", "world vehicle", "-", "supervision", "junctions entered before that", -1)]
    idle_s: Annotated[Array, Field("f8", "world vehicle", "s", "supervision", "for how long it has stood although nothing keeps it, where a person watches")]
    refuge: Annotated[Array, Field("i1", "world vehicle", "-", "assistance", "1: its minimal risk manoeuvre seeks the kerb, 0: it stops in lane")]
    release_s: Annotated[Array, Field("f8", "world vehicle", "s", "assistance", "when it is moved after a call on the emergency line", NEVER)]
    # account
    arrival_s: Annotated[Array, Field("f8", "world vehicle", "s", "arrivals", "when it wanted to enter the map")]
    delay_s: Annotated[Array, Field("f8", "world vehicle", "s", "measure", "time lost against free flow, backlog included")]
    free_slot: Annotated[Array, Field("i4", "world vehicle", "-", "move", "stack of empty slots (no property of the vehicle in this slot)")]
    standing_s: Annotated[Array, Field("f8", "world vehicle", "s", "measure", "length of the present standstill")]


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


class Effects:
    """What the rare events do, one row per effect in the order of time."""

    AXES = "world effect"
    time_s: Annotated[Array, Field("f8", "world effect", "s", "world", "when it fires, ascending", NEVER)]
    kind: Annotated[Array, Field("i1", "world effect", "-", "world", "EFFECT_*")]
    index: Annotated[Array, Field("i4", "world effect", "-", "world", "junction, entry or lane it acts on, -1 if none", -1)]
    value: Annotated[Array, Field("f8", "world effect", "-", "world", "new value")]


class Weather:
    """What one sees and how the road holds, shape (world,)."""

    AXES = "world"

    visibility_m: Annotated[Array, Field("f8", "world", "m", "events", "how far one sees", NEVER)]
    friction: Annotated[Array, Field("f8", "world", "-", "events", "grip of the road, 1 when dry", 1)]
    speed: Annotated[Array, Field("f8", "world", "m/s", "events", "speed from which one can stop within what one sees", NEVER)]


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


class Tally:
    """Running sums for the metrics; axis 'group' is 0 for people, 1 for the fleet."""

    AXES = "world group"

    vehicle_m: Annotated[Array, Field("f8", "world group", "m", "measure", "distance driven")]
    vehicle_s: Annotated[Array, Field("f8", "world group", "s", "measure", "time in the network or in the backlog")]
    free_flow_s: Annotated[Array, Field("f8", "world group", "s", "measure", "time that the distance would take in free flow")]
    delay_s: Annotated[Array, Field("f8", "world group", "s", "measure", "time lost, backlog and unfinished trips included")]
    backlog_s: Annotated[Array, Field("f8", "world group", "s", "measure", "part of it waited outside the map")]
    arrived: Annotated[Array, Field("i8", "world group", "-", "arrivals", "trips that wanted to start")]
    entered: Annotated[Array, Field("i8", "world group", "-", "arrivals", "trips that entered the map")]
    finished: Annotated[Array, Field("i8", "world group", "-", "move", "trips that left the map at their end")]
    cancelled: Annotated[Array, Field("i8", "world group", "-", "arrivals", "trips that did not start because the service was paused or the area closed")]
    traversals: Annotated[Array, Field("i8", "world group", "-", "move", "junctions entered")]
    dark_traversals: Annotated[Array, Field("i8", "world group", "-", "move", "dark junctions entered")]
    missed_turns: Annotated[Array, Field("i8", "world group", "-", "lane_choice move", "took another turn than wanted, being in the wrong lane")]
    lane_changes: Annotated[Array, Field("i8", "world group", "-", "lane_choice", "")]
    contacts: Annotated[Array, Field("i8", "world group", "-", "contact obstacles", "contacts: 0 between people only, 1 with the fleet involved")]
    contacts_at_fault: Annotated[Array, Field("i8", "world group", "-", "contact obstacles", "contacts for which the group's vehicle is at fault, people on foot included")]
    angle_contacts: Annotated[Array, Field("i8", "world group", "-", "contact", "of the contacts, those at an angle of 45 degrees or more")]
    right_angle_contacts: Annotated[Array, Field("i8", "world group", "-", "contact", "of the contacts, those of two that went straight on, from streets that cross")]
    contact_types: Annotated[Array, Field("i8", "world group contact_type", "-", "contact obstacles", "of the contacts, how many by CONTACT_*, as the fleet's vehicle or else the striking one sees them")]
    delta_v_sum: Annotated[Array, Field("f8", "world group", "m/s", "contact obstacles", "sum over contacts of the larger change of speed of the two")]
    delta_v_max: Annotated[Array, Field("f8", "world group", "m/s", "contact obstacles", "largest of these")]
    pedestrian_contacts: Annotated[Array, Field("i8", "world group", "-", "contact obstacles", "people on foot struck")]
    intrusions: Annotated[Array, Field("i8", "world group", "-", "obstacles", "times that somebody drove into what closed the road, or past the stop arm of a school bus")]
    stop_arms_passed: Annotated[Array, Field("i8", "world group", "-", "obstacles", "of these, past the stop arm of a school bus")]
    harm: Annotated[Array, Field("f8", "world group", "-", "contact obstacles", "sum of injury probabilities (Malliaris 1997 for occupants)")]
    harm_low: Annotated[Array, Field("f8", "world group", "-", "contact obstacles", "the same with another curve for occupants (Lubbe et al. 2022)")]
    conflicts_ttc: Annotated[Array, Field("i8", "world group", "-", "encounters", "times that time to collision in the plane fell below 1.5 s; group 1 if one of the two is the fleet's, as in the lines below")]
    ttc_min_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "smallest time to collision below 1.5 s", 1.5)]
    ttc_exposure_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "vehicle-seconds with a time to collision below 1.5 s")]
    conflicts_pet: Annotated[Array, Field("i8", "world group", "-", "encounters", "times that somebody came into a conflict zone less than 1.5 s after another had left it")]
    pet_min_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "shortest such time below 5 s", 5)]
    conflicts_drac: Annotated[Array, Field("i8", "world group", "-", "encounters", "times that the deceleration to avoid a crash passed 3.35 m/s^2")]
    drac_max_mps2: Annotated[Array, Field("f8", "world group", "m/s^2", "encounters", "largest of these decelerations, at most 9.81")]
    rss_violations: Annotated[Array, Field("i8", "world group", "-", "encounters", "times that one of the group came nearer to its leader than the safe distance of RSS")]
    rss_exposure_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "vehicle-seconds so near")]
    siren_not_yielded: Annotated[Array, Field("i8", "world group", "-", "move encounters", "times that somebody entered a junction with a siren near, or did not pull over for one right behind")]
    moving_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "vehicle-seconds in motion, wrecks and emergency vehicles left out")]
    jerk_squared: Annotated[Array, Field("f8", "world group", "m^2/s^5", "encounters", "time integral of the squared jerk that passengers feel")]
    jerk_exposure_s: Annotated[Array, Field("f8", "world group", "s", "encounters", "vehicle-seconds with a jerk above 4.13 m/s^3")]
    conflicts_ttc_ahead: Annotated[Array, Field("i8", "world group", "-", "measure", "times that time to collision with the vehicle ahead, along the path, fell below 1.5 s")]
    hard_brakes: Annotated[Array, Field("i8", "world group", "-", "measure", "times that deceleration passed 3 m/s^2")]
    red_light_runs: Annotated[Array, Field("i8", "world group", "-", "move", "entered on red")]
    stop_violations: Annotated[Array, Field("i8", "world group", "-", "move", "entered an all-way stop or a dark junction without stopping")]
    right_of_way_violations: Annotated[Array, Field("i8", "world group", "-", "move", "entered a stop-controlled or dark junction although the path was not clear")]
    stops_over_2min: Annotated[Array, Field("i8", "world group", "-", "measure", "standstills in lane that reached 120 s")]
    longest_stop_s: Annotated[Array, Field("f8", "world group", "s", "measure", "longest standstill in lane")]
    standing_in_junction_s: Annotated[Array, Field("f8", "world group", "s", "measure", "vehicle-seconds standing inside a junction, tails included, wrecks not")]
    box_blocked_s: Annotated[Array, Field("f8", "world group", "s", "measure", "of these, in a conflict zone and without room to leave it")]
    misread_signals: Annotated[Array, Field("i8", "world group", "-", "sense", "times that a signal was taken for something that it does not show, lateness apart")]
    unseen_signals: Annotated[Array, Field("i8", "world group", "-", "sense", "times that a signal within 70 m came to be out of sight")]
    missed_obstacles: Annotated[Array, Field("i8", "world group", "-", "sense", "times that the vehicle ahead was not seen")]
    false_obstacles: Annotated[Array, Field("i8", "world group", "-", "sense", "times that something was seen ahead that was not there")]
    stop_lines_overrun: Annotated[Array, Field("i8", "world group", "-", "sense", "times that one came to wait past a stop line, believing to be before it")]
    entered_on_wrong_belief: Annotated[Array, Field("i8", "world group", "-", "move", "junctions entered while the signal was taken for something that it did not show, lateness included")]


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
    kerb_stops: Annotated[Array, Field("i8", "world", "-", "assistance", "of these, at the kerb")]
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


class State(NamedTuple):
    """All tables of all worlds: structured arrays, ``state.vehicles[w, i].speed`` in the core."""

    vehicles: Table
    memory: Table
    order: Table
    lanes: Table
    waits: Table
    junctions: Table
    entries: Table
    profile: Table
    backlog: Array  # (world, entry, place): ring of arrival times of those that wait outside the map [s]; -1 - t if called
    operators: Table
    desks: Table
    clock: Table
    effects: Table
    tally: Table
    totals: Table
    crosswalks: Table
    pedestrians: Table
    obstacles: Table
    weather: Table
    beliefs: Table
    watch: Table
    zones: Table


TABLES = {
    "vehicles": Vehicles,
    "memory": Memory,
    "order": Order,
    "lanes": Lanes,
    "waits": Waits,
    "junctions": Junctions,
    "entries": Entries,
    "profile": Profile,
    "operators": Operators,
    "desks": Desks,
    "clock": Clock,
    "effects": Effects,
    "tally": Tally,
    "totals": Totals,
    "crosswalks": Crosswalks,
    "pedestrians": Pedestrians,
    "obstacles": Obstacles,
    "weather": Weather,
    "beliefs": Beliefs,
    "watch": Watch,
    "zones": Zones,
}
