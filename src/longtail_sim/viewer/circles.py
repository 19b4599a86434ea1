"""Lanes that wait for each other in a circle, as the simulator found them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from longtail_sim.core.schema import Array, Table


class Circles(NamedTuple):
    """Arrays of shape (lane of a circle,), copied."""

    lane: Array
    onto: Array  # the lane that it waits for
    gridlocked: Array  # the circle has stood for two minutes


def none() -> Circles:
    """Return an empty table."""
    nothing = np.zeros(0, np.int64)
    return Circles(nothing, nothing, np.zeros(0, bool))


def capture(waits: Table) -> Circles:
    """Copy the circles of one world, whose table of waits this is."""
    lane = np.flatnonzero((waits["cycle"] >= 0) & (waits["waits_for"] >= 0))
    return Circles(lane, waits["waits_for"][lane], waits["gridlocked"][lane] == 1) if len(lane) else none()
