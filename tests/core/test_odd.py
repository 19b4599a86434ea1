"""What the clauses of the operational design domain read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.odd import reading_on_road

Stage = Callable[..., Any]


@pytest.mark.parametrize(
    ("kind", "solid", "clause"),
    [
        (codes.OBSTACLE_HOSES, 0, codes.CLAUSE_ROAD_CLOSURES),
        (codes.OBSTACLE_VAN, 1, codes.CLAUSE_OBJECTS_IN_ROAD),
        (codes.OBSTACLE_SCHOOL_BUS, 1, codes.CLAUSE_OBJECTS_IN_ROAD),
        (codes.OBSTACLE_STOP_ARM, 0, codes.CLAUSE_OBJECTS_IN_ROAD),  # it belongs to the bus, and closes no road
    ],
)
def test_what_is_in_the_road_breaks_one_clause(stage: Stage, kind: int, solid: int, clause: int) -> None:
    where = {"junction": "Street 1 & Avenue 1", "side": "east", "direction": "towards"}
    grid = {"columns": 2, "rows": 1}
    it = stage(network={"grid": grid}, events=[{"kind": "stopped_vehicle", "at_s": 0, "where": where}])
    it.tables.obstacles[0, 0].kind, it.tables.obstacles[0, 0].solid = kind, solid
    car = it.put(0, it.approach(codes.LEG_SOUTH), 60.0)
    car.obstacle = 0
    for other in (codes.CLAUSE_ROAD_CLOSURES, codes.CLAUSE_OBJECTS_IN_ROAD):
        assert reading_on_road(other, 0, 0, it.state) == (1.0 if other == clause else 0.0)
