"""A file that was cut off can be read as far as it goes; another file says what it is."""

from __future__ import annotations

import io

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.recording import VERSION, ChunkWriter, open_chunks

CHUNKS = [b"first" * 30, b"", b"third" * 50]


@pytest.fixture
def content() -> bytes:
    file = io.BytesIO()
    writer = ChunkWriter(file, {"seed": 3})
    for chunk in CHUNKS:
        writer.add(chunk)
    writer.finish({"message": "done"})
    return file.getvalue()


def read(tmp_path, content: bytes):
    (tmp_path / "a.trace").write_bytes(content)
    return open_chunks(tmp_path / "a.trace")


def test_a_whole_file_comes_back(tmp_path, content):
    found = read(tmp_path, content)
    assert (found.head, found.chunks, found.end) == ({"seed": 3}, CHUNKS, {"message": "done"})


def test_wherever_it_was_cut_off_the_whole_chunks_before_can_be_read(tmp_path, content):
    for length in range(len(content)):
        try:
            found = read(tmp_path, content[:length])
        except ResultsError as error:
            assert length < 60
            assert "no recording" in str(error) or "cut off before anything" in str(error)
        else:
            assert found.end is None
            assert found.chunks == CHUNKS[: len(found.chunks)]
            assert found.head == {"seed": 3}


def test_a_changed_byte_is_noticed(tmp_path, content):
    changed = bytearray(content)
    changed[content.index(b"third") + 9] ^= 1
    with pytest.raises(ResultsError, match="damaged at byte"):
        read(tmp_path, bytes(changed))


@pytest.mark.parametrize("foreign", [b"", b"GIF89a and so on", b"LONGTAIL", b"\x00" * 100])
def test_another_file_is_no_recording(tmp_path, foreign):
    with pytest.raises(ResultsError, match="is no recording"):
        read(tmp_path, foreign)


def test_a_newer_format_is_named(tmp_path, content):
    newer = content.replace(VERSION.to_bytes(2, "little"), (VERSION + 1).to_bytes(2, "little"), 1)
    with pytest.raises(ResultsError, match=f"has format {VERSION + 1} of recordings.*update it"):
        read(tmp_path, newer)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ResultsError, match="cannot be read: No such file"):
        open_chunks(tmp_path / "none.trace")
