"""Linked lists of vehicles against ordinary Python lists."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core import lists
from longtail_sim.core.limits import MEMORY
from longtail_sim.core.schema import Array, allocate, plain
from longtail_sim.core.tables.lanes import Lanes
from longtail_sim.core.tables.vehicles import Vehicles
from longtail_sim.scenario import Scenario
from longtail_sim.world import build_world

SLOTS, LANES, WORLDS = 8, 3, 2
moves = st.lists(st.tuples(st.integers(0, SLOTS - 1), st.integers(0, LANES - 1), st.integers(-1, SLOTS)), max_size=60)


def tables() -> tuple[Array, Array]:
    """Return empty tables of vehicles and lanes."""
    sizes = {"world": WORLDS, "vehicle": SLOTS, "lane": LANES, "memory": MEMORY}
    return np.asarray(allocate(Vehicles, sizes)), np.asarray(allocate(Lanes, sizes))


def forwards(vehicles: Array, lanes: Array, lane: int) -> list[int]:
    """Return the vehicles of a lane from its end back to its beginning."""
    found, i = [], int(lanes[1, lane]["first"])
    while i >= 0:
        found.append(i)
        i = int(vehicles[1, i]["behind"])
    return found


def backwards(vehicles: Array, lanes: Array, lane: int) -> list[int]:
    """Return the same by the other links."""
    found, i = [], int(lanes[1, lane]["last"])
    while i >= 0:
        found.append(i)
        i = int(vehicles[1, i]["ahead"])
    return found[::-1]


@given(moves=moves)
def test_lists_behave_like_lists(moves: list[tuple[int, int, int]]) -> None:
    """Any sequence of joining behind, inserting behind somebody and leaving keeps order, links and counts."""
    vehicles, lanes = tables()
    model: list[list[int]] = [[] for _ in range(LANES)]
    for i, lane, place in moves:
        home = next((row for row in model if i in row), None)
        if home is not None:
            lists.remove(vehicles, lanes, 1, i)
            home.remove(i)
        elif place < 0 or place > len(model[lane]):
            lists.push_last(vehicles, lanes, 1, i, lane)
            model[lane].append(i)
        else:
            leader = model[lane][place - 1] if place > 0 else -1
            lists.insert_behind(vehicles, lanes, 1, i, lane, leader)
            model[lane].insert(place, i)
        for number, row in enumerate(model):
            assert forwards(vehicles, lanes, number) == backwards(vehicles, lanes, number) == row
            assert lanes[1, number]["count"] == len(row)
            assert all(vehicles[1, member]["lane"] == number for member in row)
    assert (lanes[0]["first"] == -1).all() and (lanes[0]["count"] == 0).all()  # the other world saw nothing


@given(places=st.lists(st.floats(0.0, 100.0), max_size=SLOTS))
def test_insertion_by_place_sorts(places: list[float]) -> None:
    """Whoever comes into a lane stands behind everybody who is farther on, and behind those at the same place."""
    vehicles, lanes = tables()
    for i, place in enumerate(places):
        vehicles[1, i]["s"] = place
        lists.insert_by_place(vehicles, lanes, 1, i, 0)
    expected = sorted(range(len(places)), key=lambda i: -places[i])
    assert forwards(vehicles, lanes, 0) == backwards(vehicles, lanes, 0) == expected


@given(places=st.lists(st.integers(0, 59), max_size=12))
def test_the_list_of_vehicles_walks_every_lane_from_its_end(places: list[int]) -> None:
    """Lanes ascending, in each the order of its links; a second listing, with an old one in the table, is the same."""
    world = build_world(Scenario.model_validate({"network": {"grid": {"columns": 1, "rows": 1}}}), [1])
    state = plain(world.state)
    for i, lane in enumerate(places):
        lists.push_last(state.vehicles, state.lanes, 0, i, lane % state.lanes.shape[1])
    for _ in range(2):
        lists.list_vehicles(0, state)
        listed = state.order[0, : state.clock[0]["present"]]
        expected = sorted((lane % state.lanes.shape[1], i) for i, lane in enumerate(places))
        assert list(zip(listed["lane"].tolist(), listed["slot"].tolist(), strict=True)) == expected
        occupied = state.lanes[0, : state.clock[0]["occupied"]]["occupied"]
        assert occupied.tolist() == sorted({lane for lane, _ in expected})
