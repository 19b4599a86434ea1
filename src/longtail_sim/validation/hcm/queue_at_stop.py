"""Queues at an all-way stop: four servers, each as fast as its conflicts let it be.

Vehicles arrive at random.  One that reaches the line takes a headway drawn around the HCM's base headway for those who
then wait elsewhere (exhibit 21-15).  The first of a queue, which needs not move up, takes the move-up time less.
"""

from __future__ import annotations

import heapq
from collections import deque

import numpy as np
import numpy.typing as npt

from longtail_sim.validation.hcm.stop_tables import base_headway_s, move_up_s

VARIATION = 0.15  # coefficient of variation of headways
BRAKING_AND_STARTING_S = 5.0  # of control delay, beside queue and service
GROUP = "1"
OPPOSITE = (2, 3, 0, 1)


def mean_delays_s(total: float, repetitions: int, *, period_s: float = 900.0, key: int = 0) -> npt.NDArray[np.float64]:
    """Return the mean control delay at four equal approaches of one lane, one number per repetition.

    Args:
        total: veh/h of all approaches.
        repetitions: independent ones, each from an empty start.
        period_s: for which vehicles arrive; all of them are served.
        key: of the random numbers.
    """
    random = np.random.Generator(np.random.Philox(key=key))
    return np.array([_mean_delay_s(_arrivals(total, period_s, random), random) for _ in range(repetitions)])


Arrivals = list[tuple[float, int]]  # time and approach, in order of time


def _arrivals(total: float, period_s: float, random: np.random.Generator) -> Arrivals:
    number = random.poisson(total * period_s / 3600.0)
    times, sides = np.sort(random.uniform(0, period_s, number)), random.integers(0, 4, number)
    return list(zip(times.tolist(), sides.tolist(), strict=True))


def _mean_delay_s(arrivals: Arrivals, random: np.random.Generator) -> float:
    """Return the mean over all vehicles of the time from arrival to departure, and what a stop costs beside."""
    waiting: list[deque[float]] = [deque() for _ in range(4)]
    departures: list[tuple[float, int]] = []
    coming, spent = deque(arrivals), 0.0
    while coming or departures:
        if departures and (not coming or departures[0][0] <= coming[0][0]):
            time, side = heapq.heappop(departures)
            spent += time - waiting[side].popleft()
            if waiting[side]:
                heapq.heappush(departures, (time + _headway_s(waiting, side, random), side))
        else:
            time, side = coming.popleft()
            waiting[side].append(time)
            if len(waiting[side]) == 1:
                first = _headway_s(waiting, side, random) - move_up_s(GROUP)
                heapq.heappush(departures, (time + max(first, 0.0), side))
    return spent / max(len(arrivals), 1) + BRAKING_AND_STARTING_S


def _headway_s(waiting: list[deque[float]], side: int, random: np.random.Generator) -> float:
    others = [bool(waiting[other]) for other in range(4) if other != side]
    opposite = bool(waiting[OPPOSITE[side]])
    case = {0: 1, 1: 2 if opposite else 3, 2: 4, 3: 5}[sum(others)]
    return base_headway_s(GROUP, case, sum(others)) * max(0.1, 1.0 + VARIATION * random.standard_normal())
