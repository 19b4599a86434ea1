"""The metrics of one world, by the names of the scoring page, from the running sums of the core."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import ASSIST_ANSWERING, ASSIST_SENDING, WALKER_WAITING
from longtail_sim.core.schema import Array
from longtail_sim.core.state import State

OTHERS, FLEET = 0, 1


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else 0.0


def _open_requests(state: State, w: int) -> Array:
    """Return which vehicles have a request under way."""
    stage = state.vehicles.assist[w]
    return np.asarray((stage >= ASSIST_SENDING) & (stage <= ASSIST_ANSWERING))


def _waits(state: State, w: int, now: float) -> Array:
    """Return a histogram of waits by whole seconds, requests still open counted with their wait so far."""
    vehicles = state.vehicles
    bins = state.totals.assist_wait_histogram[w].copy()
    waits = np.clip(now - vehicles.assist_since_s[w][_open_requests(state, w)], 0, len(bins) - 1).astype(int)
    np.add.at(bins, waits, 1)
    return np.asarray(bins)


def _assistance(state: State, w: int, now: float) -> dict[str, float]:
    bins = _waits(state, w, now)
    total = int(bins.sum())
    p95 = int(np.searchsorted(np.cumsum(bins), 0.95 * total)) if total else 0
    since = state.vehicles.assist_since_s[w][_open_requests(state, w)]
    waited = float(state.totals.assist_wait_s[w]) + float((now - since).sum())
    return {
        "assist_requests": float(state.totals.assist_requests[w]),
        "assist_wait_mean_s": _ratio(waited, total),
        "assist_wait_p95_s": float(p95),
        "assist_abandoned": float(state.totals.assist_abandoned[w]),
        "minimal_risk_stops": float(state.totals.minimal_risk_stops[w]),
        "retrievals": float(state.totals.retrievals[w]),
    }


def _exposure(state: State, w: int) -> dict[str, float]:
    tally = state.tally
    metrics: dict[str, float] = {}
    for name, array, scale in (
        ("vehicle_km", tally.vehicle_m, 1e-3),
        ("junction_traversals", tally.traversals, 1.0),
        ("dark_traversals", tally.dark_traversals, 1.0),
    ):
        metrics[name] = float(array[w].sum()) * scale
        metrics["fleet_" + name] = float(array[w, FLEET]) * scale
        metrics["others_" + name] = float(array[w, OTHERS]) * scale
    return metrics


def _safety(state: State, w: int) -> dict[str, float]:
    tally = state.tally
    return {
        "contacts": float(tally.contacts[w, FLEET]),
        "contacts_at_fault": float(tally.contacts_at_fault[w, FLEET]),
        "harm_expected": float(tally.harm[w, FLEET]),
        "others_contacts": float(tally.contacts[w, OTHERS]),
        "others_harm_expected": float(tally.harm[w, OTHERS]),
        "pedestrian_contacts": float(tally.pedestrian_contacts[w, FLEET]),
        "others_pedestrian_contacts": float(tally.pedestrian_contacts[w, OTHERS]),
        "conflicts_ttc": float(tally.conflicts_ttc[w].sum()),
        "hard_brakes": float(tally.hard_brakes[w].sum()),
        "red_light_runs": float(tally.red_light_runs[w, FLEET]),
        "stop_violations": float(tally.stop_violations[w, FLEET]),
        "right_of_way_violations": float(tally.right_of_way_violations[w, FLEET]),
    }


def _on_foot(state: State, w: int, now: float) -> dict[str, float]:
    """Return how people on foot fare; those who still wait count with their wait so far."""
    crosswalks, people = state.crosswalks[w], state.pedestrians[w]
    waiting = (people.person >= 0) & (people.state == WALKER_WAITING)
    waited = float(crosswalks.wait_s.sum()) + float((now - people.arrived_s[waiting]).sum())
    return {
        "pedestrians_crossed": float(crosswalks.crossed.sum()),
        "pedestrian_delay_s": _ratio(waited, float(crosswalks.arrived.sum())),
    }


def _congestion(state: State, w: int, now: float) -> dict[str, float]:
    tally = state.tally
    arrived, finished = int(tally.arrived[w].sum()), int(tally.finished[w].sum())
    return {
        "others_delay_s": _ratio(tally.delay_s[w, OTHERS], tally.arrived[w, OTHERS]),
        "fleet_delay_s": _ratio(tally.delay_s[w, FLEET], tally.arrived[w, FLEET]),
        "throughput_veh_h": _ratio(finished * 3600.0, now),
        "travel_time_index": _ratio(tally.vehicle_s[w].sum(), tally.free_flow_s[w].sum()),
        "trips_finished": float(finished),
        "trips_unfinished": float(arrived - finished),
        "backlog_max_veh": float(state.totals.backlog_max[w]),
        "fleet_stops_over_2min": float(tally.stops_over_2min[w, FLEET]),
        "others_stops_over_2min": float(tally.stops_over_2min[w, OTHERS]),
        "longest_stop_s": float(tally.longest_stop_s[w].max()),
        "standing_in_junction_s": float(tally.standing_in_junction_s[w, FLEET]),
        "others_standing_in_junction_s": float(tally.standing_in_junction_s[w, OTHERS]),
        "box_blocked_s": float(tally.box_blocked_s[w, FLEET]),
        "others_box_blocked_s": float(tally.box_blocked_s[w, OTHERS]),
        "spillbacks": float(state.totals.spillbacks[w]),
        "crowded_lanes": _ratio(state.totals.crowded_s[w], now),
        "gridlocks": float(state.totals.gridlocks[w]),
        "gridlock_s": float(state.totals.gridlock_s[w]),
    }


def measure(state: State, world: int, now: float) -> dict[str, float]:
    """Return {metric name: value} of one world at time ``now`` [s].

    Delays are per trip that wanted to start: waiting outside the map and unfinished trips count.
    """
    return {
        **_exposure(state, world),
        **_safety(state, world),
        **_congestion(state, world, now),
        **_on_foot(state, world, now),
        **_assistance(state, world, now),
    }
