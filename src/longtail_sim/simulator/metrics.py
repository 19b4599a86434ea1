"""The metrics of worlds, by the names of the scoring page, from the running sums of the core."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import ASSIST_ANSWERING, ASSIST_SENDING, WALKER_WAITING
from longtail_sim.core.schema import Array
from longtail_sim.core.state import State
from longtail_sim.errors import SimulationError
from longtail_sim.scenario.odd import CLAUSES, exits_of
from longtail_sim.simulator.safety import FLEET, OTHERS, ratio, safety

__all__ = ["FLEET", "OTHERS", "measure"]


def measure(state: State, worlds: Array, now: Array) -> dict[str, Array]:
    """Return {metric name: values, float64 of shape (worlds,)} of some worlds, each at its own time ``now`` [s].

    Delays are per trip that wanted to start: waiting outside the map and unfinished trips count.  ``state`` is without
    the record-array coat.

    Raises:
        SimulationError: a metric is not a number.
    """
    tally = state.tally[worlds]
    metrics = {
        **_exposure(tally),
        **safety(tally, state.totals[worlds]),
        **_congestion(state, tally, worlds, now),
        **_on_foot(state, worlds, now),
        **_assistance(state, worlds, now),
        **_sirens(state, worlds),
        **_levels(tally, state.totals[worlds]),
        **_perception(tally),
    }
    values = {name: np.asarray(found, np.float64) for name, found in metrics.items()}
    _refuse_nan(values, worlds)
    return values


def _refuse_nan(values: dict[str, Array], worlds: Array) -> None:
    """Raise an error for what is not a number; where a definition has no value the registry says what stands for it."""
    if not np.isnan(np.array(list(values.values()))).any():
        return
    name = next(name for name, found in values.items() if np.isnan(found).any())
    world = int(worlds[np.isnan(values[name]).argmax()])
    raise SimulationError(
        f"world {world}: the metric '{name}' is not a number; something impossible has happened in it. "
        "Please report the scenario and the seed."
    )


def _open_requests(state: State, w: int) -> Array:
    """Return which vehicles have a request under way."""
    stage = state.vehicles["assist"][w]
    return np.asarray((stage >= ASSIST_SENDING) & (stage <= ASSIST_ANSWERING))


def _waits(state: State, w: int, now: float) -> tuple[float, float]:
    """Return (mean, 95th percentile) [s] of the waits of one world; requests still open count with their wait so far.

    Percentiles from a histogram by whole seconds.
    """
    bins = state.totals["assist_wait_histogram"][w].copy()
    open_s = now - state.vehicles["assist_since_s"][w][_open_requests(state, w)]
    np.add.at(bins, np.clip(open_s, 0, len(bins) - 1).astype(int), 1)
    total = int(bins.sum())
    if not total:
        return 0.0, 0.0
    waited = float(state.totals["assist_wait_s"][w]) + float(open_s.sum())
    return waited / total, float(np.searchsorted(np.cumsum(bins), 0.95 * total))


def _assistance(state: State, worlds: Array, now: Array) -> dict[str, Array]:
    totals = state.totals
    requests = totals["assist_requests"][worlds]
    waits = np.zeros((len(worlds), 2))
    for place in requests.nonzero()[0].tolist():
        waits[place] = _waits(state, int(worlds[place]), float(now[place]))
    return {
        "assist_requests": requests,
        "assist_wait_mean_s": waits[:, 0],
        "assist_wait_p95_s": waits[:, 1],
        "assist_abandoned": totals["assist_abandoned"][worlds],
        "minimal_risk_stops": totals["minimal_risk_stops"][worlds],
        "minimal_risk_in_lane": totals["minimal_risk_stops"][worlds] - totals["kerb_stops"][worlds],
        "minimal_risk_at_kerb": totals["kerb_stops"][worlds],
        "retrievals": totals["retrievals"][worlds],
        "assist_wrong": totals["assist_wrong"][worlds],
        "assist_refused": totals["assist_refused"][worlds],
        "assist_spared": totals["assist_spared"][worlds],
    }


def _sirens(state: State, worlds: Array) -> dict[str, Array]:
    """Return how emergency vehicles fare; those that have not entered yet count with their wait so far."""
    totals = state.totals
    vehicles = state.clock["dispatched"][worlds] + state.entries["dispatch_count"][worlds].sum(axis=1)
    return {
        "siren_delay_s": ratio(totals["siren_delay_s"][worlds], vehicles),
        "siren_delay_worst_s": totals["siren_worst_s"][worlds],
    }


def _levels(tally: Array, totals: Array) -> dict[str, Array]:
    """Return how people took over, which clauses of the domain were broken, and how the law's terms were kept."""
    exits = totals["odd_exits"]
    metrics = {exits_of(clause): exits[:, clause.code] for clause in CLAUSES}
    return {
        "odd_exits": exits.sum(axis=1),
        **metrics,
        "takeover_requests": totals["takeover_requests"],
        "takeovers": totals["takeovers"],
        "takeovers_late": totals["takeovers_late"],
        "takeovers_missed": totals["takeovers_missed"],
        "takeover_mean_s": ratio(totals["takeover_s"], totals["takeovers"]),
        "restarts": totals["restarts"],
        "emergency_calls": totals["emergency_calls"],
        "emergency_late": totals["emergency_late"],
        "emergency_answer_mean_s": ratio(totals["emergency_answer_s"], totals["emergency_calls"]),
        "geofence_s": totals["geofence_s"],
        "trips_cancelled": tally["cancelled"].sum(axis=1),
    }


