"""Tables over time: the rows of each moment in, bytes out, and back.

A *keyed* table has rows that come and go, each with a key of its own, such as the vehicles: what belongs to one key is
put together.  A *fixed* table has the same rows at all moments of a chunk, such as the junctions, or else is written as
it is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.recording.columns import expand, squeeze

ROW = "_row"  # a column of its own where the rows do not stand in the order of their keys
Rows = Mapping[str, Array]  # columns of one moment


@dataclass(frozen=True)
class Keyed:
    """Rows with a key, one of the columns (integers, no two alike), in the order of another, if it is named."""

    key: str
    order: str = ""


@dataclass(frozen=True)
class Fixed:
    """Rows without a key."""


@dataclass(frozen=True)
class Table:
    """A table at all moments of a chunk; every moment has the same columns."""

    kind: Keyed | Fixed
    moments: Sequence[Rows]


def pack(tables: Mapping[str, Table], more: Mapping[str, Any]) -> bytes:
    """Return tables as bytes, with whatever JSON can hold beside them."""
    listed: dict[str, Any] = {}
    content: list[bytes] = []
    for name, table in tables.items():
        about, parts = _keyed(table) if isinstance(table.kind, Keyed) else _fixed(table)
        listed[name] = about
        content += parts
    head = zlib.compress(json.dumps({"tables": listed, "more": more}, separators=(",", ":")).encode(), 9)
    return b"".join([len(head).to_bytes(4, "little"), head, *content])


def unpack(content: bytes, only: Collection[str] = ()) -> tuple[dict[str, list[dict[str, Array]]], dict[str, Any]]:
    """Return the rows of each moment by table, and what was beside them; the inverse of :func:`pack`.

    ``only`` names some tables to read; the others are passed over.
    """
    end = 4 + int.from_bytes(content[:4], "little")
    head = json.loads(zlib.decompress(content[4:end]))
    reader, found = _Reader(content, end), {}
    for name, about in head["tables"].items():
        if not only or name in only:
            found[name] = _table(about, reader)
        else:
            reader.take(sum(about.get("sizes", ())) + sum(column["bytes"] for column in about["columns"].values()))
    return found, head["more"]


class _Reader:
    """Takes pieces from the front."""

    def __init__(self, content: bytes, place: int) -> None:
        self._content, self._place = content, place

    def take(self, count: int) -> bytes:
        self._place += count
        return self._content[self._place - count : self._place]


def _keyed(table: Table) -> tuple[dict[str, Any], list[bytes]]:
    kind, moments = table.kind, table.moments
    assert isinstance(kind, Keyed)
    tracks = _tracks(kind, moments)
    by_key = np.argsort(tracks, kind="stable")
    places = [by_key[np.searchsorted(tracks, rows[kind.key], sorter=by_key)] for rows in moments]
    present = np.zeros((len(moments), len(tracks)), bool)
    for moment, place in enumerate(places):
        present[moment, place] = True
    columns: dict[str, Any] = {}
    parts = [zlib.compress(tracks.astype("<i8").tobytes()), zlib.compress(np.packbits(present.T).tobytes())]
    swapped = any((np.diff(place) < 0).any() for place in places)
    about = {"key": kind.key, "moments": len(moments), "sizes": [len(part) for part in parts], "columns": columns}
    extra = {ROW: [np.arange(len(place)) for place in places]} if swapped else {}
    for name in (*moments[0], *extra):
        if name == kind.key:
            continue
        given = extra.get(name) or [rows[name] for rows in moments]
        columns[name], part = squeeze(_matrix(given, places, present), present)
        parts.append(part)
    return about, parts


def _tracks(kind: Keyed, moments: Sequence[Rows]) -> Array:
    """Return all keys of a chunk, in the order in which the rows of a moment stand if that is possible."""
    keys = np.concatenate([rows[kind.key] for rows in moments]).astype(np.int64)
    found, first = np.unique(keys, return_index=True)
    if not kind.order:
        return found
    order = np.concatenate([rows[kind.order] for rows in moments])
    return found[np.lexsort((first, order[first]))]


def _matrix(given: Sequence[Array], places: Sequence[Array], present: Array) -> Array:
    """Return the values of a column, shape (moment, track, ...), 0 where nobody is."""
    matrix = np.zeros((*present.shape, *given[0].shape[1:]), given[0].dtype)
    for moment, (values, place) in enumerate(zip(given, places, strict=True)):
        matrix[moment, place] = values
    return matrix


def _fixed(table: Table) -> tuple[dict[str, Any], list[bytes]]:
    columns: dict[str, Any] = {}
    parts: list[bytes] = []
    for name in table.moments[0]:
        given = [rows[name] for rows in table.moments]
        if all(values.shape == given[0].shape for values in given):
            stacked = np.stack(given).reshape(len(given), -1)
            columns[name], part = squeeze(stacked, np.ones(stacked.shape, bool))
            columns[name]["shape"] = list(given[0].shape)
        else:
            part = zlib.compress(b"".join(np.ascontiguousarray(values).tobytes() for values in given))
            shapes = [list(values.shape) for values in given]
            columns[name] = {"type": given[0].dtype.str, "shapes": shapes, "bytes": len(part)}
        parts.append(part)
    return {"moments": len(table.moments), "columns": columns}, parts


def _table(about: dict[str, Any], reader: _Reader) -> list[dict[str, Array]]:
    if "key" in about:
        return _read_keyed(about, reader)
    moments: list[dict[str, Array]] = [{} for _ in range(about["moments"])]
    for name, column in about["columns"].items():
        content = reader.take(column["bytes"])
        for rows, values in zip(moments, _read_fixed(column, content, len(moments)), strict=True):
            rows[name] = values
    return moments


def _read_fixed(column: dict[str, Any], content: bytes, moments: int) -> list[Array]:
    if "shapes" not in column:
        shape = tuple(column["shape"])
        present = np.ones((moments, int(np.prod(shape, dtype=int))), bool)
        return list(expand(column, content, present).reshape(moments, *shape))
    values = np.frombuffer(zlib.decompress(content), np.dtype(column["type"]))
    ends = np.cumsum([int(np.prod(shape, dtype=int)) for shape in column["shapes"]])
    parts = np.split(values, ends[:-1])
    return [part.reshape(shape).copy() for part, shape in zip(parts, column["shapes"], strict=True)]


def _read_keyed(about: dict[str, Any], reader: _Reader) -> list[dict[str, Array]]:
    tracks, bits = (zlib.decompress(reader.take(size)) for size in about["sizes"])
    keys = np.frombuffer(tracks, "<i8").astype(np.int64)
    count = about["moments"] * len(keys)
    present = np.unpackbits(np.frombuffer(bits, np.uint8), count=count).astype(bool)
    present = np.ascontiguousarray(present.reshape(len(keys), -1).T) if count else np.zeros((about["moments"], 0), bool)
    values = {name: expand(column, reader.take(column["bytes"]), present) for name, column in about["columns"].items()}
    row = values.pop(ROW, None)
    moments = []
    for moment in range(about["moments"]):
        places = np.flatnonzero(present[moment])
        if row is not None:
            places = places[np.argsort(row[moment, places])]
        moments.append(
            {about["key"]: keys[places], **{name: column[moment, places] for name, column in values.items()}}
        )
    return moments
