"""Declare an array once: its type, axes, unit, writer and meaning.  Everything else is derived from that line.

Allocation, copying of one world, the digest, the reference table in the docs and the test 'a phase writes only its
own fields' all read the same :class:`Field`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple, TypeVar, cast, get_type_hints

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Table = Any  # a record array whose columns are attributes; no type checker knows such
Bundle = TypeVar("Bundle", bound=tuple[Any, ...])
CACHE_LINE = 64  # bytes

_FIELDS: dict[type[Any], tuple[tuple[str, Field], ...]] = {}


class Field(NamedTuple):
    """One array of a table."""

    dtype: str
    axes: str  # e.g. "world vehicle": the table's own, then fixed ones
    unit: str
    writer: str  # the phase that writes it after the world was built
    meaning: str
    empty: float = 0


def fields(table: type[Any]) -> tuple[tuple[str, Field], ...]:
    """Return (name, field) of a table whose members are ``Annotated[Array, Field(...)]``."""
    if table not in _FIELDS:  # type hints take long to evaluate
        _FIELDS[table] = tuple(
            (name, next(item for item in hint.__metadata__ if isinstance(item, Field)))
            for name, hint in get_type_hints(table, include_extras=True).items()
        )
    return _FIELDS[table]


def inner_axes(table: type[Any], field: Field) -> list[str]:
    """Return the axes that a field has beyond those of its table."""
    outer, axes = table.AXES.split(), field.axes.split()
    if axes[: len(outer)] != outer:
        raise TypeError(f"{table.__name__}: axes '{field.axes}' do not begin with '{table.AXES}'")
    return axes[len(outer) :]


def record_type(table: type[Any], sizes: Mapping[str, int]) -> np.dtype[Any]:
    """Return the row of a table as a structured type.

    Fields that a table names in ``TOGETHER`` come first, those of one line of it in one cache line of the processor;
    all others follow, large ones first so that nothing lies idle between them.
    """
    kinds = {
        name: np.dtype((f.dtype, tuple(sizes[axis] for axis in inner_axes(table, f)))) for name, f in fields(table)
    }
    return line_up(kinds, getattr(table, "TOGETHER", ()))


def line_up(kinds: Mapping[str, np.dtype[Any]], together: tuple[str, ...]) -> np.dtype[Any]:
    """Return a record of the fields ``kinds``; each line of names in ``together`` shares a cache line."""
    kinds = dict(kinds)
    lines = [[(name, kinds.pop(name)) for name in line.split()] for line in together]
    lines.append(sorted(kinds.items(), key=lambda item: -item[1].base.itemsize))
    layout: dict[str, Any] = {"names": [], "formats": [], "offsets": []}
    start = 0
    for line in lines:
        packed = np.dtype(line, align=True)
        for name, kind in line:
            layout["names"].append(name)
            layout["formats"].append(kind)
            layout["offsets"].append(start + cast(Any, packed.fields)[name][1])
        start = _whole_lines(start + packed.itemsize) if together else packed.itemsize
    return np.dtype(cast(Any, {**layout, "itemsize": start}), align=True)


def _whole_lines(size: int) -> int:
    return -(-size // CACHE_LINE) * CACHE_LINE


def zeros(shape: list[int], kind: np.dtype[Any]) -> Array:
    """Return zeros of which the first begins a cache line."""
    size = int(np.prod(shape)) * kind.itemsize
    room = np.zeros(size + CACHE_LINE, np.uint8)
    start = -room.ctypes.data % CACHE_LINE
    return room[start : start + size].view(kind).reshape(shape)


def allocate(table: type[Any], sizes: Mapping[str, int]) -> Table:
    """Return a fresh table as a record array (``rows.speed`` is a column); ``sizes`` maps axis names to lengths."""
    rows = zeros([sizes[axis] for axis in table.AXES.split()], record_type(table, sizes)).view(np.recarray)
    for name, field in fields(table):
        rows[name] = field.empty
    return rows


def plain(tables: Bundle) -> Bundle:
    """Return the same tables, same memory, as the compiled core takes them: without the record-array coat."""
    return type(tables)(*(np.asarray(table) for table in tables))


def digest(tables: Iterable[Array], world: int) -> str:
    """Return a short hash of one world's row in every table."""
    hasher = hashlib.blake2b(digest_size=16)
    for table in tables:
        columns = [table[name] for name in table.dtype.names] if table.dtype.names else [table]
        for column in columns:  # not the record as a whole: what lies between its fields is anything
            hasher.update(np.ascontiguousarray(column[world]).tobytes())
    return hasher.hexdigest()


def describe(table: type[Any]) -> list[tuple[str, str, str, str, str, str]]:
    """Return rows (name, dtype, axes, unit, writer, meaning) for the reference page."""
    return [(name, f.dtype, f.axes, f.unit, f.writer, f.meaning) for name, f in fields(table)]


__all__ = [
    "Annotated",
    "Array",
    "Field",
    "Table",
    "allocate",
    "describe",
    "digest",
    "fields",
    "line_up",
    "plain",
    "record_type",
    "zeros",
]
