"""First numbers on fidelity: what one junction of this model can serve, beside the Highway Capacity Manual's values.

Usage: python benchmarks/fidelity/first_numbers.py [--seeds 10] [--json fidelity.json]

HCM: Highway Capacity Manual, 7th edition, chapters 19 (signals) and 21 (all-way stops); the bands are what a
microscopic model is to meet (5 % for signals; the spread of the published field studies for all-way stops).
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measuring import (
    BALANCED,
    STRAIGHT,
    FloatArray,
    close_approaches,
    discharges,
    junction,
    run_until,
    served_per_hour,
)
from rich.console import Console
from rich.table import Table

from longtail_sim import Simulator
from longtail_sim.core.codes import LEG_NORTH, LEG_SOUTH
from longtail_sim.scoring import Interval, mean_interval

CITY_SPEED = 11.2  # m/s, 25 mph
LONG_CYCLE = {"cycle_s": 240, "yellow_s": 3.5, "all_red_s": 1.5}
SHORT_CYCLE = {"cycle_s": 60, "yellow_s": 3.0, "all_red_s": 1.0}  # green 26 s
ALL_COMPLY = {"priority_major": 0, "priority_minor": 0, "follow": 0, "unaware": 0, "freeze": 0}
DARK = [{"kind": "signal_outage", "at_s": 0, "where": "everywhere"}]
QUEUE = 20
FIRST = 4  # the HCM counts headways from the fifth vehicle on


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    unit: str
    measured: Interval
    expected: float
    low: float
    high: float

    @property
    def is_inside(self) -> bool:
        """Whether the mean lies in the band."""
        return self.low <= self.measured.mean <= self.high


def queue_discharge(seeds: Sequence[int]) -> list[Row]:
    """Measure saturation headway, start-up lost time and jam spacing of a standing queue, one lane, 50 km/h."""
    scenario = junction(demand=1500, entry_m=300, signals=LONG_CYCLE, decision_interval_s=0.1)
    simulator = Simulator(scenario, seeds)
    run_until(simulator, 239.0)
    spacing = [_jam_spacing(simulator, w) for w in range(len(seeds))]
    headways: dict[int, list[float]] = {w: [] for w in range(len(seeds))}
    lost: dict[int, list[float]] = {w: [] for w in range(len(seeds))}
    for w, passed in discharges(simulator, 480.0, QUEUE):
        headway = (passed[QUEUE - 1] - passed[FIRST - 1]) / (QUEUE - FIRST)
        headways[w].append(headway)
        lost[w].append(passed[FIRST - 1] - FIRST * headway)
    headway_s = mean_interval([float(np.mean(values)) for values in headways.values()])
    lost_s = mean_interval([float(np.mean(values)) for values in lost.values()])
    return [
        Row("saturation headway, vehicles 5 to 20", "s", headway_s, 1.89, 1.80, 1.99),
        Row("start-up lost time", "s", lost_s, 2.0, 1.5, 2.5),
        Row("jam spacing", "m", mean_interval(spacing), 7.3, 6.9, 7.7),
    ]


def _jam_spacing(simulator: Simulator, world: int) -> float:
    """Return the mean distance from bumper to next bumper of those who stand in the queues."""
    vehicles = simulator.state.vehicles
    rows = np.flatnonzero((vehicles.trip[world] >= 0) & (vehicles.ahead[world] >= 0) & (vehicles.speed[world] < 0.05))
    return float((vehicles.s[world, vehicles.ahead[world, rows]] - vehicles.s[world, rows]).mean())


def signal_capacity(seeds: Sequence[int]) -> list[Row]:
    """Measure what one lane passes at a signal, cycle 60 s, green 26 s."""
    scenario = junction(demand=1200, signals=SHORT_CYCLE)
    flow = served_per_hour(Simulator(scenario, seeds), 300.0, 1800.0) / 4
    return [Row("signal, cycle 60 s, green 26 s: one lane", "veh/h", mean_interval(flow), 823, 782, 864)]


def all_way_stops(seeds: Sequence[int]) -> list[Row]:
    """Measure all-way stops: four approaches with one and two lanes, one approach alone, two opposing ones."""
    sign = "all_way_stop"
    one = _stop_flow(seeds, sign, 1)
    two = _stop_flow(seeds, sign, 2)
    alone = 3600 / _served(seeds, sign, [LEG_SOUTH])
    opposing = 2 * 3600 / _served(seeds, sign, [LEG_SOUTH, LEG_NORTH])
    return [
        Row("all-way stop, 1 lane, 10/80/10: total", "veh/h", mean_interval(one), 1500, 1350, 1750),
        Row("all-way stop, 2 lanes, 10/80/10: total", "veh/h", mean_interval(two), 2600, 2150, 2900),
        Row("all-way stop, headway of one approach alone", "s", mean_interval(alone), 3.9, 3.5, 4.3),
        Row("all-way stop, headway of each of two opposing", "s", mean_interval(opposing), 4.7, 4.1, 5.3),
    ]


def dark_signals(seeds: Sequence[int]) -> list[Row]:
    """Measure what is left of a signal's capacity when it is dark and everybody keeps to the rule."""
    rows = []
    for lanes, expected, low, high in ((1, 0.46, 0.38, 0.56), (2, 0.39, 0.32, 0.50)):
        # Straight on only: left turns that share a lane would block the signal, but not the stop.
        bright = _stop_flow(seeds, "signal", lanes, turns=STRAIGHT)
        comply = {"dark_signal": ALL_COMPLY}
        dark = _stop_flow(seeds, "signal", lanes, turns=STRAIGHT, events=DARK, drivers=comply)
        name = f"dark signal / signal, {lanes} lane{'s' * (lanes > 1)}, all comply"
        rows.append(Row(name, "-", mean_interval(dark / bright), expected, low, high))
    return rows


