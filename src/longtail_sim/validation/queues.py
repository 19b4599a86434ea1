"""Where queues end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from longtail_sim.core.kinds import CAR_JAM_SPACING_M
from longtail_sim.simulator import Simulator

QUEUED_MPS = 2.24  # 5 mi/h: slower vehicles stand in a queue (HCM 7); the tail of one seldom comes to rest


def is_full(simulator: Simulator, lanes: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return whether the queues of these lanes reach back to the junction upstream, shape (world, len(lanes)).

    They do when the last vehicle of a lane is in a queue, came from a junction, and leaves no room for another car.
    """
    vehicles = simulator.state.vehicles
    last = simulator.state.lanes.last[:, lanes]
    world = np.arange(simulator.num_worlds)[:, None]
    rear = vehicles.s[world, last] - vehicles.length[world, last]  # of any vehicle where nobody is; masked below
    slow = vehicles.speed[world, last] < QUEUED_MPS
    inside = vehicles.came_from[world, last] >= 0
    return np.asarray((last >= 0) & inside & slow & (rear < CAR_JAM_SPACING_M))
