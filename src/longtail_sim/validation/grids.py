"""The grid of six by six equal streets on which networks are measured, and what saturates it."""

from __future__ import annotations

from typing import Any

from longtail_sim.scenario import Scenario
from longtail_sim.validation.outage import SIGNAL_60

COLUMNS = 6
ENTRIES = 4 * COLUMNS
URBAN_SPEED = 13.9  # m/s, 50 km/h
LANE_CAPACITY = 823.0  # veh/h: s g/C = 1900 x 26 / 60, a through lane at a signal of 60 s with 26 s of green
STRAIGHT_ON = {"left": 0.0, "right": 0.0}


def grid(
    demand: float, *, lanes: int = 2, profile: list[tuple[float, float]] | None = None, **section: Any
) -> Scenario:
    """Return a homogeneous grid with signals on which nobody errs.

    Args:
        demand: vehicles per hour on each lane by which one enters the map.
        lanes: in each direction.
        profile: (s, factor) from when on the demand is multiplied by what; none: constant.
        section: ``turns``, and further parts of the scenario, such as ``events`` or ``drivers``.
    """
    drivers = {"errors": {"enabled": False}, **section.pop("drivers", {})}
    streets = {"columns": COLUMNS, "rows": COLUMNS, "lanes": lanes, "speed_limit_mps": URBAN_SPEED}
    traffic = {
        "vehicles_per_hour": ENTRIES * lanes * demand,
        "turns": section.pop("turns", {}),
        "profile": [{"at_s": start, "factor": factor} for start, factor in profile or ()],
    }
    network = {"grid": streets, "signals": SIGNAL_60}
    parts = {"network": network, "demand": traffic, "drivers": drivers, "fleet": {"share": 0.0}}
    return Scenario.model_validate({"duration_s": 7200, "decision_interval_s": 1.0, **parts, **section})


def ramp(up_s: float, down_s: float, step_s: float = 120.0) -> list[tuple[float, float]]:
    """Return a demand profile that rises evenly from 0 to 1 and falls to 0 again, in steps."""
    points = [(k * step_s, (k + 0.5) * step_s / up_s) for k in range(round(up_s / step_s))]
    falling = [(up_s + k * step_s, 1.0 - (k + 0.5) * step_s / down_s) for k in range(round(down_s / step_s))]
    return [*points, *falling, (up_s + down_s, 0.0)]
