"""Five signals in a row: with offsets of L / v hardly anybody stops twice; driven the wrong way round, many do."""

from __future__ import annotations

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.reference_signal import CAPACITY, CITY_SPEED, CYCLE_S, TIMING
from longtail_sim.validation.target import Effort, Experiment, Readings, Target
from longtail_sim.validation.tracks import IntArray, Trips, follow

SIGNALS = 5
SPACING_M = 300.0
RATIO = 0.6  # demand / capacity
WARM_UP_S = 300.0
SOURCE = "assumption: a wave that works, sign"


def bed(direction: int = 1) -> Scenario:
    """Return an eastbound one-way street with five signals, each switching L / v after its western neighbour.

    Args:
        direction: -1 reverses the offsets, so that each switches L / v before it.
    """
    step = direction * SPACING_M / CITY_SPEED
    at = {f"{k},0": {"offset_s": (k * step) % CYCLE_S} for k in range(SIGNALS)}
    grid = {"columns": SIGNALS, "rows": 1, "lanes": 1, "block_m": SPACING_M, "entry_m": 150.0}
    network = {
        "grid": {**grid, "speed_limit_mps": CITY_SPEED},
        "streets": [{"axis": "row", "index": 0, "one_way": "east"}],
        "junctions": {"control": "signal", "at": at},
        "signals": TIMING,
    }
    entries = {"0,0:west": {"vehicles_per_hour": RATIO * CAPACITY}}
    demand = {"vehicles_per_hour": 0, "entries": entries, "turns": {"left": 0, "right": 0}}
    people = {"drivers": {"errors": {"enabled": False}}, "fleet": {"share": 0.0}}
    return Scenario.model_validate(
        {"duration_s": 7200, "decision_interval_s": 0.5, "network": network, "demand": demand, **people}
    )


def measure(effort: Effort) -> Readings:
    """Count the stops of all who drive through, with the offsets and with the reversed ones."""
    seeds = effort.seeds(8, 20)
    until_s = WARM_UP_S + effort.choose(900.0, 3600.0)
    forward = follow(Simulator(bed(), seeds, threads=effort.threads), until_s, lambda share: effort.tell(share / 2))
    reversed_bed = Simulator(bed(direction=-1), seeds, threads=effort.threads)
    reverse = follow(reversed_bed, until_s, lambda share: effort.tell((1 + share) / 2))
    ahead = [_stops(forward, world) for world in range(len(seeds))]
    back = [_stops(reverse, world) for world in range(len(seeds))]
    return {
        "T2.14 share with at most one stop": [float((count <= 1).mean()) for count in ahead],
        "T2.14 stops, reversed / forward": [float(b.mean() / a.mean()) for a, b in zip(ahead, back, strict=True)],
        "T2.14 stops with the wave": [float(count.mean()) for count in ahead],
    }


def _stops(trips: Trips, world: int) -> IntArray:
    """Return the stops of those who came after the warm-up."""
    own = trips.of(world)
    return own.stops[own.arrived_s >= WARM_UP_S]


EXPERIMENTS = (
    Experiment(
        name="green wave",
        setup="One-way street, one lane, 50 km/h, five signals 300 m apart, cycle 60 s, green 26 s, offsets L/v, "
        "v/c 0.6, Poisson arrivals, no cross traffic; stops below 5 mi/h of all who drive through. Then the same with "
        "the offsets reversed.",
        targets=(
            Target("T2.14", "green wave", "-", ">= 0.8", 0.8, 1.0, SOURCE, case="share with at most one stop"),
            Target("T2.14", "green wave", "-", ">= 2", 2.0, 10.0, SOURCE, case="stops, reversed / forward"),
            Target("T2.14", "green wave", "stops", "about 0.6", None, None, SOURCE, case="stops with the wave"),
        ),
        measure=measure,
        bed=bed,
    ),
)
