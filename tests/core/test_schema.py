"""One declared line per array: allocation, digest and the reference table follow from it."""

from __future__ import annotations

import ast
import inspect
from collections import namedtuple
from types import ModuleType

import numpy as np
import pytest

from longtail_sim.core import network, params, state
from longtail_sim.core.schema import (
    Annotated,
    Array,
    Field,
    allocate,
    describe,
    digest,
    fields,
    inner_axes,
    plain,
    record_type,
)

UNITS = {"m^2/s^5", "-", "m", "s", "m/s", "kg", "m/s^2", "s^2/m", "rad", "1/s", "1/h"}
SIZES = {"world": 3, "car": 2, "seat": 3}


class Cars:
    """A table for these tests."""

    AXES = "world car"
    belted: Annotated[Array, Field("i1", "world car seat", "-", "arrivals", "1 where somebody sits")]
    trip: Annotated[Array, Field("i8", "world car", "-", "arrivals", "identity", -1)]
    speed: Annotated[Array, Field("f8", "world car", "m/s", "move", "along the lane")]
    since: Annotated[Array, Field("f4", "world car", "s", "move", "time", 1e18)]


class Askew:
    """A table with a mistake."""

    AXES = "world car"
    speed: Annotated[Array, Field("f8", "car world", "m/s", "move", "axes in the wrong order")]


def tables(module: ModuleType) -> list[type]:
    """Return the tables that a module declares."""
    return [
        item
        for item in vars(module).values()
        if inspect.isclass(item)
        and item.__module__ == module.__name__
        and item.__annotations__
        and all("Annotated" in str(hint) for hint in item.__annotations__.values())
    ]


TABLES = [*tables(network), *tables(params), *state.TABLES.values()]


def test_allocate_gives_what_was_declared() -> None:
    """Type, shape and empty value; a table is one block of memory, fresh each time."""
    cars = allocate(Cars, SIZES)
    assert cars.shape == (3, 2)
    assert [cars[name].dtype.str[1:] for name in ("trip", "speed", "since", "belted")] == ["i8", "f8", "f4", "i1"]
    assert cars.belted.shape == (3, 2, 3)
    assert (cars.trip == -1).all()
    assert (cars.speed == 0).all()
    assert (cars.since == np.float32(1e18)).all()
    assert cars.flags.c_contiguous
    assert not np.shares_memory(cars, allocate(Cars, SIZES))


def test_large_fields_come_first() -> None:
    """So that nothing lies idle between the fields of a row."""
    row = record_type(Cars, SIZES)
    assert row.names == ("trip", "speed", "since", "belted")
    assert row.itemsize == 24


def test_plain_is_the_same_memory() -> None:
    """What the compiled core writes, Python reads."""
    tables = namedtuple("Tables", "cars")(allocate(Cars, SIZES))
    bare = plain(tables)
    bare.cars["speed"][1, 1] = 7.0
    assert type(bare.cars) is np.ndarray
    assert tables.cars.speed[1, 1] == 7.0


def test_inner_axes_must_follow_those_of_the_table() -> None:
    """A field whose axes do not begin with the table's is refused with the table's name."""
    assert inner_axes(Cars, dict(fields(Cars))["belted"]) == ["seat"]
    with pytest.raises(TypeError, match="Askew: axes 'car world' do not begin with 'world car'"):
        allocate(Askew, SIZES)


def test_allocate_names_an_axis_without_a_length() -> None:
    """A missing axis is an error that names it."""
    with pytest.raises(KeyError, match="car"):
        allocate(Cars, {"world": 3, "seat": 3})


def test_digest_sees_one_world_only() -> None:
    """The digest of a world changes with its own row and with no other."""
    cars = allocate(Cars, SIZES)
    before = [digest((cars,), world) for world in range(3)]
    assert before[0] == before[1] == before[2]
    cars.speed[1, 1] = np.nextafter(0.0, 1.0)
    after = [digest((cars,), world) for world in range(3)]
    assert after[1] != before[1]
    assert (after[0], after[2]) == (before[0], before[2])


def test_digest_ignores_padding() -> None:
    """The bytes between the fields of a row mean nothing; a copy may have others there."""
    cars = allocate(Cars, SIZES)
    filled = np.full(cars.nbytes, 0xFF, np.uint8).view(cars.dtype).reshape(cars.shape)
    for name in cars.dtype.names:
        filled[name] = cars[name]
    assert filled.tobytes() != cars.tobytes()
    assert digest((filled,), 1) == digest((cars,), 1)


def test_describe_lists_every_field_in_order() -> None:
    """The rows of the reference page."""
    assert describe(Cars)[2] == ("speed", "f8", "world car", "m/s", "move", "along the lane")
    assert [row[0] for row in describe(Cars)] == ["belted", "trip", "speed", "since"]


def test_tables_were_found() -> None:
    """The checks below see the network, the settings and the state."""
    names = {table.__name__ for table in TABLES}
    assert {"Network", "Settings", "Vehicles"} <= names


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_declared_fields_are_sound(table: type) -> None:
    """Each has a known type, at least one axis, a unit, a writer, and an empty value that its type can hold."""
    for name, field in fields(table):
        kind = np.dtype(field.dtype)
        assert kind.kind in "iuf", name
        assert field.axes.split(), name
        assert field.unit in UNITS, name
        assert field.writer, name
        assert np.full(1, field.empty, dtype=kind)[0] == kind.type(field.empty), name


@pytest.mark.parametrize("module", [network, params, state], ids=lambda module: module.__name__)
def test_one_field_a_line(module: ModuleType) -> None:
    """A declaration is one line, however long, so that it can be read as a table and searched."""
    tree = ast.parse(inspect.getsource(module))
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    assert lines
    assert all(node.lineno == node.end_lineno for node in lines)
