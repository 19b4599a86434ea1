"""T3.1 to T3.3: what an all-way stop passes when one, two opposing or all four approaches are saturated.

The headways are the base headways of the HCM, of vehicles that drive straight on; the capacities are for 10 % left and
10 % right turns.  Everybody rolls to a stop as people do, nobody errs.
"""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, FloatArray, junction, served_per_hour
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

HCM = "HCM 7 chapter 21"
MORE_THAN_ENOUGH = 1300.0  # vehicles per hour and lane, which no approach can pass
WARM_UP_S = 300.0


def _headway(name: str, expected: float, tolerance: float, case: str) -> Target:
    """Return a target of T3.1; the times to look round before one goes were fitted to these headways."""
    band = round(expected - tolerance, 1), round(expected + tolerance, 1)
    return Target("T3.1", name, "s", f"{expected:g}", *band, HCM, case, required=True, calibrated=True)


HEADWAYS = {
    ("south",): _headway("all-way stop, headway", 3.9, 0.4, "1 approach"),
    ("south", "north"): _headway("all-way stop, headway", 4.7, 0.6, "2 opposing"),
    ("north", "east", "south", "west"): _headway("all-way stop, headway of each approach", 9.6, 1.0, "4 approaches"),
}
CAPACITIES = {
    1: Target(
        "T3.2",
        "all-way stop, 1 lane, capacity",
        "veh/h",
        "1,500",
        1350,
        1750,
        "HCM 7 chapter 21; Kyte 1990",
        required=True,
        calibrated=True,
    ),
    2: Target("T3.3", "all-way stop, 2 lanes, capacity", "veh/h", "2,600", 2150, 2900, HCM, required=True),
}


def saturated(legs: Sequence[str]) -> Scenario:
    """Return an all-way stop with queues on these approaches and nobody on the others."""
    return junction("all_way_stop", legs=dict.fromkeys(legs, MORE_THAN_ENOUGH))


def balanced(lanes: int) -> Scenario:
    """Return an all-way stop with queues in all lanes of all approaches."""
    return junction("all_way_stop", lanes=lanes, demand=MORE_THAN_ENOUGH * lanes, turns=BALANCED)


def measure(effort: Effort) -> Readings:
    """Return headways [s] and capacities [veh/h], one value per seed."""
    readings: dict[str, FloatArray] = {}
    work = len(HEADWAYS) + len(CAPACITIES)
    for legs, target in HEADWAYS.items():
        readings[target.key] = len(legs) * 3600 / _served(saturated(legs), effort)
        effort.tell(len(readings) / work)
    for lanes, target in CAPACITIES.items():
        readings[target.key] = _served(balanced(lanes), effort)
        effort.tell(len(readings) / work)
    return {key: values.tolist() for key, values in readings.items()}


def _served(scenario: Scenario, effort: Effort) -> FloatArray:
    simulator = Simulator(scenario, effort.seeds(4, 30), threads=effort.threads)
    return served_per_hour(simulator, WARM_UP_S, effort.choose(900.0, 3600.0))


EXPERIMENTS = (
    Experiment(
        name="all-way stop under saturation",
        setup="Two streets, one lane each way (two in T3.3), 50 km/h, an all-way stop; queues on one, two opposing "
        "or all four approaches. T3.1: everybody straight on; T3.2 and T3.3: 10 % left, 10 % right. After 5 "
        "min of warm-up, vehicles that pass the stop lines are counted for an hour.",
        targets=(*HEADWAYS.values(), *CAPACITIES.values()),
        measure=measure,
        bed=lambda: balanced(1),
    ),
)
