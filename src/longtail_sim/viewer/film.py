"""A film of the window as one animated PNG file, written on the side; every browser plays it.

The format: W3C, Portable Network Graphics (PNG) Specification, third edition, chunks acTL, fcTL and fdAT.
"""

from __future__ import annotations

import os
import queue
import struct
import tempfile
import threading
import zlib
from pathlib import Path
from typing import IO

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.errors import ResultsError
from longtail_sim.viewer.files import pixels

EVERY_S = 0.1
WAITING = 4  # pictures that may wait to be written; more are left out, and the one before is shown for longer
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Film:
    """Takes pictures of a surface of one size; ``close`` ends the film and gives it its name."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        """Begin a film.

        Raises:
            ResultsError: the file cannot be written.
        """
        self.path, self.size = path, size
        self.error: OSError | None = None
        self._taken_s = -1e9
        try:
            handle, self._temporary = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".png", dir=path.parent)
        except OSError as error:
            raise ResultsError(f"cannot write the film {path}: {error.strerror}; choose another folder") from None
        self._pictures: queue.Queue[tuple[float, pygame.Surface] | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._write, args=(os.fdopen(handle, "wb"),), name="film", daemon=True)
        self._thread.start()

    def take(self, surface: pygame.Surface, seconds: float) -> None:
        """Take a picture if it is time for one; never waits.  ``seconds`` is real time."""
        if seconds - self._taken_s < EVERY_S or surface.get_size() != self.size or self._pictures.full():
            return
        self._taken_s = seconds
        self._pictures.put((seconds, surface.copy()))

    def close(self) -> Path:
        """End the film; returns its path.

        Raises:
            ResultsError: the file could not be written; nothing is left of it.
        """
        self._pictures.put(None)
        self._thread.join()
        try:
            if self.error is not None:
                raise self.error
            os.chmod(self._temporary, 0o644)
            os.replace(self._temporary, self.path)
        except OSError as error:
            Path(self._temporary).unlink(missing_ok=True)
            raise ResultsError(f"cannot write the film {self.path}: {error.strerror or error}") from None
        return self.path

    def _write(self, file: IO[bytes]) -> None:
        """Write pictures as they come; each is shown until the next was taken."""
        with file:
            writer = _Writer(file, self.size)
            last: tuple[float, pygame.Surface] | None = None
            while (taken := self._pictures.get()) is not None or last is not None:
                if last is not None and self.error is None:
                    shown_s = taken[0] - last[0] if taken is not None else EVERY_S
                    self._try(writer, pixels(last[1]), shown_s)
                if taken is None:
                    break
                last = taken
            if self.error is None:
                self._finish(writer)

    def _try(self, writer: _Writer, picture: Array, shown_s: float) -> None:
        try:
            writer.add(picture, shown_s)
        except OSError as error:
            self.error = error

    def _finish(self, writer: _Writer) -> None:
        try:
            writer.end()
        except OSError as error:
            self.error = error


class _Writer:
    """The chunks of an animated PNG."""

    def __init__(self, file: IO[bytes], size: tuple[int, int]) -> None:
        self._file, self._size = file, size
        self._frames = self._number = 0
        file.write(SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)))
        self._count_at = file.tell()
        self._animation()

    def add(self, picture: Array, shown_s: float) -> None:
        """Add one picture, uint8 of shape (height, width, 3)."""
        control = struct.pack(
            ">IIIIIHHBB", self._next(), *self._size, 0, 0, min(round(shown_s * 1000), 65535), 1000, 0, 0
        )
        self._file.write(_chunk(b"fcTL", control))
        data = zlib.compress(_filtered(picture), 1)
        if self._frames == 0:
            self._file.write(_chunk(b"IDAT", data))
        else:
            self._file.write(_chunk(b"fdAT", struct.pack(">I", self._next()) + data))
        self._frames += 1

    def end(self) -> None:
        """Write the end, and at the beginning how many pictures there are."""
        self._file.write(_chunk(b"IEND", b""))
        self._file.seek(self._count_at)
        self._animation()

    def _animation(self) -> None:
        self._file.write(_chunk(b"acTL", struct.pack(">II", max(self._frames, 1), 0)))

    def _next(self) -> int:
        self._number += 1
        return self._number - 1


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _filtered(picture: Array) -> bytes:
    """Return rows as differences to the row above (PNG filter 2), which pack well where areas have one colour."""
    rows = picture.reshape(len(picture), -1)
    lines = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    lines[:, 0] = 2
    lines[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=lines[1:, 1:])
    return lines.tobytes()
