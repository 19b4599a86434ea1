"""Every metric, declared once: name, unit, meaning, which way is better, and whether it counts events.

Tables, the documentation and the statistics read this registry.  It holds what the simulator measures and no more;
names are added with what measures them, never renamed.
"""

from longtail_sim.scoring.metric import Direction, Metric
from longtail_sim.scoring.safety_metrics import (
    COMFORT_METRICS,
    CONTACT_METRICS,
    FLOW_METRICS,
    NEAR_MISS_METRICS,
    RULE_METRICS,
)


def _exposure(name: str, unit: str, meaning: str, how: str) -> tuple[Metric, Metric, Metric]:
    return (
        Metric(name, unit, f"{meaning}, all vehicles", "neither", how=how),
        Metric(f"fleet_{name}", unit, f"{meaning}, the fleet", "neither"),
        Metric(f"others_{name}", unit, f"{meaning}, people", "neither"),
    )


_ALL = (
    *_exposure("vehicle_km", "km", "distance driven", how="Σ v Δt of everybody in the map"),
    *_exposure("junction_traversals", "-", "junctions entered", how="stop lines passed"),
    *_exposure(
        "dark_traversals",
        "-",
        "junctions with a dark signal entered",
        how="stop lines passed while the signal was dark",
    ),
    Metric(
        "contacts",
        "-",
        "contacts with the fleet involved",
        is_count=True,
        how="footprints that overlap and close in at 0.1 m/s or more; a heap that stands together is not counted again",
    ),
    Metric(
        "contacts_at_fault",
        "-",
        "contacts with a vehicle of the fleet at fault, people on foot included",
        is_count=True,
        how="who strikes with the front, but of two from different legs the one who went in "
        "without a clear path, if the other had one; who drives into somebody on foot; a "
        "wreck that is pushed is not at fault",
    ),
    Metric(
        "harm_expected",
        "-",
        "summed probability of severe injury (MAIS 3+) in the fleet's contacts, people on foot included",
        how="Σ P(MAIS 3+): Malliaris 1997 by Δv for people in cars (an upper bound), Lubbe et al. "
        "2022 by impact speed for people on foot, aged 45; a model, not observed injuries",
    ),
    Metric("others_contacts", "-", "contacts between people only", is_count=True),
    Metric("others_harm_expected", "-", "harm_expected of contacts between people only"),
    Metric("pedestrian_contacts", "-", "people on foot struck by the fleet", is_count=True),
    Metric("others_pedestrian_contacts", "-", "people on foot struck by vehicles of people", is_count=True),
    Metric("intrusions", "-", "closed roads and stop arms of school buses that the fleet drove into", is_count=True),
    Metric("others_intrusions", "-", "the same of vehicles of people", is_count=True),
    Metric("pedestrians_crossed", "-", "people on foot who reached the other kerb", "higher"),
    Metric(
        "pedestrian_delay_s",
        "s",
        "mean wait of people on foot before they step out, those who still wait included",
        how="0 without anybody on foot",
    ),
    *CONTACT_METRICS,
    *NEAR_MISS_METRICS,
    Metric(
        "hard_brakes",
        "-",
        "times that braking passed 3 m/s², all vehicles",
        is_count=True,
        how="onsets of a < −3 m/s², wrecks apart",
    ),
    *COMFORT_METRICS,
    Metric(
        "red_light_runs",
        "-",
        "junctions entered on red by the fleet",
        is_count=True,
        how="front over the line on red, permitted right turns apart; wrecks that are pushed break no rule",
    ),
    Metric("others_red_light_runs", "-", "junctions entered on red by people", is_count=True),
    Metric(
        "stop_violations",
        "-",
        "all-way stops, dark signals and stop signs of two-way stops passed by the fleet without a stop",
        is_count=True,
        how="no standstill at the line before",
    ),
    Metric(
        "right_of_way_violations",
        "-",
        "junctions entered by the fleet in somebody's way",
        is_count=True,
        how="at stop-controlled and dark junctions: somebody with priority would have been met",
    ),
    *RULE_METRICS,
    Metric(
        "others_delay_s",
        "s/trip",
        "delay of people, waiting outside and unfinished trips included",
        how="Σ (t − s / v_desired) / trips that wanted to start; waits outside the map count from "
        "the wish to enter, unfinished trips with what they have lost so far",
    ),
    Metric(
        "fleet_delay_s",
        "s/trip",
        "delay of the fleet, waiting outside and unfinished trips included",
        how="as others_delay_s; 0 without a fleet",
    ),
    Metric("throughput_veh_h", "veh/h", "trips finished per hour", "higher", how="finished trips / time"),
    Metric(
        "travel_time_index",
        "-",
        "travel time / free-flow travel time",
        how="Σ t / Σ (s / v_desired), waits outside the map and unfinished trips included",
    ),
    Metric("trips_finished", "-", "trips that reached their end", "higher"),
    Metric(
        "trips_unfinished",
        "-",
        "trips under way or waiting outside at the end",
        how="trips that wanted to start − finished ones; cancelled ones are among them",
    ),
    Metric("backlog_max_veh", "veh", "most vehicles that waited outside the map"),
    Metric(
        "fleet_stops_over_2min",
        "-",
        "standstills of the fleet in lane of 120 s and more",
        is_count=True,
        how="counted when a standstill (v < 0.1 m/s) reaches 120 s, whether it ends or not",
    ),
    Metric("others_stops_over_2min", "-", "standstills of people in lane of 120 s and more", is_count=True),
    Metric(
        "longest_stop_s",
        "s",
        "longest standstill in lane",
        how="v < 0.1 m/s, wrecks included; a standstill that has not ended counts as long as it is",
    ),
    Metric(
        "standing_in_junction_s",
        "s",
        "vehicle-seconds of the fleet standing inside a junction for whatever reason, tails that reach back included",
    ),
    Metric("others_standing_in_junction_s", "s", "standing_in_junction_s of people"),
    Metric(
        "box_blocked_s",
        "s",
        "of standing_in_junction_s, where others cross or merge and with no room behind the junction to leave by",
    ),
    Metric("others_box_blocked_s", "s", "box_blocked_s of people"),
    Metric(
        "spillbacks",
        "-",
        "times that a queue reached the junction upstream",
        is_count=True,
        how="the last vehicle of a queue is slower than 5 mph and leaves no room for a car behind the junction",
    ),
    Metric(
        "crowded_lanes",
        "-",
        "share of lanes to junctions that are more than 80 % full, mean over time",
        how="time mean, looked at every 10 s",
    ),
    Metric(
        "gridlocks",
        "-",
        "times that lanes had waited for each other in a circle for 120 s",
        is_count=True,
        how="strongest form: lanes whose first vehicles wait for each other in a circle",
    ),
    Metric("gridlock_s", "s", "time with such a gridlock, from its 120th second on"),
    *FLOW_METRICS,
    Metric("assist_requests", "-", "requests for remote assistance", "neither"),
    Metric(
        "assist_wait_mean_s",
        "s",
        "mean wait for an answer, open requests included",
        how="Σ waits / requests, open ones with their wait so far; 0 without requests",
    ),
    Metric(
        "assist_wait_p95_s",
        "s",
        "wait that 95 % of requests do not exceed",
        how="from a histogram of whole seconds, open requests included; 0 without requests",
    ),
    Metric("assist_abandoned", "-", "requests given up", is_count=True),
    Metric("minimal_risk_stops", "-", "vehicles that gave up and stopped, in lane or at the kerb", is_count=True),
    Metric("minimal_risk_in_lane", "-", "of these, in lane", is_count=True),
    Metric("minimal_risk_at_kerb", "-", "of these, at the kerb when they came to rest", is_count=True),
    Metric("retrievals", "-", "vehicles that somebody came for", is_count=True),
    Metric(
        "siren_delay_s",
        "s",
        "mean delay of emergency vehicles against free flow, waiting to enter included",
        how="Σ delay / emergency vehicles, those outside or under way included; 0 without any",
    ),
    Metric("siren_delay_worst_s", "s", "delay of the emergency vehicle that lost most"),
    Metric("assist_wrong", "-", "answers of remote agents that were wrong", is_count=True),
    Metric("assist_refused", "-", "wrong answers to go that the vehicle did not follow at once", is_count=True),
    Metric("assist_spared", "-", "junctions confirmed without an answer of one's own", "neither"),
    Metric("odd_exits", "-", "junctions approached outside the operational design domain", is_count=True),
    Metric("odd_exits_junction_controls", "-", "of these, by the control in force at the junction", is_count=True),
    Metric("odd_exits_speed_limit_mps", "-", "of these, by the speed limit", is_count=True),
    Metric("odd_exits_link_loss", "-", "of these, by lost radio messages", is_count=True),
    Metric("odd_exits_link_latency_s", "-", "of these, by late radio messages", is_count=True),
    Metric("odd_exits_waiting_vehicles", "-", "of these, by a queue", is_count=True),
    Metric("odd_exits_low_sun", "-", "of these, by low sun in the cameras", is_count=True),
    Metric("odd_exits_visibility_m", "-", "of these, by fog or rain: sight too short", is_count=True),
    Metric("odd_exits_grip", "-", "of these, by a road with too little grip", is_count=True),
    Metric("odd_exits_road_closures", "-", "of these, by road works and the like", is_count=True),
    Metric("odd_exits_objects_in_road", "-", "of these, by a body in the road", is_count=True),
    Metric("odd_exits_emergency_vehicles", "-", "of these, by a siren", is_count=True),
    Metric("takeover_requests", "-", "times that a person was called, or noticed an error", is_count=True),
    Metric("takeovers", "-", "of these, the person took over", "neither", is_count=True),
    Metric("takeovers_late", "-", "of these, the vehicle was in the junction or past it before", is_count=True),
    Metric("takeovers_missed", "-", "of these, nobody took over in time: minimal risk manoeuvre", is_count=True),
    Metric(
        "takeover_mean_s", "s", "mean time from the request, or the error, to the takeover", how="0 without takeovers"
    ),
    Metric("restarts", "-", "takeovers after a minimal risk manoeuvre had begun", "neither", is_count=True),
    Metric("emergency_calls", "-", "calls on the emergency line about a vehicle of the fleet", is_count=True),
    Metric("emergency_late", "-", "of these, answered later than the 30 s of California's law", is_count=True),
    Metric("emergency_answer_mean_s", "s", "mean time until the emergency line answers", how="0 without calls"),
    Metric(
        "geofence_s",
        "s",
        "vehicle-seconds of the fleet in a closed area after the time to leave it",
        how="California's two minutes to leave are over",
    ),
    Metric("trips_cancelled", "-", "trips of the fleet that did not start: service paused, or area closed"),
    Metric("misread_signals", "-", "times that the fleet took a signal for what it does not show, lateness apart"),
    Metric("unseen_signals", "-", "times that a signal within 70 m was, or came to be, out of the fleet's sight"),
    Metric("missed_obstacles", "-", "times that the fleet did not see the vehicle ahead"),
    Metric("false_obstacles", "-", "times that the fleet saw something ahead that was not there"),
    Metric("stop_lines_overrun", "-", "times that the fleet came to wait past a stop line, believing to be before it"),
    Metric(
        "entered_on_wrong_belief",
        "-",
        "junctions entered by the fleet while it took the signal for what it did not show, lateness included",
        is_count=True,
    ),
    Metric(
        "others_delay_ratio",
        "-",
        "delay of people, run ÷ twin",
        how="others_delay_s ÷ that of the twin; summaries give the ratio of the sums over seeds with an interval",
    ),
    Metric(
        "harm_ratio",
        "-",
        "summed probability of severe injury of all road users, run ÷ twin",
        how="(harm_expected + others_harm_expected) ÷ that of the twin",
    ),
    Metric("score", "0–100", "one number for leaderboards", "higher"),
)

__all__ = ["METRICS", "Direction", "Metric"]

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
