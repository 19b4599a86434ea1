"""T3.7: in light traffic a dark signal delays less than a working one, in heavy traffic more.

The published delays are those of an all-way stop with 10 % left and 10 % right turns and of through lanes at a signal
(12-13 s at a volume/capacity ratio of 0.43).  So are they measured here.  The signal with the same turns, where left
turners block the lane that they share, is reported beside them, without a verdict.
"""

from __future__ import annotations

from longtail_sim.scenario import Scenario
from longtail_sim.validation.delay import delay_per_vehicle
from longtail_sim.validation.measuring import BALANCED, STRAIGHT, FloatArray, junction
from longtail_sim.validation.outage import ALL_COMPLY, SIGNAL_60, dark
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

LIGHT, HEAVY = 600, 1400  # veh/h in total
SOURCE = "HCM 7 chapters 19 and 21"
NAME = "delay at a dark signal / at the signal"
RATIOS = {
    LIGHT: Target("T3.7", NAME, "-", "<= 1 (8 s to 11 s)", 0.0, 1.0, SOURCE, "600 veh/h"),
    HEAVY: Target("T3.7", NAME, "-", ">= 1.3 (20-41 s to 12-13 s)", 1.3, None, SOURCE, "1,400 veh/h"),
}
EXPECTED_S = {
    LIGHT: {"dark": "8", "signal": "11", "signal, turns": "no published value"},
    HEAVY: {"dark": "20-41", "signal": "12-13", "signal, turns": "no published value"},
}


def _reported(total: int, state: str) -> Target:
    return Target("T3.7", "delay", "s", EXPECTED_S[total][state], None, None, SOURCE, f"{total:,} veh/h, {state}")


DELAYS = {(total, state): _reported(total, state) for total in RATIOS for state in EXPECTED_S[total]}


def bed(total: int = HEAVY, state: str = "dark") -> Scenario:
    """Return a junction without power ("dark"), with it and through traffic ("signal") or also with turns."""
    return junction(
        "signal",
        demand=total / 4,
        turns=STRAIGHT if state == "signal" else BALANCED,
        signals=SIGNAL_60,
        events=dark() if state == "dark" else [],
        drivers={"dark_signal": ALL_COMPLY},
    )


def measure(effort: Effort) -> Readings:
    """Return the ratios of delays over the same arrivals, and the delays [s], one value per seed."""
    seeds = effort.seeds(20, 200)
    found: dict[tuple[int, str], FloatArray] = {}
    for total, state in DELAYS:
        found[total, state] = delay_per_vehicle(bed(total, state), seeds, threads=effort.threads)
        effort.tell(len(found) / len(DELAYS))
    readings = {DELAYS[case].key: values.tolist() for case, values in found.items()}
    for total, target in RATIOS.items():
        # Delays of single worlds are skewed, so the mean of the signal divides, not each world's own.
        readings[target.key] = (found[total, "dark"] / found[total, "signal"].mean()).tolist()
    return readings


EXPERIMENTS = (
    Experiment(
        name="delay with and without power",
        setup="One junction, one lane each way, 50 km/h, random arrivals for 15 min into an empty junction, "
        "everybody followed to the end. Dark: all take it for an all-way stop, 10 % left, 10 % right. Signal: "
        "cycle 60 s, green 26 s, straight on only.",
        targets=(*RATIOS.values(), *DELAYS.values()),
        measure=measure,
        bed=bed,
    ),
)
