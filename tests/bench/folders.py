"""Folders of results without simulating anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from longtail_sim.bench import Outcome, Plan, Run, Store
from longtail_sim.scoring import METRICS


def told(delay_s: float, **others: float) -> dict[str, float]:
    """Return metrics that are 0 except for these."""
    trips = {"trips_finished": 1000.0, "others_trips_finished": 1000.0}
    of_fleet = {"fleet_junction_traversals": 100.0, "fleet_delay_s": 10.0}
    return {**dict.fromkeys(METRICS, 0.0), **trips, **of_fleet, "others_delay_s": delay_s, **others}


def filled(plan: Plan, of: Callable[[Run], dict[str, float] | None], folder: str = "out") -> Store:
    """Return a folder with a row for every run; None stands for one that crashed."""
    store = Store(Path(folder))
    store.write_manifest(plan, "longtail bench small.yaml")
    for run in plan.runs:
        metrics = of(run)
        outcome = Outcome("crashed", "no") if metrics is None else Outcome("finished", metrics=(metrics,))
        store.write_part(plan, [run], outcome)
    return store
