"""Words for the codes in a replay: one table, so that a replay holds small numbers only."""

from __future__ import annotations

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.frame import CERTAIN, Frame

# What stands at the end of a lane, or is taken to stand there.
_LIGHT, _OFFICER, _CONTROL, _BELIEF, _FLASHING, _UNSEEN = 1, 5, 10, 20, 30, 40
FLASHING_COLOUR = 4  # is added to a colour that flashes


def _named(prefix: str, first: int, before: str = "") -> dict[str, str]:
    return {str(first + value): before + word.replace("_", " ") for value, word in codes.names(prefix).items()}


SIGNALS = {
    "0": "no junction ahead",
    **_named("COLOUR", _LIGHT),
    **_named("COLOUR", _OFFICER, "an officer shows "),
    **_named("CONTROL", _CONTROL),
    **_named("BELIEF", _BELIEF),
    **_named("COLOUR", _FLASHING, "flashing "),
    str(_UNSEEN): "nothing: it does not see the signal",
}
# Bits of what an automated vehicle's perception gets wrong.
MISTAKES = {
    str(codes.MISTAKE_SIGNAL): "takes the signal for what it does not show",
    str(codes.MISTAKE_UNSEEN): "does not see the signal",
    str(codes.MISTAKE_MISSED): "does not see the vehicle ahead",
    str(codes.MISTAKE_PHANTOM): "sees something ahead that is not there",
    str(codes.MISTAKE_PLACE): "is past the stop line and believes to be before it",
    str(codes.MISTAKE_MISREAD): "misread the signal",
}
WORDS = {
    "state": _named("STATE", 0),
    "action": _named("ACT", 0),
    "signal": SIGNALS,
    "mistake": MISTAKES,
    "obstacle": _named("OBSTACLE", 0),
}


def signal_ahead(frame: Frame, network: StreetNetwork) -> Array:
    """Return what truly stands at the end of each vehicle's lane, as keys of ``SIGNALS``."""
    arrays = network.arrays
    junction, axis = arrays.lane_junction[frame.lane], arrays.lane_leg[frame.lane] % 2
    shown = _as_keys(frame.control[junction].astype(np.int64), frame.colour[junction, axis].astype(np.int64))
    flashing = frame.flashing[junction, axis].astype(np.int64)
    shown = np.where(flashing != codes.COLOUR_NONE, _FLASHING + flashing, shown)
    return np.where(junction < 0, 0, shown)


def taken_for(frame: Frame, truth: Array) -> Array:
    """Return what each driver takes it for: a belief of their own, what the sensors say, or what there is."""
    control, colour = frame.takes_for[:, 0], frame.takes_for[:, 1]
    seen = np.where((control == CERTAIN) | (truth == 0), truth, _as_keys(control, colour))
    # Sensors report colours, not that one flashes: who makes no mistake takes the signal for what it is.
    right = frame.mistakes & (codes.MISTAKE_SIGNAL | codes.MISTAKE_UNSEEN | codes.MISTAKE_MISREAD) == 0
    seen = np.where(right, truth, seen)
    seen = np.where(frame.mistakes & codes.MISTAKE_UNSEEN != 0, _UNSEEN, seen)
    return np.where(frame.belief != codes.BELIEF_NONE, _BELIEF + frame.belief.astype(np.int64), seen)


def _as_keys(control: Array, colour: Array) -> Array:
    shown = np.where(control == codes.CONTROL_SIGNAL, _LIGHT + colour, _CONTROL + control)
    return np.where(control == codes.CONTROL_OFFICER, _OFFICER + colour, shown)
