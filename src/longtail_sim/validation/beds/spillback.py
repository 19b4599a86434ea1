"""T3.8: how long it takes until the queues at a dark signal fill their blocks.

The published times are arithmetic: 20 cars fill 150 m, an all-way stop serves 375 veh/h of each approach, and no queue
stands there when the signal fails.  So the streets are empty here at that moment, too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, FloatArray
from longtail_sim.validation.outage import ALL_COMPLY, SIGNAL_60, dark
from longtail_sim.validation.queues import is_full
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

HCM = "HCM 7 chapter 21: arrivals less 375 veh/h, 20 cars"
MIDDLE = "Main & Centre"
APPROACHES = {"1,0": "south", "2,1": "east", "1,2": "north", "0,1": "west"}  # junctions upstream, and where they lie
BLOCK_M = 166.6  # so that 150 m lie between the junction upstream and the stop line
LONGEST_S = 3600.0  # a queue that has not filled its block by then counts as if it did so now
EXPECTED_MIN = {600: 5.3, 500: 9.6, 450: 16.0}  # by demand, veh/h and approach


def _target(demand: int) -> Target:
    expected = EXPECTED_MIN[demand]
    low, high = round(0.75 * expected, 2), round(1.25 * expected, 2)
    name = "150 m block full after the signal went dark"
    return Target(
        "T3.8", name, "min", f"{expected:g}", low, high, HCM, f"{demand} veh/h", required=True, calibrated=True
    )


TARGETS = {demand: _target(demand) for demand in EXPECTED_MIN}
SERVED = {
    demand: Target("T3.8", "served while the queues grow", "veh/h", "1,500", None, None, HCM, f"{demand} veh/h, served")
    for demand in EXPECTED_MIN
}


def bed(demand: float = 600) -> Scenario:
    """Return a dark junction at the end of four blocks of 150 m, ``demand`` vehicles per hour in each.

    The junctions at the far ends do not hold anybody up: the two streets that matter have priority there, nobody turns
    and nobody crosses.
    """
    no_turns = {"turn_bans": [f"{leg}:{turn}" for leg in APPROACHES.values() for turn in ("left", "right")]}
    junctions = {name: {"control": "two_way_stop", **no_turns} for name in APPROACHES}
    grid = {"columns": 3, "rows": 3, "block_m": BLOCK_M, "lanes": 1, "speed_limit_mps": 13.9, "entry_m": 200}
    streets = [
        {"axis": "row", "index": 1, "name": "Main", "major": True},
        {"axis": "column", "index": 1, "name": "Centre", "major": True},
    ]
    entries = {f"{name}:{leg}": {"vehicles_per_hour": demand} for name, leg in APPROACHES.items()}
    parts: dict[str, Any] = {
        "network": {"grid": grid, "streets": streets, "junctions": {"at": junctions}, "signals": SIGNAL_60},
        "demand": {"vehicles_per_hour": 0, "entries": entries, "turns": BALANCED},
        "drivers": {"errors": {"enabled": False}, "dark_signal": ALL_COMPLY},
        "events": dark(0, {"junction": MIDDLE}),
        "fleet": {"share": 0},
    }
    return Scenario.model_validate({"duration_s": LONGEST_S, "decision_interval_s": 0.5, **parts})


def block_lanes(simulator: Simulator) -> list[int]:
    """Return the lanes of the four blocks, which end at the junction in the middle."""
    network = simulator.network
    streets = np.flatnonzero(network.street_to_junction == network.junction(MIDDLE))
    return [int(lane) for lane in network.arrays.street_first_lane[streets]]


def fill_times(simulator: Simulator) -> tuple[FloatArray, FloatArray]:
    """Return when each queue first reached the junction upstream, and what was served until the last did.

    Returns:
        Seconds, shape (world, approach), and vehicles per hour, shape (world,).
    """
    lanes, tally = block_lanes(simulator), simulator.state.tally
    times = np.full((simulator.num_worlds, len(lanes)), np.nan)
    served = np.full(simulator.num_worlds, np.nan)
    while np.isnan(served).any() and not simulator.done:
        simulator.step()
        times[np.isnan(times) & is_full(simulator, lanes)] = simulator.time_s
        complete = np.isnan(served) & ~np.isnan(times).any(axis=1)
        served[complete] = 3600 * tally.dark_traversals[complete].sum(axis=1) / simulator.time_s
    late = np.isnan(served)
    served[late] = 3600 * tally.dark_traversals[late].sum(axis=1) / LONGEST_S
    return np.where(np.isnan(times), LONGEST_S, times), served


def measure(effort: Effort) -> Readings:
    """Return the minutes until a block is full, mean of four, and what was served [veh/h], one value per seed."""
    readings: dict[str, list[float]] = {}
    for demand in TARGETS:
        simulator = Simulator(bed(demand), effort.seeds(6, 60), threads=effort.threads)
        times, served = fill_times(simulator)
        readings[TARGETS[demand].key] = (times.mean(axis=1) / 60).tolist()
        readings[SERVED[demand].key] = served.tolist()
        effort.tell(len(readings) / (2 * len(TARGETS)))
    return readings


EXPERIMENTS = (
    Experiment(
        name="spillback at a dark signal",
        setup="A dark junction, four blocks of 150 m, one lane each way, 50 km/h, 10 % left, 10 % right, all "
        "comply; random arrivals into empty streets, equally many from all sides. A block is full when its "
        "last vehicle is slower than 5 mi/h and no car fits in behind it; mean of the four blocks, after an "
        "hour at the latest.",
        targets=(*TARGETS.values(), *SERVED.values()),
        measure=measure,
        bed=bed,
    ),
)
