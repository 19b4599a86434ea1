"""Long tables as Parquet, a file each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from longtail_sim.bench.duck import duckdb, quoted
from longtail_sim.errors import ResultsError


def write_columns(path: Path, columns: Mapping[str, Any], key: Mapping[str, str | int]) -> None:
    """Write arrays of one length as columns, whole or not at all.

    Args:
        path: the file; what is there is replaced.
        columns: arrays by name.
        key: columns that are the same in every row; they come first.

    Raises:
        ResultsError: the file cannot be written.
    """
    temporary = path.with_name(f".{os.getpid()}-{path.name[:40]}")
    constants = ", ".join(f'{_literal(value)} AS "{name}"' for name, value in key.items())
    connection = duckdb().connect()
    try:
        connection.register("columns", dict(columns))
        query = f"SELECT {constants}, * FROM columns"
        connection.execute(f"COPY ({query}) TO '{quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)")
        os.replace(temporary, path)
    except OSError as error:
        raise ResultsError(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)


def _literal(value: str | int) -> str:
    return f"{value}::BIGINT" if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
