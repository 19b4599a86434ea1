"""Contacts, near misses, rules broken and comfort, by the names of the scoring page."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import (
    CONTACT_FRONT,
    CONTACT_LATERAL,
    CONTACT_REAR,
    CONTACT_WHILE_STANDING,
    CONTACT_WITH_STANDING,
)
from longtail_sim.core.schema import Array

OTHERS, FLEET = 0, 1
TYPES = {
    "while_standing": CONTACT_WHILE_STANDING,
    "with_standing": CONTACT_WITH_STANDING,
    "front": CONTACT_FRONT,
    "rear": CONTACT_REAR,
    "lateral": CONTACT_LATERAL,
}
ADDED = ("conflicts_ttc", "ttc_exposure_s", "conflicts_pet", "conflicts_drac")
SMALLEST = ("ttc_min_s", "pet_min_s")
LARGEST = ("drac_max_mps2",)


def ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, 0 where there is no whole; what is not a number stays so."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=~(whole <= 0))


def safety(tally: Array, totals: Array) -> dict[str, Array]:
    """Return {metric name: values, shape (worlds,)}; ``tally`` and ``totals`` are those of the worlds."""
    return {
        **_contacts(tally),
        **_near_misses(tally),
        **_comfort(tally, totals),
        **_rules(tally),
        **_rates(tally),
    }


def _contacts(tally: Array) -> dict[str, Array]:
    contacts, harm = tally["contacts"], tally["harm"]
    types = {f"contacts_{name}": tally["contact_types"][:, FLEET, kind] for name, kind in TYPES.items()}
    # As the striking one sees it; who stands is struck by somebody else only where it stands in the road.
    others = {
        f"others_{name}": tally["contact_types"][:, OTHERS, kind]
        for name, kind in zip(types, TYPES.values(), strict=True)
    }
    others["others_contacts_with_standing"] = others["others_contacts_with_standing"] + others.pop(
        "others_contacts_while_standing"
    )
    return {
        "contacts": contacts[:, FLEET],
        "contacts_at_fault": tally["contacts_at_fault"][:, FLEET],
        "harm_expected": harm[:, FLEET],
        "others_contacts": contacts[:, OTHERS],
        "others_contacts_at_fault": tally["contacts_at_fault"][:, OTHERS],
        "others_harm_expected": harm[:, OTHERS],
        "pedestrian_contacts": tally["pedestrian_contacts"][:, FLEET],
        "others_pedestrian_contacts": tally["pedestrian_contacts"][:, OTHERS],
        **types,
        **others,
        "delta_v_max_mps": tally["delta_v_max"][:, FLEET],
        "delta_v_mean_mps": ratio(tally["delta_v_sum"][:, FLEET], contacts[:, FLEET]),
        "others_delta_v_max_mps": tally["delta_v_max"][:, OTHERS],
        "others_delta_v_mean_mps": ratio(tally["delta_v_sum"][:, OTHERS], contacts[:, OTHERS]),
        "harm_expected_low": tally["harm_low"][:, FLEET],
        "others_harm_expected_low": tally["harm_low"][:, OTHERS],
    }


def _parted(name: str, values: Array, of_all: Array) -> dict[str, Array]:
    """Return a measure of all encounters, of those with the fleet involved, and of those between people only."""
    return {name: of_all, f"fleet_{name}": values[:, FLEET], f"others_{name}": values[:, OTHERS]}


def _by_group(name: str, values: Array) -> dict[str, Array]:
    return {f"fleet_{name}": values[:, FLEET], f"others_{name}": values[:, OTHERS]}


def _near_misses(tally: Array) -> dict[str, Array]:
    metrics: dict[str, Array] = {"conflicts_ttc_ahead": tally["conflicts_ttc_ahead"].sum(axis=1)}
    for names, together in ((ADDED, np.sum), (SMALLEST, np.min), (LARGEST, np.max)):
        for name in names:
            metrics |= _parted(name, tally[name], together(tally[name], axis=1))
    return {
        **metrics,
        **_by_group("rss_violations", tally["rss_violations"]),
        **_by_group("rss_exposure_s", tally["rss_exposure_s"]),
    }


def _comfort(tally: Array, totals: Array) -> dict[str, Array]:
    squared, moving = tally["jerk_squared"], tally["moving_s"]
    jerk = np.sqrt(np.stack([ratio(squared[:, group], moving[:, group]) for group in (OTHERS, FLEET)], axis=1))
    return {
        "hard_brakes": tally["hard_brakes"].sum(axis=1),
        **_by_group("hard_brakes", tally["hard_brakes"]),
        **_by_group("jerk_rms_mps3", jerk),
        **_by_group("jerk_exposure_s", tally["jerk_exposure_s"]),
        "passenger_held_s": totals["passenger_held_s"],
    }


def _rules(tally: Array) -> dict[str, Array]:
    arms, all_of_them = tally["stop_arms_passed"], tally["intrusions"]
    metrics = {
        "closures_entered": (all_of_them - arms)[:, FLEET],
        "others_closures_entered": (all_of_them - arms)[:, OTHERS],
    }
    names = ("intrusions", "stop_arms_passed", "red_light_runs", "stop_violations", "right_of_way_violations")
    for name in (*names, "siren_not_yielded"):
        metrics[name], metrics[f"others_{name}"] = tally[name][:, FLEET], tally[name][:, OTHERS]
    return metrics


def _rates(tally: Array) -> dict[str, Array]:
    """Return events per 1,000 vehicle-km and per 1,000 junctions entered."""
    km, entered = tally["vehicle_m"] * 1e-6, tally["traversals"] * 1e-3
    rates = {}
    for prefix, group in (("", FLEET), ("others_", OTHERS)):
        contacts = tally["contacts"][:, group]
        rates[f"{prefix}contacts_per_1000_km"] = ratio(contacts, km[:, group])
        rates[f"{prefix}harm_per_1000_km"] = ratio(tally["harm"][:, group], km[:, group])
        rates[f"{prefix}contacts_per_1000_junctions"] = ratio(contacts, entered[:, group])
    return {
        **rates,
        "conflicts_ttc_per_1000_km": ratio(tally["conflicts_ttc"].sum(axis=1), km.sum(axis=1)),
        "conflicts_pet_per_1000_junctions": ratio(tally["conflicts_pet"].sum(axis=1), entered.sum(axis=1)),
    }
