"""T3.4: the control delay of an all-way stop below its capacity."""

from __future__ import annotations

from longtail_sim.scenario import Scenario
from longtail_sim.validation.delay import delay_per_vehicle
from longtail_sim.validation.measuring import BALANCED, junction
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

# total veh/h: by a queue with the HCM's state-dependent headways, and by the HCM's formula
EXPECTED = {800: (8.6, 10.6), 1000: (9.7, 13.1), 1200: (11.6, 18.5), 1400: (19.5, 40.9)}
BANDS = {800: (7.3, 12.2), 1000: (8.2, 15.1), 1200: (9.9, 21.3), 1400: (16.6, 47.0)}


def _target(total: int) -> Target:
    queue, hcm = EXPECTED[total]
    low, high = BANDS[total]
    expected = f"queue model {queue:g}, HCM {hcm:g}"
    source = "HCM 7 chapter 21; queue model: computed"
    name, case = "all-way stop, control delay", f"{total:,} veh/h"
    return Target("T3.4", name, "s", expected, low, high, source, case, required=True, calibrated=True)


TARGETS = {total: _target(total) for total in EXPECTED}


def bed(total: int = 1200) -> Scenario:
    """Return an all-way stop with ``total`` vehicles per hour, equally many from every side."""
    return junction("all_way_stop", demand=total / 4, turns=BALANCED)


def measure(effort: Effort) -> Readings:
    """Return the mean delay [s] of those who arrive in 15 minutes, one value per seed."""
    readings = {}
    for total, target in TARGETS.items():
        values = delay_per_vehicle(bed(total), effort.seeds(20, 200), threads=effort.threads)
        readings[target.key] = values.tolist()
        effort.tell(len(readings) / len(TARGETS))
    return readings


EXPERIMENTS = (
    Experiment(
        name="all-way stop below capacity",
        setup="Two streets, one lane each way, 50 km/h, an all-way stop, equal demand from all sides, 10 % left, 10 "
        "% right. Random arrivals for 15 min into an empty junction; everybody is followed to the end of the "
        "trip, waiting outside the map included. Some 0.9 s of the delay is following slower drivers, which "
        "an uncontrolled road of the same length has as well.",
        targets=tuple(TARGETS.values()),
        measure=measure,
        bed=bed,
    ),
)
