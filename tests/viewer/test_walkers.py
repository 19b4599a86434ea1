"""Figures on the crosswalks: where they stand, how they move between frames, that they are drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.core import codes
from longtail_sim.viewer.camera import View
from longtail_sim.viewer.frame import between, capture
from longtail_sim.viewer.pictures import render


@pytest.fixture(scope="module")
def crowd() -> Simulator:
    """One junction after some minutes of many people on foot and no vehicles."""
    parts = {
        "network": {"grid": {"rows": 1, "columns": 1, "entry_m": 40}},
        "demand": {"vehicles_per_hour": 0},
        "pedestrians": {"per_hour_per_crosswalk": 600},
    }
    simulator = Simulator(Scenario.model_validate(parts), [1])
    while simulator.time_s < 120:
        simulator.step()
    return simulator


def test_people_stand_on_their_crosswalk_or_just_off_it(crowd: Simulator) -> None:
    """Within the polygon that is drawn, or behind the kerb if they wait."""
    walkers = capture(crowd).walkers
    here = crowd.state.pedestrians[0].person >= 0
    assert len(walkers.person) == here.sum() > 10
    room = crowd.state.pedestrians.shape[1] // 4
    assert (np.diff(walkers.person) > 0).all()
    for slot in np.flatnonzero(here).tolist():
        row = int(np.searchsorted(walkers.person, crowd.state.pedestrians.person[0, slot]))
        polygon = crowd.network.crosswalks[slot // room]
        waits = crowd.state.pedestrians.state[0, slot] == codes.WALKER_WAITING
        reach = 0.71 if waits else 0.01
        place = np.array([walkers.x[row], walkers.y[row]])
        assert (place > polygon.min(axis=0) - reach).all()
        assert (place < polygon.max(axis=0) + reach).all()


def test_between_two_frames_people_are_between_two_places(crowd: Simulator) -> None:
    """Half way, and unchanged for those who have only just come."""
    before = capture(crowd)
    moved = before.walkers._replace(x=before.walkers.x + 1.0, person=before.walkers.person.copy())
    moved.person[0] = 10**6
    after = before._replace(walkers=moved, time_s=before.time_s + 1.0)
    middle = between(before, after, 0.5).walkers
    np.testing.assert_allclose(middle.x[1:], before.walkers.x[1:] + 0.5)
    assert middle.x[0] == moved.x[0]


def test_people_are_drawn(crowd: Simulator, pixels_differ: Callable[[np.ndarray, np.ndarray], int]) -> None:
    """The picture with them differs from the picture without, and far away they are left out."""
    empty = Simulator(crowd.scenario, [1])
    near, far = View(0.0, 0.0, 8.0), View(0.0, 0.0, 0.5)
    assert pixels_differ(render(crowd, (400, 400), near), render(empty, (400, 400), near)) > 100
    painted = capture(crowd)
    assert len(painted.walkers.person) > 0
    colours = crowd.state.junctions.colour, empty.state.junctions.colour
    colours[1][:] = colours[0]
    assert pixels_differ(render(crowd, (400, 400), far), render(empty, (400, 400), far)) == 0


@pytest.fixture
def pixels_differ() -> Callable[[np.ndarray, np.ndarray], int]:
    """Return a count of the pixels in which two pictures differ."""
    return lambda a, b: int((a != b).any(axis=2).sum())
