"""Programs that a signal should not run, by the words of a scenario."""

from __future__ import annotations

from typing import Literal, TypeAlias

from longtail_sim.core.codes import HEALTH_OUT_OF_STEP, HEALTH_SHORT_MAJOR, HEALTH_SWAPPED

Program: TypeAlias = Literal["swapped", "short_major", "out_of_step"]
PROGRAMS: dict[Program, int] = {
    "swapped": HEALTH_SWAPPED,
    "short_major": HEALTH_SHORT_MAJOR,
    "out_of_step": HEALTH_OUT_OF_STEP,
}
