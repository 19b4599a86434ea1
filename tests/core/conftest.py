"""Streets and tables for tests of the core: kernels are called with what the simulator hands them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.packed import Streets, pack
from longtail_sim.core.schema import Array, plain
from longtail_sim.core.state import State
from longtail_sim.network import StreetNetwork
from longtail_sim.scenario import Scenario
from longtail_sim.world import build_world


@dataclass(frozen=True)
class Stage:
    """One world of one scenario, as arguments of kernels; ``tables`` is the same memory in its record-array coat."""

    network: StreetNetwork
    tables: State
    state: State
    settings: Array
    streets: Streets

    def approach(self, leg: int, lane: int = 0, junction: int = 0) -> int:
        """Return the street lane that comes to a junction from ``leg``, counted from the right."""
        arrays = self.network.arrays
        first, last = arrays.approach_first[junction : junction + 2]
        lanes = [int(row) for row in arrays.approach_lane[first:last] if arrays.lane_leg[row] == leg]
        return lanes[lane]

    def connector(self, leg: int, turn: int, lane: int = 0) -> int:
        """Return a connector of junction 0."""
        return int(self.network.arrays.lane_connector[self.approach(leg, lane), turn])

    def put(self, slot: int, lane: int, s: float, speed: float = 0.0, turn: int = codes.TURN_STRAIGHT) -> Any:
        """Put an ordinary person into an empty slot, behind everybody in ``lane``; return the row."""
        from longtail_sim.core import lists
        from longtail_sim.core.driving import approach_term
        from longtail_sim.core.route import set_connector

        row = self.tables.vehicles[0, slot]
        row.trip, row.length, row.width = slot, 4.8, 1.85
        row.speed_factor, row.time_headway, row.acceleration, row.deceleration = 1.0, 1.2, 2.6, 3.0
        row.approach = approach_term(2.6, 3.0)
        row.standstill_gap, row.reaction, row.keeps_clear = 2.5, 0.8, 1
        row.s, row.speed = s, speed
        lists.push_last(self.state.vehicles, self.state.lanes, 0, slot, lane)
        if self.network.arrays.lane_kind[lane] == codes.LANE_STREET:
            row.turn = turn
            set_connector(0, slot, self.state.vehicles, self.streets)
        else:
            row.came_from = self.network.arrays.connector_from[lane]
        return row


@pytest.fixture
def stage() -> Callable[..., Stage]:
    """Return a builder of one empty world; it takes sections of a scenario, the default is one junction, two lanes."""

    def build(**sections: Any) -> Stage:
        network = {"grid": {"columns": 1, "rows": 1}, **sections.pop("network", {})}
        scenario = Scenario.model_validate({"network": network, "drivers": {"errors": {"enabled": False}}, **sections})
        world = build_world(scenario, [1])
        return Stage(
            world.network, world.state, plain(world.state), np.asarray(world.settings), pack(world.network.arrays)
        )

    return build
