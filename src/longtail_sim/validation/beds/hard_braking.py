"""How hard people brake on an ordinary day: rarely harder than 3 m/s2, never harder than tyres allow."""

from __future__ import annotations

from typing import Any

import numpy as np

from longtail_sim.core.params import DT_S
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, STRAIGHT, FloatArray, junction, run_until
from longtail_sim.validation.reference_signal import CAPACITY, TIMING
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

RATIO = 0.6  # demand / capacity
WARM_UP_S = 300.0
BRAKES = 0.5  # m/s^2: more than lifting the foot; gentler samples are not counted as braking
HARD = 3.0  # m/s^2
SOURCE = "SSM thresholds; assumption"
CASES: dict[str, dict[str, Any]] = {"straight on": STRAIGHT, "with turns": BALANCED}


def bed(turns: dict[str, float]) -> Scenario:
    """Return a signal with four approaches at 0.6 of their capacity; people err as often as they do by default."""
    drivers = {"errors": {"enabled": True}}
    return junction(demand=RATIO * CAPACITY, signals=TIMING, turns=turns, drivers=drivers, decision_interval_s=DT_S)


def measure(effort: Effort) -> Readings:
    """Take the decelerations of all vehicles ten times a second."""
    readings: dict[str, list[float]] = {}
    for index, (case, turns) in enumerate(CASES.items()):
        simulator = Simulator(bed(turns), effort.seeds(4, 10), threads=effort.threads)
        run_until(simulator, WARM_UP_S)
        share, hardest = _brakings(simulator, WARM_UP_S + effort.choose(600.0, 1800.0))
        readings[f"T2.13 gentler than 3 m/s2, {case}"] = share.tolist()
        readings[f"T2.13 hardest, {case}"] = hardest.tolist()
        effort.tell((index + 1) / len(CASES))
    return readings


def _brakings(simulator: Simulator, until_s: float) -> tuple[FloatArray, FloatArray]:
    """Return per world the share of braking samples above -3 m/s^2, and the least acceleration (m/s^2)."""
    vehicles, worlds = simulator.state.vehicles, simulator.num_worlds
    braking, hard, hardest = np.zeros(worlds), np.zeros(worlds), np.zeros(worlds)
    trip, speed = vehicles.trip.copy(), vehicles.speed.copy()
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        same = (vehicles.trip == trip) & (trip >= 0)
        acceleration = np.where(same, (vehicles.speed - speed) / DT_S, 0.0)
        braking += (acceleration < -BRAKES).sum(axis=1)
        hard += (acceleration < -HARD).sum(axis=1)
        hardest = np.minimum(hardest, acceleration.min(axis=1))
        trip, speed = vehicles.trip.copy(), vehicles.speed.copy()
    return 1.0 - hard / braking, np.round(hardest, 6)  # differences of speeds carry rounding errors


def _targets(case: str) -> tuple[Target, ...]:
    """Return the targets of one case; turns are reported without a verdict: their v/c is not 0.6."""
    judged = case == "straight on"
    return (
        Target(
            "T2.13",
            "braking on an ordinary day",
            "-",
            "> 0.99",
            0.99 if judged else None,
            1.0 if judged else None,
            SOURCE,
            case=f"gentler than 3 m/s2, {case}",
            calibrated=judged,
        ),
        Target(
            "T2.13",
            "braking on an ordinary day",
            "m/s2",
            ">= -9",
            -9.0 if judged else None,
            0.0 if judged else None,
            SOURCE,
            case=f"hardest, {case}",
        ),
    )


EXPERIMENTS = (
    Experiment(
        name="braking on an ordinary day",
        setup="Cycle 60 s, green 26 s, one lane each way, v/c 0.6 on each approach, people only, who err at the "
        "default rates; accelerations of all vehicles at 10 Hz, those below -0.5 m/s2 counted as braking. Straight on; "
        "and the same demand with 10 % left and 10 % right turns, for comparison.",
        targets=tuple(target for case in CASES for target in _targets(case)),
        measure=measure,
        bed=lambda: bed(STRAIGHT),
    ),
)
