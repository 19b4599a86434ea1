"""Cycles of the wait-for graph against an ordinary depth-first search."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.schema import Array, allocate
from longtail_sim.core.tables.lanes import Waits
from longtail_sim.core.wait_graph import mark_cycles

MOST = 24
graphs = st.lists(st.integers(-1, MOST - 1), min_size=1, max_size=MOST).map(
    lambda targets: [target if target < len(targets) else -1 for target in targets]
)


def marked(targets: list[int]) -> tuple[Array, Array]:
    """Return the cycle number of every lane, and the whole table."""
    waits = np.asarray(allocate(Waits, {"world": 2, "lane": len(targets)}))
    waits["waits_for"][1] = targets
    mark_cycles(1, waits)
    return waits["cycle"][1], waits


def reachable(targets: list[int], start: int) -> list[int]:
    """Return what can be reached from ``start`` by at least one step, depth first, with an explicit stack."""
    seen: list[int] = []
    stack = [targets[start]]
    while stack:
        at = stack.pop()
        if at >= 0 and at not in seen:
            seen.append(at)
            stack.append(targets[at])
    return seen


@given(targets=graphs)
def test_the_lanes_in_cycles_are_those_that_reach_themselves(targets: list[int]) -> None:
    """And two lanes have the same number exactly if each reaches the other."""
    cycle, _ = marked(targets)
    for lane in range(len(targets)):
        reached = reachable(targets, lane)
        assert (cycle[lane] >= 0) == (lane in reached)
        if cycle[lane] >= 0:
            assert cycle[cycle[lane]] == cycle[lane]
            assert {other for other in range(len(targets)) if cycle[other] == cycle[lane]} == set(reached)


@given(targets=graphs)
def test_other_worlds_are_left_alone(targets: list[int]) -> None:
    _, waits = marked(targets)
    assert (waits["cycle"][0] == -1).all()
    assert (waits["walk"][0] == -1).all()


def test_a_second_search_forgets_the_first() -> None:
    _, waits = marked([1, 2, 0, 0])
    assert waits["cycle"][1].tolist() == [0, 0, 0, -1]
    waits["waits_for"][1] = [1, 2, -1, 0]
    mark_cycles(1, waits)
    assert waits["cycle"][1].tolist() == [-1, -1, -1, -1]
