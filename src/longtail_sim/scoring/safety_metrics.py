"""The registry of contacts by type, of near misses, and of what passengers go through."""

from longtail_sim.scoring.metric import Metric, by_group, parted

PER_1000_KM = "per 1,000 vehicle-km; 0 without any distance"

CONTACT_METRICS = (
    Metric(
        "contacts_while_standing",
        "-",
        "of the contacts, those in which the fleet's vehicle stood",
        is_count=True,
        how="nuPlan's 'stopped ego': slower than 0.1 m/s",
    ),
    Metric(
        "contacts_with_standing",
        "-",
        "of the contacts, those of a moving vehicle of the fleet with a standing one, or with a thing",
        is_count=True,
        how="nuPlan's 'stopped track'",
    ),
    Metric(
        "contacts_front",
        "-",
        "of the contacts of two that move, those with the front bumper of the fleet's vehicle in the other one",
        is_count=True,
        how="nuPlan's 'active front'",
    ),
    Metric(
        "contacts_rear",
        "-",
        "of the contacts of two that move, those with the other one behind the fleet's vehicle",
        is_count=True,
        how="nuPlan's 'active rear': its centre more than 150° from the own heading",
    ),
    Metric(
        "contacts_lateral",
        "-",
        "all other contacts of two that move",
        is_count=True,
        how="nuPlan's 'active lateral'; the five add up to contacts; of two of the fleet, the striking one's view",
    ),
    Metric(
        "others_contacts_with_standing",
        "-",
        "contacts_with_standing between people, as the striking one sees it",
        is_count=True,
    ),
    Metric("others_contacts_front", "-", "contacts_front between people, as the striking one sees it", is_count=True),
    Metric("others_contacts_rear", "-", "contacts_rear between people, as the striking one sees it", is_count=True),
    Metric(
        "others_contacts_lateral", "-", "contacts_lateral between people, as the striking one sees it", is_count=True
    ),
    Metric(
        "others_contacts_at_fault",
        "-",
        "contacts with a vehicle of people at fault, whoever else is involved",
        is_count=True,
    ),
    Metric(
        "delta_v_max_mps",
        "m/s",
        "largest change of speed in a contact with the fleet involved",
        how="plastic impact, Δv₁ = m₂ / (m₁ + m₂) · |v₁ − v₂|, the larger of the two; 0 without contacts",
    ),
    Metric("delta_v_mean_mps", "m/s", "mean over these contacts", how="0 without contacts"),
    Metric("others_delta_v_max_mps", "m/s", "delta_v_max_mps of contacts between people only"),
    Metric("others_delta_v_mean_mps", "m/s", "delta_v_mean_mps of contacts between people only"),
    Metric(
        "harm_expected_low",
        "-",
        "harm_expected with another curve for people in cars",
        how="Lubbe et al. 2022, closing speed, aged 45; harm_expected, by Malliaris 1997, is an upper bound",
    ),
    Metric("others_harm_expected_low", "-", "harm_expected_low of contacts between people only"),
    Metric("contacts_per_1000_km", "1/1000 km", "contacts by the distance of the fleet", how=PER_1000_KM),
    Metric("others_contacts_per_1000_km", "1/1000 km", "others_contacts by the distance of people", how=PER_1000_KM),
    Metric("harm_per_1000_km", "1/1000 km", "harm_expected by the distance of the fleet", how=PER_1000_KM),
    Metric("others_harm_per_1000_km", "1/1000 km", "others_harm_expected by the distance of people", how=PER_1000_KM),
    Metric(
        "contacts_per_1000_junctions",
        "1/1000",
        "contacts by the junctions that the fleet entered",
        how="per 1,000 junction traversals; 0 without any",
    ),
    Metric("others_contacts_per_1000_junctions", "1/1000", "others_contacts by the junctions that people entered"),
)

