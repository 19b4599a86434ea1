"""What is in the road is drawn, and where it is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from longtail_sim import Scenario
from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer import obstacles
from longtail_sim.viewer.obstacle_shapes import shape
from longtail_sim.viewer.theme import THEMES
from longtail_sim.world import build_world

KINDS = sorted(set(codes.names("obstacle")) - {codes.OBSTACLE_PERSON})


@pytest.fixture(scope="module")
def closed() -> tuple[StreetNetwork, Array]:
    """Return two junctions with a flood between them, and the table of obstacles."""
    network = {"grid": {"columns": 2, "rows": 1, "lanes": 1}}
    world = build_world(Scenario.model_validate({"network": network, "events": [{"kind": "road_closure"}]}), [1])
    return world.network, np.asarray(world.state.obstacles)[0].copy()


def test_only_what_is_there_is_captured(closed: tuple[StreetNetwork, Array]) -> None:
    network, table = closed
    assert len(obstacles.capture(network.arrays, table).row) == 0
    table["phase"][1] = codes.PHASE_PRESENT
    found = obstacles.capture(network.arrays, table)
    assert found.row.tolist() == [1]
    middle = np.mean([network.arrays.junction_x[j] for j in (0, 1)])
    assert found.x[0] == pytest.approx(middle, abs=1.0)
    assert abs(math.cos(found.heading[0])) == pytest.approx(1.0)


def test_moving_ones_are_drawn_between_two_moments(closed: tuple[StreetNetwork, Array]) -> None:
    network, table = closed
    table["phase"][:] = codes.PHASE_PRESENT
    before = obstacles.capture(network.arrays, table)
    table["s"][0] += 4.0
    after = obstacles.capture(network.arrays, table)
    moved = np.hypot(*(np.array(obstacles.between(before, after, 0.25)[2:4]) - np.array(before[2:4])))
    assert moved.tolist() == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_kind_has_a_shape_about_as_large_as_itself(kind: int, theme: str) -> None:
    corners = np.concatenate([part for _, part in shape(kind, 80.0, 26.0, 8.0, THEMES[theme])])
    assert np.abs(corners[:, 0]).max() < 55
    assert np.abs(corners[:, 1]).max() < 30
