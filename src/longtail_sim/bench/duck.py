"""The library that reads and writes Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from longtail_sim.errors import ResultsError

INTERRUPTED = re.compile(r"(INTERRUPT Error|Query interrupted|Interrupted|KeyboardInterrupt)\b", re.IGNORECASE)


def duckdb() -> Any:
    """Return the library that reads and writes the parts.

    Raises:
        ResultsError: it is not installed.
    """
    try:
        return import_module("duckdb")
    except ImportError:
        raise ResultsError("duckdb is not installed; pip install 'longtail-sim[bench]' brings it.") from None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C be Ctrl-C: in the middle of a query the library makes an error of its own from it."""
    try:
        yield
    except Exception as error:  # of several kinds, by where the library was
        if INTERRUPTED.match(str(error)):
            raise KeyboardInterrupt from None
        raise


def quoted(path: Path) -> str:
    """Return a path as it stands between single quotes in SQL."""
    return str(path).replace("'", "''")
