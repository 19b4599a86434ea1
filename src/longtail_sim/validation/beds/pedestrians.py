"""T2.11, T2.12 and T3.5: people on foot at a signal, at a stream that does not yield, and at an all-way stop."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import LEG_EAST, LEG_WEST
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, FloatArray, junction, run_until, served_per_hour
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

SIGNALS, GAPS, AL_KAISY = "HCM 7 chapter 19", "HCM 7 chapter 20", "Al-Kaisy and Doruk 2023"
WALKING = Target("T2.11", "crossing speed", "m/s", "1.34-1.43", 1.27, 1.50, "Weidmann; TCRP 112", "speed")
AT_SIGNAL = Target("T2.11", "delay on foot at a signal", "s", "20.0", 18.4, 21.6, SIGNALS, "delay")
GAP_9 = Target("T2.12", "delay on foot, 600 veh/h, gaps of 9 s", "s", "11.9", 10.5, 13.3, GAPS, "9 s")
GAP_6 = Target("T2.12", "delay on foot, 400 veh/h, gaps of 6 s", "s", "2.5", 2.2, 2.8, GAPS, "6 s")
STREAMS = ((600.0, 3.0, GAP_9), (400.0, 0.0, GAP_6))  # vehicles per hour, clearance [s] that makes that gap critical
LOSS = Target("T3.5", "all-way stop, capacity lost to people on foot", "%", "10-35", 10, 35, AL_KAISY, "100 ped/h")
HEAVY = Target(
    "T3.5", "all-way stop, capacity with people on foot", "veh/h", "400-1,400", 400, 1400, AL_KAISY, "400 ped/h"
)

WALK_MPS = 1.1  # 6.6 m of one lane each way in 6 s
WARM_UP_S = 300.0
MORE_THAN_ENOUGH = 1300.0  # vehicles per hour, which no approach can pass


def signal() -> Scenario:
    """Return a signal of 60 s with 7 s of walk, a thousand people an hour, who all heed it, and no vehicles."""
    people = {"per_hour_per_crosswalk": 250, "cross_on_red": 0}
    return junction(signals={"cycle_s": 60, "walk_s": 7}, pedestrians=people)


def stream(vehicles_per_hour: float, clearance_s: float) -> Scenario:
    """Return traffic with priority that stops for nobody, and people who all walk alike and need one gap.

    It comes from both sides, half each: in one lane alone vehicles cannot arrive as a Poisson process, for they follow
    each other.
    """
    people = {
        "per_hour_per_crosswalk": 100,
        "speed_mps": {"mean": WALK_MPS, "sd": 0},
        "clearance_s": clearance_s,
    }
    drivers = {"yields_to_pedestrians": 0}
    return junction(
        "two_way_stop",
        legs={"east": vehicles_per_hour / 2, "west": vehicles_per_hour / 2},
        drivers=drivers,
        pedestrians=people,
    )


def all_way_stop(people_per_hour: float) -> Scenario:
    """Return an all-way stop with queues on all approaches and people on foot on all crosswalks."""
    people = {"per_hour_per_crosswalk": people_per_hour}
    return junction("all_way_stop", demand=MORE_THAN_ENOUGH, turns=BALANCED, pedestrians=people)


def measure_signal(effort: Effort) -> Readings:
    """Return mean speed [m/s] and mean wait [s] of a thousand people per seed."""
    simulator = Simulator(signal(), effort.seeds(8, 20), threads=effort.threads)
    run_until(simulator, effort.choose(1800.0, 3600.0))
    crosswalks = simulator.state.crosswalks
    speed = crosswalks.speed_sum.sum(axis=1) / crosswalks.crossed.sum(axis=1)
    return {WALKING.key: speed.tolist(), AT_SIGNAL.key: _mean_wait(simulator, list(range(4))).tolist()}


def measure_gaps(effort: Effort) -> Readings:
    """Return the mean wait [s] for a gap in the stream, one value per seed, both streams."""
    readings = {}
    for flow, clearance_s, target in STREAMS:
        simulator = Simulator(stream(flow, clearance_s), effort.seeds(16, 40), threads=effort.threads)
        run_until(simulator, effort.choose(3600.0, 7200.0))
        readings[target.key] = _mean_wait(simulator, [LEG_EAST, LEG_WEST]).tolist()
        effort.tell(len(readings) / len(STREAMS))
    return readings


def measure_capacity(effort: Effort) -> Readings:
    """Return the share of the capacity that 100 people an hour on each crosswalk cost [%], and what 400 leave."""
    served = []
    for people in (0.0, 100.0, 400.0):
        simulator = Simulator(all_way_stop(people), effort.seeds(4, 30), threads=effort.threads)
        served.append(served_per_hour(simulator, WARM_UP_S, effort.choose(900.0, 3600.0)))
        effort.tell(len(served) / 3)
    none, some, many = served
    return {LOSS.key: (100 * (1 - some / none)).tolist(), HEAVY.key: many.tolist()}


def _mean_wait(simulator: Simulator, legs: list[int]) -> FloatArray:
    """Return the mean wait [s] of those who have started, one value per world."""
    crosswalks = simulator.state.crosswalks
    return np.asarray(crosswalks.wait_s[:, legs].sum(axis=1) / crosswalks.started[:, legs].sum(axis=1))


EXPERIMENTS = (
    Experiment(
        name="people on foot at a signal",
        setup="One lane each way, cycle 60 s, walk 7 s, no vehicles; 250 people an hour come to each crosswalk at "
        "random and heed the signal. Expected delay (C - g)^2 / 2C with g = walk + 4 s.",
        targets=(WALKING, AT_SIGNAL),
        measure=measure_signal,
        bed=signal,
    ),
    Experiment(
        name="people on foot at a stream that does not yield",
        setup="One lane each way with priority, 50 km/h, vehicles from both sides, which arrive at random and stop "
        "for nobody; everybody walks 1.1 m/s over 6.6 m with a clearance of 3 s (0 s), so that t_c is 9 s (6 s).",
        targets=(GAP_9, GAP_6),
        measure=measure_gaps,
        bed=lambda: stream(*STREAMS[0][:2]),
    ),
    Experiment(
        name="all-way stop with people on foot",
        setup="The bed of T3.2 (one lane, 10 % left, 10 % right, queues on all approaches) with 0, 100 and 400 people "
        "an hour on each crosswalk.",
        targets=(LOSS, HEAVY),
        measure=measure_capacity,
        bed=lambda: all_way_stop(100.0),
    ),
)
