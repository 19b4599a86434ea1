"""One lane at a fixed-time signal: capacity, control delay, and the queue that grows beyond capacity."""

from __future__ import annotations

import numpy as np

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.delay import delay_per_vehicle
from longtail_sim.validation.measuring import FloatArray, Profile, junction, run_until, served_per_hour
from longtail_sim.validation.reference_signal import CAPACITY, CITY_SPEED, TIMING
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

QUARTER_S = 900.0
APPROACH_M = 200.0

# v/c -> (point queue, HCM) control delay in s; the band goes from 0.9 of the one to 1.1 of the other.
DELAYS = {0.4: (11.9, 13.1), 0.6: (13.7, 16.2), 0.8: (17.7, 22.8), 0.9: (23.4, 30.6)}
OVERLOAD = 1.1


def saturated() -> Scenario:
    """Return a junction whose four approaches never run empty."""
    return junction(demand=1200, signals=TIMING)


def measure_capacity(effort: Effort) -> Readings:
    """Count what passes, per lane."""
    simulator = Simulator(saturated(), effort.seeds(4, 10), threads=effort.threads)
    flow = served_per_hour(simulator, 300.0, effort.choose(900.0, 3600.0)) / 4
    return {"T2.4": flow.tolist()}


def steady(volume: float) -> Scenario:
    """Return one approach with Poisson arrivals of ``volume`` veh/h for a quarter of an hour, and nobody after."""
    profile: Profile = [{"at_s": 0, "factor": 1}, {"at_s": QUARTER_S, "factor": 0}]
    return _one_approach(volume, profile)


def measure_delay(effort: Effort) -> Readings:
    """Return the mean delay of all who came in the first quarter of an hour."""
    readings: dict[str, list[float]] = {}
    seeds = effort.seeds(40, 200)
    for index, ratio in enumerate(DELAYS):
        delays = delay_per_vehicle(steady(ratio * CAPACITY), seeds, arrivals_s=QUARTER_S, threads=effort.threads)
        readings[f"T2.5 v/c {ratio:g}"] = delays.tolist()
        effort.tell((index + 1) / len(DELAYS))
    return readings


def overloaded() -> Scenario:
    """Return one approach whose demand is a tenth above capacity."""
    return _one_approach(OVERLOAD * CAPACITY, [{"at_s": 0, "factor": 1}])


def measure_growth(effort: Effort) -> Readings:
    """Compare the queues at the ends of red after 15 and 30 minutes: greens begin at full minutes."""
    simulator = Simulator(overloaded(), effort.seeds(40, 200), threads=effort.threads)
    after = []
    for quarter in (1, 2):
        after.append(_queue_at(simulator, quarter * QUARTER_S))
        effort.tell(quarter / 2)
    return {"T2.6 growth": (after[1] - after[0]).tolist(), "T2.6 queue after 15 min": after[0].tolist()}


def _queue_at(simulator: Simulator, time_s: float) -> FloatArray:
    """Return per world how many are late: they would have passed the line by ``time_s`` if nobody had held them."""
    run_until(simulator, time_s - APPROACH_M / CITY_SPEED)
    due = simulator.state.entries.arrived.sum(axis=1)
    run_until(simulator, time_s)
    return np.asarray(due - simulator.state.tally.traversals.sum(axis=1), dtype=np.float64)


def _one_approach(volume: float, profile: Profile) -> Scenario:
    return junction(signals=TIMING, entry_m=APPROACH_M, legs={"south": volume}, profile=profile)


def _delay_target(ratio: float) -> Target:
    queue, manual = DELAYS[ratio]
    low, high = round(0.9 * queue, 1), round(1.1 * manual, 1)
    return Target(
        "T2.5",
        "control delay at a signal",
        "s",
        f"{queue:g} - {manual:g}",
        low,
        high,
        "Point queue computed; HCM 7 chapter 19",
        case=f"v/c {ratio:g}",
        required=True,
    )


EXPERIMENTS = (
    Experiment(
        name="signal under saturation",
        setup="Cycle 60 s, effective green 26 s (displayed 26 s, yellow 3.3 s, all-red 0.7 s), one lane each way, "
        "straight on; 1200 veh/h want to come on each approach.",
        targets=(Target("T2.4", "capacity of a signal", "veh/h", "823", 782, 864, "HCM 7 chapter 19", required=True),),
        measure=measure_capacity,
        bed=saturated,
    ),
    Experiment(
        name="control delay at a signal",
        setup="The same signal, one approach, Poisson arrivals for 15 min from empty; mean of travel time less "
        "free-flow travel time of all who came in these 15 min, waiting outside the map included.",
        targets=tuple(_delay_target(ratio) for ratio in DELAYS),
        measure=measure_delay,
        bed=lambda: steady(0.8 * CAPACITY),
    ),
    Experiment(
        name="signal beyond its capacity",
        setup="The same signal, one approach, 905 veh/h (v/c 1.1), Poisson, from empty; vehicles late at the stop line "
        "at the ends of red after 15 and after 30 min.",
        targets=(
            Target("T2.6", "queue beyond capacity", "veh", "20.6", 16.5, 24.7, "Point queue computed", case="growth"),
            Target(
                "T2.6",
                "queue beyond capacity",
                "veh",
                "about 31",
                None,
                None,
                "Point queue computed",
                case="queue after 15 min",
            ),
        ),
        measure=measure_growth,
        bed=overloaded,
    ),
)
