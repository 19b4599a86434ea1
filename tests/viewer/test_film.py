"""A film is an animated PNG that is written whole or not at all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.viewer.film import SIGNATURE, Film

SIZE = (40, 30)


def chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    data = path.read_bytes()
    assert data.startswith(SIGNATURE)
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def grey(value: int) -> pygame.Surface:
    surface = pygame.Surface(SIZE, 0, 32)
    surface.fill((value, value // 2, 255 - value))
    surface.set_at((3, 4), (1, 2, 3))
    return surface


def test_every_picture_is_shown_until_the_next_was_taken(tmp_path):
    film = Film(tmp_path / "film.png", SIZE)
    for seconds, value in ((0.0, 10), (0.05, 99), (0.2, 60), (1.0, 200)):  # the second comes too early
        film.take(grey(value), seconds)
    assert film.close() == tmp_path / "film.png"
    found = list(chunks(tmp_path / "film.png"))
    assert struct.unpack(">II", dict(found)[b"acTL"]) == (3, 0)
    delays = [struct.unpack(">IIIIIHHBB", body)[5] for kind, body in found if kind == b"fcTL"]
    assert delays == [200, 800, 100]
    numbers = [struct.unpack(">I", body[:4])[0] for kind, body in found if kind in (b"fcTL", b"fdAT")]
    assert numbers == [0, 1, 2, 3, 4]
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.png"]


def test_the_first_picture_is_what_plain_readers_see(tmp_path):
    film = Film(tmp_path / "film.png", SIZE)
    film.take(grey(77), 0.0)
    film.take(grey(200), 1.0)
    image = pygame.image.load(film.close())
    assert np.array_equal(pygame.surfarray.array3d(image), pygame.surfarray.array3d(grey(77)))


def test_a_film_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(ResultsError, match="cannot write the film"):
        Film(tmp_path / "nowhere" / "film.png", SIZE)


def test_another_size_is_left_out(tmp_path):
    film = Film(tmp_path / "film.png", SIZE)
    film.take(grey(5), 0.0)
    film.take(pygame.Surface((10, 10)), 1.0)
    film.close()
    assert struct.unpack(">II", dict(chunks(tmp_path / "film.png"))[b"acTL"])[0] == 1
