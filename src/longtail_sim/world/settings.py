"""The drawn scenario as one row of numbers per world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.params import Settings
from longtail_sim.core.schema import Table, allocate
from longtail_sim.quantities import lognormal_parameters
from longtail_sim.scenario import Scenario

SEED_MASK = (1 << 64) - 1
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
    return allocate(Settings, {"world": worlds})


def _fill_row(row: Table, scenario: Scenario) -> None:
    _fill_demand(row, scenario)
    _fill_drivers(row, scenario)
    _fill_errors(row, scenario)
    _fill_pedestrians(row, scenario)
    _fill_fleet(row, scenario)
