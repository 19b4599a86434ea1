"""Declare an array once: its type, axes, unit, writer and meaning.  Everything else is derived from that line.

Allocation, copying of one world, the digest, the reference table in the docs and the test 'a phase writes only its
own fields' all read the same :class:`Field`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Table = TypeVar("Table")


class Field(NamedTuple):
    """One array of a table."""

    dtype: str
    axes: str  # e.g. "world vehicle"
    unit: str
    writer: str  # the phase that writes it after the world was built
    meaning: str
    empty: float = 0


def fields(table: type[Any]) -> Iterator[tuple[str, Field]]:
    """Yield (name, field) of a NamedTuple whose members are ``Annotated[Array, Field(...)]``."""
    for name, hint in get_type_hints(table, include_extras=True).items():
        yield name, next(item for item in hint.__metadata__ if isinstance(item, Field))


def allocate(table: type[Table], sizes: Mapping[str, int]) -> Table:
    """Return a table of fresh arrays; ``sizes`` maps axis names to lengths."""
    arrays = [
        np.full([sizes[axis] for axis in field.axes.split()], field.empty, dtype=field.dtype)
        for _, field in fields(table)
    ]
    return table(*arrays)


def digest(tables: Any, world: int) -> str:
    """Return a short hash of one world's row in every array of ``tables`` (a tuple of tables)."""
    hasher = hashlib.blake2b(digest_size=16)
    for table in tables:
        for array in table:
            hasher.update(np.ascontiguousarray(array[world]).tobytes())
    return hasher.hexdigest()


def describe(table: type[Any]) -> list[tuple[str, str, str, str, str, str]]:
    """Return rows (name, dtype, axes, unit, writer, meaning) for the reference page."""
    return [(name, f.dtype, f.axes, f.unit, f.writer, f.meaning) for name, f in fields(table)]


__all__ = ["Annotated", "Array", "Field", "allocate", "describe", "digest", "fields"]
