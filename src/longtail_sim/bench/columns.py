"""Columns of numbers and words as a Parquet file, written whole under a hidden name, which then becomes its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from longtail_sim.bench.duck import duckdb, interruptible, quoted
from longtail_sim.errors import ResultsError


def write_columns(path: Path, columns: Mapping[str, Any], key: Mapping[str, str | int] | None = None) -> None:
    """Write arrays of one length as columns, whole or not at all.

    Args:
        path: the file; what is there is replaced.
        columns: arrays by name.
        key: columns that are the same in every row; they come first.

    Raises:
        ResultsError: the file cannot be written.
    """
    # Without the suffix: the library's *.parquet matches hidden files, too.
    temporary = path.with_name(f".{os.getpid()}-{path.stem[:40]}")
    constants = "".join(f'{_literal(value)} AS "{name}", ' for name, value in (key or {}).items())
    connection = _connection()
    try:
        query = f"SELECT {constants}* FROM columns"
        with interruptible():
            connection.register("columns", dict(columns))
            connection.execute(f"COPY ({query}) TO '{quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)")
        os.replace(temporary, path)
    except OSError as error:
        raise ResultsError(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        connection.unregister("columns")
        temporary.unlink(missing_ok=True)


@cache
def _connection() -> Any:
    """Return the one connection that writes: to open one costs four times as much as to write a part."""
    return duckdb().connect()


def _literal(value: str | int) -> str:
    return f"{value}::BIGINT" if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
