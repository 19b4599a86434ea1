"""Who drives, where, how, and what they know: one row a vehicle slot."""

from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Annotated, Array, Field


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
    rounds: Annotated[Array, Field("i1", "world vehicle", "-", "kerb sirens people automated narrows move", "1: goes round a vehicle that stands at the kerb for good")]
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
