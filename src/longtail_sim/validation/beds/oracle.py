"""T1.10: the formulas of the Highway Capacity Manual, computed here, beside its worked examples."""

from __future__ import annotations

from longtail_sim.validation.hcm import signal, two_way_stop
from longtail_sim.validation.hcm.all_way_stop import CORRELATION, all_way_stop
from longtail_sim.validation.hcm.examples import STOP_1, YIELD_1, YIELD_1_HEAVY
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

HEADWAYS_S = {"eb": 4.97, "wb": 4.74, "sb": 5.70}
DELAYS_S = {"eb": 13.0, "wb": 13.5, "sb": 10.6}
CAPACITIES = {"major left": 1238, "minor right": 760, "minor left": 308}
CONFLICTING = {
    "major left": YIELD_1.against_major_left,
    "minor right": YIELD_1.against_minor_right,
    "minor left": YIELD_1.against_minor_left,
}
SIGNAL_DELAY_S = 22.8
CYCLE_S, GREEN_S, UTILISATION = 60.0, 26.0, 0.8
STOP_EXAMPLE = "HCM 7 ch. 32, AWSC ex. 1"
YIELD_EXAMPLE = "HCM 7 ch. 32, TWSC ex. 1"


def _target(case: str, name: str, unit: str, expected: float, tolerance: float, source: str) -> Target:
    low, high = round(expected - tolerance, 3), round(expected + tolerance, 3)
    return Target("T1.10", name, unit, f"{expected:g}", low, high, source, case, required=True, exact=True)


TARGETS = (
    *(_target(f"h {side}", "headway at an all-way stop", "s", s, 0.1, STOP_EXAMPLE) for side, s in HEADWAYS_S.items()),
    *(_target(f"d {side}", "delay at an all-way stop", "s", s, 0.1, STOP_EXAMPLE) for side, s in DELAYS_S.items()),
    *(_target(name, "potential capacity", "veh/h", c, 1.0, YIELD_EXAMPLE) for name, c in CAPACITIES.items()),
    _target("signal X 0.8", "control delay, C 60 s, g 26 s", "s", SIGNAL_DELAY_S, 0.1, "HCM 7 ch. 19"),
)


def _measure(effort: Effort) -> Readings:
    stop = all_way_stop(STOP_1, alpha=CORRELATION)
    headways = {f"T1.10 h {side}": [stop[side, 0].headway_s] for side in HEADWAYS_S}
    delays = {f"T1.10 d {side}": [stop[side, 0].delay_s] for side in DELAYS_S}
    capacities = {f"T1.10 {name}": [_potential(name)] for name in CAPACITIES}
    delay = signal.control_delay_s(signal.LaneGroup.at(CYCLE_S, GREEN_S, UTILISATION))
    return {**headways, **delays, **capacities, "T1.10 signal X 0.8": [delay]}


def _potential(movement: str) -> float:
    critical = two_way_stop.critical_headway_s(movement, heavy=YIELD_1_HEAVY, three_legs=True)
    follow_up = two_way_stop.follow_up_headway_s(movement, heavy=YIELD_1_HEAVY)
    return two_way_stop.potential_capacity(CONFLICTING[movement], critical, follow_up)


EXPERIMENTS = (
    Experiment(
        name="the oracle beside the manual's examples",
        setup=(
            "Formulas only, no traffic: the procedures of HCM 7 chapters 19 to 21 with the input of chapter 32's "
            "examples."
        ),
        targets=TARGETS,
        measure=_measure,
    ),
)
