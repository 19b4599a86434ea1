"""T4.5: the more signals are dark, the less a network serves.

On the homogeneous grid everybody keeps to the all-way-stop rule and drives straight on, as in the published ratio 0.46
of an all-way stop's capacity to a signal's; it bounds what a grid without any signal can serve.  On the streets of the
shipped scenario ``sf_outage``, with its turns and its drivers, the fall itself is looked at.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from longtail_sim.scenario import Scenario, load_scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.grids import LANE_CAPACITY, STRAIGHT_ON, grid
from longtail_sim.validation.measuring import FloatArray, run_until
from longtail_sim.validation.outage import ALL_COMPLY, dark
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

SHARES = (0.0, 0.1, 0.3, 1.0)
SOURCE = "computed from HCM 7 chapters 19 and 21"
RATIO = 0.46  # all-way stop / signal, one lane
ALLOWANCE = 0.05
LEVELS = {60: 0.6, 90: 0.9}  # per cent of the signal's capacity -> share
SF_DEMAND = 22_000.0  # twice the scenario's own, 0.6 of what its signals pass by the scenario's reckoning
WARM_UP_S = 600.0


def without_signals(demand: float = LEVELS[90] * LANE_CAPACITY, share: float = 1.0) -> Scenario:
    """Return the one-lane grid, a share of its signals dark from the beginning."""
    drivers = {"dark_signal": ALL_COMPLY}
    return grid(demand, lanes=1, turns=STRAIGHT_ON, drivers=drivers, events=_events(share))


def san_francisco(share: float = 1.0) -> Scenario:
    """Return the streets of ``sf_outage`` with people only, nobody erring, a share of its signals dark."""
    shipped = load_scenario("sf_outage")
    parts: dict[str, Any] = {
        "network": shipped.network.model_dump(mode="json"),
        "demand": {"vehicles_per_hour": SF_DEMAND, "turns": shipped.demand.turns.model_dump(mode="json")},
        "drivers": {"errors": {"enabled": False}},
        "fleet": {"share": 0.0},
    }
    return Scenario.model_validate({"duration_s": 7200, "decision_interval_s": 1.0, "events": _events(share), **parts})


def _events(share: float) -> list[dict[str, Any]]:
    return dark(where={"share_of_junctions": share}) if share > 0 else []


def served(scenario: Scenario, effort: Effort, seeds: range, measured_s: float) -> FloatArray:
    """Return the trips per hour that reach their end, one number per seed."""
    simulator = Simulator(scenario, seeds, threads=effort.threads)
    run_until(simulator, WARM_UP_S)
    before = simulator.state.tally.finished.sum(axis=1)
    run_until(simulator, WARM_UP_S + measured_s)
    return np.asarray((simulator.state.tally.finished.sum(axis=1) - before) * (3600.0 / measured_s))


def largest_rise(flows: list[FloatArray]) -> list[float]:
    """Return the largest step upwards between successive shares, as a share of the flow with all signals."""
    steps = np.diff(np.array(flows), axis=0) / flows[0]
    return [float(step) for step in steps.max(axis=0)]


def _fall(case: str) -> Target:
    return Target(
        "T4.5", "served flow: largest rise with more dark signals", "-", "<= 0 (falls)", -1.0, 0.0, SOURCE, case
    )


def _bound(per_cent: int) -> Target:
    bound = RATIO / LEVELS[per_cent]
    return Target(
        "T4.5",
        "served without any signal, share of the baseline",
        "-",
        f"<= {bound:.2f}",
        0.0,
        round(bound + ALLOWANCE, 2),
        SOURCE,
        f"all dark, {per_cent} %",
        calibrated=True,
    )


def _reported(case: str, share: float) -> Target:
    return Target(
        "T4.5", "served, share of the baseline", "-", "no published value", None, None, "-", f"{case}, {share:g} dark"
    )


FALLS = {per_cent: _fall(f"fall, {per_cent} %") for per_cent in LEVELS}
BOUNDS = {per_cent: _bound(per_cent) for per_cent in LEVELS}
PARTLY = {(per_cent, share): _reported(f"{per_cent} %", share) for per_cent in LEVELS for share in SHARES[1:3]}
SF_FALL = _fall("fall, sf_outage streets")
SF_SERVED = {share: _reported("sf_outage streets", share) for share in SHARES[1:]}


def measure_grid(effort: Effort) -> Readings:
    """Return one value per seed for both demands."""
    readings: dict[str, list[float]] = {}
    for number, (per_cent, level) in enumerate(LEVELS.items()):
        bed = partial(without_signals, level * LANE_CAPACITY)
        flows = _sweep(bed, effort, effort.seeds(2, 4), effort.choose(600.0, 2400.0), (number / 2, 0.5))
        readings[FALLS[per_cent].key] = largest_rise(flows)
        readings[BOUNDS[per_cent].key] = (flows[-1] / flows[0]).tolist()
        for share, flow in zip(SHARES[1:3], flows[1:3], strict=True):
            readings[PARTLY[per_cent, share].key] = (flow / flows[0]).tolist()
    return readings


def measure_san_francisco(effort: Effort) -> Readings:
    """Return one value per seed."""
    flows = _sweep(san_francisco, effort, effort.seeds(2, 2), 1200.0, (0.0, 1.0))
    shares = {
        SF_SERVED[share].key: (flow / flows[0]).tolist() for share, flow in zip(SHARES[1:], flows[1:], strict=True)
    }
    return {SF_FALL.key: largest_rise(flows), **shares}


def _sweep(
    bed: Any, effort: Effort, seeds: range, measured_s: float, progress: tuple[float, float]
) -> list[FloatArray]:
    """Return what is served at every share of dark signals; ``progress``: where the bar stands, how far it goes."""
    flows = []
    for number, share in enumerate(SHARES):
        flows.append(served(bed(share=share), effort, seeds, measured_s))
        effort.tell(progress[0] + progress[1] * (number + 1) / len(SHARES))
    return flows


EXPERIMENTS = (
    Experiment(
        name="outages of growing size",
        setup="Six by six streets, one lane each way, straight on only, everybody keeps to the all-way-stop rule. "
        "Demand 60 % and 90 % of s g/C; none, a tenth, three tenths, all signals dark, scattered by the seed.",
        targets=(*FALLS.values(), *BOUNDS.values(), *PARTLY.values()),
        measure=measure_grid,
        bed=without_signals,
        quick=False,
    ),
    Experiment(
        name="outages of growing size in San Francisco",
        setup="The streets and turns of the scenario sf_outage with 22,000 vehicles an hour, about 60 % of what its "
        "signals pass, people only, the default mixture of beliefs at dark signals.",
        targets=(SF_FALL, *SF_SERVED.values()),
        measure=measure_san_francisco,
        bed=san_francisco,
        quick=False,
    ),
)
