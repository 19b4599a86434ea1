"""Every trip and every event of a run, as tables: what the metrics add up.

Looked at once per decision interval: times are those of the first look after the moment, and a trip's numbers those of
the last look at it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Array
from longtail_sim.simulator import Simulator

TABLES = ("vehicles", "events")
Table = dict[str, Array]  # columns of one length
GROUPS = ("people", "fleet")

# Columns of ``vehicles`` that are fields of the state, by the name that they get.
_COPIED = {
    "trip": "trip",
    "fleet": "fleet",
    "kind": "kind",
    "wanted_s": "arrival_s",
    "delay_s": "delay_s",
    "junctions": "junctions_passed",
    "delta_v_mps": "delta_v",
    "assist_requests": "assist_count",
}
_COLUMNS = (*_COPIED, "entered_s", "longest_stop_s", "minimal_risk")
_WHOLE = frozenset({"trip", "fleet", "junctions", "assist_requests", "minimal_risk"})

# Counters whose every step is an event: of people and fleet, and of the map.
OF_GROUPS = (
    *("contacts", "contacts_at_fault", "pedestrian_contacts", "intrusions", "conflicts_ttc", "hard_brakes"),
    *("red_light_runs", "stop_violations", "right_of_way_violations", "stops_over_2min", "entered_on_wrong_belief"),
    "cancelled",
)
OF_THE_MAP = (
    *("spillbacks", "gridlocks", "assist_requests", "assist_answered", "assist_abandoned", "assist_wrong"),
    *("minimal_risk_stops", "retrievals", "odd_exits", "takeover_requests", "takeovers", "takeovers_late"),
    *("takeovers_missed", "restarts", "emergency_calls", "emergency_late"),
)


class Log:
    """Notes what happens in all worlds of one simulator; ``look`` at it after every decision interval."""

    def __init__(self) -> None:
        """Begin with empty tables."""
        self._now: dict[str, Array] = {}
        self._ended: list[tuple[Array, Table]] = []  # world of every row, and the rows
        self._counted: dict[str, Array] = {}
        self._events: list[tuple[Array, Table]] = []
        self._effects: tuple[Array, Array] | None = None
        self._until_s = 0.0

    def look(self, simulator: Simulator) -> None:
        """Note who has come and gone and what has happened since the last look."""
        self._until_s = simulator.time_s
        self._look_at_vehicles(simulator.state.vehicles)
        self._look_at_counters(simulator)
        self._effects = simulator.state.effects["time_s"], simulator.state.effects["kind"]

    def tables(self, world: int) -> dict[str, Table]:
        """Return ``vehicles`` and ``events`` of a world; those still under way have NaN for ``ended_s``."""
        under_way = self._rows(self._now["trip"] >= 0, np.nan)
        vehicles = _of_world([*self._ended, under_way], world)
        words = codes.names("KIND")
        vehicles["kind"] = np.array([words.get(int(kind), "") for kind in vehicles["kind"]], dtype=object)
        return {"vehicles": vehicles, "events": self._events_of(world)}

    def _look_at_vehicles(self, vehicles: Array) -> None:
        trip = vehicles["trip"]
        if not self._now:
            self._now = {name: np.full(trip.shape, -1.0 if name == "trip" else 0.0) for name in _COLUMNS}
        before = self._now["trip"]
        gone, new = (before >= 0) & (trip != before), (trip >= 0) & (trip != before)
        if gone.any():
            self._ended.append(self._rows(gone, self._until_s))
        for name, field in _COPIED.items():
            np.copyto(self._now[name], vehicles[field])
        now = self._now
        now["entered_s"][new] = self._until_s
        now["longest_stop_s"][new] = now["minimal_risk"][new] = 0.0
        np.maximum(now["longest_stop_s"], vehicles["standing_s"], out=now["longest_stop_s"])
        now["minimal_risk"][vehicles["state"] == codes.STATE_MINIMAL_RISK_CONDITION] = 1.0

    def _rows(self, chosen: Array, ended_s: float) -> tuple[Array, Table]:
        rows = {name: self._now[name][chosen] for name in _COLUMNS}
        return np.nonzero(chosen)[0], {**rows, "ended_s": np.full(int(chosen.sum()), ended_s)}

    def _look_at_counters(self, simulator: Simulator) -> None:
        tally, totals = simulator.state.tally, simulator.state.totals
        for name in OF_GROUPS:
            for group, who in enumerate(GROUPS):
                self._note(name, who, tally[name][:, group])
        for name in OF_THE_MAP:
            counter = totals[name]
            self._note(name, "", counter.sum(axis=1) if counter.ndim > 1 else counter)

    def _note(self, name: str, who: str, counter: Array) -> None:
        key = f"{name} {who}"
        more = counter - self._counted.get(key, np.zeros(len(counter), counter.dtype))
        if more.any():
            worlds = np.nonzero(more)[0]
            self._counted[key] = counter.copy()
            self._events.append((worlds, _events([self._until_s] * len(worlds), name, who, more[worlds])))

    def _events_of(self, world: int) -> Table:
        """Return all events of a world in the order of time, what the scenario does among them."""
        found = _of_world(self._events, world) if self._events else _events([], "", "", np.zeros(0))
        if self._effects is not None:
            found = _joined([self._done_by_scenario(world), found])
        order = np.argsort(found["time_s"], kind="stable")
        return {name: column[order] for name, column in found.items()}

    def _done_by_scenario(self, world: int) -> Table:
        assert self._effects is not None
        times, kinds = (column[world] for column in self._effects)
        words = codes.names("EFFECT")
        fired = np.flatnonzero((times < NEVER) & (times <= self._until_s))
        parts = [_events([float(times[row])], f"effect_{words[int(kinds[row])]}", "", np.ones(1)) for row in fired]
        return _joined(parts) if parts else _events([], "", "", np.zeros(0))


def _events(times_s: list[float], kind: str, who: str, number: Array) -> Table:
    return {
        "time_s": np.array(times_s, np.float64),
        "kind": np.array([kind] * len(times_s), dtype=object),
        "who": np.array([who] * len(times_s), dtype=object),
        "number": np.asarray(number, np.int64),
    }


def _of_world(parts: list[tuple[Array, Table]], world: int) -> Table:
    return _joined([{name: column[worlds == world] for name, column in rows.items()} for worlds, rows in parts])


def _joined(parts: list[Table]) -> Table:
    columns: Mapping[str, list[Array]] = {name: [part[name] for part in parts] for name in parts[0]}
    joined = {name: np.concatenate(pieces) for name, pieces in columns.items()}
    return {name: column.astype(np.int64) if name in _WHOLE else column for name, column in joined.items()}
