"""A file is written whole or not at all: under a temporary name beside it, which then takes its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from longtail_sim.errors import LongtailError, ResultsError


@contextmanager
def whole_file(path: Path, mode: str = "wb", error: type[LongtailError] = ResultsError) -> Iterator[IO[Any]]:
    """Yield a file to write to; after any exception, Ctrl-C included, nothing is left of it.

    Args:
        path: where it will be; what is there stays until the new one is whole.
        mode: ``"wb"``, or ``"w"`` for text in UTF-8.
        error: what is raised where it cannot be written.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            mode, encoding="utf-8" if mode == "w" else None, dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            temporary = file.name
            yield file
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise error(f"{path} cannot be written: {problem.strerror or problem}.") from None
        raise
