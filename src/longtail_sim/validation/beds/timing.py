"""T1.11: the formulas by which signals are timed."""

from __future__ import annotations

from longtail_sim.validation.hcm.timing import webster_cycle_s, yellow_at_limit_s
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

YELLOWS_S = {25: 3.3, 30: 3.7, 35: 4.1, 40: 4.4, 45: 4.8}  # limit in mi/h -> published, to a tenth
TOLERANCE_S = 0.05
CYCLE_S = 56.7
ITE = "ITE, limit + 7 mi/h"


def _target(name: str, expected: float, case: str, source: str) -> Target:
    low, high = round(expected - TOLERANCE_S, 2), round(expected + TOLERANCE_S, 2)
    return Target("T1.11", name, "s", f"{expected:g}", low, high, source, case, required=True, exact=True)


def _measure(effort: Effort) -> Readings:
    yellows = {f"T1.11 {limit} mi/h": [yellow_at_limit_s(limit)] for limit in YELLOWS_S}
    return {**yellows, "T1.11 Webster L 8 Y 0.7": [webster_cycle_s(lost_s=8.0, flow_ratio=0.7)]}


EXPERIMENTS = (
    Experiment(
        name="timing formulas",
        setup="Formulas only: yellow by speed limit, and Webster's cycle for 8 s lost time and a flow ratio of 0.7.",
        targets=(
            *(_target("yellow", value, f"{limit} mi/h", ITE) for limit, value in YELLOWS_S.items()),
            _target("cycle of least delay", CYCLE_S, "Webster L 8 Y 0.7", "Webster 1958"),
        ),
        measure=_measure,
    ),
)