NEAR_MISS_METRICS = (
    *parted(
        "conflicts_ttc",
        "-",
        "times that time to collision in the plane fell below 1.5 s",
        is_count=True,
        how="footprints that go straight on at constant speed; pairs: a vehicle and the one ahead on its path, and two "
        "on paths that cross or merge in a junction who both would be in their zone within 1.5 s; put down to the one "
        "who would come second; those who crashed less than 30 s ago and sirens left out; looked at every 0.2 s",
    ),
    Metric(
        "conflicts_ttc_ahead",
        "-",
        "times that time to collision with the vehicle ahead, along the own path, fell below 1.5 s",
        is_count=True,
        how="gap / closing speed, every 0.1 s; this was conflicts_ttc before",
    ),
    *parted(
        "ttc_min_s", "s", "smallest time to collision in the plane", "higher", how="1.5 where nobody came below 1.5 s"
    ),
    *parted("ttc_exposure_s", "s", "vehicle-seconds with a time to collision below 1.5 s", how="TET"),
    *parted(
        "conflicts_pet",
        "-",
        "times that somebody came into a conflict zone less than 1.5 s after another had left it",
        is_count=True,
        how="where paths cross, of two in the zone one after the other, tails included; both inside at once is 0 s",
    ),
    *parted("pet_min_s", "s", "shortest such time", "higher", how="5 where none was shorter than 5 s"),
    *parted(
        "conflicts_drac",
        "-",
        "times that the deceleration to avoid a crash passed 3.35 m/s²",
        is_count=True,
        how="(v − v_ahead)² / (2 gap); at crossing paths 2 (v − d/t) / t with t when the other has cleared the zone, "
        "v² / (2 d) for who would have to stand before",
    ),
    *parted(
        "drac_max_mps2", "m/s²", "largest of these decelerations", how="at most 9.81, which contacts have; 0 if none"
    ),
    *by_group(
        "rss_violations",
        "-",
        "times that one came nearer to who is ahead than the safe distance of RSS",
        is_count=True,
        how="v_r ρ + a ρ²/2 + (v_r + ρ a)² / (2 b_min) − v_f² / (2 b_max) with ρ 0.75 s, a 3, b 6 m/s² (JRC-FSM); "
        "who stands keeps any distance",
    ),
    *by_group("rss_exposure_s", "s", "vehicle-seconds so near"),
    Metric("conflicts_ttc_per_1000_km", "1/1000 km", "conflicts_ttc by the distance of all", how=PER_1000_KM),
    Metric(
        "conflicts_pet_per_1000_junctions",
        "1/1000",
        "conflicts_pet by the junctions that all entered",
        how="per 1,000 junction traversals; 0 without any",
    ),
)

COMFORT_METRICS = (
    *by_group("hard_brakes", "-", "times that braking passed 3 m/s²", is_count=True),
    *by_group(
        "jerk_rms_mps3",
        "m/s³",
        "root mean square of the jerk along the lane, while moving",
        how="jerk of an acceleration smoothed over 0.5 s; the last jolt of a stop is left out; 0 if nobody moved",
    ),
    *by_group("jerk_exposure_s", "s", "vehicle-seconds with a jerk above 4.13 m/s³", how="bound of nuPlan"),
    Metric(
        "passenger_held_s",
        "s",
        "vehicle-seconds that the fleet stood because its automation did not go on by itself",
        how="waiting for remote assistance or a person, after a minimal risk manoeuvre, halted by its agent, or "
        "stopped by it at a line although its turn has come and its path is clear",
    ),
)

RULE_METRICS = (
    Metric("stop_arms_passed", "-", "stop arms of school buses that the fleet passed", is_count=True),
    Metric("others_stop_arms_passed", "-", "stop arms of school buses that people passed", is_count=True),
    Metric("closures_entered", "-", "closed roads that the fleet drove into", is_count=True),
    Metric("others_closures_entered", "-", "closed roads that people drove into", is_count=True),
    Metric(
        "siren_not_yielded",
        "-",
        "times that the fleet did not give way to an emergency vehicle",
        is_count=True,
        how="heard for 5 s (assumption), and entered a junction with it near, or did not pull over where it could with "
        "it less than 20 m behind (California Vehicle Code 21806)",
    ),
    Metric("others_siren_not_yielded", "-", "siren_not_yielded of people", is_count=True),
    Metric("others_stop_violations", "-", "stop_violations of people", is_count=True),
    Metric("others_right_of_way_violations", "-", "right_of_way_violations of people", is_count=True),
)

FLOW_METRICS = (
    Metric("fleet_travel_time_index", "-", "travel_time_index of the fleet"),
    Metric("others_travel_time_index", "-", "travel_time_index of people"),
    Metric("fleet_trips_finished", "-", "trips_finished of the fleet", "higher"),
    Metric("others_trips_finished", "-", "trips_finished of people", "higher"),
    Metric("fleet_trips_unfinished", "-", "trips_unfinished of the fleet"),
    Metric("others_trips_unfinished", "-", "trips_unfinished of people"),
    Metric("queue_max_veh", "veh", "most vehicles that stood at one time on the approaches of one junction"),
)
