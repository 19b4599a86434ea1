"""A stop sign on the minor road: how many find gaps, which gaps they accept, and how closely they follow."""

from __future__ import annotations

from dataclasses import dataclass

from longtail_sim.core.codes import LEG_SOUTH, LEG_WEST, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.critical_headway import decisions, estimate, gates
from longtail_sim.validation.gates import movement, passings
from longtail_sim.validation.measuring import Demand, junction, run_until
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

MAJOR_PER_H = 600.0
SATURATING_PER_H = 1500.0
WARM_UP_S = 120.0
HCM = "HCM 7 chapter 20"
CRITICAL = "critical headway"


@dataclass(frozen=True)
class Movement:
    """One movement from the minor road and what the HCM says of it."""

    name: str
    turn: int
    turns: dict[str, float]
    capacity: float  # veh/h against 600 veh/h
    critical_s: float
    follow_up_s: float


MOVEMENTS = (
    Movement("right", TURN_RIGHT, {"left": 0.0, "right": 1.0}, 505.0, 6.2, 3.3),
    Movement("through", TURN_STRAIGHT, {"left": 0.0, "right": 0.0}, 417.0, 6.5, 4.0),
    Movement("left", TURN_LEFT, {"left": 1.0, "right": 0.0}, 416.0, 7.1, 3.5),
)


def bed(what: Movement) -> Scenario:
    """Return a stop-controlled approach that never runs empty, and one stream of major traffic, from the west."""
    legs: dict[str, Demand] = {"west": MAJOR_PER_H, "south": (SATURATING_PER_H, what.turns)}
    return junction("two_way_stop", legs=legs, decision_interval_s=0.1)


def measure(effort: Effort) -> Readings:
    """Measure the three movements one after the other."""
    readings: dict[str, list[float]] = {}
    for index, what in enumerate(MOVEMENTS):
        done = index / len(MOVEMENTS)
        readings |= _measure_movement(what, effort, done)
    return readings


def _measure_movement(what: Movement, effort: Effort, done: float) -> dict[str, list[float]]:
    seeds = effort.seeds(12, 20)  # ten hours in the full run
    simulator = Simulator(bed(what), seeds, threads=effort.threads)
    run_until(simulator, WARM_UP_S)
    measured_s = effort.choose(600.0, 1800.0)
    minor = movement(simulator.network, LEG_SOUTH, what.turn)
    major = movement(simulator.network, LEG_WEST, TURN_STRAIGHT)
    seen = passings(
        simulator,
        gates(simulator.network, minor, major),
        WARM_UP_S + measured_s,
        lambda share: effort.tell(done + share / len(MOVEMENTS)),
    )
    drivers = [decisions(seen, world) for world in range(len(seeds))]
    return {
        f"T2.8 {what.name}": [len(seen.at(1, world).trip) * 3600.0 / measured_s for world in range(len(seeds))],
        f"T2.9 critical headway, {what.name}": [estimate(d.accepted_s, d.rejected_s).mean_s for d in drivers],
        f"T2.9 follow-up time, {what.name}": [float(d.follow_up_s.mean()) for d in drivers],
    }


def _targets(what: Movement) -> tuple[Target, ...]:
    """Return the targets of one movement; the HCM's headways of through and left are reported without a verdict."""
    judged = what.turn == TURN_RIGHT
    low, high = round(0.88 * what.capacity), round(1.12 * what.capacity)
    capacity = Target(
        "T2.8", "gap-acceptance capacity", "veh/h", f"{what.capacity:g}", low, high, HCM, case=what.name, required=True
    )
    headways = (
        Target(
            "T2.9",
            "critical headway recovered",
            "s",
            f"{expected:g}",
            round(expected - tolerance, 1) if judged else None,
            round(expected + tolerance, 1) if judged else None,
            HCM,
            case=f"{quantity}, {what.name}",
            calibrated=quantity == CRITICAL,  # drivers' critical headways are the manual's
        )
        for quantity, expected, tolerance in (
            (CRITICAL, what.critical_s, 0.4),
            ("follow-up time", what.follow_up_s, 0.3),
        )
    )
    return (capacity, *headways)


EXPERIMENTS = (
    Experiment(
        name="minor road at a stop sign",
        setup="Two-way stop, one lane each way, 50 km/h; 600 veh/h of Poisson major traffic from one direction "
        "conflict with right, through and left from a minor approach that never runs empty. Critical headway by "
        "Troutbeck's maximum likelihood from the largest rejected and the accepted headway of each driver.",
        targets=tuple(target for what in MOVEMENTS for target in _targets(what)),
        measure=measure,
        bed=lambda: bed(MOVEMENTS[0]),
    ),
)
