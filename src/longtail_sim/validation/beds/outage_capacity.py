"""T3.6: what is left of a signal's capacity when it goes dark and everybody keeps to the rule.

The published ratio sets an all-way stop with 10 % left and 10 % right turns, 1,500 veh/h, against through lanes at a
signal, four times s g/C = 823 veh/h a lane.  So is it measured here: the dark junction with turns, the signal without.
The ratio with the same turns on both sides is reported beside it, without a verdict: a lane shared with permissive left
turns passes far less than s g/C, and the HCM's ratio says nothing about it.
"""

from __future__ import annotations

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import BALANCED, STRAIGHT, FloatArray, junction, served_per_hour
from longtail_sim.validation.outage import ALL_COMPLY, SIGNAL_60, dark
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

HCM = "HCM 7 chapters 19 and 21"
NAME = "dark, with turns / signal, straight on (s g/C)"
ALIKE = "dark / signal, the same turns at both"
MORE_THAN_ENOUGH = 1200.0  # vehicles per hour and lane
JUDGED = {
    1: Target("T3.6", NAME, "-", "0.46", 0.38, 0.56, HCM, "1 lane", required=True),
    2: Target("T3.6", NAME, "-", "0.39", 0.32, 0.50, HCM, "2 lanes", required=True),
}
REPORTED = {
    lanes: Target("T3.6", ALIKE, "-", "no published value", None, None, "-", f"{lanes} lane{s}, turns at both")
    for lanes, s in ((1, ""), (2, "s"))
}


def signal(lanes: int, turns: dict[str, float]) -> Scenario:
    """Return a saturated junction whose signal works."""
    return junction("signal", lanes=lanes, demand=MORE_THAN_ENOUGH * lanes, turns=turns, signals=SIGNAL_60)


def without_power(lanes: int = 1) -> Scenario:
    """Return the same junction, dark from the beginning; everybody takes it for an all-way stop."""
    return junction(
        "signal",
        lanes=lanes,
        demand=MORE_THAN_ENOUGH * lanes,
        turns=BALANCED,
        signals=SIGNAL_60,
        events=dark(),
        drivers={"dark_signal": ALL_COMPLY},
    )


def measure(effort: Effort) -> Readings:
    """Return the ratios of vehicles served, one value per seed."""
    readings: dict[str, FloatArray] = {}
    for lanes in JUDGED:
        stop = _served(without_power(lanes), effort)
        readings[JUDGED[lanes].key] = stop / _served(signal(lanes, STRAIGHT), effort)
        readings[REPORTED[lanes].key] = stop / _served(signal(lanes, BALANCED), effort)
        effort.tell(lanes / len(JUDGED))
    return {key: values.tolist() for key, values in readings.items()}


def _served(scenario: Scenario, effort: Effort) -> FloatArray:
    simulator = Simulator(scenario, effort.seeds(4, 20), threads=effort.threads)
    return served_per_hour(simulator, 300.0, effort.choose(900.0, 3600.0))


EXPERIMENTS = (
    Experiment(
        name="capacity without power",
        setup="One junction, one or two lanes each way, 50 km/h, all approaches saturated. Numerator: signal dark, "
        "all take it for an all-way stop, 10 % left, 10 % right. Denominator: cycle 60 s, green 26 s, "
        "straight on only, as in s g/C. The ratio with the same turns at both has no published value: a shared "
        "lane that left turns block at a signal is not in the 823 veh/h a lane of the manual's ratio.",
        targets=(*JUDGED.values(), *REPORTED.values()),
        measure=measure,
        bed=without_power,
    ),
)
