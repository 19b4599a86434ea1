"""A loop to compare with: nothing but the Intelligent Driver Model, compiled by Numba, over as many vehicles.

It makes speeds of different machines, and of good and bad days of one machine, comparable.  As in the simulator a
vehicle is a record of several cache lines, of which this loop reads two; rings of vehicles follow each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from contest import Turn

from longtail_sim.core.jit import kernel
from longtail_sim.core.schema import Array

RECORD = 512  # bytes of a vehicle
RING = 20  # vehicles
SPACING_M = 25.0
NAMES = ("s", "speed", "accel", "length", "wanted", "headway", "standstill", "most", "comfortable", "leader")


@kernel
def follow(vehicles: Array, steps: int, ring_m: float) -> None:
    """Advance vehicles on rings of ``ring_m`` metres by steps of 0.1 s: a(1 - (v/v0)^4 - (s*/s)^2)."""
    for _ in range(steps):
        for i in range(len(vehicles)):
            me = vehicles[i]
            ahead = vehicles[int(me.leader)]
            gap = ahead.s - me.s
            if gap <= 0.0:
                gap += ring_m
            gap -= ahead.length
            wish = me.standstill + me.speed * (
                me.headway + (me.speed - ahead.speed) / (2.0 * np.sqrt(me.most * me.comfortable))
            )
            vehicles[i].accel = me.most * (1.0 - (me.speed / me.wanted) ** 4 - (wish / gap) ** 2)
        for i in range(len(vehicles)):
            me = vehicles[i]
            vehicles[i].speed = max(me.speed + 0.1 * me.accel, 0.0)
            vehicles[i].s = (me.s + 0.1 * vehicles[i].speed) % ring_m


def rings(vehicles: int) -> Array:
    """Return so many vehicles on rings, in an order that has nothing to do with the places in memory."""
    kind: Any = {"names": NAMES, "formats": ["f8"] * len(NAMES), "offsets": [8 * n for n in range(len(NAMES))]}
    rows = np.zeros(vehicles, np.dtype((np.record, np.dtype({**kind, "itemsize": RECORD}))))
    order = np.random.default_rng(1).permutation(vehicles)
    place = np.arange(vehicles)
    ring, within = place // RING, place % RING
    size = np.bincount(ring)[ring]
    rows["s"][order] = within * SPACING_M
    rows["leader"][order] = order[ring * RING + (within + 1) % size]
    for name, value in {"speed": 8.0, "length": 4.8, "wanted": 13.9, "headway": 1.2}.items():
        rows[name] = value
    rows["standstill"], rows["most"], rows["comfortable"] = 2.0, 1.4, 2.0
    return rows


def reference(vehicles: int, steps: int, clock: Callable[[], float]) -> Callable[[], Turn]:
    """Return a contestant: so many vehicles, so many steps a turn, compiled."""
    rows, ring_m = rings(vehicles), RING * SPACING_M
    follow(rows, 1, ring_m)

    def turn() -> Turn:
        begin = clock()
        follow(rows, steps, ring_m)
        return Turn(vehicles * steps, clock() - begin)

    return turn
