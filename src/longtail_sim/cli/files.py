"""Files that commands write: checked before the work begins, written whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from longtail_sim.errors import ResultsError
from longtail_sim.whole_file import whole_file


def check_writable(path: Path) -> None:
    """Make sure, before hours of work, that a file can be written.

    Raises:
        ResultsError: it cannot.
    """
    if path.is_dir():
        raise ResultsError(f"{path} is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise ResultsError(f"{path} cannot be written: there is no folder {path.parent}; make it first.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise ResultsError(
            f"{path} cannot be written: {error.strerror or error}; choose a folder that you may write to."
        ) from None


def check_picture(path: Path) -> None:
    """Make sure, before hours of work, that a picture can be written.

    Raises:
        ResultsError: it cannot, or its name does not end in .png.
    """
    if path.suffix.lower() != ".png":
        raise ResultsError(f"{path} does not end in .png; pictures are PNG files, such as {path.with_suffix('.png')}.")
    check_writable(path)


def write_text(path: Path, text: str) -> None:
    """Write a file under a temporary name, then rename it.

    Raises:
        ResultsError: it cannot be written.
    """
    with whole_file(path, "w") as file:
        file.write(text)
