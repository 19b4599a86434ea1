"""Left turns through opposing traffic on green: capacity while green is unblocked, and sneakers after it."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import LEG_NORTH, LEG_SOUTH, TURN_LEFT, TURN_STRAIGHT
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.critical_headway import decisions, estimate, gates
from longtail_sim.validation.gates import Gate, movement, passings
from longtail_sim.validation.measuring import Demand, FloatArray, junction, run_until
from longtail_sim.validation.reference_signal import CITY_SPEED
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

CYCLE_S, GREEN_S, YELLOW_S, ALL_RED_S = 120.0, 56.0, 3.3, 0.7
RED_S = CYCLE_S - GREEN_S - YELLOW_S  # two who are farther apart have not used one headway of one green
OPPOSING_PER_H = 600.0
SATURATING_PER_H = 3000.0
APPROACH_M = 200.0
START_S = 10.0  # of every green: not counted, opposing vehicles that came early and start-up are over then
WARM_UP_CYCLES = 2
HCM = "HCM 7 chapter 19"


def bed() -> Scenario:
    """Return a signal with a left-turn approach that never runs empty, and opposing traffic during green only.

    The demand comes in blocks, so that opposing vehicles reach the line, undelayed, between the onset of green and the
    end of yellow: no opposing queue blocks any part of the green.
    """
    signals = {"cycle_s": CYCLE_S, "yellow_s": YELLOW_S, "all_red_s": ALL_RED_S}
    legs: dict[str, Demand] = {"north": OPPOSING_PER_H, "south": (SATURATING_PER_H, {"left": 1.0, "right": 0.0})}
    profile = _blocks(7200.0)
    return junction(signals=signals, legs=legs, entry_m=APPROACH_M, profile=profile, decision_interval_s=0.1)


def _blocks(duration_s: float) -> list[dict[str, float]]:
    """Return a demand profile that sends vehicles towards every green of the north-south phase."""
    travel = APPROACH_M / CITY_SPEED
    profile: list[dict[str, float]] = [{"at_s": 0.0, "factor": 1.0}]
    for start in np.arange(0.0, duration_s, CYCLE_S).tolist():
        profile.append({"at_s": start + GREEN_S + YELLOW_S - travel, "factor": 0.0})
        profile.append({"at_s": start + CYCLE_S - travel, "factor": 1.0})
    return profile


def measure(effort: Effort) -> Readings:
    """Count left turns by the second of the cycle at which they pass the stop line, and see which gaps they take."""
    seeds, cycles = effort.seeds(12, 20), effort.choose(6, 30)
    simulator = Simulator(bed(), seeds, threads=effort.threads)
    run_until(simulator, WARM_UP_CYCLES * CYCLE_S)
    left = movement(simulator.network, LEG_SOUTH, TURN_LEFT)
    opposing = movement(simulator.network, LEG_NORTH, TURN_STRAIGHT)
    points = (*gates(simulator.network, left, opposing), Gate(left))
    until_s = (WARM_UP_CYCLES + cycles) * CYCLE_S
    seen = passings(simulator, points, until_s, effort.tell)
    worlds = range(len(seeds))
    times = [seen.at(len(points) - 1, world).time_s % CYCLE_S for world in worlds]
    drivers = [decisions(seen, world) for world in worlds]
    hours = cycles * (GREEN_S - START_S) / 3600.0
    return {
        "T2.10 unblocked green": [_count(time, START_S, GREEN_S) / hours for time in times],
        "T2.10 sneakers": [_count(time, GREEN_S, CYCLE_S) / cycles for time in times],
        "T2.10 critical headway": [estimate(d.accepted_s, d.rejected_s).mean_s for d in drivers],
        "T2.10 follow-up time": [float(d.follow_up_s[d.follow_up_s < RED_S].mean()) for d in drivers],
    }


def _count(time_s: FloatArray, first_s: float, last_s: float) -> float:
    return float(((time_s >= first_s) & (time_s < last_s)).sum())


EXPERIMENTS = (
    Experiment(
        name="permitted left turn",
        setup="Signal, cycle 120 s, green 56 s, one lane each way; an approach of left turners that never runs empty "
        "faces 600 veh/h of Poisson traffic throughout its green, none of which has queued. Left turns per hour of "
        "green from its 10th second on, and those after its end per cycle.",
        targets=(
            Target("T2.10", "permitted left turns", "veh/h", "832", 707, 957, HCM, case="unblocked green"),
            Target("T2.10", "permitted left turns", "veh/cycle", "<= 2", 0.0, 2.3, HCM, case="sneakers"),
            Target("T2.10", "permitted left turns", "s", "4.5", None, None, HCM, case="critical headway"),
            Target("T2.10", "permitted left turns", "s", "2.5", None, None, HCM, case="follow-up time"),
        ),
        measure=measure,
        bed=bed,
    ),
)
