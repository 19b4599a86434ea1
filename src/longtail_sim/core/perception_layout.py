"""What an automated vehicle perceives, declared once: column, unit, range and meaning of the observation vector.

The compiled kernel writes these columns, the named view of :mod:`longtail_sim.observation` and the Gymnasium box read them.
"""

from typing import NamedTuple


class Feature(NamedTuple):
    """One column of the observation vector."""

    name: str
    unit: str
    low: float
    high: float
    meaning: str


FAR_M = 200.0
LONG_S = 600.0

FEATURES: tuple[Feature, ...] = (
    Feature("speed_mps", "m/s", 0, 40, "own speed"),
    Feature("speed_limit_mps", "m/s", 0, 40, "speed limit of the own lane, turning speed on a connector"),
    Feature("gap_m", "m", -10, FAR_M, "bumper to bumper to the vehicle ahead on the own path"),
    Feature("leader_speed_mps", "m/s", 0, 40, "its speed"),
    Feature("line_m", "m", 0, FAR_M, "distance to the stop line ahead; 0 inside a junction"),
    Feature("in_junction", "-", 0, 1, "1 inside a junction"),
    Feature("lateral_m", "m", -10, 10, "offset from the lane's centre, positive to the left"),
    Feature("lane_index", "-", 0, 8, "own lane, counted from the right, 0 first"),
    Feature("lane_count", "-", 0, 8, "lanes of the own street"),
    Feature("turn_left", "-", 0, 1, "1: the route turns left at the next junction"),
    Feature("turn_straight", "-", 0, 1, "1: the route goes straight on"),
    Feature("turn_right", "-", 0, 1, "1: the route turns right"),
    Feature("turn_possible", "-", 0, 1, "1: the own lane allows that turn"),
    Feature("has_signal", "-", 0, 1, "map prior: there should be a signal at the junction ahead"),
    Feature("is_green", "-", 0, 1, "the signal ahead shows green for the own approach"),
    Feature("is_yellow", "-", 0, 1, "yellow"),
    Feature("is_red", "-", 0, 1, "red"),
    Feature("is_dark", "-", 0, 1, "the signal ahead shows nothing"),
    Feature("is_all_way_stop", "-", 0, 1, "stop signs on all approaches ahead"),
    Feature("is_stop", "-", 0, 1, "a stop sign for the own approach only"),
    Feature("is_officer", "-", 0, 1, "an officer directs traffic ahead; is_green and is_red are the officer's hand signals"),
    Feature("colour_age_s", "s", 0, LONG_S, "since when the colour has shown"),
    Feature("next_is_dark", "-", 0, 1, "the signal of the junction after the next on the own route shows nothing"),
    Feature("at_line", "-", 0, 1, "1: has stopped at the stop line ahead"),
    Feature("at_line_s", "s", 0, LONG_S, "for how long"),
    Feature("my_turn", "-", 0, 1, "1: by the all-way-stop rule it is, or was, the own turn, and the way is clear"),
    Feature("path_clear", "-", 0, 1, "1: no crossing vehicle would be met when going now; judged for the first vehicle of a lane, near the line"),
    Feature("exit_clear", "-", 0, 1, "1: there is room behind the junction"),
    Feature("hazard_m", "m", 0, FAR_M, "distance to where a body is across the own path inside the junction, or gets there first, or to a crosswalk where somebody has to be let across"),
    Feature("others_waiting", "-", 0, 100, "vehicles standing at the junction ahead"),
    Feature("left_free", "-", 0, 1, "1: a change to the left lane is possible and safe"),
    Feature("right_free", "-", 0, 1, "1: a change to the right lane is possible and safe"),
    Feature("standing_s", "s", 0, LONG_S, "length of the present standstill"),
    Feature("link_loss", "-", 0, 1, "probability that a radio message is lost here"),
    Feature("link_latency_s", "s", 0, 60, "one-way radio latency here"),
    Feature("awaiting_assistance", "-", 0, 1, "1: a request for remote assistance is under way"),
    Feature("assistance_granted", "-", 0, 1, "1: a remote agent has confirmed the junction ahead"),
    Feature("assistance_wait_s", "s", 0, LONG_S, "how long the request has been under way"),
    Feature("sae_level", "-", 0, 5, "level of the automation feature"),
    Feature("siren_m", "m", 0, FAR_M, "distance to the nearest emergency vehicle with a siren behind in the own street, or on its way there"),
    Feature("siren_heard", "-", 0, 1, "1: a siren is near, from behind, from across or from ahead"),
    Feature("siren_at_junction", "-", 0, 1, "1: an emergency vehicle is near the junction ahead, or inside it"),
    Feature("narrow_m", "m", 0, FAR_M, "distance to where the street ahead has one lane for both directions; 0 inside"),
    Feature("narrow_taken", "-", 0, 1, "1: somebody from the other direction is in it, or going in"),
    Feature("narrow_opposed", "-", 0, 1, "1: somebody from the other direction waits before it, or comes"),
    Feature("narrow_turn", "-", 0, 1, "1: nobody from the other direction is in it, there is room behind it, and it is for the own direction to go: who came first, then by turns"),
    # obstacles
    Feature("obstacle_m", "m", 0, FAR_M, "distance to what is in the road on the own path and has been recognised: a body, a closure, somebody on foot"),
    Feature("obstacle_speed_mps", "m/s", -40, 40, "its speed along the own path, negative: it comes towards the vehicle"),
    Feature("obstacle_is_body", "-", 0, 1, "1: a body, which the executor follows; 0: flood, hoses, tape, cones, a stop arm, which it does not mind"),
    Feature("obstacle_is_person", "-", 0, 1, "1: somebody on foot"),
    Feature("obstacle_fills_street", "-", 0, 1, "1: every lane of its street is closed, there is no way round"),
    # signals that flash, weather
    Feature("is_flashing_red", "-", 0, 1, "the signal ahead flashes red for the own approach: a stop sign"),
    Feature("is_flashing_yellow", "-", 0, 1, "it flashes yellow: the others have to stop"),
    Feature("visibility_m", "m", 0, FAR_M, "how far one sees"),
    Feature("friction", "-", 0, 1, "grip of the road, 1 when dry"),
    Feature("boards", "-", 0, 1, "1: stands in the kerb lane for its passenger, and goes on by itself"),
    # how far what is seen can be believed
    Feature("signal_known", "-", 0, 1, "1: what controls the junction ahead is seen, or stands in the map (signs); 0: all columns about it are 0"),
    Feature("signal_confidence", "-", 0, 1, "how sure the reading of the signal is; 0 where there is none"),
    Feature("signal_age_s", "s", 0, LONG_S, "how old the last reading of the signal ahead is"),
    Feature("path_known", "-", 0, 1, "1: the crossing streets can be seen; 0: path_clear is a guess, on the safe side where no light is seen"),
)

NUM_FEATURES = len(FEATURES)
COLUMN = {feature.name: index for index, feature in enumerate(FEATURES)}
