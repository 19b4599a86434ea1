"""Formulas, thresholds and special values of metrics whose meaning alone does not say them."""

FORMULAS = {
    "vehicle_km": "Σ v Δt of everybody in the map",
    "junction_traversals": "stop lines passed",
    "dark_traversals": "stop lines passed while the signal was dark",
    "contacts": "footprints that overlap and close in at 0.1 m/s or more; a heap that stands together "
    "is not counted again",
    "contacts_at_fault": "who strikes with the front, but of two from different legs the one who went in "
    "without a clear path, if the other had one; who drives into somebody on foot; a "
    "wreck that is pushed is not at fault",
    "harm_expected": "Σ P(MAIS 3+): Malliaris 1997 by Δv for people in cars (an upper bound), Lubbe et al. "
    "2022 by impact speed for people on foot, aged 45; a model, not observed injuries",
    "pedestrian_delay_s": "0 without anybody on foot",
    "hard_brakes": "onsets of a < −3 m/s², wrecks apart",
    "red_light_runs": "front over the line on red, permitted right turns apart; wrecks that are pushed break no rule",
    "stop_violations": "no standstill at the line before",
    "right_of_way_violations": "at stop-controlled and dark junctions: somebody with priority would have been met",
    "others_delay_s": "Σ (t − s / v_desired) / trips that wanted to start; waits outside the map count from "
    "the wish to enter, unfinished trips with what they have lost so far",
    "fleet_delay_s": "as others_delay_s; 0 without a fleet",
    "throughput_veh_h": "finished trips / time",
    "travel_time_index": "Σ t / Σ (s / v_desired), waits outside the map and unfinished trips included",
    "trips_unfinished": "trips that wanted to start − finished ones; cancelled ones are among them",
    "fleet_stops_over_2min": "counted when a standstill (v < 0.1 m/s) reaches 120 s, whether it ends or not",
    "longest_stop_s": "v < 0.1 m/s, wrecks included; a standstill that has not ended counts as long as it is",
    "spillbacks": "the last vehicle of a queue is slower than 5 mph and leaves no room for a car behind the junction",
    "crowded_lanes": "time mean, looked at every 10 s",
    "gridlocks": "strongest form: lanes whose first vehicles wait for each other in a circle",
    "assist_wait_mean_s": "Σ waits / requests, open ones with their wait so far; 0 without requests",
    "assist_wait_p95_s": "from a histogram of whole seconds, open requests included; 0 without requests",
    "takeover_mean_s": "0 without takeovers",
    "siren_delay_s": "Σ delay / emergency vehicles, those outside or under way included; 0 without any",
    "emergency_answer_mean_s": "0 without calls",
    "geofence_s": "California's two minutes to leave are over",
    "others_delay_ratio": "others_delay_s ÷ that of the twin; summaries give the ratio of the sums over seeds "
    "with an interval",
    "harm_ratio": "(harm_expected + others_harm_expected) ÷ that of the twin",
}
