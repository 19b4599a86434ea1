"""A film into a file of the wanted kind, and no larger than wanted."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame

from longtail_sim.errors import ResultsError
from longtail_sim.viewer import gif, mp4
from longtail_sim.viewer.badges import VEST
from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.shots import Film
from longtail_sim.viewer.theme import THEMES, Colour
from longtail_sim.whole_file import whole_file

KINDS = (".gif", ".mp4", ".png")
LEAST_FPS = 8.0
LEAST_WIDTH = 360
MOST_PIXELS = 2_000_000_000  # of all pictures of a GIF, which is put together in memory
SAMPLED = 12  # pictures from which the palette of a GIF is taken
ROOM = 0.94  # of what is wanted: sizes can only be guessed
MB = 1e6

Tell = Callable[[str, int, int], None]  # what is done, number of pictures done, and of how many


def require(suffix: str) -> None:
    """Make sure, before the work begins, that files of a kind can be written.

    Raises:
        ResultsError: it is another kind, or a package is missing.
    """
    if suffix == ".gif":
        gif.require_pillow()
    elif suffix == ".mp4":
        mp4.require_ffmpeg()
    elif suffix != ".png":
        raise ResultsError(f"'{suffix}' is no kind of film; end the name in .gif, .mp4, .png or .trace.")


def write(film: Film, path: Path, most_mb: float | None = None, tell: Tell | None = None) -> list[str]:
    """Write a film, or its last picture as PNG, whole or not at all.

    Args:
        film: what is filmed.
        path: .gif, .mp4 or .png; what is there is replaced.
        most_mb: how large the file may be, in millions of bytes.
        tell: told how far it is.

    Returns:
        What was changed to keep it small, in words.

    Raises:
        ResultsError: a package is missing, or it cannot be made small enough.
    """
    kind = path.suffix.lower()
    require(kind)
    if kind == ".png":
        _write_png(film, path)
        return []
    return (_write_gif if kind == ".gif" else _write_mp4)(film, path, most_mb, tell)


def _write_png(film: Film, path: Path) -> None:
    last = replace(film, shots=[film.shots[-1]._replace(start_s=film.shots[-1].end_s)])
    picture = next(iter(last.pictures()))
    save_png(pygame.image.frombuffer(np.ascontiguousarray(picture).tobytes(), film.size, "RGB"), path)


def _write_gif(film: Film, path: Path, most_mb: float | None, tell: Tell | None) -> list[str]:
    notes: list[str] = []
    require_short(len(film.moments()), film.size)
    while True:
        count = len(film.moments())
        some = film.pictures(max(count // SAMPLED, 1))
        told = _teller(film, tell, "drawing")
        content = gif.encode(film.pictures(), count, film.fps, some, _meaningful(film.theme), told)
        size_mb = len(content) / MB
        if most_mb is None or size_mb <= most_mb:
            with whole_file(path) as file:
                file.write(content)
            return notes
        film, words = _smaller(film, most_mb / size_mb)
        notes.append(f"{size_mb:.1f} MB were too many: {words}")


def require_short(count: int, size: tuple[int, int]) -> None:
    """Raise ResultsError if so many pictures of so many pixels are too many for a GIF."""
    most = MOST_PIXELS // (size[0] * size[1])
    if count > most:
        raise ResultsError(
            f"{count:,} pictures of {size[0]} x {size[1]} pixels are too many for a GIF, which can have {most:,}: film "
            "a shorter piece (--from, --to), faster (--speed) or smaller (--size); or write an .mp4."
        )


def _meaningful(theme: str) -> list[Colour]:
    """Return the colours of signals, automation, letters: few pixels have them, and all of them matter."""
    chosen = THEMES[theme]
    names = ("red", "yellow", "green", "fleet", "awaiting", "takeover", "minimal_risk", "person_driving", "outage_line")
    more = ("run", "twin", "text", "text_soft", "select", "warning", "page", "asphalt", "junction")
    return [*(getattr(chosen, name) for name in (*names, *more)), VEST]


def _smaller(film: Film, share: float) -> tuple[Film, str]:
    """Return a film of about this share of the bytes: fewer pictures first, then smaller ones; and in words what."""
    if film.fps > LEAST_FPS:
        fps = max(film.fps * share * ROOM, LEAST_FPS)
        return replace(film, fps=fps), f"{fps:.3g} pictures a second instead of {film.fps:.3g}"
    smaller = film.smaller(min(max((share * ROOM) ** 0.5, 0.5), 0.97))
    if smaller.size[0] < LEAST_WIDTH:
        raise ResultsError(
            f"the film does not become so small: {film.size[0]} pixels wide with {film.fps:g} pictures a second, it is "
            f"still {1 / share:.1f} times too large; show a shorter piece, or allow more."
        )
    width, height = smaller.size
    return smaller, f"{width} x {height} pixels instead of {film.size[0]} x {film.size[1]}"


def _write_mp4(film: Film, path: Path, most_mb: float | None, tell: Tell | None) -> list[str]:
    bits_per_s, notes = None, []
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as folder:
        made = Path(folder) / "film.mp4"
        while True:
            told = _teller(film, tell, "drawing")
            mp4.write(made, film.pictures(), film.size, film.fps, bits_per_s=bits_per_s, tell=told)
            size_mb = made.stat().st_size / MB
            if most_mb is None or size_mb <= most_mb:
                break
            wanted = most_mb * MB * 8 * ROOM / (len(film.moments()) / film.fps)
            bits_per_s = int(wanted if bits_per_s is None else bits_per_s * most_mb / size_mb * ROOM)
            notes.append(f"{size_mb:.1f} MB were too many: {bits_per_s / 1000:.0f} kbit/s")
            if len(notes) > 4:
                raise ResultsError(
                    f"the film does not fit into {most_mb:g} MB; show a shorter piece, or smaller pictures."
                )
        made.replace(path)
    return notes


def _teller(film: Film, tell: Tell | None, words: str) -> Callable[[int], None] | None:
    if tell is None:
        return None
    count = len(film.moments())
    return lambda done: tell(words, done, count)
