"""The drawn scenario as one row of numbers per world."""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.core import codes
from longtail_sim.core.params import Settings
from longtail_sim.core.schema import Table, allocate
from longtail_sim.quantities import lognormal_parameters
from longtail_sim.scenario import Scenario

SEED_MASK = (1 << 64) - 1
_FOLLOWING = {word: code for code, word in codes.names("FOLLOWING").items()}


def _fill_demand(settings: Table, w: int, scenario: Scenario) -> None:
    settings.turn_left[w] = float(scenario.demand.turns.left)
    settings.turn_right[w] = float(scenario.demand.turns.right)
    settings.truck_share[w] = float(scenario.demand.trucks)
    settings.bus_share[w] = float(scenario.demand.buses)


def _fill_drivers(settings: Table, w: int, scenario: Scenario) -> None:
    drivers = scenario.drivers
    settings.speed_factor_mean[w] = float(drivers.speed_factor.mean)
    settings.speed_factor_sd[w] = float(drivers.speed_factor.sd)
    settings.time_headway_s[w] = float(drivers.time_headway_s)
    settings.acceleration[w] = float(drivers.acceleration_mps2)
    settings.deceleration[w] = float(drivers.deceleration_mps2)
    settings.standstill_gap_m[w] = float(drivers.standstill_gap_m)
    settings.reaction_s[w] = float(drivers.reaction_s)
    settings.delay_s[w] = float(drivers.perception_delay_s)
    settings.following[w] = _FOLLOWING[drivers.car_following]
    settings.full_stop[w] = float(drivers.full_stop)
    settings.spread[w] = float(drivers.spread)
    settings.keep_clear[w] = float(drivers.keep_clear)


def _fill_pedestrians(settings: Table, w: int, scenario: Scenario) -> None:
    people = scenario.pedestrians
    settings.pedestrian_rate[w] = float(people.per_hour_per_crosswalk) / 3600
    settings.pedestrian_speed_mean[w] = float(people.speed_mps.mean)
    settings.pedestrian_speed_sd[w] = float(people.speed_mps.sd)
    settings.pedestrian_clearance_s[w] = float(people.clearance_s)
    settings.cross_on_red[w] = float(people.cross_on_red)
    settings.yields_to_pedestrians[w] = float(scenario.drivers.yields_to_pedestrians)


def _fill_errors(settings: Table, w: int, scenario: Scenario) -> None:
    """Fill beliefs and errors.  Not noticing a dark signal is an error; what one takes it for is a belief."""
    dark, errors = scenario.drivers.dark_signal, scenario.drivers.errors
    on = 1.0 if errors.enabled else 0.0
    settings.dark_priority_major[w] = float(dark.priority_major)
    settings.dark_priority_minor[w] = float(dark.priority_minor)
    settings.dark_follow[w] = float(dark.follow)
    settings.dark_unaware[w] = on * float(dark.unaware)
    settings.dark_freeze[w] = float(dark.freeze)
    settings.dark_stop_if_conflict[w] = float(dark.stop_if_conflict)
    settings.error_red_light[w] = on * float(errors.red_light_running)
    settings.error_gap[w] = on * float(errors.misjudged_gap)
    settings.error_lapse_per_h[w] = on * float(errors.lapses_per_h)


def _fill_fleet(settings: Table, w: int, scenario: Scenario) -> None:
    fleet, assistance = scenario.fleet, scenario.fleet.remote_assistance
    settings.fleet_share[w] = float(fleet.share)
    settings.sae_level[w] = fleet.sae_level
    settings.assist_agents[w] = assistance.agents_on_duty()
    settings.assist_service_mean_s[w], settings.assist_service_cv[w] = lognormal_parameters(assistance.service_s)
    settings.assist_patience_s[w] = float(assistance.patience_s)
    settings.assist_retry_s[w] = float(assistance.retry_s)
    settings.retrieval_mean_s[w], settings.retrieval_cv[w] = lognormal_parameters(fleet.retrieval_s)


def fill_settings(drawn: Sequence[Scenario], seeds: Sequence[int]) -> Table:
    """Return one row of settings per drawn scenario; seeds are taken modulo 2^64."""
    settings = allocate(Settings, {"world": len(drawn)})
    for w, (scenario, seed) in enumerate(zip(drawn, seeds, strict=True)):
        settings.seed[w] = seed & SEED_MASK
        _fill_demand(settings, w, scenario)
        _fill_drivers(settings, w, scenario)
        _fill_errors(settings, w, scenario)
        _fill_pedestrians(settings, w, scenario)
        _fill_fleet(settings, w, scenario)
    return settings
