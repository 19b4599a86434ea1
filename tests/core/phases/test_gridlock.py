"""Gridlock is found, timed and named; a long red light and an ordinary queue are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.core import codes
from longtail_sim.core.phases.gridlock import GRIDLOCK_S
from longtail_sim.core.step import step_worlds
from longtail_sim.simulator.gridlock import Gridlock, find_gridlocks

SPACING_M = 7.3
RING = ("Street 1 & Avenue 1", "Street 1 & Avenue 2", "Street 2 & Avenue 2", "Street 2 & Avenue 1")
CALM = {"errors": {"enabled": False}, "keep_clear": 1.0, "spread": 0.0}


def ring_lanes(stage: Any) -> list[int]:
    """Return the four inner lanes of a 2 x 2 grid on which one drives clockwise round the block."""
    arrays, network = stage.network.arrays, stage.network
    inner = (network.street_from_junction >= 0) & (network.street_to_junction >= 0)
    lanes = np.flatnonzero((arrays.lane_street >= 0) & inner[arrays.lane_street])
    onward = arrays.connector_to[arrays.lane_connector[lanes, codes.TURN_RIGHT]]
    return [int(lane) for lane, then in zip(lanes, onward, strict=True) if then in lanes]


def ring(build: Callable[..., Any], missing: int = 0) -> Any:
    """Return four blocks full of vehicles that all want to go on round the ring, ``missing`` of them left out."""
    grid = {"rows": 2, "columns": 2, "lanes": 1, "block_m": 90, "entry_m": 60}
    it = build(network={"grid": grid}, demand={"vehicles_per_hour": 0}, drivers=CALM)
    slot = 0
    for number, lane in enumerate(ring_lanes(it)):
        length = float(it.network.arrays.lane_length[lane])
        count = int((length - 4.8) / SPACING_M) + 1 - (missing if number == 0 else 0)
        for place in range(count):
            row = it.put(slot, lane, length - 0.5 - SPACING_M * place, turn=codes.TURN_RIGHT)
            row.came_from = 0
            slot += 1
    it.tables.clock.free_count[0] -= slot
    return it


def drive(it: Any, seconds: float) -> None:
    """Advance the only world."""
    step_worlds(0, 1, round(seconds * 10), it.state, it.settings, it.streets)


def found(it: Any) -> list[Gridlock]:
    return find_gridlocks(it.tables, it.network, 0)


def test_a_full_ring_is_found_and_named(stage: Callable[..., Any]) -> None:
    """Four streets that wait for each other, whatever the lights show."""
    it = ring(stage)
    drive(it, 300.1)
    (gridlock,) = found(it)
    first = RING.index(gridlock.junctions[0])
    backwards = tuple(RING[(first - k) % 4] for k in range(4))
    assert gridlock.junctions == backwards
    assert len(gridlock.streets) == 4
    assert sorted(gridlock.trips) == sorted(range(len(gridlock.trips)))
    assert len(gridlock.trips) == int((it.tables.vehicles.trip[0] >= 0).sum())
    assert 250 < gridlock.lasted_s <= 300
    assert str(gridlock).startswith(" -> ".join([*backwards, backwards[0]]) + " (4 streets, ")


def test_it_is_counted_once_and_timed_from_its_120th_second(stage: Callable[..., Any]) -> None:
    it = ring(stage)
    drive(it, GRIDLOCK_S - 9.9)
    assert it.tables.totals.gridlocks[0] == 0
    drive(it, 290.0)
    assert it.tables.totals.gridlocks[0] == 1
    since = float(it.tables.totals.gridlock_since_s[0])
    assert it.tables.totals.gridlock_s[0] == pytest.approx(400.0 - since - GRIDLOCK_S, abs=10.0)
    assert it.tables.totals.crowded_s[0] == pytest.approx(400.0 * 4 / 16, abs=2.6)  # four of sixteen lanes


def test_room_for_one_dissolves_the_ring(stage: Callable[..., Any]) -> None:
    """With places left over everybody gets on in the end."""
    it = ring(stage, missing=3)
    drive(it, 400.0)
    assert it.tables.totals.gridlocks[0] == 0
    assert (it.tables.tally.traversals[0].sum()) > 0


def test_a_gridlock_that_is_resolved_is_over(stage: Callable[..., Any]) -> None:
    """Three vehicles are told to leave the ring; nothing stays marked."""
    it = ring(stage)
    drive(it, 200.0)
    assert found(it)
    for lane in ring_lanes(it):
        it.tables.vehicles.turn[0, it.tables.lanes["first"][0, lane]] = codes.TURN_STRAIGHT
        head = int(it.tables.lanes["first"][0, lane])
        connector = it.network.arrays.lane_connector[lane, codes.TURN_STRAIGHT]
        it.tables.vehicles.connector[0, head] = connector
    drive(it, 300.0)
    assert not found(it)
    assert (it.tables.waits.gridlocked[0] == 0).all()
    assert it.tables.totals.gridlock_since_s[0] > 1e17


def test_a_crashed_vehicle_waits_for_nobody(stage: Callable[..., Any]) -> None:
    """A circle with a wreck in it is an accident, not a gridlock."""
    it = ring(stage)
    head = int(it.tables.lanes["first"][0, ring_lanes(it)[0]])
    it.tables.vehicles.crashed_until_s[0, head] = 1e6
    drive(it, 300.0)
    assert it.tables.totals.gridlocks[0] == 0


def busy(junctions: dict[str, Any] | None = None, **grid: Any) -> Scenario:
    """Return streets with more demand than they can serve."""
    network = {
        "grid": {"lanes": 1, **grid},
        "signals": {"cycle_s": 240, "all_red_s": 8.0},
        "junctions": junctions or {},
    }
    demand = {"vehicles_per_hour": 4000, "turns": {"left": 0.0, "right": 0.0}}
    return Scenario.model_validate({"network": network, "demand": demand, "drivers": CALM, "fleet": {"share": 0}})


def test_a_long_red_light_is_no_gridlock() -> None:
    """People stand for longer than two minutes, and that is all."""
    simulator = Simulator(busy(rows=1, columns=1), range(2))
    while simulator.time_s < 900:
        simulator.step()
    assert simulator.state.tally.longest_stop_s[:, 0].min() > GRIDLOCK_S
    assert simulator.state.totals.gridlocks.sum() == 0
    assert simulator.gridlock(0) is None


def test_queues_that_reach_back_are_no_gridlock() -> None:
    """A stop in the middle of a street holds up the signals on both sides, but nobody waits in a circle."""
    simulator = Simulator(busy({"at": {"1,0": {"control": "all_way_stop"}}}, rows=1, columns=3), range(2))
    while simulator.time_s < 900:
        simulator.step()
    assert min(simulator.metrics(w)["crowded_lanes"] for w in range(2)) > 0.1
    assert simulator.state.tally.longest_stop_s[:, 0].min() > 60
    assert simulator.state.totals.gridlocks.sum() == 0


def test_long_circles_are_abridged_in_words() -> None:
    names = tuple(f"J{n}" for n in range(12))
    text = str(Gridlock(names, ("a",), tuple(range(30)), 0.0, 140.4))
    assert text == "J0 -> J1 -> J2 -> J3 -> J4 -> J5 -> ... -> J11 -> J0 (1 street, 30 vehicles, for 140 s)"


def test_a_circle_inside_one_junction_says_so() -> None:
    text = str(Gridlock(("A & B",), (), (1, 2, 3, 4), 0.0, 150.0))
    assert text == "inside A & B (0 streets, 4 vehicles, for 150 s)"