def _stop_flow(seeds: Sequence[int], control: str, lanes: int, **section: object) -> FloatArray:
    parts = {"turns": BALANCED, **section}
    scenario = junction(control, lanes=lanes, demand=1500 * lanes, speed=CITY_SPEED, signals=SHORT_CYCLE, **parts)
    return served_per_hour(Simulator(scenario, seeds), 300.0, 1800.0)


def _served(seeds: Sequence[int], control: str, legs: Sequence[int]) -> FloatArray:
    simulator = Simulator(junction(control, demand=1500, speed=CITY_SPEED), seeds)
    close_approaches(simulator, legs)
    return served_per_hour(simulator, 300.0, 1800.0)


EXPERIMENTS: tuple[Callable[[Sequence[int]], list[Row]], ...] = (
    queue_discharge,
    signal_capacity,
    all_way_stops,
    dark_signals,
)


def show(rows: Sequence[Row], seeds: int) -> None:
    """Print the table."""
    table = Table(title=f"One junction beside the HCM, {seeds} seeds, 95 % intervals")
    for heading in ("what", "unit", "measured", "expected", "band", "inside"):
        table.add_column(heading)
    for row in rows:
        band = f"{row.low:g} – {row.high:g}"
        table.add_row(
            row.name, row.unit, row.measured.text(), f"{row.expected:g}", band, "yes" if row.is_inside else "NO"
        )
    Console(width=120).print(table)


def write(path: Path, rows: Sequence[Row], seeds: int) -> None:
    """Write the same numbers as JSON."""
    lines = [
        {
            "what": row.name,
            "unit": row.unit,
            **row.measured.as_json(),
            "expected": row.expected,
            "band": [row.low, row.high],
            "inside": row.is_inside,
        }
        for row in rows
    ]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps({"seeds": seeds, "rows": lines}, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, path)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=10, help="number of seeds, from 0 on (default 10)")
    parser.add_argument("--json", type=Path, default=Path("fidelity.json"), help="where the numbers are written")
    arguments = parser.parse_args()
    seeds = range(arguments.seeds)
    rows = [row for experiment in EXPERIMENTS for row in experiment(seeds)]
    show(rows, len(seeds))
    write(arguments.json, rows, len(seeds))


if __name__ == "__main__":
    main()