def _exposure(tally: Array) -> dict[str, Array]:
    metrics: dict[str, Array] = {}
    for name, sums, scale in (
        ("vehicle_km", tally["vehicle_m"], 1e-3),
        ("junction_traversals", tally["traversals"], 1.0),
        ("dark_traversals", tally["dark_traversals"], 1.0),
    ):
        metrics[name] = sums.sum(axis=1) * scale
        metrics["fleet_" + name] = sums[:, FLEET] * scale
        metrics["others_" + name] = sums[:, OTHERS] * scale
    return metrics


def _on_foot(state: State, worlds: Array, now: Array) -> dict[str, Array]:
    """Return how people on foot fare; those who still wait count with their wait so far."""
    crossed, delays = np.zeros(len(worlds)), np.zeros(len(worlds))
    if state.crosswalks.size:
        for place, (w, at) in enumerate(zip(worlds.tolist(), now.tolist(), strict=True)):
            crosswalks, people = state.crosswalks[w], state.pedestrians[w]
            waiting = (people["person"] >= 0) & (people["state"] == WALKER_WAITING)
            waited = float(crosswalks["wait_s"].sum()) + float((at - people["arrived_s"][waiting]).sum())
            arrived = int(crosswalks["arrived"].sum())
            crossed[place], delays[place] = crosswalks["crossed"].sum(), waited / arrived if arrived else 0.0
    return {"pedestrians_crossed": crossed, "pedestrian_delay_s": delays}


def _perception(tally: Array) -> dict[str, Array]:
    names = ("misread_signals", "unseen_signals", "missed_obstacles", "false_obstacles", "stop_lines_overrun")
    return {name: tally[name][:, FLEET] for name in (*names, "entered_on_wrong_belief")}


def _congestion(state: State, tally: Array, worlds: Array, now: Array) -> dict[str, Array]:
    arrived, finished, totals = tally["arrived"], tally["finished"].sum(axis=1), state.totals
    return {
        "others_delay_s": ratio(tally["delay_s"][:, OTHERS], arrived[:, OTHERS]),
        "fleet_delay_s": ratio(tally["delay_s"][:, FLEET], arrived[:, FLEET]),
        "throughput_veh_h": ratio(finished * 3600.0, now),
        "travel_time_index": ratio(tally["vehicle_s"].sum(axis=1), tally["free_flow_s"].sum(axis=1)),
        "fleet_travel_time_index": ratio(tally["vehicle_s"][:, FLEET], tally["free_flow_s"][:, FLEET]),
        "others_travel_time_index": ratio(tally["vehicle_s"][:, OTHERS], tally["free_flow_s"][:, OTHERS]),
        "fleet_trips_finished": tally["finished"][:, FLEET],
        "others_trips_finished": tally["finished"][:, OTHERS],
        "fleet_trips_unfinished": arrived[:, FLEET] - tally["finished"][:, FLEET],
        "others_trips_unfinished": arrived[:, OTHERS] - tally["finished"][:, OTHERS],
        "queue_max_veh": totals["queue_max"][worlds],
        "trips_finished": finished,
        "trips_unfinished": arrived.sum(axis=1) - finished,
        "backlog_max_veh": totals["backlog_max"][worlds],
        "fleet_stops_over_2min": tally["stops_over_2min"][:, FLEET],
        "others_stops_over_2min": tally["stops_over_2min"][:, OTHERS],
        "longest_stop_s": tally["longest_stop_s"].max(axis=1),
        "standing_in_junction_s": tally["standing_in_junction_s"][:, FLEET],
        "others_standing_in_junction_s": tally["standing_in_junction_s"][:, OTHERS],
        "box_blocked_s": tally["box_blocked_s"][:, FLEET],
        "others_box_blocked_s": tally["box_blocked_s"][:, OTHERS],
        "spillbacks": totals["spillbacks"][worlds],
        "crowded_lanes": ratio(totals["crowded_s"][worlds], now),
        "gridlocks": totals["gridlocks"][worlds],
        "gridlock_s": totals["gridlock_s"][worlds],
    }
