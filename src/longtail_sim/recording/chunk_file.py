"""A file of chunks, one behind the other, each with its length and checksum.

``LONGTAIL-TRACE`` and the version of the format (2 bytes, little end first, as all numbers); then chunks: kind (4
letters), number of bytes (4), their CRC-32 (4), the bytes.  The first chunk is the head (JSON), the last says that the
file is whole.  Where that one is missing, the writer was cut off: everything up to the last whole chunk can be read.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from longtail_sim.errors import ResultsError

MAGIC = b"LONGTAIL-TRACE"
VERSION = 2  # 1 had no usual first values
HEAD, BODY, END = b"HEAD", b"BODY", b"END."
FRONT = 12  # bytes before a chunk's content


class ChunkWriter:
    """Appends chunks to an open file; every chunk reaches the system before the next one is begun."""

    def __init__(self, file: IO[bytes], head: Mapping[str, Any]) -> None:
        """Write the beginning of the file."""
        self._file = file
        file.write(MAGIC + VERSION.to_bytes(2, "little"))
        self._write(HEAD, zlib.compress(_json(head), 9))

    def add(self, content: bytes) -> None:
        """Append a chunk."""
        self._write(BODY, content)

    def finish(self, more: Mapping[str, Any]) -> None:
        """Say that the file is whole."""
        self._write(END, zlib.compress(_json(more), 9))

    def _write(self, kind: bytes, content: bytes) -> None:
        front = kind + len(content).to_bytes(4, "little") + zlib.crc32(content).to_bytes(4, "little")
        self._file.write(front + content)
        self._file.flush()


@dataclass(frozen=True)
class ChunkFile:
    """What is in a file.

    Attributes:
        head: what stands at its beginning.
        chunks: contents, as bytes.
        end: what stands at its end; None if the writer was cut off.
    """

    head: dict[str, Any]
    chunks: list[bytes]
    end: dict[str, Any] | None


def open_chunks(path: Path) -> ChunkFile:
    """Read a file of chunks.

    Raises:
        ResultsError: there is no such file, it is another kind of file, of a newer format, or damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror or error}.") from None
    start = len(MAGIC) + 2
    if not content.startswith(MAGIC) or len(content) < start:
        raise ResultsError(f"{path} is no recording; 'longtail record SCENARIO -o FILE.trace' writes one.")
    version = int.from_bytes(content[len(MAGIC) : start], "little")
    if version > VERSION:
        raise ResultsError(
            f"{path} has format {version} of recordings, and this longtail-sim reads up to {VERSION}; update it."
        )
    return _parse(path, content, start)


def _parse(path: Path, content: bytes, place: int) -> ChunkFile:
    head: dict[str, Any] | None = None
    chunks: list[bytes] = []
    while place + FRONT <= len(content):
        kind = content[place : place + 4]
        size, checksum = (int.from_bytes(content[place + at : place + at + 4], "little") for at in (4, 8))
        body = content[place + FRONT : place + FRONT + size]
        if kind not in (HEAD, BODY, END):
            raise _damaged(path, place)
        if len(body) < size:
            break  # cut off
        if zlib.crc32(body) != checksum:
            raise _damaged(path, place)
        place += FRONT + size
        if kind == HEAD:
            head = json.loads(zlib.decompress(body))
        elif kind == BODY:
            chunks.append(body)
        elif head is not None:
            return ChunkFile(head, chunks, json.loads(zlib.decompress(body)))
    if head is None:
        raise ResultsError(f"{path} was cut off before anything was recorded.")
    return ChunkFile(head, chunks, None)


def _damaged(path: Path, place: int) -> ResultsError:
    return ResultsError(f"{path} is damaged at byte {place}; copy or record it again.")


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
