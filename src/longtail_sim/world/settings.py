"""The drawn scenario as one row of numbers per world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.params import CLAUSES, Settings
from longtail_sim.core.schema import Table, allocate
from longtail_sim.quantities import lognormal_parameters
from longtail_sim.scenario import Scenario
from longtail_sim.scenario.fleet import Fleet, RemoteAssistance
from longtail_sim.scenario.odd import CLAUSES as DOMAIN_CLAUSES

SEED_MASK = (1 << 64) - 1
_PRIORITY = {word: code for code, word in codes.names("PRIORITY").items()}
_FOLLOWING = {word: code for code, word in codes.names("FOLLOWING").items()}


def _fill_demand(row: Table, scenario: Scenario) -> None:
    row["turn_left"] = float(scenario.demand.turns.left)
    row["turn_right"] = float(scenario.demand.turns.right)
    row["truck_share"] = float(scenario.demand.trucks)
    row["bus_share"] = float(scenario.demand.buses)


def _fill_drivers(row: Table, scenario: Scenario) -> None:
    drivers = scenario.drivers
    row["speed_factor_mean"] = float(drivers.speed_factor.mean)
    row["speed_factor_sd"] = float(drivers.speed_factor.sd)
    row["time_headway_s"] = float(drivers.time_headway_s)
    row["acceleration"] = float(drivers.acceleration_mps2)
    row["deceleration"] = float(drivers.deceleration_mps2)
    row["standstill_gap_m"] = float(drivers.standstill_gap_m)
    row["reaction_s"] = float(drivers.reaction_s)
    row["delay_s"] = float(drivers.perception_delay_s)
    row["following"] = _FOLLOWING[drivers.car_following]
    row["full_stop"] = float(drivers.full_stop)
    row["spread"] = float(drivers.spread)
    row["keep_clear"] = float(drivers.keep_clear)
    row["looks_on_green"] = float(drivers.looks_on_green)
    row["failed_light_mean_s"], row["failed_light_cv"] = lognormal_parameters(drivers.failed_light_patience_s)


def _fill_pedestrians(row: Table, scenario: Scenario) -> None:
    people = scenario.pedestrians
    row["pedestrian_rate"] = float(people.per_hour_per_crosswalk) / 3600
    row["pedestrian_speed_mean"] = float(people.speed_mps.mean)
    row["pedestrian_speed_sd"] = float(people.speed_mps.sd)
    row["pedestrian_clearance_s"] = float(people.clearance_s)
    row["cross_on_red"] = float(people.cross_on_red)
    row["yields_to_pedestrians"] = float(scenario.drivers.yields_to_pedestrians)


def _fill_errors(row: Table, scenario: Scenario) -> None:
    """Fill beliefs and errors.  Not noticing a dark signal is an error; what one takes it for is a belief."""
    dark, errors = scenario.drivers.dark_signal, scenario.drivers.errors
    on = 1.0 if errors.enabled else 0.0
    row["dark_priority_major"] = float(dark.priority_major)
    row["dark_priority_minor"] = float(dark.priority_minor)
    row["dark_follow"] = float(dark.follow)
    row["dark_unaware"] = on * float(dark.unaware)
    row["dark_freeze"] = float(dark.freeze)
    row["dark_stop_if_conflict"] = float(dark.stop_if_conflict)
    row["error_red_light"] = on * float(errors.red_light_running)
    row["error_gap"] = on * float(errors.misjudged_gap)
    row["siren_unnoticed"] = on * float(errors.siren_unnoticed)
    row["error_lapse_per_h"] = on * float(errors.lapses_per_h)


def _fill_fleet(row: Table, scenario: Scenario) -> None:
    fleet, assistance = scenario.fleet, scenario.fleet.remote_assistance
    row["fleet_share"] = float(fleet.share)
    row["sae_level"] = fleet.sae_level
    row["assist_agents"] = assistance.agents_on_duty()
    row["assist_service_mean_s"], row["assist_service_cv"] = lognormal_parameters(assistance.service_s)
    row["assist_patience_s"] = float(assistance.patience_s)
    row["assist_retry_s"] = float(assistance.retry_s)
    row["retrieval_mean_s"], row["retrieval_cv"] = lognormal_parameters(fleet.retrieval_s)
    row["retrieval_jam"] = float(fleet.retrieval_jam.per_standing_vehicle)
    row["retrieval_jam_most"] = float(fleet.retrieval_jam.most)
    _fill_advice(row, assistance)
    _fill_level(row, fleet)


def _fill_advice(row: Table, assistance: RemoteAssistance) -> None:
    wrong, context, line = assistance.wrong_answers, assistance.shared_context, assistance.emergency_line
    row["assist_priority"] = _PRIORITY[assistance.priority]
    row["assist_wrong"] = float(wrong.share)
    row["assist_wrong_go"] = float(wrong.say_go)
    row["assist_wrong_wait_s"] = float(wrong.wait_s)
    row["assist_checks_advice"] = float(wrong.checked)
    row["shared_context_s"] = float(context.lasts_s)
    row["shared_context_m"] = float(context.radius_m)
    row["line_answer_mean_s"], row["line_answer_cv"] = lognormal_parameters(line.answer_s)
    row["line_move_s"] = float(line.move_s)


def _fill_level(row: Table, fleet: Fleet) -> None:
    """Fill who must act: at level 2 the person watches, at level 3 they can be called, above nobody is there."""
    level, person, domain = fleet.sae_level, fleet.takeover, fleet.domain()
    row["pulls_over"] = 1 if level == 4 and fleet.minimal_risk == "kerb" else 0
    row["supervised"] = 1 if level in (2, 3) or domain is not None else 0
    row["takeover_mean_s"], row["takeover_cv"] = lognormal_parameters(person.time_at(level))
    if level == 2:
        row["braking_mean_s"], row["braking_cv"] = lognormal_parameters(person.time_to_brake())
        row["inattentive"] = float(person.inattentive)
        row["inattention_mean_s"], row["inattention_cv"] = lognormal_parameters(person.inattention_s)
    if level == 3:
        row["never_responds"] = float(person.never_responds)
        row["takeover_limit_s"] = float(person.limit_s)
    if domain is not None:
        row["odd_controls"] = domain.controls()
        for clause in DOMAIN_CLAUSES:
            limit = clause.limit(domain)
            row["odd_limit"][clause.code] = NEVER if limit is None else limit


def _fill_perception(row: Table, scenario: Scenario) -> None:
    signals, obstacles = scenario.fleet.perception.signals, scenario.fleet.perception.obstacles
    row["signal_range_m"] = float(signals.range_m)
    row["signal_latency_s"] = float(signals.latency_s)
    row["signal_misread"] = float(signals.misread)
    row["misread_noticed"] = float(signals.misread_noticed)
    row["signal_doubt"] = float(signals.doubt)
    row["tall_hide"] = 1 if signals.hidden_by_tall_vehicles else 0
    row["crossing_from_m"] = float(scenario.fleet.perception.crossing_streets_from_m)
    row["obstacle_range_m"] = float(obstacles.range_m)
    row["obstacle_latency_s"] = float(obstacles.latency_s)
    row["obstacle_noise"] = float(obstacles.distance_error)
    row["obstacles_missed"] = float(obstacles.missed_per_h)
    row["obstacles_false"] = float(obstacles.false_per_h)
    row["look_s"] = float(scenario.fleet.perception.look_s)
    row["line_offset_sd_m"] = float(scenario.fleet.perception.own_place_sd_m)


def fill_settings(settings: Table, worlds: Sequence[int], drawn: Sequence[Scenario], seeds: Sequence[int]) -> None:
    """Fill the rows of some worlds, which must be fresh, one drawn scenario and seed each; seeds modulo 2^64."""
    rows, filled = np.asarray(settings), dict[tuple[int, ...], int]()
    for w, scenario, seed in zip(worlds, drawn, seeds, strict=True):
        same = (scenario.demand, scenario.drivers, scenario.pedestrians, scenario.fleet)
        first = filled.setdefault(tuple(map(id, same)), w)
        if first == w:
            _fill_row(rows[w], scenario)
        else:
            rows[w] = rows[first]
        rows["seed"][w] = seed & SEED_MASK


def empty_settings(worlds: int) -> Table:
    """Return rows in which nothing is drawn yet."""
    return allocate(Settings, {"world": worlds, "clause": CLAUSES})


def _fill_row(row: Table, scenario: Scenario) -> None:
    _fill_demand(row, scenario)
    _fill_drivers(row, scenario)
    _fill_errors(row, scenario)
    _fill_pedestrians(row, scenario)
    _fill_fleet(row, scenario)
    _fill_perception(row, scenario)
