"""Words for the codes in a replay: one table, so that a replay holds small numbers only."""

from __future__ import annotations

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.frame import Frame

# What stands at the end of a lane, or is taken to stand there.
_LIGHT, _OFFICER, _CONTROL, _BELIEF = 1, 5, 10, 20


def _named(prefix: str, first: int, before: str = "") -> dict[str, str]:
    return {str(first + value): before + word.replace("_", " ") for value, word in codes.names(prefix).items()}


SIGNALS = {
    "0": "no junction ahead",
    **_named("COLOUR", _LIGHT),
    **_named("COLOUR", _OFFICER, "an officer shows "),
    **_named("CONTROL", _CONTROL),
    **_named("BELIEF", _BELIEF),
}
WORDS = {"state": _named("STATE", 0), "action": _named("ACT", 0), "signal": SIGNALS}


def signal_ahead(frame: Frame, network: StreetNetwork) -> Array:
    """Return what truly stands at the end of each vehicle's lane, as keys of ``SIGNALS``."""
    arrays = network.arrays
    junction = arrays.lane_junction[frame.lane]
    control = frame.control[junction]
    colour = frame.colour[junction, arrays.lane_leg[frame.lane] % 2].astype(np.int64)
    shown = np.where(control == codes.CONTROL_SIGNAL, _LIGHT + colour, _CONTROL + control.astype(np.int64))
    shown = np.where(control == codes.CONTROL_OFFICER, _OFFICER + colour, shown)
    return np.where(junction < 0, 0, shown)


def taken_for(frame: Frame, truth: Array) -> Array:
    """Return what each driver takes it for: a belief of their own, or what there is."""
    return np.where(frame.belief != codes.BELIEF_NONE, _BELIEF + frame.belief.astype(np.int64), truth)
