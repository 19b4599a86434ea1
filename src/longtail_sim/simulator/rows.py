"""Worlds as rows of tables: which of them lie together, and how some are copied over others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.core.schema import Array, Table, fields
from longtail_sim.core.state import TABLES, State
from longtail_sim.world import copy_rows

Worlds = Sequence[int] | npt.NDArray[np.integer[Any]]


def runs(worlds: Worlds) -> list[tuple[int, int]]:
    """Return ascending numbers as ranges [first, last): the compiled core takes ranges."""
    return [(first, last) for first, last, _ in runs_of_equals(worlds, np.zeros(len(worlds), np.int64))]


def runs_of_equals(worlds: Worlds, values: Array) -> list[tuple[int, int, int]]:
    """Return ascending numbers as ranges [first, last) with one whole value each; values (worlds,) belong to them."""
    numbers = np.asarray(worlds, np.int64)
    if not len(numbers):
        return []
    breaks = np.flatnonzero((np.diff(numbers) != 1) | (np.diff(values) != 0)) + 1
    begins = np.concatenate([[0], breaks])
    firsts, lasts = numbers[begins], numbers[np.concatenate([breaks - 1, [-1]])] + 1
    return list(zip(firsts.tolist(), lasts.tolist(), values[begins].tolist(), strict=True))


def cut(ranges: list[tuple[int, int, int]], most: int) -> list[tuple[int, int, int]]:
    """Return the same ranges with at most ``most`` worlds in each."""
    return [(a, min(a + most, last), value) for first, last, value in ranges for a in range(first, last, most)]


def taken(state: State, worlds: Worlds) -> State:
    """Return copies of some worlds; one that is named twice is there twice."""
    return State._make(table[worlds] for table in state)


def put(state: State, worlds: Worlds, source: State) -> State:
    """Write the worlds of ``source`` over ``worlds``; return the tables, grown where the newcomers need more room."""
    wider = {name: _wider(getattr(state, name), getattr(source, name)) for name in State._fields}
    grown, fitting = fitted(state, wider), fitted(source, wider)
    for table, rows in zip(grown, fitting, strict=True):
        copy_rows(table, np.asarray(worlds).tolist(), rows)
    return grown


def fitted(state: State, shapes: dict[str, tuple[int, ...]]) -> State:
    """Return the state with tables of these shapes behind the world axis; those that fit are the same objects."""
    return State._make(_fitted(name, table, state, shapes[name]) for name, table in state._asdict().items())


def with_room_for_effects(state: State, number: int) -> State:
    """Return tables with room for so many effects in every world; the same where they have it already."""
    shapes = {name: table.shape[1:] for name, table in state._asdict().items()}
    return fitted(state, {**shapes, "effects": (max(number, *shapes["effects"]),)})


def _wider(one: Array, other: Array) -> tuple[int, ...]:
    return tuple(max(pair) for pair in zip(one.shape[1:], other.shape[1:], strict=True))


def _fitted(name: str, table: Table, state: State, shape: tuple[int, ...]) -> Table:
    if table.shape[1:] == shape:
        return table
    if name == "backlog":
        return _longer_rings(table, state.entries, shape[1])
    rows = np.zeros((len(table), *shape), table.dtype).view(np.recarray)
    for column, field in fields(TABLES[name]):
        rows[column] = field.empty
    rows[tuple(slice(size) for size in table.shape)] = table
    return rows


def _longer_rings(backlog: Array, entries: Table, room: int) -> Array:
    """Return rings with more room: who waits is found at its number modulo the length."""
    rings = np.zeros((*backlog.shape[:2], room))
    for w, e in np.argwhere(entries["arrived"] > entries["admitted"]).tolist():
        waiting = np.arange(entries["admitted"][w, e], entries["arrived"][w, e])
        rings[w, e, waiting % room] = backlog[w, e, waiting % backlog.shape[2]]
    return rings
