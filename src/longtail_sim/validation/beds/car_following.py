"""T1.1 to T1.5: the car-following model by itself, at several step lengths."""

from __future__ import annotations

from longtail_sim.validation import platoon
from longtail_sim.validation.platoon import Driver
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

COMPUTED = "computed from Treiber, Hennecke, Helbing 2000"
BY_ITSELF = "The core's formulas in a plain row of cars with a step of its own, ballistic update; no streets. "

CITY = Driver()
CITY_PLUS = Driver(model="idm_plus", time_headway=1.1, acceleration=2.0, deceleration=3.0)
TEXTBOOK = Driver(
    time_headway=1.0, acceleration=1.5, deceleration=2.0, standstill_gap=2.0, length=4.5, hardest_braking=8.0
)
STEPS_S = (0.05, 0.1, 0.2, 0.5)
NO_BAND = (None, None)  # reported, and therefore not required


def _exact(
    id_: str,
    name: str,
    unit: str,
    expected: str,
    band: tuple[float | None, float | None],
    case: str = "",
    *,
    source: str = COMPUTED,
) -> Target:
    return Target(id_, name, unit, expected, *band, source, case, required=band != NO_BAND, exact=True)


def _within(value: float, share: float) -> tuple[float, float]:
    return value * (1.0 - share), value * (1.0 + share)


def _equilibrium(_: Effort) -> Readings:
    return {
        "T1.1 5 m/s": [platoon.equilibrium_gap(CITY, 5.0)],
        "T1.1 10 m/s": [platoon.equilibrium_gap(CITY, 10.0)],
    }


def _ring(_: Effort) -> Readings:
    return {
        "T1.2 IDM": [platoon.ring_flow(CITY, 57, 1000.0)],
        "T1.2 IDM+": [platoon.ring_flow(CITY_PLUS, 44, 1000.0)],
    }


def _obstacle(_: Effort) -> Readings:
    found: dict[str, list[float]] = {}
    for dt in STEPS_S:
        stop = platoon.stop_at_obstacle(TEXTBOOK, 150.0, dt)
        found[f"T1.3 braking, step {dt:g} s"] = [stop.hardest_braking]
        found[f"T1.3 gap, step {dt:g} s"] = [stop.final_gap]
        found[f"T1.3 backwards, step {dt:g} s"] = [float(stop.backward_steps)]
    return found


def _step_length(_: Effort) -> Readings:
    fine, coarse = (platoon.saturation_headway(CITY, dt) for dt in (0.1, 0.5))
    return {"T1.4": [100.0 * (coarse / fine - 1.0)]}


def _emergency(_: Effort) -> Readings:
    quick, late = (platoon.least_gap_behind_emergency_stop(TEXTBOOK, 12.5, 8.0, delay) for delay in (0.0, 1.5))
    return {
        "T1.5 no delay": [quick],
        "T1.5 delay 1.5 s": [1.0 if late < 0.0 else 0.0],
        "T1.5 least gap at 1.5 s": [late],
    }


def _obstacle_targets() -> tuple[Target, ...]:
    targets: list[Target] = []
    for dt in STEPS_S:
        step = f"step {dt:g} s"
        targets += [
            _exact("T1.3", "hardest braking at an obstacle", "m/s²", "1.92–1.98", (1.82, 2.08), f"braking, {step}"),
            _exact("T1.3", "gap to the obstacle in the end", "m", "1.89–1.94", (1.79, 2.04), f"gap, {step}"),
            _exact("T1.3", "steps that lead backwards", "-", "0", (0.0, 0.0), f"backwards, {step}"),
        ]
    return tuple(targets)


EXPERIMENTS = (
    Experiment(
        "equilibrium gap",
        BY_ITSELF + "IDM, v0 13.89 m/s, T 0.9 s, s0 2.5 m behind a leader at constant speed.",
        (
            _exact("T1.1", "IDM equilibrium gap", "m", "7.06", _within(7.06, 0.01), "5 m/s"),
            _exact("T1.1", "IDM equilibrium gap", "m", "13.45", _within(13.45, 0.01), "10 m/s"),
        ),
        _equilibrium,
    ),
    Experiment(
        "ring road",
        BY_ITSELF + "57 cars (IDM; IDM+ with T 1.1 s: 44) on a ring of 1 km, ten minutes from rest.",
        (
            _exact("T1.2", "flow on a ring road", "veh/h", "1,977", _within(1977, 0.02), "IDM"),
            _exact("T1.2", "flow on a ring road", "veh/h", "2,214", _within(2214, 0.02), "IDM+"),
        ),
        _ring,
    ),
    Experiment(
        "standing obstacle",
        BY_ITSELF + "IDM, T 1.0 s, a 1.5, b 2.0 m/s², s0 2 m, from 13.89 m/s, 150 m ahead.",
        _obstacle_targets(),
        _obstacle,
    ),
    Experiment(
        "step length",
        BY_ITSELF + "Standing queue of 20 cars (IDM, T 0.9 s, a 1.8), headway of the 5th to the 20th at 0.1 and 0.5 s.",
        (_exact("T1.4", "saturation headway at 0.5 s against 0.1 s", "%", "+0.9", (-1.5, 1.5)),),
        _step_length,
    ),
    Experiment(
        "leader brakes hard",
        BY_ITSELF + "Leader brakes with 8 m/s² from 12.5 m/s; IDM, T 1.0 s, a 1.5, b 2.0, at most 8 m/s², acts on what "
        "was a delay ago.",
        (
            _exact("T1.5", "least gap behind an emergency stop", "m", "1.89", (1.79, 1.99), "no delay"),
            _exact("T1.5", "collides behind an emergency stop", "-", "1", (1.0, 1.0), "delay 1.5 s"),
            _exact("T1.5", "least gap, contact ignored", "m", "−3.7", NO_BAND, "least gap at 1.5 s"),
        ),
        _emergency,
    ),
)
