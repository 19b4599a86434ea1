"""Numbers that hold for a whole world: the scenario after its distributions were drawn.  One row per world."""

from longtail_sim.core.schema import Annotated, Array, Field

BUILT = "world"
DT_S = 0.1  # one physics step
CLAUSES = 11  # of an operational design domain: CLAUSE_*

# An officer gives each axis its turn by hand: long turns, slow changes.  Restores 70-90 % of a signal's capacity.
OFFICER_GREEN_S = 30.0
OFFICER_YELLOW_S = 3.0
OFFICER_ALL_RED_S = 4.0


class Settings:
    """Scenario parameters, one row per world."""

    AXES = "world"

    seed: Annotated[Array, Field("u8", "world", "-", BUILT, "key of every random draw in this world")]
    turn_left: Annotated[Array, Field("f8", "world", "-", BUILT, "share of vehicles that turn left where they may")]
    turn_right: Annotated[Array, Field("f8", "world", "-", BUILT, "share of vehicles that turn right where they may")]
    truck_share: Annotated[Array, Field("f8", "world", "-", BUILT, "share of arriving vehicles that are trucks, the fleet's apart")]
    bus_share: Annotated[Array, Field("f8", "world", "-", BUILT, "share of arriving vehicles that are buses, the fleet's apart")]
    # people
    speed_factor_mean: Annotated[Array, Field("f8", "world", "-", BUILT, "desired speed / limit, mean")]
    speed_factor_sd: Annotated[Array, Field("f8", "world", "-", BUILT, "desired speed / limit, standard deviation")]
    time_headway_s: Annotated[Array, Field("f8", "world", "s", BUILT, "IDM+ T, mean")]
    acceleration: Annotated[Array, Field("f8", "world", "m/s^2", BUILT, "IDM+ a, mean")]
    deceleration: Annotated[Array, Field("f8", "world", "m/s^2", BUILT, "IDM+ b, mean")]
    standstill_gap_m: Annotated[Array, Field("f8", "world", "m", BUILT, "IDM+ s0, mean")]
    reaction_s: Annotated[Array, Field("f8", "world", "s", BUILT, "start-up reaction time, mean")]
    delay_s: Annotated[Array, Field("f8", "world", "s", BUILT, "reaction time in car following, mean")]
    following: Annotated[Array, Field("i1", "world", "-", BUILT, "FOLLOWING_*, car-following model")]
    full_stop: Annotated[Array, Field("f8", "world", "-", BUILT, "share of drivers who stop fully at a stop line with nobody across in sight")]
    spread: Annotated[Array, Field("f8", "world", "-", BUILT, "1 = drivers differ as observed, 0 = all drivers alike")]
    keep_clear: Annotated[Array, Field("f8", "world", "-", BUILT, "share of drivers who do not enter a junction that they cannot leave")]
    dark_priority_major: Annotated[Array, Field("f8", "world", "-", BUILT, "dark signal: takes right of way, on the bigger road")]
    dark_priority_minor: Annotated[Array, Field("f8", "world", "-", BUILT, "dark signal: takes right of way, on the smaller road")]
    dark_follow: Annotated[Array, Field("f8", "world", "-", BUILT, "dark signal: follows the leader through")]
    dark_unaware: Annotated[Array, Field("f8", "world", "-", BUILT, "dark signal: not noticed")]
    dark_freeze: Annotated[Array, Field("f8", "world", "-", BUILT, "dark signal: hesitates 3 to 8 s after it could go")]
    dark_stop_if_conflict: Annotated[Array, Field("f8", "world", "-", BUILT, "probability that visible cross traffic makes a driver stop after all")]
    error_red_light: Annotated[Array, Field("f8", "world", "-", BUILT, "probability of running a fresh red light")]
    error_gap: Annotated[Array, Field("f8", "world", "-", BUILT, "probability of misjudging a gap when entering")]
    siren_unnoticed: Annotated[Array, Field("f8", "world", "-", BUILT, "share of drivers who hear a siren only when it is right behind them")]
    error_lapse_per_h: Annotated[Array, Field("f8", "world", "1/h", BUILT, "attention lapses per driving hour")]
    yields_to_pedestrians: Annotated[Array, Field("f8", "world", "-", BUILT, "share of drivers who stop for somebody at an unsignalised crosswalk")]
    looks_on_green: Annotated[Array, Field("f8", "world", "-", BUILT, "share of people who look to the sides on green, where cross traffic may come all the same", 1)]
    failed_light_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "waiting at a red light that does not end, until it is taken for failed, mean", 120)]
    failed_light_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    # people on foot
    pedestrian_rate: Annotated[Array, Field("f8", "world", "1/s", BUILT, "arrivals at each crosswalk")]
    pedestrian_speed_mean: Annotated[Array, Field("f8", "world", "m/s", BUILT, "walking speed, mean")]
    pedestrian_speed_sd: Annotated[Array, Field("f8", "world", "m/s", BUILT, "walking speed, standard deviation")]
    pedestrian_clearance_s: Annotated[Array, Field("f8", "world", "s", BUILT, "t_s: start-up and end clearance in the critical headway")]
    cross_on_red: Annotated[Array, Field("f8", "world", "-", BUILT, "share of people on foot who cross against the light if the gap allows it")]
    # fleet
    fleet_share: Annotated[Array, Field("f8", "world", "-", BUILT, "share of arriving vehicles that belong to the fleet")]
    fleet_automated: Annotated[Array, Field("i1", "world", "-", BUILT, "1: the agent drives the fleet; 0: people do (the twin)")]
    ego_trip: Annotated[Array, Field("i8", "world", "-", BUILT, "trip that belongs to the fleet whatever the share; -1 for none", -1)]
    sae_level: Annotated[Array, Field("i1", "world", "-", BUILT, "SAE level of the fleet's automation", 4)]
    agent_latency_s: Annotated[Array, Field("f8", "world", "s", BUILT, "time from observation to effect of a decision")]
    # remote assistance
    assist_agents: Annotated[Array, Field("i4", "world", "-", BUILT, "remote agents on duty")]
    assist_service_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean of the lognormal service time")]
    assist_service_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    assist_patience_s: Annotated[Array, Field("f8", "world", "s", BUILT, "waiting longer than this ends in a minimal risk manoeuvre")]
    assist_retry_s: Annotated[Array, Field("f8", "world", "s", BUILT, "a lost message is sent again after this")]
    retrieval_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean time until somebody comes for a stopped vehicle")]
    retrieval_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    # levels: who must act
    supervised: Annotated[Array, Field("i1", "world", "-", BUILT, "1: a person watches or can be called, or there is a domain to leave")]
    takeover_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean of the lognormal time until the person takes over")]
    takeover_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    braking_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean of the lognormal time until a person who watches brakes for what the automation does not")]
    braking_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    takeover_limit_s: Annotated[Array, Field("f8", "world", "s", BUILT, "later than this after the request a minimal risk manoeuvre begins", 1e18)]
    inattentive: Annotated[Array, Field("f8", "world", "-", BUILT, "share of junctions at which the person who should watch looks elsewhere")]
    inattention_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean of the lognormal time that this adds")]
    inattention_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    never_responds: Annotated[Array, Field("f8", "world", "-", BUILT, "share of requests to intervene to which nobody reacts")]
    odd_controls: Annotated[Array, Field("i4", "world", "-", BUILT, "one bit per CONTROL_* that belongs to the operational design domain", -1)]
    odd_limit: Annotated[Array, Field("f8", "world clause", "-", BUILT, "largest value of every clause that belongs to it", 1e18)]
    pulls_over: Annotated[Array, Field("i1", "world", "-", BUILT, "1: a minimal risk manoeuvre seeks the kerb")]
    # remote assistance, more of it
    assist_priority: Annotated[Array, Field("i1", "world", "-", BUILT, "PRIORITY_*")]
    assist_wrong: Annotated[Array, Field("f8", "world", "-", BUILT, "share of answers that are wrong")]
    assist_wrong_go: Annotated[Array, Field("f8", "world", "-", BUILT, "of these, share that say go at once; the rest say wait")]
    assist_wrong_wait_s: Annotated[Array, Field("f8", "world", "s", BUILT, "how long a vehicle holds that was told to wait")]
    assist_checks_advice: Annotated[Array, Field("f8", "world", "-", BUILT, "share of vehicles that go on such advice only where they see a clear path")]
    shared_context_s: Annotated[Array, Field("f8", "world", "s", BUILT, "how long an answer holds for others near there")]
    shared_context_m: Annotated[Array, Field("f8", "world", "m", BUILT, "how near")]
    retrieval_jam: Annotated[Array, Field("f8", "world", "-", BUILT, "retrieval takes this share longer for every vehicle standing at the junction ahead")]
    retrieval_jam_most: Annotated[Array, Field("f8", "world", "-", BUILT, "at most this many times as long", 1)]
    line_answer_mean_s: Annotated[Array, Field("f8", "world", "s", BUILT, "mean of the lognormal time until the emergency line answers")]
    line_answer_cv: Annotated[Array, Field("f8", "world", "-", BUILT, "its coefficient of variation")]
    line_move_s: Annotated[Array, Field("f8", "world", "s", BUILT, "from the answer until the vehicle is moved")]
    # what automated vehicles perceive, where clock.sensing is 1
    signal_range_m: Annotated[Array, Field("f8", "world", "m", BUILT, "signals are read from this far")]
    signal_latency_s: Annotated[Array, Field("f8", "world", "s", BUILT, "what is believed of a signal is so old")]
    signal_misread: Annotated[Array, Field("f8", "world", "-", BUILT, "probability that a look takes a signal for another")]
    misread_noticed: Annotated[Array, Field("f8", "world", "-", BUILT, "share of misreadings that come with a low confidence")]
    signal_doubt: Annotated[Array, Field("f8", "world", "-", BUILT, "confidence that a right reading may lack, near by; twice that at the end of the range")]
    tall_hide: Annotated[Array, Field("i1", "world", "-", BUILT, "1: trucks and buses close ahead hide signals")]
    crossing_from_m: Annotated[Array, Field("f8", "world", "m", BUILT, "buildings hide the crossing streets from farther before the line than this")]
    obstacle_range_m: Annotated[Array, Field("f8", "world", "m", BUILT, "vehicles ahead are seen from this far")]
    obstacle_latency_s: Annotated[Array, Field("f8", "world", "s", BUILT, "gap and speed of the vehicle ahead are so old")]
    obstacle_noise: Annotated[Array, Field("f8", "world", "-", BUILT, "standard deviation of a perceived gap / gap")]
    obstacles_missed: Annotated[Array, Field("f8", "world", "1/h", BUILT, "times that the vehicle ahead is not seen for one look")]
    obstacles_false: Annotated[Array, Field("f8", "world", "1/h", BUILT, "times that something is seen ahead, for one look, that is not there")]
    look_s: Annotated[Array, Field("f8", "world", "s", BUILT, "how long a look lasts, and a mistake with it", 1)]
    line_offset_sd_m: Annotated[Array, Field("f8", "world", "m", BUILT, "standard deviation of the error along the lane of a vehicle's own place")]
